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
from comity.node.cases.queries import cases
from comity.node.holdings.access import PROTECTED, grounds_known, visible, works_on
from comity.node.holdings.models import Holding
from comity.node.permissions import Action, Actor, Role, may, require
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
from comity.node.runtime import clock, config
from comity.node.seizures.access import visible as visible_seizures
from comity.node.seizures.dates import span
from comity.node.seizures.models import Seizure

__all__ = [
    "COLUMNS",
    "Detail",
    "Filter",
    "Found",
    "coming",
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
        case_id: of a case that the reader may know of.
    """

    text: str = ""
    offence: str = ""
    state: str = ""
    country: str = ""
    province: str = ""
    outcome: str = ""
    year: int | None = None
    case_id: str = ""

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
    rows = _chosen(actor, wanted)
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
    return list(_standing().filter(seizures__id=seizure_id).prefetch_related("defendants"))


def of_case(actor: Actor, case_id: str) -> list[Prosecution]:
    """This function returns the prosecutions of a case; none where the actor may not read them."""
    if not may(actor, Action.PROSECUTION_READ):
        return []
    return list(_standing().filter(case_id=case_id).prefetch_related("defendants"))


def coming(actor: Actor, until: date) -> list[tuple[date, Prosecution]]:
    """This function returns the days in court from today on, of prosecutions that the actor works on, the next first.

    A day for which a hearing is recorded counts, and the next one that the hearing recorded last has set; what earlier
    ones had set was overtaken by it.

    Args:
        actor: for whom; a supervisor works on all.
        until: last day.

    Raises:
        Refused: the actor may not read prosecutions, or stated no purpose.
    """
    require(actor, Action.PROSECUTION_READ)
    today = clock().now().date()
    near = Q(day__range=(today, until)) | Q(next_day__range=(today, until))
    rows = _standing().filter(id__in=Hearing.objects.filter(near).values("prosecution_id"))
    if actor.role is not Role.SUPERVISOR:
        rows = rows.filter(Q(case__casemember__user_id=actor.user_id) | Q(duty__members__id=actor.user_id))
    found: list[tuple[date, Prosecution]] = []
    for prosecution in rows.distinct().prefetch_related("hearings"):
        hearings = list(prosecution.hearings.all())
        last = max(hearings, key=lambda each: (each.at, each.day, each.id))
        days = {each.day for each in hearings} | {last.next_day}
        found += [(day, prosecution) for day in days if day and today <= day <= until]
    return sorted(found, key=lambda each: (each[0], each[1].reference))


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


def counted(*, since: date, until: date, provinces: list[str], convicted: bool = False) -> tuple[int, int]:
    """This function counts persons charged, or convicted, between two days, and those of whom that is not certain.

    Args:
        since: first day.
        until: last day.
        provinces: codes of where the court sits; empty: this node's country.
        convicted: whether convictions are counted, by the day of the outcome.

    Returns:
        persons whose whole date lies between the days, and persons whose date says no more than that it may.
    """
    rows = Defendant.objects.exclude(prosecution__state=ProsecutionState.WITHDRAWN)
    if provinces:
        rows = rows.filter(prosecution__province__in=provinces)
    else:
        rows = rows.filter(prosecution__country=config().country)
    if not convicted:
        charged = rows.filter(prosecution__date_from__lte=until, prosecution__date_to__gte=since)
        inside = Q(prosecution__date_from__gte=since, prosecution__date_to__lte=until)
        sums = charged.aggregate(sure=Sum("persons", filter=inside), every=Sum("persons"))
        return sums["sure"] or 0, (sums["every"] or 0) - (sums["sure"] or 0)
    sure = every = 0
    decided = rows.filter(outcome=Outcome.CONVICTED).exclude(outcome_date="").values_list("persons", "outcome_date")
    for persons, day in decided:
        _day, first, last = span(day)
        every += persons if first <= until and last >= since else 0
        sure += persons if since <= first and last <= until else 0
    return sure, every - sure


def _standing() -> QuerySet[Prosecution]:
    return Prosecution.objects.exclude(state=ProsecutionState.WITHDRAWN)


def _chosen(actor: Actor, wanted: Filter) -> QuerySet[Prosecution]:
    for name, value in asdict(wanted).items():
        if isinstance(value, str) and (len(value) > 200 or "\x00" in value or not value.isprintable()):
            raise _wrong(name)
    same = ("offence", "state", "country", "province")
    rows = Prosecution.objects.filter(**{name: value for name in same if (value := getattr(wanted, name))})
    if wanted.case_id:
        rows = rows.filter(case__in=cases(actor).filter(id=wanted.case_id))
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
