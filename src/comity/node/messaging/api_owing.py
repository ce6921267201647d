"""What is owed, reminders, alerts and agreed deadlines in the officers' API."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja import Status as Answered

from comity.node.messaging import operations, queries, reading
from comity.node.messaging.deadlines import agreed
from comity.node.requests import actor_of

router = Router(tags=["conversations"])
MOST = 200


class OwedOut(Schema):
    """Something owed between this agency and a partner."""

    conversation: str
    partner: str
    by_us: bool
    duty: str
    since: datetime | None
    until: datetime | None
    late: bool
    message: str


class ReminderOut(Schema):
    """A reminder of something that is due, or was."""

    id: str
    conversation: str
    message: str
    partner: str
    kind: str
    due: datetime
    at: datetime


class AlertOut(Schema):
    """An alert."""

    message: str
    conversation: str
    partner: str
    direction: str
    category: str
    valid_from: datetime
    valid_to: datetime
    cancelled: datetime | None
    content: dict[str, Any]


class DeadlinesOut(Schema):
    """Within how many hours requests between two countries are answered."""

    countries: list[str]
    urgent_held: int
    urgent: int
    routine: int
    source: str
    since: datetime


class DeadlinesIn(Schema):
    """What this country and another agreed, in hours."""

    urgent_held: int = Field(ge=1, le=8760)
    urgent: int = Field(ge=1, le=8760)
    routine: int = Field(ge=1, le=8760)
    source: str = Field(min_length=1, max_length=300)


@router.get("/owed", response=list[OwedOut])
def list_owed(request: HttpRequest, *, by_us: bool | None = None) -> list[dict[str, Any]]:
    """List who owes whom what, overdue first; at most 200."""
    return [
        {
            "conversation": each.conversation.id, "partner": each.partner.id, "by_us": each.by_us, "duty": each.duty,
            "since": each.since, "until": each.until, "late": each.late, "message": each.message_id,
        }
        for each in queries.owed(actor_of(request), by_us=by_us)[:MOST]
    ]  # fmt: skip


@router.get("/reminders", response=list[ReminderOut])
def list_reminders(request: HttpRequest) -> list[dict[str, Any]]:
    """List what you are reminded of, the nearest first; at most 200."""
    return [
        {
            "id": row.id, "conversation": row.message.conversation_id, "message": row.message_id,
            "partner": row.message.partner_id, "kind": row.kind, "due": row.due, "at": row.at,
        }
        for row in queries.reminders(actor_of(request))[:MOST]
    ]  # fmt: skip


@router.post("/reminders/{uuid:reminder_id}/put-away", response={204: None})
def put_away(request: HttpRequest, reminder_id: UUID) -> Answered[None]:
    """Put a reminder away; what is owed stays owed."""
    operations.put_away(actor=actor_of(request), reminder_id=str(reminder_id))
    return Answered(204, None)


@router.get("/alerts", response=list[AlertOut])
def list_alerts(request: HttpRequest, *, in_force: bool = True) -> list[dict[str, Any]]:
    """List alerts, ours and partners', newest first; at most 200."""
    actor = actor_of(request)
    rows = list(queries.alerts(actor, in_force=in_force)[:MOST])
    reading.note(actor, reading.ALERTS, [row.message_id for row in rows])
    return [
        {
            "message": row.message_id, "conversation": row.message.conversation_id, "partner": row.message.partner_id,
            "direction": row.message.direction, "category": row.category, "valid_from": row.valid_from,
            "valid_to": row.valid_to, "cancelled": row.cancelled, "content": row.message.content,
        }
        for row in rows
    ]  # fmt: skip


@router.get("/deadlines", response=list[DeadlinesOut])
def list_deadlines(request: HttpRequest) -> list[dict[str, Any]]:
    """List what countries agreed about deadlines."""
    return [_deadlines(row) for row in agreed(actor_of(request))]


@router.put("/deadlines/{country}", response=DeadlinesOut)
def agree_deadlines(request: HttpRequest, country: str, given: DeadlinesIn) -> dict[str, Any]:
    """Keep what this country and another agreed."""
    return _deadlines(operations.agree_deadlines(actor=actor_of(request), country=country, **given.dict()))


@router.delete("/deadlines/{country}", response={204: None})
def end_agreement(request: HttpRequest, country: str) -> Answered[None]:
    """Let the usual deadlines count again."""
    operations.end_agreement(actor=actor_of(request), country=country)
    return Answered(204, None)


def _deadlines(row: Any) -> dict[str, Any]:
    return {
        "countries": [row.first, row.second], "urgent_held": row.urgent_held, "urgent": row.urgent,
        "routine": row.routine, "source": row.source, "since": row.since,
    }  # fmt: skip
