"""What was changed of a prosecution, in words: each field as it was and as it is, who, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from comity.kernel import Pap, Tlp
from comity.node.countries import country_name
from comity.node.offences import OFFENCES
from comity.node.prosecutions.models import (
    Appeal,
    Defendant,
    Outcome,
    Prosecution,
    ProsecutionChange,
    ProsecutionState,
)
from comity.node.prosecutions.queries import Detail
from comity.node.prosecutions.templatetags.prosecutions import describe, sentence
from comity.node.seizures.models import Seizure
from comity.node.seizures.templatetags.seizures import place_label
from comity.node.seizures.views.changes import Field

_SILENT = {"case_id", "duty_id", "date_from", "date_to"}
"""What has no words: a case may be one that the reader may not know of."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change as the page tells it."""

    change: ProsecutionChange
    by: str
    fields: list[Field]


def told(found: Detail) -> list[Told]:
    """This function returns the changes of a prosecution in words, the newest first."""
    return [Told(each, found.people.get(each.by, each.by), _fields(each)) for each in reversed(found.changes)]


def _fields(change: ProsecutionChange) -> list[Field]:
    return [
        Field(_title(name), _said(name, change.before.get(name)), _said(name, change.after[name]))
        for name in change.after
        if name not in _SILENT
    ]


def _title(name: str) -> str:
    if name == "defendants":
        return _("Persons charged")
    titles: Mapping[str, str] = {
        "handling": _("Handling codes"), "tlp": _("Who may see it (TLP)"), "pap": _("What may be done (PAP)"),
        "words": _("Restriction in words"), "seizures": _("Seizures"),
    }  # fmt: skip
    text = titles.get(name) or str(getattr(Prosecution, name).field.verbose_name)
    return text[:1].upper() + text[1:]


def _said(name: str, value: Any) -> str:
    if value in ("", None, [], {}):
        return "–"
    if name == "defendants":
        return "; ".join(_person(each) for each in value)
    if name == "seizures":
        return ", ".join(Seizure.objects.filter(id__in=value).order_by("reference").values_list("reference", flat=True))
    known: Mapping[str, Any] = {
        "state": dict(ProsecutionState.choices), "offence": dict(OFFENCES), "country": _Called(country_name),
        "province": _Called(place_label), "tlp": _Called(lambda level: Tlp(level).label),
        "pap": _Called(lambda level: Pap(level).name),
    }  # fmt: skip
    return str(known[name].get(value, value)) if name in known else str(value)


class _Called:
    def __init__(self, named: Any) -> None:
        self._named = named

    def get(self, value: Any, _otherwise: Any) -> Any:
        return self._named(value)


def _person(row: Mapping[str, Any]) -> str:
    fine = Decimal(row["fine"]) if row["fine"] else None
    said = Defendant(**{name: value for name, value in row.items() if name != "fine"}, fine=fine)
    appeal = str(Appeal(said.appeal).label) if said.appeal else ""
    parts = (describe(said), str(Outcome(said.outcome).label), said.outcome_date, sentence(said), appeal, said.words)
    return ", ".join(part for part in parts if part)
