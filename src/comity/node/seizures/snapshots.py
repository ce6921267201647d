"""What a seizure says, as JSON: to compare it before and after a change, and to send or export it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from comity.node.seizures.models import Seizure

SEIZURE = (
    "reference", "state", "date", "country", "province", "district", "commune", "village", "place", "place_kind",
    "latitude", "longitude", "accuracy", "position_of", "transport", "hiding", "routing", "detection", "as_written",
    "source", "evaluation", "handling", "tlp", "pap", "words", "retention_until", "remarks", "case_id", "duty_id",
    "counted_by",
)  # fmt: skip
GOOD = (
    "number", "kind", "substance", "words", "form", "amount", "amount_text", "unit", "unit_text", "kilograms",
    "kilograms_low", "kilograms_high", "factor", "factor_source", "imputed", "purity", "logo", "hs", "cas", "currency",
    "laboratory_result", "laboratory_reference", "laboratory_date", "as_written",
)  # fmt: skip
POINT = ("role", "order", "country", "place", "words", "source", "confidence")
ARREST = ("number", "nationality", "sex", "age_band", "words")
Snapshot = dict[str, Any]


def snapshot(seizure: Seizure) -> Snapshot:
    """This function returns everything that a seizure says, with its goods, route and arrests."""
    return {
        **_fields(seizure, SEIZURE),
        "goods": _each(seizure.goods.all(), GOOD),
        "points": _each(seizure.points.all(), POINT),
        "arrests": _each(seizure.arrests.all(), ARREST),
    }


def difference(before: Snapshot, after: Snapshot) -> tuple[Snapshot, Snapshot]:
    """This function returns what differs, as it was and as it is; both have the same names."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def plain(value: Any) -> Any:
    """This function returns a column's value as JSON has it; amounts are texts, exact and without idle zeros."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


def _each(rows: Iterable[models.Model], names: Iterable[str]) -> list[Snapshot]:
    wanted = tuple(names)
    return [_fields(row, wanted) for row in rows]


def _fields(row: models.Model, names: Iterable[str]) -> Snapshot:
    return {name: plain(getattr(row, name)) for name in names}
