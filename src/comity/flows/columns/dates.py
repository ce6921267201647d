"""Dates of seizures, no more exact than they are meant, even where a month is written as its first day.

Some countries report by the month, and their files say the first of it. Where the first of the month stands more than
twice as often among the dates of a country and year as other days do, and chance does not explain it, such a date is
more likely a month than a day, and is read as the month. Nothing else about it changes, and its words stay.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.kernel.dates import PartialDate
from comity.subjects.written_dates import Order, written_dates

EARLIEST = 1900
_NUMBERS = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T ].*)?")
_SHORT = re.compile(r"\s*\d{1,2}[./-]\d{1,2}[./-]\d{2}(?:[T ].*)?")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?")
_FIRST, _LAST = 10_000, 80_000
_FIRSTS = 12 / 365.25
"""The share of days that are the first of a month."""
_OTHERS = (365.25 - 12) / 12
"""Other days for each first one."""
_CHANCE = 0.001


@dataclass(frozen=True, slots=True)
class Dated:
    """What a cell of dates says: the date or why there is none, and what was assumed about it."""

    date: PartialDate | None = None
    reason: str = ""
    assumed: str = ""


class Calendar:
    """How a file writes its dates.

    Args:
        texts: every different date.
        today: no seizure lies after it.
    """

    def __init__(self, texts: Iterable[str], today: dt.date) -> None:
        """This function looks which of day and month stands first, where a date shows it."""
        self._today = (today.year, today.month, today.day)
        pairs = [(int(m[1]), int(m[2])) for text in texts if (m := _NUMBERS.fullmatch(text))]
        day = any(first > 12 >= second for first, second in pairs)
        month = any(second > 12 >= first for first, second in pairs)
        self._mixed = day and month
        self._order = Order.MONTH if month and not day else Order.DAY if day and not month else None

    def read(self, text: str) -> Dated:
        """This function reads one date."""
        bare = text.strip()
        if (serial := _SERIAL.fullmatch(bare)) and _FIRST <= int(serial[1]) <= _LAST:
            day = dt.date(1899, 12, 30) + dt.timedelta(days=int(serial[1]))
            return self._checked(PartialDate.of(day), "the number of a day, as spreadsheets keep it")
        if _SHORT.fullmatch(bare):
            return Dated(reason="its year has two digits")
        if numbers := _NUMBERS.fullmatch(bare):
            bare = _TIME.sub("", bare)
            if self._mixed and int(numbers[1]) <= 12 and int(numbers[2]) <= 12 and numbers[1] != numbers[2]:
                return self._year(numbers[3])
        order = self._order
        if self._mixed and numbers:
            order = Order.MONTH if int(numbers[2]) > 12 else Order.DAY
        found = written_dates(bare, order)
        if not found:
            return Dated(reason="no date, or one that does not exist")
        years = {each.date.year for each in found}
        if len(years) > 1:
            return Dated(reason="more than one year")
        first = found[0]
        date = first.date if len(found) == 1 else PartialDate(first.date.year)
        return self._checked(date, first.repaired or first.doubted)

    def _year(self, year: str) -> Dated:
        found = self.read(year)
        return Dated(found.date, found.reason, _EITHER if found.date else "")

    def _checked(self, date: PartialDate, assumed: str) -> Dated:
        if date.year < EARLIEST:
            return Dated(reason=f"before {EARLIEST}")
        if (date.year, date.month or 1, date.day or 1) > self._today:
            return Dated(reason="it lies in the future")
        return Dated(date, "", assumed)


_EITHER = "day and month stand in both orders in this file, so that only the year is sure"


def reported_by_month(dates: Mapping[tuple[str, PartialDate], int]) -> dict[tuple[str, int], tuple[int, int]]:
    """This function returns the countries and years whose firsts of a month are months: how many, of how many dates.

    Args:
        dates: how often each full date stands, by country.
    """
    firsts: Counter[tuple[str, int]] = Counter()
    every: Counter[tuple[str, int]] = Counter()
    for (country, date), count in dates.items():
        if date.day is not None:
            every[country, date.year] += count
            firsts[country, date.year] += count if date.day == 1 else 0
    return {key: (firsts[key], n) for key, n in every.items() if _more_than_chance(firsts[key], n)}


def _more_than_chance(firsts: int, dates: int) -> bool:
    if firsts <= 2 * (dates - firsts) / _OTHERS:
        return False
    share, rest = firsts / dates, 1 - firsts / dates
    distance = share * math.log(share / _FIRSTS) + (rest * math.log(rest / (1 - _FIRSTS)) if rest else 0.0)
    return math.exp(-dates * distance) < _CHANCE
