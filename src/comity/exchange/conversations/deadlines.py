"""Until when something is due, by pair of countries; when to remind, and when to tell a supervisor.

Rules:

1. A request is due 8 hours after it was asked where it is urgent and the answer is held directly, 3 days where it is
   urgent, else 7 days (Directive (EU) 2023/977, article 5); two countries may agree otherwise.
2. Who has the conversation is reminded when a quarter of the time is left, but at the latest an hour before the end.
3. Supervisors are told at the end, and again after as much time again.
4. After a time without a worker only the last of what was missed is said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comity.exchange.contents import DEADLINE_HOURS, Urgency
from comity.kernel.countries import country
from comity.kernel.errors import InvalidInput

MOST_HOURS = 365 * 24
_AT_LEAST_BEFORE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """Within how many hours requests are answered.

    Args:
        urgent_held: urgent, and the answer is held directly.
        urgent: urgent otherwise.
        routine: all others.
    """

    urgent_held: int = DEADLINE_HOURS[Urgency.URGENT_HELD]
    urgent: int = DEADLINE_HOURS[Urgency.URGENT]
    routine: int = DEADLINE_HOURS[Urgency.ROUTINE]

    def __post_init__(self) -> None:
        """This function checks that they can be right.

        Raises:
            InvalidInput: with every fault in its reason.
        """
        named = {"urgent and directly held": self.urgent_held, "urgent": self.urgent, "routine": self.routine}
        faults = [
            f"{name}: {hours} is no whole number of hours from 1 to {MOST_HOURS}"
            for name, hours in named.items()
            if type(hours) is not int or not 1 <= hours <= MOST_HOURS
        ]
        if not faults and not self.urgent_held <= self.urgent <= self.routine:
            faults.append("what is more urgent is answered no later than what is less")
        if faults:
            raise InvalidInput("Deadlines", "; ".join(faults), "Mend these numbers", code="exchange.deadline.hours")

    def of(self, urgency: Urgency) -> timedelta:
        """This function returns the time for an urgency."""
        hours = {
            Urgency.URGENT_HELD: self.urgent_held,
            Urgency.URGENT: self.urgent,
            Urgency.ROUTINE: self.routine,
        }
        return timedelta(hours=hours[urgency])


Pairs = Mapping[frozenset[str], Hours]
"""What pairs of countries (alpha-2 codes) agreed."""


def pair(first: str, second: str) -> frozenset[str]:
    """This function names a pair of countries, whichever stands first; a country agrees with itself, too.

    Raises:
        InvalidInput: no ISO 3166-1 alpha-2 code.
    """
    for code in (first, second):
        if country(code) != code:
            raise InvalidInput("Deadlines", f"{code!r} is no ISO code of a country", code="exchange.deadline.country")
    return frozenset({first, second})


def hours_between(first: str, second: str, pairs: Pairs) -> Hours:
    """This function returns what two countries agreed, or the defaults."""
    return pairs.get(frozenset({first, second}), Hours())


def due(urgency: Urgency, asked: datetime, hours: Hours) -> datetime:
    """This function returns until when an answer is due."""
    return asked + hours.of(urgency)


class Notice(StrEnum):
    """What is said about something that is due."""

    REMINDER = "reminder"
    """To who has the conversation."""
    ESCALATION = "escalation"
    """To the supervisors: it is late."""
    SECOND_ESCALATION = "second-escalation"
    """To the supervisors: speak to the other side by another channel."""


def notices(since: datetime, until: datetime) -> tuple[tuple[Notice, datetime], ...]:
    """This function returns what is said and when, in order; without a reminder where there is no time for one."""
    span = max(until - since, timedelta())
    remind = min(until - span / 4, until - _AT_LEAST_BEFORE)
    first = ((Notice.REMINDER, remind),) if remind > since else ()
    again = until + max(span, _AT_LEAST_BEFORE)
    return (*first, (Notice.ESCALATION, until), (Notice.SECOND_ESCALATION, again))


def notice_due(since: datetime, until: datetime, now: datetime, *, said: Collection[Notice]) -> Notice | None:
    """This function returns what is to be said now: the last that is due, unless it or a later one was said.

    Args:
        since: when it became owed.
        until: when it is due.
        now: the present.
        said: what was said before.
    """
    order = list(Notice)
    reached = [notice for notice, at in notices(since, until) if at <= now]
    if not reached or any(order.index(each) >= order.index(reached[-1]) for each in said):
        return None
    return reached[-1]
