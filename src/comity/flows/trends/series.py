"""Monthly counts, and how much was reported of what should have been."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.kernel import InvalidInput

YEAR = 12


def month_number(year: int, month: int) -> int:
    """This function returns a month as a number, one more for each month: ``year * 12 + month - 1``."""
    return year * YEAR + month - 1


def month_text(number: int) -> str:
    """This function writes a month as ``2026-05``."""
    return f"{number // YEAR:04d}-{number % YEAR + 1:02d}"


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of consecutive months.

    Args:
        first: the first month, as `month_number` gives it.
        counts: events recorded in each month.
        completeness: of each month the share, from 0 to 1, of the reports that were expected and came; None in a place
            where that is not known, and None for all where it is not known for any. Where 0, the month is not counted
            as one without events: it is left out.
    """

    first: int
    counts: tuple[int, ...]
    completeness: tuple[float | None, ...] | None = None

    def __post_init__(self) -> None:
        """This function checks the values.

        Raises:
            InvalidInput: ``flows.trends.series``.
        """
        shares = self.completeness
        wrong = "a count is negative" if any(count < 0 for count in self.counts) else ""
        if shares is not None and len(shares) != len(self.counts):
            wrong = "there is not one share for each month"
        elif shares is not None and any(share is not None and not 0 <= share <= 1 for share in shares):
            wrong = "a share lies outside 0 to 1"
        if wrong:
            raise InvalidInput("series", wrong, code="flows.trends.series")

    @property
    def end(self) -> int:
        """This function returns the month after the last."""
        return self.first + len(self.counts)

    def between(self, begin: int, end: int) -> Series:
        """This function returns the months from ``begin`` until before ``end``, as far as they are here."""
        begin, end = max(begin, self.first), min(end, self.end)
        inside = slice(begin - self.first, max(end - self.first, 0))
        shares = self.completeness
        return Series(begin, self.counts[inside], None if shares is None else shares[inside])

    @property
    def unknown(self) -> int:
        """This function returns of how many months it is not known how much was reported."""
        return len(self.counts) if self.completeness is None else sum(share is None for share in self.completeness)

    @property
    def known(self) -> bool:
        """This function tells whether reporting is known for every month."""
        return not self.unknown

    @property
    def exposures(self) -> tuple[float, ...]:
        """This function returns what each month's count is held against, in days of full reporting; 0: left out.

        Where reporting is not known for every month, it is the days alone: a share that is known for some months only
        would make the others look like full ones.
        """
        shares = self.completeness if self.known and self.completeness is not None else (1.0,) * len(self.counts)
        return tuple(
            days(self.first + place) * (share if share is not None else 1.0) for place, share in enumerate(shares)
        )

    def share(self) -> float | None:
        """This function returns the share of the expected reports that came in all months, or None if not known."""
        if not self.known or self.completeness is None or not self.counts:
            return None
        every = sum(days(self.first + place) for place in range(len(self.counts)))
        return sum(self.exposures) / every


def days(number: int) -> int:
    """This function returns how many days a month has."""
    return monthrange(number // YEAR, number % YEAR + 1)[1]


def completeness_of_units(
    counts: Mapping[str, Sequence[int]], reported: Mapping[str, Sequence[bool]]
) -> tuple[float | None, ...]:
    """This function returns the completeness of months from which units (provinces, posts) reported.

    A unit weighs what it usually contributes: its events in the months that it reported, by month, over those of all
    units. A unit that never reported has no known weight, and makes every month unknown.

    Args:
        counts: of each unit the events of each month.
        reported: of each unit whether it reported in each month.
    """
    length = max((len(each) for each in reported.values()), default=0)
    if any(not any(each) for each in reported.values()):
        return (None,) * length
    usual = {
        unit: sum(count for count, there in zip(counts[unit], told, strict=True) if there) / sum(told)
        for unit, told in reported.items()
    }
    every = sum(usual.values())
    if not every:
        return tuple(sum(told[at] for told in reported.values()) / len(reported) for at in range(length))
    return tuple(sum(usual[unit] for unit, told in reported.items() if told[at]) / every for at in range(length))
