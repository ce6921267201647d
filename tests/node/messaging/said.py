"""What partners and people say in the tests of messages, type by type."""

from __future__ import annotations

from comity.kernel import new_id
from tests.exchange.parties import CONDITIONS, NOW, SUBJECT

ALERT = {
    "category": "vehicle",
    "text": "A white lorry that carries precursors under rice.",
    "what_to_do": "Note the plate and the direction.",
    "what_not_to_do": "Do not stop it.",
    "area": "Road 5 to the river",
    "valid_from": "2026-11-22T00:00:00.000000Z",
    "valid_to": "2026-12-22T00:00:00.000000Z",
    "contact": "+855 12 000 000, day and night",
    "danger": "none-known",
}


def item(owner: str, **other):
    """An item that an owner gives."""
    return {
        "id": new_id(NOW), "owner": owner, "text": "Seen at the river twice.", "conditions": CONDITIONS,
        "evaluation": "B2", "permitted_use": "intelligence", "retention_until": "2027-11-22", "date_of_data": "2026-05",
    } | other  # fmt: skip


def spontaneous(owner: str, **other):
    """Information that is shared without being asked for."""
    return {
        "reason": "The person moves to your side.", "link": "A house in your province.", "subjects": [SUBJECT],
        "items": [item(owner)],
    } | other  # fmt: skip


def feedback(given):
    """What became of an item."""
    named = {name: given[name] for name in ("owner", "id")}
    return {"item": named, "useful": True, "used_in": "operation", "outcome": "Two persons were met."}
