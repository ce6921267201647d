"""Dates as lists write them: approximate, a range, one of several. Nothing is made more exact than it is."""

from __future__ import annotations

import re

from comity.kernel.dates import PartialDate

WIDEST = 20
"""A range of years wider than this gives its two ends only."""
LONGEST = 200
"""A longer text is no date."""
_SEPARATE = re.compile(r";|\bor\b|\balt\.", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:to|and|until)\s+|\s*[–-]\s*(?=\d{4}$)", re.IGNORECASE)
_OPENING = re.compile(r"^(?:between|from)\s+", re.IGNORECASE)
_CIRCA = re.compile(r"\bcirca\b|\bapprox(?:imately)?\b\.?|\bc\.|\babout\b|~|\((?:circa|approximately)\)", re.IGNORECASE)
_AMERICAN = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),\s*(\d{4})")
_ZONE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[+-]\d{2}:\d{2}|Z)")
_COMPACT = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")


def is_plain(text: str) -> bool:
    """This function tells whether the kernel reads the text as one date, with the year of any calendar it knows."""
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def alternatives(text: str) -> list[tuple[str, str]]:
    """This function returns the dates of a text, each as the kernel reads it and with what is to be said of it.

    ``12 May 1970 or 1971`` are two dates; ``1970 to 1973`` gives each year with the range in words; a range of more
    than `WIDEST` years gives its ends. A part that is no date makes the whole none, so that nothing goes unnoticed.
    """
    if len(text) > LONGEST:
        return []
    found: list[tuple[str, str]] = []
    for part in _SEPARATE.split(text):
        if not (bare := part.strip(" .,")):
            continue
        dates = _one(bare)
        if not dates:
            return []
        found += dates
    return found


def _one(text: str) -> list[tuple[str, str]]:
    if single := _read(text):
        return [(str(single), "")]
    ends = _BETWEEN.split(_OPENING.sub("", text))
    if len(ends) != 2:
        return []
    first, last = _read(ends[0]), _read(ends[1])
    if first is None or last is None or first.year > last.year:
        return []
    circa = "circa " if first.circa or last.circa else ""
    words = f"between {_bare(first)} and {_bare(last)}"
    if last.year - first.year > WIDEST:
        return [(f"{circa}{year:04}", words) for year in (first.year, last.year)]
    return [(f"{circa}{year:04}", words) for year in range(first.year, last.year + 1)]


def _read(text: str) -> PartialDate | None:
    circa = bool(_CIRCA.search(text))
    bare = " ".join(_CIRCA.sub(" ", text).split()).strip(" ,()") if circa else text.strip()
    if match := _ZONE.fullmatch(bare):
        bare = match[1]
    elif match := _AMERICAN.fullmatch(bare):
        bare = f"{match[2]} {match[1]} {match[3]}"
    elif match := _COMPACT.fullmatch(bare):
        bare = f"{match[1]}-{match[2]}-{match[3]}"
    try:
        found = PartialDate.parse(bare)
    except ValueError:
        return None
    return PartialDate(found.year, found.month, found.day, circa=circa or found.circa)


def _bare(date: PartialDate) -> str:
    return str(date).removeprefix("circa ")
