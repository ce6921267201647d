"""What a prosecution says, as JSON, to compare it before and after a change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from comity.node.prosecutions.models import Prosecution

PROSECUTION = (
    "reference", "state", "offence", "charge", "date", "country", "province", "court", "prosecutor", "remarks",
    "source", "evaluation", "handling", "tlp", "pap", "words", "retention_until", "case_id", "duty_id",
)  # fmt: skip
DEFENDANT = (
    "number", "persons", "nationality", "sex", "age_band", "holding_id", "outcome", "outcome_date", "appeal",
    "sentence", "months", "fine", "currency", "words",
)  # fmt: skip
Snapshot = dict[str, Any]


def snapshot(prosecution: Prosecution) -> Snapshot:
    """This function returns everything that a prosecution says, with defendants and the seizures it rests on."""
    rows = prosecution.defendants.order_by("number").values(*DEFENDANT)
    return {name: _plain(getattr(prosecution, name)) for name in PROSECUTION} | {
        "defendants": [{name: _plain(value) for name, value in row.items()} for row in rows],
        "seizures": sorted(prosecution.seizures.values_list("id", flat=True)),
    }


def difference(before: Snapshot, after: Snapshot) -> tuple[Snapshot, Snapshot]:
    """This function returns what differs, as it was before and as it is after."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value
