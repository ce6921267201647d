"""Alerts for programs of the agency, under ``/v1/desk/alerts``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema

from comity.node.audit.operations import record
from comity.node.messaging import queries
from comity.node.requests import actor_of

router = Router(tags=["alerts"])
MOST = 200
_SAID = ("text", "what_to_do", "what_not_to_do", "area", "contact", "danger", "danger_words")


class ItemName(Schema):
    """An item that an alert carries: who owns it, and its id. What it says is read in its conversation."""

    owner: str
    id: str


class AlertOut(Schema):
    """An alert in force."""

    id: str
    conversation: str
    partner: str
    direction: str
    category: str
    text: str
    what_to_do: str
    what_not_to_do: str
    area: str
    contact: str
    danger: str
    danger_words: str
    valid_from: datetime
    valid_to: datetime
    items: list[ItemName]


@router.get("/alerts", response=list[AlertOut])
def list_alerts(request: HttpRequest) -> list[dict[str, Any]]:
    """List the alerts in force, newest first; at most 200."""
    actor = actor_of(request)
    with transaction.atomic():
        rows = list(queries.alerts(actor).select_related("message__conversation")[:MOST])
        record(actor=actor, event="interfaces.alerts.read", objects=[row.message_id for row in rows])
    return [_alert(row) for row in rows]


def _alert(row: Any) -> dict[str, Any]:
    message = row.message
    content = message.content or {}
    items = [{"owner": each["owner"], "id": each["id"]} for each in content.get("items", [])]
    return {name: str(content.get(name, "")) for name in _SAID} | {
        "id": message.id, "conversation": message.conversation_id, "partner": message.partner_id,
        "direction": message.direction, "category": row.category, "valid_from": row.valid_from,
        "valid_to": row.valid_to, "items": items,
    }  # fmt: skip
