"""How much waits for a person, for the navigation: one small query each."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from comity.exchange.conversations import Incoming, State
from comity.node.messaging import queries
from comity.node.messaging.models import OURS, THEIRS, Message
from comity.node.messaging.types import NOTICES
from comity.node.messaging.visibility import conversations
from comity.node.permissions import Actor

_UNREAD = Q(direction=THEIRS, state=Incoming.RECEIVED) & ~Q(type__in=NOTICES)


def unread(actor: Actor) -> int:
    """This function counts the conversations in which something of a partner is unread; requests are owed."""
    return _messages(actor).filter(_UNREAD).exclude(type="request").values("conversation").distinct().count()


def owing(actor: Actor) -> int:
    """This function counts what this agency owes partners."""
    return queries.owing(actor, by_us=True).count()


def unread_alerts(actor: Actor) -> int:
    """This function counts the alerts in force that nobody here has read."""
    return queries.unread_alerts(actor).count()


def to_approve(actor: Actor) -> int:
    """This function counts what awaits approval, and was not written by the actor."""
    rows = _messages(actor).filter(direction=OURS, state=State.APPROVAL).exclude(author=actor.user_id)
    return rows.values("message_id").distinct().count()


def _messages(actor: Actor) -> QuerySet[Message]:
    return Message.objects.filter(conversation__in=conversations(actor).values("id"))
