"""Rows of conversations, who takes part in them, their messages, receipts and the outbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.exchange.conversations import Incoming, State
from comity.node.messaging import (  # noqa: F401 -- Django finds all models of the slice from here
    deadline_models,
    sharing_models,
)
from comity.node.messaging.chain_models import ChainState
from comity.node.partners.models import Partner
from comity.node.runtime import make_id

__all__ = [
    "OURS",
    "STATES",
    "THEIRS",
    "ChainState",
    "Conversation",
    "Handover",
    "Message",
    "Outbox",
    "Participant",
    "Receipt",
]
STATES = sorted({s.value for s in State} | {s.value for s in Incoming})
OURS, THEIRS = "ours", "theirs"


class Conversation(models.Model):
    """The messages that belong together, with one partner or several."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="conversations")
    """Who began it; where this node did, the first whom it wrote to."""
    wire_id = models.CharField(max_length=36, db_index=True)
    """Its id in messages, made by the side that began it."""
    kind = models.CharField(_("kind"), max_length=20, default="other")
    state = models.CharField(_("state"), max_length=30, blank=True)
    """Where it stands as a whole: what stands with the participant that is least far."""
    subject = models.CharField(_("subject"), max_length=200)
    begun_by = models.CharField(max_length=6, choices=[(OURS, _("us")), (THEIRS, _("the partner"))])
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    hit_id = models.CharField(max_length=36, blank=True)
    assigned_to = models.CharField(_("who has it"), max_length=36, blank=True)
    """Id of the person who answers for it; empty: whoever may."""
    began = models.DateTimeField(_("began"))
    last = models.DateTimeField(_("last message"))
    deadline = models.DateTimeField(_("deadline"), null=True)
    """The nearest of its participants."""

    class Meta:
        ordering = ("-last",)

    def __str__(self) -> str:
        """This function returns the subject."""
        return self.subject


class Participant(models.Model):
    """A partner that takes part in a conversation: only it may write into it, and what stands is kept for each."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    wire_id = models.CharField(max_length=36)
    """The conversation's id in messages: with one partner it names one conversation."""
    state = models.CharField(_("state"), max_length=30, blank=True)
    """A stage of `exchange.conversations`."""
    owed_by = models.CharField(max_length=6, blank=True, choices=[(OURS, _("us")), (THEIRS, _("the partner"))])
    """Who owes the other what `duty` says; empty where nobody owes anything."""
    duty = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField(_("owed since"), null=True)
    deadline = models.DateTimeField(_("deadline"), null=True)
    cause = models.ForeignKey("messaging.Message", models.SET_NULL, null=True, related_name="+")
    """The message from which the duty follows."""
    joined = models.DateTimeField(_("takes part since"))

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["partner", "wire_id"], name="one_participation_an_id")]

    def __str__(self) -> str:
        """This function returns the partner's id."""
        return self.partner_id


class Handover(models.Model):
    """That a conversation was given to a person, by whom and why."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="handovers")
    before = models.CharField(max_length=36, blank=True)
    """Id of the person who had it."""
    to = models.CharField(max_length=36)
    by = models.CharField(max_length=36)
    words = models.TextField(_("words"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        """This function returns to whom."""
        return self.to


class Message(models.Model):
    """One message, ours or a partner's. Its place in the chain is given when it is first sent."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=6, choices=[(OURS, _("ours")), (THEIRS, _("theirs"))])
    message_id = models.CharField(max_length=36)
    """Its id on the way, made by who wrote it: what goes to several partners has one, and a row for each of them."""
    type = models.CharField(_("type"), max_length=40)
    state = models.CharField(_("state"), max_length=20, choices=[(s, s) for s in STATES])
    incarnation = models.CharField(max_length=43, blank=True)
    sequence = models.PositiveBigIntegerField(null=True)
    link = models.CharField(max_length=43, blank=True)
    """SHA-256 of the signed document; for a tombstone of a partner, of what it stands for."""
    token = models.TextField(blank=True)
    """The signed document as it travels; what was signed stays as it is."""
    tombstone = models.TextField(blank=True)
    """The signed tombstone that took the place of a message of ours."""
    document = models.JSONField()
    """What it says; for ours before it has a place, without the place."""
    in_reply_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replies")
    author = models.CharField(max_length=36, blank=True)
    approved_by = models.CharField(max_length=36, blank=True)
    reason = models.TextField(blank=True)
    """Why it was refused, poisoned or withdrawn."""
    doubtful_time = models.BooleanField(default=False)
    made = models.DateTimeField(_("made"))
    """When it was written here or came in, by this node's clock."""
    sent = models.DateTimeField(_("sent"), null=True)
    delivered = models.DateTimeField(_("delivered"), null=True)
    read = models.DateTimeField(_("read"), null=True)
    answered = models.DateTimeField(_("answered"), null=True)

    class Meta:
        ordering = ("made", "id")
        constraints = [
            models.UniqueConstraint(fields=["partner", "direction", "message_id"], name="one_message_an_id"),
            models.UniqueConstraint(
                fields=["partner", "direction", "incarnation", "sequence"],
                condition=models.Q(sequence__isnull=False),
                name="one_message_a_place",
            ),
        ]

    def __str__(self) -> str:
        """This function returns the type and id."""
        return f"{self.type} {self.id}"

    @property
    def content(self) -> dict[str, Any]:
        """This function returns what people wrote."""
        content = self.document.get("content")
        return content if isinstance(content, dict) else {}

    @property
    def items(self) -> list[dict[str, Any]]:
        """This function returns what a reply gives, with its restrictions as pages show them."""
        given = self.content.get("items")
        return [_shown(each) for each in given if isinstance(each, dict)] if isinstance(given, list) else []

    @property
    def is_ours(self) -> bool:
        """This function tells whether it was written here."""
        return self.direction == OURS


def _shown(item: dict[str, Any]) -> dict[str, Any]:
    conditions = item.get("conditions", {})
    return item | {
        "code": " ".join(conditions.get("handling", [])),
        "tlp": conditions.get("tlp", ""),
        "pap": conditions.get("pap", ""),
        "words": conditions.get("words", ""),
    }


class Receipt(models.Model):
    """The signed receipt of a message: this node's for a partner's, the partner's for one of ours."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True)
    token = models.TextField()
    outcome = models.CharField(max_length=10)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """This function returns the outcome."""
        return self.outcome


class Outbox(models.Model):
    """A message of ours that its partner has not acknowledged yet."""

    message = models.OneToOneField(Message, models.CASCADE)
    tried_for = models.DurationField(default=timedelta)
    """The time that counts towards expiry."""
    rejections = models.PositiveIntegerField(default=0)
    """How often the partner answered, and not with a receipt."""

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        """This function returns the message's id."""
        return self.message_id
