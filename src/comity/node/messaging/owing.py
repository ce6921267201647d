"""Who owes whom what, and what people are reminded of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from comity.exchange.conversations import Duty, Notice
from comity.node.messaging.deadline_models import Reminder
from comity.node.messaging.models import OURS, Conversation, Participant
from comity.node.messaging.visibility import conversations
from comity.node.partners.models import Partner
from comity.node.permissions import Actor, Role
from comity.node.runtime import clock


@dataclass(frozen=True, slots=True)
class Owed:
    """Something owed between this agency and a partner.

    Args:
        conversation: in which.
        partner: the other side.
        by_us: whether this agency owes it.
        duty: what.
        since: when it became owed.
        until: when it is due; None where nobody said.
        late: whether its time is over.
        message_id: from which it follows, as this node names it; empty where that is gone.
    """

    conversation: Conversation
    partner: Partner
    by_us: bool
    duty: Duty
    since: datetime | None
    until: datetime | None
    late: bool
    message_id: str


def owed(actor: Actor, *, by_us: bool | None = None) -> list[Owed]:
    """This function returns what is owed in the conversations that the actor may read: overdue first, then the nearest.

    Args:
        actor: who reads conversations.
        by_us: what this agency owes, or what partners owe it; None for both.

    Raises:
        Refused: the role may not.
    """
    now = clock().now()
    return [
        Owed(
            row.conversation, row.partner, row.owed_by == OURS, Duty(row.duty), row.since, row.deadline,
            row.deadline is not None and row.deadline < now, row.cause_id or "",
        )
        for row in owing(actor, by_us=by_us)
    ]  # fmt: skip


def owing(actor: Actor, *, by_us: bool | None = None) -> QuerySet[Participant]:
    """This function returns the rows of what is owed, to be counted or shown in part; see `owed`.

    Raises:
        Refused: the role may not.
    """
    rows = Participant.objects.exclude(owed_by="").filter(conversation__in=conversations(actor).values("id"))
    if by_us is not None:
        rows = rows.filter(owed_by=OURS) if by_us else rows.exclude(owed_by=OURS)
    rows = rows.select_related("conversation__case", "partner")
    return rows.order_by(F("deadline").asc(nulls_last=True), "since", "id")


def reminders(actor: Actor) -> QuerySet[Reminder]:
    """This function returns what the actor is reminded of.

    Who has a conversation is reminded of it, or everybody who may read it where nobody has it; supervisors are told of
    what is late.

    Raises:
        Refused: the role may not.
    """
    rows = Reminder.objects.filter(done=None, message__conversation__in=conversations(actor).values("id"))
    has_it = Q(message__conversation__assigned_to__in=["", actor.user_id])
    shown = Q(kind=Notice.REMINDER) & has_it
    if actor.role is Role.SUPERVISOR:
        shown |= ~Q(kind=Notice.REMINDER)
    else:
        shown |= ~Q(kind=Notice.REMINDER) & Q(message__conversation__assigned_to=actor.user_id)
    return rows.filter(shown).select_related("message__conversation", "message__partner").order_by("due", "id")
