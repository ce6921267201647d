"""Reading conversations, the outbox, and what waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from comity.crypto.signatures import token_key_id
from comity.exchange.conversations import Incoming, State
from comity.kernel import Missing
from comity.node.audit.operations import record
from comity.node.items.models import Item
from comity.node.messaging import seams
from comity.node.messaging.alerts import alerts, feedback_on, holds, reads_of, unread_alerts
from comity.node.messaging.models import OURS, THEIRS, ChainState, Conversation, Message, Outbox, Participant
from comity.node.messaging.owing import Owed, owed, owing, reminders
from comity.node.messaging.types import NOTICES
from comity.node.messaging.visibility import conversation_row, conversations
from comity.node.permissions import Action, Actor, require, require_purpose

__all__ = [
    "Owed",
    "Seen",
    "alerts",
    "conversation",
    "conversation_row",
    "conversations",
    "counts",
    "document",
    "feedback_on",
    "holds",
    "message",
    "outbox",
    "overview",
    "owed",
    "owing",
    "reads_of",
    "reminders",
    "signed_with",
    "unread_alerts",
]


@dataclass(frozen=True, slots=True)
class Seen:
    """A conversation as its page shows it.

    Args:
        conversation: itself.
        messages: in order; notices that something was read are left out.
        held: by message id: what this node holds under the handles that a request cites.
        chain: how sending to the partner stands, or None before anything was sent.
    """

    conversation: Conversation
    messages: list[Message]
    held: dict[str, list[seams.Held]] = field(default_factory=dict)
    chain: ChainState | None = None


def overview(actor: Actor, *, waiting: bool = False) -> QuerySet[Conversation]:
    """This function returns conversations for a list, with how much in each waits for a person here."""
    unread = Q(messages__direction=THEIRS, messages__state=Incoming.RECEIVED) & ~Q(messages__type__in=NOTICES)
    unread &= ~Q(messages__type="request")
    rows = conversations(actor).annotate(
        to_answer=Count("participants", filter=Q(participants__owed_by=OURS), distinct=True),
        to_read=Count("messages", filter=unread, distinct=True),
        to_approve=Count("messages__message_id", filter=Q(messages__state=State.APPROVAL), distinct=True),
        failed=Count("messages", filter=Q(messages__state__in=[State.EXPIRED]), distinct=True),
    )
    rows = rows.order_by("-last", "-id")
    return rows.filter(Q(to_answer__gt=0) | Q(to_read__gt=0) | Q(to_approve__gt=0)) if waiting else rows


@transaction.atomic
def conversation(actor: Actor, conversation_id: str) -> Seen:
    """This function returns a conversation with its messages; one ledger entry says that it was read.

    Raises:
        Missing: there is none with this id that the actor may read.
        Refused: no purpose is stated.
    """
    row = conversation_row(actor, conversation_id)
    require_purpose(actor, Action.CONVERSATION_READ)
    rows = list(row.messages.exclude(type__in=["read", "tombstone"]).select_related("partner"))
    prefetch_related_objects([row], "participants__partner")
    held = {m.id: found for m in rows if (found := seams.held_under(actor, m))}
    record(actor=actor, event="messaging.conversation.read", objects=[row.id, *(m.id for m in rows)])
    return Seen(row, rows, held, ChainState.objects.filter(partner=row.partner).first())


def message(actor: Actor, message_id: str) -> Message:
    """This function returns one message of a conversation that the actor may read.

    Raises:
        Missing: there is none.
    """
    rows = Message.objects.filter(conversation__in=conversations(actor).values("id"))
    found = rows.select_related("conversation__partner").filter(id=message_id).first()
    if found is None:
        raise Missing("Message", "there is none with this id that you may read", code="messaging.message.missing")
    return found


def outbox(actor: Actor) -> QuerySet[Outbox]:
    """This function returns what waits to be delivered, for who reads conversations."""
    shown = conversations(actor).values("id")
    rows = Outbox.objects.filter(message__conversation__in=shown).exclude(message__type__in=["read", "tombstone"])
    return rows.select_related("message__conversation", "message__partner__chainstate").order_by("id")


def signed_with(actor: Actor, partner_id: str, key_id: str) -> list[Message]:
    """This function returns the messages that a partner signed with a key, as after its compromise.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.PARTNER_SUSPEND)
    rows = Message.objects.filter(partner_id=partner_id, direction=THEIRS).order_by("made")
    return [row for row in rows if token_key_id(row.token) == key_id]


def items_signed_with(actor: Actor, partner_id: str, key_id: str) -> list[Item]:
    """This function returns the items of a partner that it signed with a key and that others handed on.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.PARTNER_SUSPEND)
    rows = Item.objects.filter(owner=partner_id).exclude(owner_token="").exclude(came_from=partner_id)
    return [row for row in rows.order_by("made") if token_key_id(row.owner_token) == key_id]


def counts() -> dict[str, int]:
    """This function counts what waits, for the metrics."""
    return {
        "outbox": Outbox.objects.count(),
        "unanswered": Participant.objects.filter(owed_by=OURS).count(),
        "approval": Message.objects.filter(direction=OURS, state=State.APPROVAL).count(),
    }


def document(row: Message) -> dict[str, Any]:
    """This function returns a message as the API and the command line show it."""
    return {
        "id": row.id,
        "message_id": row.message_id,
        "conversation": row.conversation_id,
        "partner": row.partner_id,
        "direction": row.direction,
        "type": row.type,
        "state": row.state,
        "made": row.made,
        "delivered": row.delivered,
        "read": row.read,
        "answered": row.answered,
        "reason": row.reason,
        "content": row.content,
    }
