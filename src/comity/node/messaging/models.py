"""Rows of conversations, messages, receipts, the outbox, and the chains with each partner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.exchange import Chain, Trying
from comity.exchange.conversations import Incoming, State
from comity.node.partners.models import Partner
from comity.node.runtime import make_id

STATES = sorted({s.value for s in State} | {s.value for s in Incoming})
OURS, THEIRS = "ours", "theirs"


class Conversation(models.Model):
    """The messages with one partner that belong together."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="conversations")
    wire_id = models.CharField(max_length=36)
    """Its id in messages, made by the side that began it."""
    subject = models.CharField(_("subject"), max_length=200)
    begun_by = models.CharField(max_length=6, choices=[(OURS, _("us")), (THEIRS, _("the partner"))])
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    hit_id = models.CharField(max_length=36, blank=True)
    began = models.DateTimeField(_("began"))
    last = models.DateTimeField(_("last message"))
    deadline = models.DateTimeField(_("deadline"), null=True)

    class Meta:
        ordering = ("-last",)
        constraints = [models.UniqueConstraint(fields=["partner", "wire_id"], name="one_conversation_an_id")]

    def __str__(self) -> str:
        """This function returns the subject."""
        return self.subject


class Message(models.Model):
    """One message, ours or a partner's. Its place in the chain is given when it is first sent."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=6, choices=[(OURS, _("ours")), (THEIRS, _("theirs"))])
    message_id = models.CharField(max_length=36)
    """Its id on the way: that of ours is its id; a partner's is the partner's."""
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


class ChainState(models.Model):
    """Both chains with a partner as this node knows them, and how sending to it stands."""

    partner = models.OneToOneField(Partner, models.CASCADE, primary_key=True)
    out_incarnation = models.CharField(max_length=43, blank=True)
    out_next = models.PositiveBigIntegerField(default=1)
    out_link = models.CharField(max_length=43, blank=True)
    out_closed = models.JSONField(default=list)
    in_incarnation = models.CharField(max_length=43, blank=True)
    in_next = models.PositiveBigIntegerField(default=1)
    in_link = models.CharField(max_length=43, blank=True)
    in_closed = models.JSONField(default=list)
    lost = models.JSONField(default=list)
    """Ranges of the outgoing chain that this node lost, as announced."""
    compare = models.BooleanField(default=True)
    """Whether both sides must tell where their chains stand before anything is sent."""
    attempts = models.PositiveIntegerField(default=0)
    last_attempt = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    """Why the last attempt did not get through, for the person who waits."""

    def __str__(self) -> str:
        """This function returns the partner's id."""
        return self.partner_id

    def outgoing(self, node: str) -> Chain | None:
        """This function returns the chain that this node sends in, or None before the first message."""
        if not self.out_incarnation:
            return None
        closed = frozenset(self.out_closed)
        return Chain(node, self.partner_id, self.out_incarnation, self.out_next, self.out_link, closed)

    def incoming(self, node: str) -> Chain | None:
        """This function returns the chain that the partner sends in, or None before its first message."""
        if not self.in_incarnation:
            return None
        closed = frozenset(self.in_closed)
        return Chain(self.partner_id, node, self.in_incarnation, self.in_next, self.in_link, closed)

    def set_outgoing(self, chain: Chain) -> None:
        """This function keeps the chain that this node sends in."""
        self.out_incarnation, self.out_next, self.out_link = chain.incarnation, chain.next, chain.link
        self.out_closed = sorted(chain.closed)

    def set_incoming(self, chain: Chain) -> None:
        """This function keeps the chain that the partner sends in."""
        self.in_incarnation, self.in_next, self.in_link = chain.incarnation, chain.next, chain.link
        self.in_closed = sorted(chain.closed)

    @property
    def trying(self) -> Trying:
        """This function returns how sending to the partner stands."""
        return Trying(attempts=self.attempts, last=self.last_attempt)
