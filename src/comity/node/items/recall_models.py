"""Rows of recalls: an item is taken back, corrected, or its time is over, and every node that has it answers for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.exchange.confirmations import Confirmation
from comity.exchange.contents import Copy, WithdrawalReason
from comity.node.partners.models import Partner
from comity.node.runtime import make_id


class RecallKind(models.TextChoices):
    """Why copies are treated."""

    WITHDRAWAL = "withdrawal", pgettext_lazy("recall", "withdrawn")
    CORRECTION = "correction", pgettext_lazy("recall", "corrected")
    RETENTION = "retention", pgettext_lazy("recall", "kept until its day")


REASON_NAMES = {
    WithdrawalReason.WRONG: _("it is wrong"),
    WithdrawalReason.NO_LONGER_VALID: _("it is no longer valid"),
    WithdrawalReason.UNLAWFUL: _("it should not have been given"),
    WithdrawalReason.RETENTION: _("the day until which it may be kept has passed"),
    WithdrawalReason.SAFETY: _("the safety of a person"),
    WithdrawalReason.OTHER: _("another reason"),
}


class OwnerProof(models.TextChoices):
    """How it is known that the owner wants it."""

    DIRECT = "direct", pgettext_lazy("proof", "its owner said so")
    PROVED = "proved", pgettext_lazy("proof", "its owner's signature was checked")
    UNPROVED = "unproved", pgettext_lazy("proof", "the agency that gave it says that its owner said so")


class Recall(models.Model):
    """One recall of one item, as far as this node is concerned.

    At the owner it asks those to whom the item was released. Elsewhere it was asked for by the partner that had given
    the item or by the owner, and asks those to whom it went on from here.
    """

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    item = models.ForeignKey("items.Item", models.PROTECT, related_name="recalls")
    kind = models.CharField(_("kind"), max_length=10, choices=RecallKind.choices)
    reason = models.CharField(_("reason"), max_length=20, blank=True, choices=list(REASON_NAMES.items()))
    words = models.TextField(_("what is wrong"), blank=True)
    corrected = models.JSONField(null=True)
    """The item as it is now, as it travels; of a correction."""
    asked_by = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    """Who gets the confirmation: who asked for it; of what was kept to its day, who gave it. None at the owner."""
    conversation_id = models.CharField(max_length=36, blank=True)
    """In which it was asked for, as this node names it; empty at the owner, and where nobody asked."""
    question = models.CharField(max_length=36, blank=True)
    """The newest message that asks for it, as this node names it."""
    cites = models.CharField(max_length=36, blank=True)
    """The same by its id on the way."""
    since = models.DateTimeField()
    """When the owner said so, by its clock."""
    owner_token = models.TextField(blank=True)
    """What the owner signed, to be shown to those to whom the item went on from here."""
    proof = models.CharField(max_length=8, choices=OwnerProof.choices, default=OwnerProof.DIRECT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    """The recall of a partner's item that this item of ours repeats."""
    leaf = models.BooleanField(default=False)
    """Whether another recall of the same item here already asks those to whom it went on."""
    copies = models.JSONField(default=list)
    """What was here and what became of it, as it is told (`exchange.contents.Copy`)."""
    began = models.DateTimeField(_("began"))
    by = models.CharField(max_length=36, blank=True)
    confirm_by = models.DateTimeField(_("to be confirmed by"))
    said = models.TextField(blank=True)
    """What was confirmed last, without its time; empty before."""
    owes = models.BooleanField(default=False)
    """Whether whoever asked waits for a confirmation of how it stands now."""
    confirmed = models.DateTimeField(_("confirmed"), null=True)
    closed = models.DateTimeField(_("closed"), null=True)
    """When nothing more was expected: every copy treated, or what could not be reached was stated."""

    class Meta:
        ordering = ("-began", "-id")
        indexes = [
            models.Index(fields=["closed", "confirm_by"], name="recall_open"),
            models.Index(fields=["conversation_id"], name="recall_conversation"),
        ]

    def __str__(self) -> str:
        """This function returns the kind."""
        return self.kind

    @property
    def here(self) -> list[Copy]:
        """This function returns what was here and what became of it."""
        return [Copy.model_validate(each) for each in self.copies]


class SideState(models.TextChoices):
    """How a node stands that was asked."""

    WAITING = "waiting", pgettext_lazy("recall", "has not answered")
    PARTLY = "partly", pgettext_lazy("recall", "not everything is reached")
    UNPROVED = "unproved", pgettext_lazy("recall", "complete as it says; a signature cannot be checked here")
    COMPLETE = "complete", pgettext_lazy("recall", "complete and proven")
    UNREACHED = "unreached", pgettext_lazy("recall", "could not be reached")


OPEN_SIDES = (SideState.WAITING, SideState.PARTLY)


class RecallSide(models.Model):
    """A node that was asked, and what it proved."""

    recall = models.ForeignKey(Recall, models.CASCADE, related_name="sides")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    conversation_id = models.CharField(max_length=36, blank=True)
    """In which it was asked, as this node names it; empty where it confirms unasked, and until it is asked."""
    state = models.CharField(_("state"), max_length=10, choices=SideState.choices, default=SideState.WAITING)
    asked = models.DateTimeField(_("asked"), null=True)
    reminded = models.DateTimeField(_("reminded"), null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    answered = models.DateTimeField(_("answered"), null=True)
    token = models.TextField(blank=True)
    """Its newest confirmation as it signed it."""
    proof = models.JSONField(null=True)
    """What that proves, with those behind it (`exchange.confirmations.Confirmation`)."""

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["recall", "partner"], name="one_side_a_partner")]
        indexes = [models.Index(fields=["conversation_id"], name="side_conversation")]

    def __str__(self) -> str:
        """This function returns the partner's id."""
        return self.partner_id

    @property
    def confirmation(self) -> Confirmation | None:
        """This function returns what its newest confirmation proves; None before the first."""
        return Confirmation.from_document(self.proof) if self.proof else None
