"""Dates as records write them: approximate, a range, one of several, in any order. None is made more exact than it is.

The order of day and month is the caller's; without one the day stands first, as the region writes, and a date that
could be read the other way round says so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.kernel.dates import PartialDate
from comity.subjects.native_dates import native_date

WIDEST = 20
"""A range of years wider than this gives its two ends only."""
LONGEST = 200
"""A longer text is no date."""
ASSUMED = "the day is taken to stand before the month"
"""What is said of a date whose day and month could be the other way round."""
_SEPARATE = re.compile(r";|\||\bor\b|\balt\.|\bou\b|\bhoặc\b|หรือ|ຫຼື|ឬ|သို့မဟုတ်|或", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s+(?:to|and|until|till|đến|ถึง|ຫາ|ដល់|至|到)\s+|(?<=\d)\s*[–—至到~]\s*(?=\d)|\s+-\s+|(?<=\d)\s*[-/]\s*(?=\d{4}$)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:between|from|từ|ระหว่าง|ລະຫວ່າງ|ចន្លោះ)\s*", re.IGNORECASE)
_CIRCA = re.compile(
    r"\bcirca\b|\bapprox(?:imately)?\b\.?|\bca?\.\s?|\babout\b|\baround\b|\bestimated\b|\best\.|~|ប្រហែល(?:ជា)?|ประมาณ|ราว"
    r"|ປະມານ|\bkhoảng\b|ခန့်|大约|大約|约|約|\((?:circa|approximately)\)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ZONE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[+-]\d{2}:\d{2}|Z|[T ]\d{2}:\d{2}.*)")
_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")
_BASIC = re.compile(r"((?:1[89]|2[0156])\d\d)(\d\d)(\d\d)")
_DECADE = re.compile(r"(\d{3})0'?s", re.IGNORECASE)
_MASKED = re.compile(r"(?<![^\W_])(?:dd|mm|xx|\?\?|\*\*|__)(?![^\W_])", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)\d{4}(?!\d)")


class Order(StrEnum):
    """In which order a source writes day, month and year as numbers."""

    DAY = "day-month-year"
    MONTH = "month-day-year"
    YEAR = "year-month-day"


@dataclass(frozen=True, slots=True)
class Written:
    """One date that was read.

    Args:
        date: as exact as it was written.
        note: what the source says besides, such as the range it belongs to.
        repaired: what was converted, in words.
        doubted: what was assumed, in words.
    """

    date: PartialDate
    note: str = ""
    repaired: str = ""
    doubted: str = ""


def written_date(text: str, order: Order | None = None) -> Written | None:
    """This function reads a single date, or returns None for a text that is none.

    Args:
        text: as a record writes it.
        order: of day, month and year; where None the day stands first, and a date that this decides is doubted.
    """
    if _PLAIN.fullmatch(text):
        return _made(text, "")
    bare = _CIRCA.sub(" ", text)
    circa = bare != text
    bare = " ".join(bare.split()).strip(" ,()[]") if circa else text.strip()
    bare = _MASKED.sub("00", bare)
    if match := _ZONE.fullmatch(bare):
        bare = match[1]
    elif match := _BASIC.fullmatch(bare):
        bare = "-".join(match.groups())
    found = _numbers(bare, order) if _NUMBERS.fullmatch(bare) else _words(bare)
    if found is None:
        return None
    if found.date.circa or circa:
        return replace(found, date=replace(found.date, circa=True))
    return found


def written_dates(text: str, order: Order | None = None) -> list[Written]:
    """This function returns the dates of a text: one, each of several, or the years of a range.

    ``12 May 1970 or 1971`` are two dates; ``1970 to 1973`` gives each year with the range in words; a range of more
    than `WIDEST` years gives its ends. A part that is no date makes the whole none, so that nothing goes unnoticed.

    Args:
        text: as a record writes it.
        order: as in `written_date`.
    """
    if len(text) > LONGEST:
        return []
    if single := written_date(text, order):
        return [single]
    found: list[Written] = []
    for part in _SEPARATE.split(text):
        if bare := part.strip(" .,"):
            dates = list(_one(bare, order))
            if not dates:
                return []
            found += dates
    return found


def span(first: PartialDate, last: PartialDate) -> list[Written]:
    """This function returns the dates of a span from one date to another, no more exact than the span is.

    From the first to the last day of a year is the year, of a month the month; what lies within one year is that year,
    with the ends in words.
    """
    circa = first.circa or last.circa
    if (first.year, first.month, first.day) == (last.year, last.month, last.day):
        return [Written(replace(first, circa=circa))]
    if first.year == last.year and _begins(first, 1) and _ends(last, 12):
        return [Written(PartialDate(first.year, circa=circa))]
    if (first.year, first.month) == (last.year, last.month) and first.month and first.day == 1 and _ends(last, 0):
        return [Written(PartialDate(first.year, first.month, circa=circa))]
    words = f"between {_bare(first)} and {_bare(last)}"
    years = range(first.year, last.year + 1) if last.year - first.year <= WIDEST else (first.year, last.year)
    return [Written(PartialDate(year, circa=circa), words) for year in years]


def _one(text: str, order: Order | None) -> Iterator[Written]:
    if single := written_date(text, order):
        yield single
        return
    if match := _DECADE.fullmatch(text):
        yield from span(PartialDate(int(f"{match[1]}0"), circa=True), PartialDate(int(f"{match[1]}9")))
        return
    ends = _BETWEEN.split(_OPENING.sub("", text))
    if len(ends) != 2:
        return
    last = written_date(ends[1], order)
    first = written_date(ends[0], order) or (written_date(f"{ends[0]} {last.date.year}", order) if last else None)
    if first is None or last is None or _sort(first.date) > _sort(last.date):
        return
    for each in span(first.date, last.date):
        repaired = "; ".join(dict.fromkeys(r for r in (first.repaired, last.repaired) if r))
        yield replace(each, repaired=repaired, doubted=first.doubted or last.doubted)


def _numbers(text: str, order: Order | None) -> Written | None:
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    first, second, third = (int(match[i]) for i in (1, 3, 4))
    doubted = ""
    if len(match[1]) == 4:
        year, month, day = first, second, third
    elif len(match[4]) != 4:
        return None
    elif order is Order.MONTH:
        year, month, day = third, first, second
    else:
        year, month, day = third, second, first
        doubted = ASSUMED if order is None and 1 <= first <= 12 and 1 <= second <= 12 and first != second else ""
    return _made(f"{year:04}-{month:02}-{day:02}", doubted)


def _words(text: str) -> Written | None:
    if made := _made(text, ""):
        return made
    found = native_date(text)
    return Written(found[0], repaired=found[1]) if found else None


def _made(text: str, doubted: str) -> Written | None:
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return None
    years = {int(y) for y in _YEARS.findall(text)}
    other = years and date.year not in years
    return Written(
        date, repaired=f"year {max(years)} of the Buddhist era is {date.year}" if other else "", doubted=doubted
    )


def _begins(date: PartialDate, month: int) -> bool:
    return date.month in {None, month} and date.day in {None, 1}


def _ends(date: PartialDate, month: int) -> bool:
    last = date.month is None or date.day is None or date.day == monthrange(date.year, date.month)[1]
    return last and date.month in ({None, month} if month else {date.month})


def _sort(date: PartialDate) -> tuple[int, int, int]:
    return date.year, date.month or 0, date.day or 0


def _bare(date: PartialDate) -> str:
    return str(date).removeprefix("circa ")
