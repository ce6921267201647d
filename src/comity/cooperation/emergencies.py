"""Emergencies: exchange without an instrument while a life is in danger, limited in time and reviewed afterwards.

Rules:

1. An emergency names its ground and says it in words. It is for one country, and ends by itself.
2. It carries checks, requests, alerts and information, and never evidence or a joint operation.
3. Another person reviews it within days, and says in words whether it was justified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comity.cooperation.instruments import ExchangeKind

LASTS = timedelta(hours=24)
"""How long a stated emergency carries messages."""
REVIEW_WITHIN = timedelta(days=3)
"""How soon after its statement another person reviews it."""
CARRIED = frozenset({
    ExchangeKind.CHECK, ExchangeKind.REQUEST, ExchangeKind.PERSONAL_DATA, ExchangeKind.SPONTANEOUS, ExchangeKind.ALERT,
})  # fmt: skip
"""The kinds of exchange that an emergency carries."""


class EmergencyGround(StrEnum):
    """Why it cannot wait."""

    LIFE = "danger-to-life"
    CHILD = "child-in-danger"
    KIDNAPPING = "kidnapping"
    ATTACK = "attack-imminent"
    ESCAPE = "escape-under-way"


class EmergencyState(StrEnum):
    """Where an emergency stands."""

    OPEN = "open"
    WAITING = "awaiting-review"
    OVERDUE = "review-overdue"
    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not-justified"


class Outcome(StrEnum):
    """What the review found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not-justified"


@dataclass(frozen=True, slots=True)
class Emergency:
    """A stated emergency.

    Args:
        stated: when.
        until: when it ends by itself, or was ended.
        review_due: until when another person reviews it.
        outcome: of the review; None before it.
    """

    stated: datetime
    until: datetime
    review_due: datetime
    outcome: Outcome | None = None

    @classmethod
    def begun(cls, now: datetime) -> Emergency:
        """This function returns an emergency that is stated now."""
        return cls(stated=now, until=now + LASTS, review_due=now + REVIEW_WITHIN)

    def carries(self, kinds: Iterable[ExchangeKind], now: datetime) -> bool:
        """This function tells whether every kind may go under it now. One that was reviewed carries nothing more."""
        return self.outcome is None and self.stated <= now < self.until and CARRIED.issuperset(kinds)

    def state(self, now: datetime) -> EmergencyState:
        """This function returns where it stands."""
        if self.outcome is not None:
            return EmergencyState(self.outcome.value)
        if now >= self.review_due:
            return EmergencyState.OVERDUE
        return EmergencyState.OPEN if now < self.until else EmergencyState.WAITING


def tally(emergencies: Iterable[Emergency], now: datetime) -> Mapping[EmergencyState, int]:
    """This function counts emergencies by where they stand; every state is there, with 0 where there is none."""
    counted = dict.fromkeys(EmergencyState, 0)
    for each in emergencies:
        counted[each.state(now)] += 1
    return counted
