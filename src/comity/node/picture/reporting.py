"""Stating how much was reported and which borders were closed, and reading it for the statistics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from comity.flows.trends import Circumstance, Kind, month_number
from comity.kernel import InvalidInput, Missing
from comity.node.audit.operations import record
from comity.node.campaigns import queries as campaigns
from comity.node.permissions import Action, Actor, require
from comity.node.picture.models import Closure, Reported
from comity.node.runtime import clock

YEARS = (1900, 2200)
MOST = 10**6
LONGEST = 200
OPEN_MONTHS = 2400


@transaction.atomic
def state_reported(
    *, actor: Actor, year: int, place: str = "", months: Mapping[int, tuple[int, int] | None], source: str
) -> None:
    """This function states for months of a year how many reports were expected and how many came.

    Args:
        actor: who states it.
        year: which.
        place: code of a province; empty for the whole country.
        months: by number, from 1: expected and came; None takes back what was stated.
        source: where that is known from.

    Raises:
        Refused: the actor may not.
        InvalidInput: ``picture.reporting.value``; every month that is wrong is named.
    """
    require(actor, Action.REPORTING_WRITE)
    wrong = [month for month, given in months.items() if not 1 <= month <= 12 or not _sound(given)]
    named = source.strip()
    if wrong or not months or not YEARS[0] <= year <= YEARS[1] or not 0 < len(named) <= LONGEST or len(place) > 20:
        where = f"months {', '.join(map(str, wrong))}" if wrong else "the year, the months or the source"
        raise InvalidInput(
            "Reporting", f"{where}: more came than were expected, none was expected, or a value is missing",
            "Give two whole numbers for a month, and a source in 1 to 200 characters", code="picture.reporting.value",
        )  # fmt: skip
    now = clock().now()
    for month, given in months.items():
        number = month_number(year, month)
        if given is None:
            Reported.objects.filter(month=number, place=place).delete()
            continue
        values = {"expected": given[0], "came": given[1], "source": named, "said_by": actor.user_id, "said": now}
        Reported.objects.update_or_create(month=number, place=place, defaults=values)
    details = {"year": year, "place": place, "months": {str(m): g for m, g in months.items()}, "source": named}
    record(actor=actor, event="picture.reporting.stated", details=details)


@transaction.atomic
def state_closure(*, actor: Actor, title: str, begins: date, ends: date | None, source: str) -> Closure:
    """This function states that a border or a crossing was closed, from a day until it opened again.

    Raises:
        Refused: the actor may not.
        InvalidInput: ``picture.closure.value``.
    """
    require(actor, Action.REPORTING_WRITE)
    title, source = title.strip(), source.strip()
    if not (0 < len(title) <= LONGEST and 0 < len(source) <= LONGEST) or (ends is not None and ends <= begins):
        raise InvalidInput(
            "Closed border", "its name or source is missing or too long, or it opened before it closed",
            "Give what was closed, the days in order, and a source", code="picture.closure.value",
        )  # fmt: skip
    made = Closure.objects.create(
        title=title, begins=begins, ends=ends, source=source, said_by=actor.user_id, said=clock().now()
    )
    record(
        actor=actor, event="picture.closure.stated", objects=[made.id],
        details={"title": title, "begins": str(begins), "ends": str(ends or ""), "source": source},
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_closure(*, actor: Actor, closure_id: str) -> None:
    """This function takes back that a border was closed.

    Raises:
        Refused: the actor may not.
        Missing: none stands with this id.
    """
    require(actor, Action.REPORTING_WRITE)
    if not Closure.objects.filter(id=closure_id, withdrawn=None).update(withdrawn=clock().now()):
        raise Missing("Closed border", "none with this id stands", code="picture.closure.missing")
    record(actor=actor, event="picture.closure.withdrawn", objects=[closure_id])


def stated(actor: Actor, year: int, place: str = "") -> dict[int, Reported]:
    """This function returns what was stated for the months of a year, by month from 1."""
    require(actor, Action.PICTURE_READ)
    first = month_number(year, 1)
    rows = Reported.objects.filter(place=place, month__gte=first, month__lt=first + 12)
    return {row.month - first + 1: row for row in rows}


def closures(actor: Actor) -> QuerySet[Closure]:
    """This function returns the borders that are known to have been closed, the newest first."""
    require(actor, Action.PICTURE_READ)
    return Closure.objects.filter(withdrawn=None)


def completeness(first: int, length: int) -> dict[str, tuple[float | None, ...]]:
    """This function returns the share of the expected reports that came, by place and for each month; None: not known.

    A province without a statement of its own has the country's where that is whole: if every report came, so did its.

    Args:
        first: first month.
        length: how many months.
    """
    found: dict[str, list[float | None]] = {"": [None] * length}
    for row in Reported.objects.filter(month__gte=first, month__lt=first + length):
        found.setdefault(row.place, [None] * length)[row.month - first] = row.came / row.expected
    whole = tuple(share if share == 1 else None for share in found[""])
    made = {place: tuple(each) for place, each in found.items()}
    for place in set(made) - {""}:
        made[place] = tuple(own if own is not None else of_all for own, of_all in zip(made[place], whole, strict=True))
    return made | {"*": whole}


def share_of(known: Mapping[str, tuple[float | None, ...]], place: str) -> tuple[float | None, ...]:
    """This function returns what `completeness` gave for a place, or what the country's says of it."""
    return known.get(place, known["*"])


def revision() -> str:
    """This function returns a text that changes with whatever is stated here, for caches."""
    told = Reported.objects.aggregate(said=Max("said"), number=Count("id"))
    closed = Closure.objects.aggregate(said=Max("said"), withdrawn=Max("withdrawn"), number=Count("id"))
    ran = [(row.id, row.revision) for row in campaigns.during(date.min, date.max)]
    return f"{told} {closed} {ran}"


def circumstances() -> list[Circumstance]:
    """This function returns closed borders and campaigns as `comity.flows.trends` takes them."""
    closed = [
        Circumstance(
            Kind.BORDER_CLOSED, row.title, month_number(row.begins.year, row.begins.month),
            _after(row.ends) if row.ends else month_number(row.begins.year, row.begins.month) + OPEN_MONTHS,
        )
        for row in Closure.objects.filter(withdrawn=None)
    ]  # fmt: skip
    ran = [
        Circumstance(
            Kind.CAMPAIGN, row.title, month_number(row.begins.year, row.begins.month),
            month_number(row.ends.year, row.ends.month) + 1, frozenset(row.provinces),
        )
        for row in campaigns.during(date.min, date.max)
    ]  # fmt: skip
    return closed + ran


def _after(day: date) -> int:
    """The month after the last that a closure touches, which ended on the day before this one."""
    return month_number(day.year, day.month) + (1 if day.day > 1 else 0)


def _sound(given: tuple[int, int] | None) -> bool:
    return given is None or (0 < given[0] <= MOST and 0 <= given[1] <= given[0])
