"""What the clock does to conversations: reminders of what is owed, escalation when it is late, the end of alerts."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction

from comity.exchange.conversations import Kind, Notice, Stage, notice_due
from comity.kernel import Missing
from comity.node.audit.operations import record
from comity.node.chores import chore
from comity.node.messaging.deadline_models import Reminder
from comity.node.messaging.models import Conversation, Participant
from comity.node.messaging.queries import reminders
from comity.node.messaging.sharing_models import Alert
from comity.node.messaging.standing import refresh
from comity.node.permissions import SYSTEM, Action, Actor, require
from comity.node.runtime import clock

log = structlog.get_logger()


@chore("messaging.remind", every=timedelta(minutes=1))
def remind() -> int:
    """This function writes the reminders that are due, and returns how many."""
    rows = Participant.objects.filter(deadline__isnull=False, since__isnull=False, cause__isnull=False)
    return sum(_remind(row.pk) for row in rows.exclude(owed_by=""))


@transaction.atomic
def _remind(participant_id: int) -> int:
    row = Participant.objects.select_for_update(of=("self",)).filter(pk=participant_id).first()
    if row is None or row.cause_id is None or row.since is None or row.deadline is None:
        return 0
    said = [Notice(kind) for kind in Reminder.objects.filter(message_id=row.cause_id).values_list("kind", flat=True)]
    now = clock().now()
    notice = notice_due(row.since, row.deadline, now, said=said)
    if notice is None:
        return 0
    made = Reminder.objects.create(message_id=row.cause_id, kind=notice, due=row.deadline, at=now)
    log.info("messaging.deadline.notice", partner=row.partner_id, kind=notice.value)
    record(
        actor=SYSTEM,
        event=f"messaging.deadline.{notice.value}",
        objects=[made.id, row.cause_id, row.conversation_id, row.partner_id],
        details={"owed_by": row.owed_by, "duty": row.duty},
    )
    return 1


@chore("messaging.lapse", every=timedelta(minutes=1))
def lapse() -> int:
    """This function ends the alerts whose time is over, and returns in how many conversations."""
    standing = [Stage.ACTIVE, Stage.ACKNOWLEDGED, Stage.MET, Stage.REFUSED]
    over = Conversation.objects.filter(kind=Kind.ALERT, participants__state__in=standing)
    valid = Alert.objects.filter(valid_to__gt=clock().now())
    rows = list(over.exclude(messages__alert__in=valid).filter(messages__alert__isnull=False).distinct())
    for row in rows:
        with transaction.atomic():
            refresh(row)
    return len(rows)


@transaction.atomic
def put_away(*, actor: Actor, reminder_id: str) -> Reminder:
    """This function puts a reminder away; what is owed stays owed.

    Raises:
        Refused: the role may not.
        Missing: there is none that the actor is shown.
    """
    require(actor, Action.CONVERSATION_ASSIGN)
    row = reminders(actor).filter(id=reminder_id).first()
    if row is None:
        raise Missing("Reminder", "there is none with this id that you are shown", code="messaging.reminder.missing")
    row.done, row.done_by = clock().now(), actor.user_id
    row.save(update_fields=["done", "done_by"])
    record(actor=actor, event="messaging.deadline.put-away", objects=[row.id, row.message_id])
    return row
