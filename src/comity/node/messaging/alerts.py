"""Reading alerts, and what was said of items."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from comity.exchange.contents import ItemName
from comity.exchange.conversations import Incoming
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.sharing_models import Alert, Feedback
from comity.node.messaging.visibility import conversations
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock


def alerts(actor: Actor, *, in_force: bool = True) -> QuerySet[Alert]:
    """This function returns alerts, ours and partners', the newest first; those in force, or every one.

    A partner's alert is for every officer; one of ours for who may read its conversation.

    Raises:
        Refused: the role may not.
    """
    rows = Alert.objects.filter(message__conversation__in=conversations(actor).values("id"))
    if in_force:
        rows = rows.filter(holds(clock().now()))
    return rows.select_related("message__conversation", "message__partner", "cancelled_by").order_by("-valid_from")


def unread_alerts(actor: Actor) -> QuerySet[Alert]:
    """This function returns partners' alerts in force that nobody here has read.

    Raises:
        Refused: the role may not.
    """
    return alerts(actor).filter(message__state=Incoming.RECEIVED, message__direction=THEIRS)


def holds(now: datetime) -> Q:
    """This function returns what is true of an alert that is in force."""
    return Q(cancelled=None, valid_from__lte=now, valid_to__gt=now)


def feedback_on(actor: Actor, item: ItemName) -> QuerySet[Feedback]:
    """This function returns what was said of an item, by whom it was given to or by us, in order.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.CONVERSATION_READ)
    rows = Feedback.objects.filter(owner=item.owner, item=item.id)
    return rows.select_related("message__partner", "message__conversation").order_by("message__made")


def reads_of(actor: Actor, item: ItemName) -> list[Message]:
    """This function returns the notices by which partners told that they read an item, in order.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.CONVERSATION_READ)
    rows = Message.objects.filter(type="read", direction=THEIRS, in_reply_to__isnull=False).order_by("made", "id")
    named = item.document()
    return [row for row in rows.select_related("partner") if named in row.content.get("items", [])]
