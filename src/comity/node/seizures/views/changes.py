"""What was corrected of a seizure, in words: each field as it was and as it is, who, when and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.kernel import Pap, Tlp
from comity.node.countries import country_name
from comity.node.seizures import naming
from comity.node.seizures.models import Change, PointRole, PositionOf, Seizure, SeizureState
from comity.node.seizures.queries import Detail
from comity.node.seizures.templatetags.seizures import place_label

_SILENT = {"as_written", "case_id", "duty_id"}
"""What has no words: a case may be one that the reader may not know of."""
_TITLES: Mapping[str, str | Promise] = {
    "goods": _("What was seized"), "points": _("Route"), "arrests": _("Arrests"), "handling": _("Handling codes"),
    "tlp": _("Who may see it (TLP)"), "pap": _("What may be done (PAP)"), "words": _("Restriction in words"),
    "counted_by": _("Counted by"),
}  # fmt: skip
_CODED: Mapping[str, Callable[[Any], str]] = {
    "transport": naming.transport, "routing": naming.routing, "place_kind": naming.installation,
    "hiding": naming.hiding, "detection": naming.detection, "country": country_name,
    **dict.fromkeys(("province", "district", "commune", "village"), place_label),
    "tlp": lambda level: Tlp(level).label, "pap": lambda level: Pap(level).name,
}  # fmt: skip
_CHOSEN: Mapping[str, Mapping[Any, Any]] = {
    "state": dict(SeizureState.choices), "position_of": dict(PositionOf.choices), "role": dict(PointRole.choices),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a change changed, in words."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A change as the page tells it."""

    change: Change
    by: str
    fields: list[Field]


def told(found: Detail) -> list[Told]:
    """This function returns the changes of a seizure in words, the newest first."""
    return [Told(each, found.people.get(each.by, each.by), _fields(each)) for each in found.changes]


def _fields(change: Change) -> list[Field]:
    names = [name for name in change.after if name not in _SILENT]
    rows = [
        Field(_title(name), _said(name, change.before.get(name)), _said(name, change.after.get(name))) for name in names
    ]
    return [each for each in rows if each.before != each.after] or rows


def _title(name: str) -> str:
    title = _TITLES.get(name) or getattr(Seizure, name).field.verbose_name
    text = str(title)
    return text[:1].upper() + text[1:]


def _said(name: str, value: Any) -> str:
    if value in ("", None, [], {}):
        return "–"
    if name in _ROWS:
        return "; ".join(_ROWS[name](each) for each in value)
    if name in _CHOSEN:
        return str(_CHOSEN[name].get(value, value))
    return str(_CODED[name](value) or value) if name in _CODED else str(value)


def _good(row: Mapping[str, Any]) -> str:
    name = naming.substance(row["substance"], row["form"]) if row["substance"] else row["words"]
    unit = naming.unit(row["unit"]) if row["unit"] else row["unit_text"]
    parts = [name, f"{row['amount'] or row['amount_text'] or '–'} {unit}".strip()]
    parts += [f"{row['purity']} %"] if row["purity"] else []
    parts += [row[part] for part in ("logo", "laboratory_result", "laboratory_reference") if row[part]]
    return ", ".join(parts)


def _point(row: Mapping[str, Any]) -> str:
    where = country_name(row["country"]) if row["country"] else row["words"]
    sure = [part for part in (row["source"], row["confidence"]) if part]
    return f"{_CHOSEN['role'].get(row['role'], row['role'])}: {where}" + (f" ({', '.join(sure)})" if sure else "")


def _arrest(row: Mapping[str, Any]) -> str:
    parts = [country_name(row["nationality"]) if row["nationality"] else "", row["sex"], row["age_band"]]
    said = [part for part in parts if part]
    return f"{row['number']}" + (f" ({', '.join(said)})" if said else "")


_ROWS = {"goods": _good, "points": _point, "arrests": _arrest}
