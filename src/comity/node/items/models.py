"""Rows of items, arrivals, releases, consents, copies and reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.exchange.contents.recalls import CopyKind
from comity.kernel.purposes import Purpose
from comity.node.cases.models import Case
from comity.node.holdings.models import Restricted
from comity.node.items import recall_models  # noqa: F401 -- Django finds all models of the slice from here
from comity.node.partners.models import Partner
from comity.node.runtime import make_id, node_id


class ItemState(models.TextChoices):
    """Where an item stands."""

    IN_FORCE = "in-force", pgettext_lazy("item", "in force")
    CORRECTED = "corrected", pgettext_lazy("item", "corrected")
    WITHDRAWN = "withdrawn", pgettext_lazy("item", "withdrawn by its owner")
    EXPIRED = "expired", pgettext_lazy("item", "kept until its day, and erased")
    DELETED = "deleted", pgettext_lazy("item", "deleted here")


STANDING = (ItemState.IN_FORCE, ItemState.CORRECTED)
"""States in which an item says something; in the others its text is gone, and the row remembers that it was here."""


class Proof(models.TextChoices):
    """How it is known that the owner lets an item be handed onward to this node."""

    DIRECT = "direct", pgettext_lazy("proof", "its owner gave it")
    FREE = "free", pgettext_lazy("proof", "its handling lets it be handed onward")
    PROVED = "proved", pgettext_lazy("proof", "its owner's consent was checked")
    UNPROVED = "unproved", pgettext_lazy("proof", "its owner is no partner, so that the consent could not be checked")


class Signed(models.TextChoices):
    """How an item of a partner's stood, as it came, to what its owner signed (`exchange.proofs.Standing`)."""

    PROVEN = "proven", pgettext_lazy("signed", "words and marks are as its owner signed them")
    TIGHTENED = "tightened", pgettext_lazy("signed", "words are as its owner signed them, marks are stricter")
    CONSENTED = "consented", pgettext_lazy("signed", "words are as its owner signed them, marks as it consented")
    UNSIGNED = "unsigned", pgettext_lazy("signed", "its owner sent it itself, without signing it for others")
    UNKNOWN = "unknown-owner", pgettext_lazy("signed", "its owner is not known here; who handed it on vouches for it")


class Item(Restricted):
    """One piece of information that this node gave or was given."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    owner = models.CharField(_("owner"), max_length=16)
    """Node id of the agency that first gave it."""
    wire_id = models.CharField(max_length=36)
    """Its id in messages, made by its owner."""
    state = models.CharField(_("state"), max_length=10, choices=ItemState.choices, default=ItemState.IN_FORCE)
    text = models.TextField(_("text"), blank=True)
    """What it says; emptied when it no longer stands."""
    subject = models.JSONField(_("subject"), null=True)
    """As it travels (`exchange.contents.AskedSubject`), or None."""
    evaluation = models.CharField(_("evaluation"), max_length=2)
    permitted_use = models.TextField(_("permitted use"), blank=True)
    permitted_purposes = models.JSONField(_("permitted purposes"), default=list, blank=True)
    """Empty: every one."""
    retention_until = models.DateField(_("kept until"))
    date_of_data = models.CharField(_("date of the data"), max_length=20)
    sources: models.ManyToManyField[Item, models.Model] = models.ManyToManyField(
        "self", symmetrical=False, related_name="quoted_in"
    )
    """Items of partners that an item of ours quotes; they bind it too."""
    holding_id = models.CharField(max_length=36, blank=True)
    """The holding that an item of ours came from."""
    message_id = models.CharField(max_length=36, blank=True)
    """The message, as this node names it, that brought it first; empty for an item of ours."""
    came_from = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    """Who handed it to this node; None for an item of ours."""
    proof = models.CharField(max_length=8, choices=Proof.choices, default=Proof.DIRECT)
    signed = models.CharField(max_length=13, choices=Signed.choices, blank=True)
    """How it stood to what its owner signed; empty for an item of ours."""
    owner_token = models.TextField(blank=True)
    """What its owner signed of it, passed on as it came."""
    owner_consents = models.JSONField(default=list)
    """Consents of its owner that came along, without which it would be bound less than its owner signed."""
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    readers = models.JSONField(default=list)
    """Ids of persons, beside those who work on its case, whom it was given to."""
    made_by = models.CharField(max_length=36, blank=True)
    made = models.DateTimeField(_("when"))
    ended = models.DateTimeField(_("ended"), null=True)

    class Meta:
        ordering = ("-made", "-id")
        constraints = [models.UniqueConstraint(fields=["owner", "wire_id"], name="one_item_a_name")]
        indexes = [
            models.Index(fields=["retention_until"], name="item_retention"),
            models.Index(fields=["message_id"], name="item_message"),
            models.Index(fields=["holding_id"], name="item_holding"),
        ]

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id

    @property
    def is_ours(self) -> bool:
        """This function tells whether this agency first gave it."""
        return self.owner == node_id()

    @property
    def stands(self) -> bool:
        """This function tells whether it says something."""
        return self.state in STANDING


class ConsentState(models.TextChoices):
    """Where a consent stands."""

    ASKED = "asked", pgettext_lazy("consent", "asked")
    GRANTED = "granted", pgettext_lazy("consent", "granted")
    REFUSED = "refused", pgettext_lazy("consent", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "withdrawn")


class Consent(models.Model):
    """What an owner was asked to allow with an item, and what it answered."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    item = models.ForeignKey(Item, models.CASCADE, related_name="consents")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    """The other side: the owner that this node asked, or who asks this node about an item of ours."""
    ours = models.BooleanField()
    """Whether this node asked."""
    state = models.CharField(_("state"), max_length=10, choices=ConsentState.choices, default=ConsentState.ASKED)
    use = models.CharField(_("use"), max_length=20)
    recipient = models.CharField(_("recipient"), max_length=16, blank=True)
    recipient_words = models.CharField(_("recipient in words"), max_length=500, blank=True)
    purpose = models.CharField(_("purpose"), max_length=30, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    conditions = models.JSONField(null=True)
    """The lighter handling that is wanted, and, once granted, given; as it travels."""
    retention_until = models.DateField(null=True)
    """The later day that is wanted, and, once granted, given."""
    until = models.DateField(_("until"), null=True)
    purposes = models.JSONField(default=list)
    """For which purposes it is granted; empty for every one."""
    before = models.JSONField(null=True)
    """The terms that it loosened, as columns, to which they return when it is withdrawn."""
    words = models.TextField(_("in words"), blank=True)
    """The owner's conditions, or why it refuses."""
    question = models.CharField(max_length=36, blank=True)
    """The message that asks, by its id on the way."""
    answer = models.CharField(max_length=36, blank=True)
    """The message that answers, by its id on the way."""
    proof = models.TextField(blank=True)
    """That message as the owner signed it."""
    answer_by = models.DateTimeField(null=True)
    asked = models.DateTimeField(_("asked"))
    answered = models.DateTimeField(_("answered"), null=True)
    by = models.CharField(max_length=36, blank=True)
    """The person here who asked or answered."""

    class Meta:
        ordering = ("-asked", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "ours", "question"], condition=~models.Q(question=""), name="one_consent_a_question"
            )
        ]

    def __str__(self) -> str:
        """This function returns the use."""
        return self.use


class Release(models.Model):
    """An item went to a partner."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="releases")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=36)
    """The message, as this node names it, that took it there."""
    consents: models.ManyToManyField[Consent, models.Model] = models.ManyToManyField(Consent, related_name="releases")
    """Without which it could not have gone."""
    at = models.DateTimeField(_("when"))
    by = models.CharField(max_length=36)

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=["item", "partner", "message_id"], name="one_release_a_message")]

    def __str__(self) -> str:
        """This function returns the partner's id."""
        return self.partner_id


class Arrival(models.Model):
    """A partner's message brought an item; the same item may come more than once, and by several ways."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="arrivals")
    message_id = models.CharField(max_length=36)
    """The message, as this node names it."""
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=["item", "message_id"], name="one_arrival_a_message")]

    def __str__(self) -> str:
        """This function returns the partner's id."""
        return self.partner_id


COPY_NAMES = {
    CopyKind.ITEM: _("the item itself"),
    CopyKind.HOLDING: _("a holding"),
    CopyKind.STATEMENT: _("a statement of a holding"),
    CopyKind.INDEX: _("an index"),
    CopyKind.EXPORT: _("a file"),
    CopyKind.PRINT: _("paper"),
    CopyKind.REPORT: _("a report"),
    CopyKind.WEBHOOK: _("another system of this agency"),
    CopyKind.BACKUP: _("a backup"),
}


class Copy(models.Model):
    """Where an item is at this agency besides its row."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="copies")
    kind = models.CharField(_("where"), max_length=10, choices=[(k.value, n) for k, n in COPY_NAMES.items()])
    object_id = models.CharField(max_length=60, blank=True)
    """What holds it: a holding, a statement, an export."""
    words = models.CharField(_("which"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.CharField(max_length=36)
    gone = models.DateTimeField(_("gone"), null=True)

    class Meta:
        ordering = ("at", "id")
        indexes = [models.Index(fields=["kind", "object_id"], name="copy_object")]

    def __str__(self) -> str:
        """This function returns the kind."""
        return self.kind


class ItemRead(models.Model):
    """A person read an item."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="reads")
    user_id = models.CharField(max_length=36)
    at = models.DateTimeField(_("when"))
    purpose = models.CharField(_("purpose"), max_length=30, choices=[(p.value, p.value) for p in Purpose])
    told = models.DateTimeField(_("told"), null=True)
    """When the one who gave it was told; None for an item of ours, and until it is told."""

    class Meta:
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=["told", "id"], name="read_told")]

    def __str__(self) -> str:
        """This function returns the person's id."""
        return self.user_id
