"""Partial dates: a year, a year and month, or a full day; unknown parts are never invented.

Years of the Buddhist era (2569 = 2026, used in Thailand, Laos and Cambodia) are converted, and the reader says so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

BUDDHIST_OFFSET = 543
_BUDDHIST_FROM = 2200
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_CIRCA = re.compile(r"^(?:c(?:irca|a)?\.?|approx(?:imately)?\.?|about|~)\s*", re.IGNORECASE)
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_WRITTEN = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(\d{4})")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the month, or the month and day, may be unknown.

    Args:
        year: Gregorian year, 1 to 9999.
        month: 1 to 12, or None where unknown.
        day: 1 to 31, or None where unknown; needs a month.
        circa: whether the source says "about".
    """

    year: int
    month: int | None = None
    day: int | None = None
    circa: bool = False

    def __post_init__(self) -> None:
        """This function checks the parts.

        Raises:
            ValueError: no such date.
        """
        if not 1 <= self.year <= 9999:
            raise ValueError(f"{self.year} is no year")
        if self.month is None:
            if self.day is not None:
                raise ValueError("a day needs its month")
            return
        if not 1 <= self.month <= 12:
            raise ValueError(f"{self.month} is no month")
        if self.day is not None and not 1 <= self.day <= monthrange(self.year, self.month)[1]:
            raise ValueError(f"{self.year}-{self.month:02} has no day {self.day}")

    @property
    def is_full(self) -> bool:
        """This function tells whether the day is known and not approximate."""
        return self.day is not None and not self.circa

    def __str__(self) -> str:
        """This function writes ISO 8601 as far as the date is known, with ``circa`` first where approximate."""
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return f"circa {text}" if self.circa else text

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """This function makes a full date of a calendar day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """This function reads a date as records write it.

        Known forms: ``1970``, ``1970-05``, ``1970-05-12``, ``12/05/1970`` and ``12.05.1970`` (day first, as the region
        writes), ``12 May 1970``, each with ``circa`` before it; a month or day ``00`` counts as
        unknown; a year from 2200 on is of the Buddhist era.

        Raises:
            ValueError: the text is none of these, or there is no such date.
        """
        body = text.strip()
        bare = _CIRCA.sub("", body)
        circa, bare = bare != body, bare.strip().split("T")[0]
        year, month, day = _parts(bare, text)
        if year >= _BUDDHIST_FROM:
            year -= BUDDHIST_OFFSET
        return cls(year, month or None, (day or None) if month else None, circa)


def _parts(bare: str, text: str) -> tuple[int, int, int]:
    if match := _ISO.fullmatch(bare):
        return int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match := _DAY_FIRST.fullmatch(bare):
        return int(match[3]), int(match[2]), int(match[1])
    if (match := _WRITTEN.fullmatch(bare)) and (month := _MONTHS.get(match[2][:3].lower())):
        return int(match[3]), month, int(match[1] or 0)
    raise ValueError(f"{text!r} is no date: write it as 1970-05-12, 1970-05 or 1970")
