"""The span of days that a partial date leaves open."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

from comity.kernel import PartialDate


@lru_cache(maxsize=8192)
def span(text: str) -> tuple[PartialDate, date, date]:
    """This function reads a partial date, and returns it with the first and the last day that it can be.

    Raises:
        ValueError: it is no date.
    """
    found = PartialDate.parse(text)
    month, last_month = found.month or 1, found.month or 12
    day, last_day = found.day or 1, found.day or monthrange(found.year, last_month)[1]
    return found, date(found.year, month, day), date(found.year, last_month, last_day)
