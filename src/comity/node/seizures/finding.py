"""Lists of seizures: which, and what a list shows of each; the ledger names those that it returned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from comity.kernel import InvalidInput
from comity.node.audit.operations import record
from comity.node.cases.models import Case, Duty
from comity.node.holdings.access import grounds_known
from comity.node.permissions import Action, Actor, Role, require
from comity.node.seizures import coding
from comity.node.seizures.access import visible
from comity.node.seizures.models import Good, PointRole, RoutePoint, Seizure

PAGE = 50
COUNTED = 10_000
"""A list counts no further than this."""
LAST_PAGE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which seizures; every part that is given must hold.

    Args:
        text: in the reference, the place or what was seized.
        drug: code of a substance.
        kind: drug, precursor, cash or other.
        country, province, district: codes of the place of seizure.
        transport, routing, state: codes.
        year: in which it lies, or may lie.
        since, until: days between which it lies, or may lie.
        producing, departure, transit, destination: alpha-2 codes of the route's countries.
        departure_province, destination_province: codes of places of the route, or of places above them.
        case_id, duty_id, intake_id: ids.
        recorded_by: id of a person.
    """

    text: str = ""
    drug: str = ""
    kind: str = ""
    country: str = ""
    province: str = ""
    district: str = ""
    transport: str = ""
    routing: str = ""
    state: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None
    producing: str = ""
    departure: str = ""
    transit: str = ""
    destination: str = ""
    departure_province: str = ""
    destination_province: str = ""
    case_id: str = ""
    duty_id: str = ""
    intake_id: str = ""
    recorded_by: str = ""

    def document(self) -> dict[str, str]:
        """This function returns what is asked for, as the ledger has it."""
        return {name: str(value) for name, value in asdict(self).items() if value not in {"", None}}


@dataclass(frozen=True, slots=True)
class Row:
    """A seizure as lists show it.

    Args:
        seizure: which.
        goods: what was seized, in order.
        points: of its route, in order.
        ground: reference of its case or duty; empty where the reader does not work on it.
    """

    seizure: Seizure
    goods: list[Good]
    points: list[RoutePoint]
    ground: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list.

    Args:
        rows: of the page.
        count: of all that were found, counted up to `COUNTED`.
        more: whether there are more than were counted.
        page: its number, from 1.
        pages: how many there are to turn to.
    """

    rows: list[Row]
    count: int
    more: bool
    page: int
    pages: int


@transaction.atomic
def find(actor: Actor, wanted: Filter, *, page: int = 1, size: int = PAGE) -> Found:
    """This function returns a page of seizures, the latest first.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
        InvalidInput: a text cannot be looked for.
    """
    rows = chosen(actor, wanted)
    counted = rows.order_by()[: COUNTED + 1].count()
    pages = min(max(-(-min(counted, COUNTED) // size), 1), LAST_PAGE)
    number = min(max(page, 1), pages)
    shown = list(rows.prefetch_related("goods", "points")[(number - 1) * size : number * size])
    record(
        actor=actor, event="seizures.list.read", objects=[each.id for each in shown],
        details=wanted.document() | {"page": number},
    )  # fmt: skip
    return Found(rows_of(actor, shown), min(counted, COUNTED), counted > COUNTED, number, pages)


def rows_of(actor: Actor, seizures: Iterable[Seizure]) -> list[Row]:
    """This function returns seizures as lists show them; whoever calls it records the read."""
    every = list(seizures)
    known = grounds_known(actor, every)
    return [
        Row(each, list(each.goods.all()), list(each.points.all()), known.get(each.case_id or each.duty_id or "", ""))
        for each in every
    ]


def chosen(actor: Actor, wanted: Filter) -> QuerySet[Seizure]:
    """This function returns the seizures that are asked for and that the actor may know of, without recording a read.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
        InvalidInput: a text cannot be looked for.
    """
    require(actor, Action.SEIZURE_READ)
    _check(wanted)
    rows = Seizure.objects.filter(visible(actor))
    same = ("country", "province", "district", "transport", "routing", "state", "case_id", "duty_id", "intake_id",
            "recorded_by")  # fmt: skip
    rows = rows.filter(**{name: value for name in same if (value := getattr(wanted, name))})
    if wanted.case_id or wanted.duty_id:
        rows = rows.filter(_on_known_ground(actor))
    rows = rows.filter(_between(wanted))
    if wanted.drug or wanted.kind:
        parts = {"substance": wanted.drug, "kind": wanted.kind}
        rows = rows.filter(id__in=_goods(**{name: value for name, value in parts.items() if value}))
    for role in PointRole:
        if country := getattr(wanted, role.value):
            rows = rows.filter(id__in=_points(role, country=country))
    for role in (PointRole.DEPARTURE, PointRole.DESTINATION):
        if province := getattr(wanted, f"{role.value}_province"):
            rows = rows.filter(id__in=_points(role, place__in=coding.at_or_below(province)))
    if text := wanted.text.strip():
        named = Q(reference__icontains=text) | Q(place__icontains=text)
        rows = rows.filter(named | Q(id__in=_goods(words__icontains=text)))
    return rows


def _on_known_ground(actor: Actor) -> Q:
    """This function returns the condition for seizures of whose case or duty the actor may know."""
    if actor.role in {Role.SUPERVISOR, Role.SYSTEM}:
        return Q()
    cases = Case.objects.filter(casemember__user_id=actor.user_id)
    return Q(case__in=cases) | Q(duty__in=Duty.objects.filter(members__id=actor.user_id))


def _goods(**wanted: Any) -> QuerySet[Good, str]:
    """This function returns the ids of seizures with a good as wanted.

    It does not refer to the seizure that is looked at: SQLite would look through all goods of a kind for each.
    """
    return Good.objects.filter(**wanted).order_by().values_list("seizure_id", flat=True)


def _points(role: PointRole, **wanted: Any) -> QuerySet[RoutePoint, str]:
    return RoutePoint.objects.filter(role=role, **wanted).order_by().values_list("seizure_id", flat=True)


def _between(wanted: Filter) -> Q:
    found = Q()
    if wanted.year is not None:
        if not 1 <= wanted.year <= 9998:
            raise _wrong("year")
        found &= Q(date_to__gte=date(wanted.year, 1, 1), date_from__lte=date(wanted.year, 12, 31))
    if wanted.since is not None:
        found &= Q(date_to__gte=wanted.since)
    if wanted.until is not None:
        found &= Q(date_from__lte=wanted.until)
    return found


def _check(wanted: Filter) -> None:
    for name, value in asdict(wanted).items():
        if isinstance(value, str) and (
            len(value) > 200 or "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value)
        ):
            raise _wrong(name)


def _wrong(name: str) -> InvalidInput:
    return InvalidInput(name, "it cannot be looked for", "Write something else", code="seizures.filter")
