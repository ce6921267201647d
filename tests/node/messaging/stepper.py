# ruff: noqa: E402, T201 -- Django is set up before models are imported; what is printed is the answer
"""A process that brings conversations of the version before to this one and back; `test_migrations` starts it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from comity.node.upgrades import set_up

set_up()

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comity.kernel import new_id

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
BEFORE = [("messaging", "0001_initial"), ("partners", "0002_names_alone")]


def main() -> None:
    call_command("migrate", "partners", "0002", verbosity=0)
    call_command("migrate", "messaging", "0001", verbosity=0)
    earlier = MigrationExecutor(connection).loader.project_state(BEFORE).apps
    made = fill(earlier)
    call_command("migrate", verbosity=0)
    first = now(made)
    call_command("migrate", "messaging", "0001", verbosity=0)
    kept = earlier.get_model("messaging", "Conversation")
    back = {name: list(kept.objects.filter(id=i).values_list("partner_id", "wire_id")) for name, i in made.items()}
    call_command("migrate", verbosity=0)
    print(json.dumps({"now": first, "back": back, "same": now(made) == first, "ids": made}))


def fill(apps: Any) -> dict[str, str]:
    """What the version before leaves: asked, answered in part, asked by a partner, and something poisoned."""
    partner = apps.get_model("partners", "Partner").objects.create(
        id="a" * 16, agency="VN", country="VN", address="https://vn.example", token="t", added_at=NOW
    )
    made = {}
    for name, begun_by, status in (
        ("asked", "ours", ""), ("partly", "ours", "partial"), ("theirs", "theirs", ""),
        ("refused", "theirs", "refused"), ("poisoned", "theirs", "poisoned"),
    ):  # fmt: skip
        row = apps.get_model("messaging", "Conversation").objects.create(
            id=new_id(NOW), partner=partner, wire_id=new_id(NOW), subject=name, begun_by=begun_by, began=NOW, last=NOW,
            deadline=NOW + timedelta(days=7),
        )  # fmt: skip
        made[name] = row.id
        poisoned = status == "poisoned"
        _message(apps, row, "request", begun_by, 0, {"asked": "x"}, "poisoned" if poisoned else "delivered")
        if status and not poisoned:
            other = "theirs" if begun_by == "ours" else "ours"
            _message(apps, row, "reply", other, 1, {"status": status}, "received")
    return made


def _message(apps: Any, row: Any, kind: str, direction: str, minute: int, content: dict[str, str], state: str) -> None:
    message = new_id(NOW)
    apps.get_model("messaging", "Message").objects.create(
        id=message, conversation=row, partner=row.partner, direction=direction, message_id=message, type=kind,
        state=state, document={"content": content}, made=NOW + timedelta(minutes=minute),
    )  # fmt: skip


def now(made: dict[str, str]) -> dict[str, list[Any]]:
    """What this version knows of the same conversations."""
    from comity.node.messaging.models import Conversation

    seen = {}
    for name, conversation_id in made.items():
        row = Conversation.objects.get(id=conversation_id)
        taking_part = row.participants.get()
        deadline = taking_part.deadline.isoformat() if taking_part.deadline else ""
        seen[name] = [
            row.kind, row.state, taking_part.partner_id == row.partner_id, taking_part.wire_id == row.wire_id,
            taking_part.owed_by, taking_part.duty, deadline, taking_part.cause_id is not None,
        ]  # fmt: skip
    return seen


if __name__ == "__main__":
    main()
