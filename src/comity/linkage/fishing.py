"""Signs of fishing: what a responder can see of a partner that walks through guesses instead of working on cases.

A responder sees when how much is asked, for which purpose and case, and which requests follow; never about whom. Each
sign is a reason to ask the partner, not a finding: a large operation looks like some of them. The same function on the
own counts says what a partner sees.

All thresholds are below, so that an agency can argue about them; `tests/linkage/test_fishing.py` measures how often
simulated honest agencies are named, and in how many days planted enumerations are found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from comity.linkage.checks import SINGLE

SPAN = timedelta(days=28)
"""How far back is looked."""
LONG = timedelta(days=84)
"""How far back is looked for what stays below every day's threshold, and for joint checks."""
KEYS = 12
"""Elements that a subject of a batch takes on average."""
NEAR = 0.75
"""A day on which this share of the budget was asked is near the budget."""
NEAR_DAYS = 8
"""So many days near the budget in 28 are a sign."""
LARGE_CASE = 1_000
"""So many subjects under one case, and no request that cites it, are a sign."""
NIGHT = 150
"""So many subjects in one night are a sign, where they are `NIGHT_TIMES` what any other night of the span saw."""
NIGHT_TIMES = 4
NIGHT_FROM, NIGHT_TO = 22, 5
ONE_DAY_CASES = 8
"""So many days in 28 are a sign, on which most was asked under cases that were named on that day alone."""
ONE_DAY_LEAST = 30
"""A day with fewer subjects says nothing about changing cases."""
MUCH = 6_000
"""So many subjects in 84 days are a sign where fewer than one request in `ONE_IN` subjects followed."""
ONE_IN = 2_000
JOINT = 3
"""So many joint checks in 84 days, and not a single request, are a sign."""


class Sign(StrEnum):
    """What can be seen."""

    NEAR_BUDGET = "near-budget"
    ONE_CASE = "one-case"
    NIGHT = "night"
    CHANGING_CASES = "changing-cases"
    FEW_REQUESTS = "few-requests"
    JOINT = "joint"


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch as the responder sees it.

    Args:
        at: when, aware.
        elements: after padding.
        purpose: code.
        case: reference, as the asker names the case.
        joint: the joint check that it belongs to; empty for a check of the daily budget.
    """

    at: datetime
    elements: int
    purpose: str
    case: str
    joint: str = ""

    @property
    def subjects(self) -> int:
        """This function returns about how many subjects it asks about; one is always sent as `SINGLE` elements."""
        return 1 if self.elements <= SINGLE else max(self.elements // KEYS, 2)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that followed, and the case that it cites."""

    at: datetime
    case: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign, with its numbers.

    Args:
        sign: which.
        figures: numbers by name, and ``case`` or ``day`` where it is about one.
    """

    sign: Sign
    figures: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is seen of an asker in the last 28 days, whether or not it is a sign.

    Args:
        subjects: about how many were asked about.
        elements: how many were asked, without joint checks.
        cases: under how many references.
        requests: that followed.
        share: of the budget of those days, in percent.
        signs: of fishing.
    """

    subjects: int
    elements: int
    cases: int
    requests: int
    share: int
    signs: tuple[Seen, ...]


def look(
    batches: Iterable[Batch], requests: Iterable[Request], *, now: datetime, ceiling: int, zone: tzinfo
) -> Picture:
    """This function returns what is seen of an asker.

    Args:
        batches: that it asked; those before the last 84 days are passed over.
        requests: that it sent.
        now: the present moment.
        ceiling: elements a day that it may ask over all purposes.
        zone: in which it is night.
    """
    every = [b for b in batches if now - LONG < b.at <= now]
    asked = [b for b in every if not b.joint]
    sent = [r for r in requests if now - LONG < r.at <= now]
    near, near_sent = [b for b in asked if b.at > now - SPAN], [r for r in sent if r.at > now - SPAN]
    elements = sum(b.elements for b in near)
    found = [
        *_near_budget(near, ceiling, zone), *_large_cases(near, sent), *_nights(near, zone),
        *_changing_cases(asked, now, zone), *_few_requests(asked, sent), *_joint(every, sent),
    ]  # fmt: skip
    days = SPAN.days * ceiling
    return Picture(
        sum(b.subjects for b in near), elements, len({b.case for b in near}), len(near_sent),
        round(100 * elements / days) if days else 0, tuple(found),
    )  # fmt: skip


def _by_day(batches: Sequence[Batch], zone: tzinfo) -> dict[date, list[Batch]]:
    days: dict[date, list[Batch]] = defaultdict(list)
    for each in batches:
        days[each.at.astimezone(zone).date()].append(each)
    return days


def _near_budget(batches: Sequence[Batch], ceiling: int, zone: tzinfo) -> list[Seen]:
    days = [sum(b.elements for b in each) for each in _by_day(batches, zone).values()]
    near = sum(elements >= NEAR * ceiling for elements in days) if ceiling else 0
    return [Seen(Sign.NEAR_BUDGET, {"days": near, "ceiling": ceiling})] if near >= NEAR_DAYS else []


def _large_cases(batches: Sequence[Batch], requests: Sequence[Request]) -> list[Seen]:
    cases: dict[str, int] = defaultdict(int)
    for each in batches:
        cases[each.case] += each.subjects
    cited = {r.case for r in requests}
    large = [(n, case) for case, n in cases.items() if n >= LARGE_CASE and case not in cited]
    return [Seen(Sign.ONE_CASE, {"case": case, "subjects": n}) for n, case in sorted(large, reverse=True)[:1]]


def _nights(batches: Sequence[Batch], zone: tzinfo) -> list[Seen]:
    nights: dict[date, int] = defaultdict(int)
    for each in batches:
        here = each.at.astimezone(zone)
        if here.hour >= NIGHT_FROM or here.hour < NIGHT_TO:
            nights[(here - timedelta(hours=NIGHT_TO)).date()] += each.subjects
    if not nights:
        return []
    most, night = max((n, night) for night, n in nights.items())
    others = max((n for day, n in nights.items() if day != night), default=0)
    if most < NIGHT or most < NIGHT_TIMES * others:
        return []
    return [Seen(Sign.NIGHT, {"subjects": most, "day": night.isoformat(), "usual": others})]


def _changing_cases(batches: Sequence[Batch], now: datetime, zone: tzinfo) -> list[Seen]:
    named: dict[str, set[date]] = defaultdict(set)
    days = _by_day(batches, zone)
    for day, each in days.items():
        for batch in each:
            named[batch.case].add(day)
    since, count = (now - SPAN).astimezone(zone).date(), 0
    cases: set[str] = set()
    for day, each in days.items():
        subjects = sum(b.subjects for b in each)
        once = {b.case for b in each if len(named[b.case]) == 1}
        if day > since and subjects >= ONE_DAY_LEAST and 2 * _subjects(each, once) > subjects:
            count, cases = count + 1, cases | once
    return [Seen(Sign.CHANGING_CASES, {"days": count, "cases": len(cases)})] if count >= ONE_DAY_CASES else []


def _subjects(batches: Iterable[Batch], cases: set[str]) -> int:
    return sum(b.subjects for b in batches if b.case in cases)


def _few_requests(batches: Sequence[Batch], requests: Sequence[Request]) -> list[Seen]:
    subjects = sum(b.subjects for b in batches)
    if subjects < MUCH or len(requests) * ONE_IN >= subjects:
        return []
    return [Seen(Sign.FEW_REQUESTS, {"subjects": subjects, "requests": len(requests), "days": LONG.days})]


def _joint(batches: Sequence[Batch], requests: Sequence[Request]) -> list[Seen]:
    joint = {b.joint for b in batches if b.joint}
    if len(joint) < JOINT or requests:
        return []
    return [Seen(Sign.JOINT, {"checks": len(joint), "days": LONG.days})]
