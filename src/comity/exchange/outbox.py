"""The rules of the outbox: when a message is tried again, and when it expires.

Rules:

1. A message is tried at once, then after growing waits up to three hours.
2. Messages to one partner go in the order of their chain; partners do not wait for each other.
3. A message expires when it was *tried* for the days of the limit. Time in which the node itself did not run, and leaps
   of its clock, do not count: between two attempts at most twice the wait counts.
4. When the clock was set back, so that the last attempt lies ahead, the message is tried at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from comity.kernel.limits import Limits

WAITS = tuple(timedelta(seconds=s) for s in (2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 10_800))
"""The wait after the first, second, … attempt; the last one stays."""


@dataclass(frozen=True, slots=True)
class Trying:
    """How the delivery of one message stands.

    Args:
        attempts: so far.
        tried_for: the time that counts towards expiry.
        last: the last attempt, or None.
    """

    attempts: int = 0
    tried_for: timedelta = timedelta()
    last: datetime | None = None

    @property
    def wait(self) -> timedelta:
        """This function returns how long to wait after the last attempt."""
        return WAITS[min(self.attempts, len(WAITS)) - 1] if self.attempts else timedelta()

    def next_at(self, now: datetime) -> datetime:
        """This function returns when the next attempt is due."""
        if self.last is None or self.last > now:
            return now
        return self.last + self.wait

    def is_due(self, now: datetime) -> bool:
        """This function tells whether the message is to be tried now."""
        return self.next_at(now) <= now

    def failed(self, now: datetime) -> Trying:
        """This function counts an attempt that did not get through."""
        since = now - self.last if self.last else timedelta()
        counted = max(timedelta(), min(since, 2 * self.wait))
        return replace(self, attempts=self.attempts + 1, tried_for=self.tried_for + counted, last=now)

    def is_expired(self, limits: Limits) -> bool:
        """This function tells whether the message was tried long enough."""
        return self.tried_for >= timedelta(days=limits.message_days)
