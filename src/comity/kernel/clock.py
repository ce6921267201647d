"""Time is passed in, so that a test or a simulation can hold it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that tells the time."""

    def now(self) -> datetime:
        """This function returns the present moment, aware and in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This function returns the machine's time, aware and in UTC."""
        return datetime.now(UTC)


class SettableClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """This function returns the moment that was set last."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """This function moves the clock to a moment, forwards or backwards."""
        self._moment = moment

    def advance(self, by: timedelta) -> None:
        """This function moves the clock by a span."""
        self._moment += by


def timestamp(moment: datetime) -> str:
    """This function writes an aware moment as RFC 3339 in UTC with microseconds: ``2026-11-22T03:04:05.000006Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_timestamp(text: str) -> datetime:
    """This function reads what `timestamp` writes, and nothing else.

    Raises:
        ValueError: the text has another form.
    """
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
