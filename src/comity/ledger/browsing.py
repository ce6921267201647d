"""Browsing that is unusual beside peers: who read far more in a day than others in the same role.

A person's day is compared with the days of the others in the role in the four weeks before it. What is usual there is
the median; how far days lie from it, the median absolute deviation, which a few wild days do not move. Both are taken
of square roots, since counts are skewed. A day is unusual where it lies more than `FAR` deviations above. Where there
are too few others, a person's own days serve; where there are too few of those as well, nothing is said. It is a reason
to ask, not a finding of guilt.

Sources: B. Iglewicz, D. Hoaglin, How to Detect and Handle Outliers (1993), for median and deviation; F. Anscombe, The
transformation of Poisson, binomial and negative-binomial data (1948), for the roots.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

FAR = 4.0
"""Deviations above the median beyond which a day is unusual."""
SPAN = timedelta(days=28)
"""How far back days are compared."""
FEWEST_DAYS = 10
"""Fewer days than these say nothing about what is usual."""
FEWEST_PEOPLE = 2
"""Fewer others than these are no peers."""
LEAST = 10
"""A count below this is never unusual."""
_NORMAL = 1.4826
"""The median absolute deviation of a normal distribution, times this, is its standard deviation."""
_NARROWEST = 0.5
"""The deviation of the roots of counts that follow Poisson's law; a smaller one counts as this."""


class Measure(StrEnum):
    """What is counted of a person's day."""

    OPENED = "opened"
    """Different records opened."""
    SHOWN = "shown"
    """Records shown in lists and searches."""
    SEARCHES = "searches"
    """Searches and lists asked for."""
    NIGHT = "night"
    """Reads between ten in the evening and five in the morning."""
    HOUR = "hour"
    """Different records opened in one hour, at most."""


@dataclass(frozen=True, slots=True)
class PersonDay:
    """What a person read in a day.

    Args:
        person: the account's id.
        role: only the same role is compared.
        day: in the node's time zone.
        counts: by measure; a measure that is missing is zero.
    """

    person: str
    role: str
    day: date
    counts: Mapping[Measure, int]


@dataclass(frozen=True, slots=True)
class Unusual:
    """A day that lies far above what is usual.

    Args:
        person: whose day.
        day: which.
        measure: of what.
        value: how many.
        usual: the median of the days it was compared with.
        high: what nine of ten of them stayed at or below.
        days: how many days it was compared with.
        people: how many others they belong to; 0 where they are the person's own.
    """

    person: str
    day: date
    measure: Measure
    value: int
    usual: float
    high: int
    days: int
    people: int


def unusual(days: Sequence[PersonDay], *, since: date) -> list[Unusual]:
    """This function returns the unusual days, the newest first.

    Args:
        days: of everybody, at least `SPAN` further back than what is asked for.
        since: from this day on.
    """
    roles: dict[str, list[PersonDay]] = {}
    for each in days:
        roles.setdefault(each.role, []).append(each)
    found = []
    for each in days:
        if each.day >= since and any(value >= LEAST for value in each.counts.values()):
            found += _of_day(each, roles[each.role])
    return sorted(found, key=lambda u: (u.day, u.value), reverse=True)


def limit(values: Iterable[int]) -> tuple[float, float]:
    """This function returns the median of some counts, and what a count must exceed to be unusual beside them."""
    every = sorted(values)
    roots = [math.sqrt(v) for v in every]
    middle = median(roots)
    spread = _NORMAL * median([abs(root - middle) for root in roots])
    return float(median(every)), (middle + FAR * max(spread, _NARROWEST)) ** 2


def _of_day(one: PersonDay, same_role: Sequence[PersonDay]) -> list[Unusual]:
    near = [d for d in same_role if d is not one and one.day - SPAN <= d.day <= one.day]
    others = [d for d in near if d.person != one.person]
    people = len({d.person for d in others})
    if people < FEWEST_PEOPLE or len(others) < FEWEST_DAYS:
        others, people = [d for d in near if d.person == one.person], 0
    if len(others) < FEWEST_DAYS:
        return []
    found = []
    for measure, value in one.counts.items():
        if value < LEAST:
            continue
        usual = [d.counts.get(measure, 0) for d in others]
        middle, most = limit(usual)
        if value > most:
            high = sorted(usual)[int(0.9 * (len(usual) - 1))]
            found.append(Unusual(one.person, one.day, measure, value, middle, high, len(usual), people))
    return found
