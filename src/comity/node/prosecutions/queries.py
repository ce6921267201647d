"""Everything that reads prosecutions: lists, one of them, those of a seizure or case, and rows for statistics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from comity.kernel import InvalidInput
from comity.node.accounts.models import User
from comity.node.audit.operations import record
from comity.node.holdings.access import PROTECTED, grounds_known, visible, works_on
from comity.node.holdings.models import Holding
from comity.node.permissions import Action, Actor, may, require
from comity.node.prosecutions.access import prosecution_for
from comity.node.prosecutions.models import (
    Defendant,
    Hearing,
    Outcome,
    Prosecution,
    ProsecutionChange,
    ProsecutionState,
)
from comity.node.prosecutions.revising import revision
from comity.node.seizures.access import visible as visible_seizures
from comity.node.seizures.dates import span
from comity.node.seizures.models import Seizure

__all__ = [
    "COLUMNS",
    "Detail",
    "Filter",
    "Found",
    "counted",
    "detail",
    "find",
    "lines",
    "of_case",
    "of_seizure",
    "revision",
]
PAGE = 50
CHUNK = 10_000
COLUMNS = (
    "prosecution_id", "defendant", "year", "month", "country", "province", "offence", "persons", "outcome",
    "outcome_year", "sentence", "months",
)  # fmt: skip
"""Of `lines`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which prosecutions; every part that is given must hold.

    Args:
        text: in the reference, the charge or the court.
        offence, state, country, province: codes.
        outcome: of at least one person.
        year: in which it was charged, or may have been.
        case_id, duty_id: ids.
    """

    text: str = ""
    offence: str = ""
    state: str = ""
    country: str = ""
    province: str = ""
    outcome: str = ""
    year: int | None = None
    case_id: str = ""
    duty_id: str = ""

    def document(self) -> dict[str, str]:
        """This function returns what is asked for, as the ledger has it."""
        return {name: str(value) for name, value in asdict(self).items() if value not in {"", None}}


@dataclass(frozen=True, slots=True)
class Row:
    """A prosecution as lists show it.

    Args:
        prosecution: which, with its defendants at hand.
        persons: how many are charged.
        ground: reference of its case or duty; empty where the reader does not work on it.
    """

    prosecution: Prosecution
    persons: int
    ground: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list, of how many rows and pages."""

    rows: list[Row]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Detail:
    """One prosecution as its page shows it.

    Args:
        prosecution: itself.
        defendants: each with the record it is tied to, or None; a record that the reader may not see is not named.
        hearings, changes: in order.
        seizures: that it rests on and that the reader may know of.
        people: what those who recorded and changed it are called, by id.
        ground: reference of its case or duty; empty where the reader does not work on it.
        may_change: whether the reader may.
    """

    prosecution: Prosecution
    defendants: list[tuple[Defendant, Holding | None]]
    hearings: list[Hearing]
    seizures: list[Seizure]
    changes: list[ProsecutionChange]
    people: dict[str, str]
    ground: str
    may_change: bool


@transaction.atomic
def find(actor: Actor, wanted: Filter, *, page: int = 1, size: int = PAGE) -> Found:
    """This function returns a page of prosecutions, the latest first; the ledger names those that it returned.

    Raises:
        Refused: the actor may not read prosecutions, or stated no purpose.
        InvalidInput: a text cannot be looked for.
    """
    require(actor, Action.PROSECUTION_READ)
    rows = _chosen(wanted)
    count = rows.order_by().count()
    pages = max(-(-count // size), 1)
    number = min(max(page, 1), pages)
    shown = list(rows.prefetch_related("defendants")[(number - 1) * size : number * size])
    known = grounds_known(actor, shown)
    record(
        actor=actor, event="prosecutions.list.read", objects=[each.id for each in shown],
        details=wanted.document() | {"page": number},
    )  # fmt: skip
    found = [
        Row(each, sum(d.persons for d in each.defendants.all()), known.get(each.case_id or each.duty_id or "", ""))
        for each in shown
    ]
    return Found(found, count, number, pages)


@transaction.atomic
def detail(actor: Actor, prosecution_id: str) -> Detail:
    """This function reads one prosecution; the ledger names it and the records that it showed.

    Raises:
        Refused: the actor may not read prosecutions, or stated no purpose.
        Missing: there is none.
    """
    found = prosecution_for(actor, prosecution_id, Action.PROSECUTION_READ)
    defendants = list(found.defendants.all())
    tied = Holding.objects.filter(id__in=[d.holding_id for d in defendants if d.holding_id]).exclude(role__in=PROTECTED)
    held = {each.id: each for each in tied.filter(visible(actor))} if may(actor, Action.HOLDING_READ) else {}
    record(actor=actor, event="prosecutions.prosecution.read", objects=[found.id, *held])
    seizures = list(found.seizures.filter(visible_seizures(actor))) if may(actor, Action.SEIZURE_READ) else []
    standing = found.state != ProsecutionState.WITHDRAWN
    changes = list(found.changes.all())
    people = User.objects.filter(id__in={found.recorded_by, *(change.by for change in changes)})
    return Detail(
        found, [(each, held.get(each.holding_id or "")) for each in defendants], list(found.hearings.all()),
        seizures, changes,
        dict(people.values_list("id", "name")),
        grounds_known(actor, [found]).get(found.case_id or found.duty_id or "", ""),
        standing and may(actor, Action.PROSECUTION_WRITE, member=works_on(actor, found)),
    )  # fmt: skip


def of_seizure(actor: Actor, seizure_id: str) -> list[Prosecution]:
    """This function returns the prosecutions that rest on a seizure; none where the actor may not read them."""
    if not may(actor, Action.PROSECUTION_READ):
        return []
    return list(_standing().filter(seizures__id=seizure_id))


def of_case(actor: Actor, case_id: str) -> list[Prosecution]:
    """This function returns the prosecutions of a case; none where the actor may not read them."""
    if not may(actor, Action.PROSECUTION_READ):
        return []
    return list(_standing().filter(case_id=case_id))


def lines() -> Iterator[tuple[Any, ...]]:
    """This function gives a row for each description of persons charged, with `COLUMNS`.

    Year and month are those of the charge, None where the date does not say; ``outcome_year`` that of the outcome.
    Withdrawn prosecutions are not among them. Who may see what is made of them is the caller's business.
    """
    rows = Defendant.objects.exclude(prosecution__state=ProsecutionState.WITHDRAWN).order_by("prosecution_id", "number")
    named = (
        "prosecution_id", "number", "prosecution__date", "prosecution__country", "prosecution__province",
        "prosecution__offence", "persons", "outcome", "outcome_date", "sentence", "months",
    )  # fmt: skip
    for row in rows.values_list(*named).iterator(CHUNK):
        prosecution, number, charged, country, province, offence, persons, outcome, ended, sentence, months = row
        year, month = _parts(charged)
        yield (
            prosecution, number, year, month, country or None, province or None, offence, persons, outcome,
            _parts(ended)[0], sentence or None, months,
        )  # fmt: skip


def counted(*, since: date, until: date, provinces: list[str], convicted: bool = False) -> int:
    """This function counts persons charged, or convicted, between two days.

    Args:
        since: first day; a charge or outcome that may lie outside is not counted.
        until: last day.
        provinces: codes of where the court sits; empty: all.
        convicted: whether convictions are counted, by the day of the outcome.
    """
    rows = Defendant.objects.exclude(prosecution__state=ProsecutionState.WITHDRAWN)
    if provinces:
        rows = rows.filter(prosecution__province__in=provinces)
    if not convicted:
        rows = rows.filter(prosecution__date_from__gte=since, prosecution__date_to__lte=until)
        return rows.aggregate(persons=Sum("persons"))["persons"] or 0
    decided = rows.filter(outcome=Outcome.CONVICTED).exclude(outcome_date="").values_list("persons", "outcome_date")
    return sum(persons for persons, day in decided if since <= span(day)[1] and span(day)[2] <= until)


def _standing() -> QuerySet[Prosecution]:
    return Prosecution.objects.exclude(state=ProsecutionState.WITHDRAWN)


def _chosen(wanted: Filter) -> QuerySet[Prosecution]:
    for name, value in asdict(wanted).items():
        if isinstance(value, str) and (len(value) > 200 or "\x00" in value or not value.isprintable()):
            raise _wrong(name)
    same = ("offence", "state", "country", "province", "case_id", "duty_id")
    rows = Prosecution.objects.filter(**{name: value for name in same if (value := getattr(wanted, name))})
    if wanted.outcome:
        rows = rows.filter(id__in=Defendant.objects.filter(outcome=wanted.outcome).values("prosecution_id"))
    if wanted.year is not None:
        if not 1 <= wanted.year <= 9998:
            raise _wrong("year")
        rows = rows.filter(date_to__gte=date(wanted.year, 1, 1), date_from__lte=date(wanted.year, 12, 31))
    if text := wanted.text.strip():
        rows = rows.filter(Q(reference__icontains=text) | Q(charge__icontains=text) | Q(court__icontains=text))
    return rows


def _parts(day: str) -> tuple[int | None, int | None]:
    bare = day.removeprefix("circa ")
    return int(bare[:4]) if bare else None, int(bare[5:7]) if len(bare) >= 7 else None


def _wrong(name: str) -> InvalidInput:
    return InvalidInput(name, "it cannot be looked for", "Write something else", code="prosecutions.filter")
