"""Whether months differ from the months before them: the verdict that a page may print.

A verdict on events needs known reporting. Where it is not known, the numbers only say what was recorded, and the
verdict says that instead; how far reporting alone would have to have moved to look like this stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from comity.flows.trends.regression import DRAWS, LEVEL, SEED, Effect, effect
from comity.flows.trends.series import Series

FEWEST_BEFORE = 12
FEWEST_AFTER = 3
FEWEST_EVENTS = 10
HALF = 0.5
YEAR_DAYS = 365.25


class Verdict(StrEnum):
    """What the data support."""

    DECREASED = "decreased"
    INCREASED = "increased"
    FEWER_RECORDED = "fewer recorded"
    """Fewer were recorded; whether fewer happened is not known, since reporting is not."""
    MORE_RECORDED = "more recorded"
    NO_CHANGE_SHOWN = "no change shown"
    NOT_ENOUGH_DATA = "not enough data"


CHANGED = frozenset({Verdict.DECREASED, Verdict.INCREASED, Verdict.FEWER_RECORDED, Verdict.MORE_RECORDED})


@dataclass(frozen=True, slots=True)
class Change:
    """Months held against the months before them.

    Args:
        verdict: what the data support at 5 %.
        since, until: first month of the period, and the month after its last.
        begin: first month of those before.
        months_before, months_after: how many were held against each other.
        left_out: months of both without any report.
        before, after: events recorded.
        rate_before, rate_after: events in a year of full reporting; as recorded where reporting is not known. None
            where no month counts.
        share_before, share_after: of the expected reports that came, None where not known.
        unknown_months: months whose reporting is not known.
        effect: ratio with its interval and how it was estimated; None where there are too few months or events.
        p: how likely such a difference is by chance alone, after the correction for many tables where there is one.
        tables: how many verdicts were corrected together.
    """

    verdict: Verdict
    since: int
    until: int
    begin: int
    months_before: int
    months_after: int
    left_out: int
    before: int
    after: int
    rate_before: float | None
    rate_after: float | None
    share_before: float | None
    share_after: float | None
    unknown_months: int
    effect: Effect | None = None
    p: float = 1.0
    tables: int = 1

    @property
    def reporting_known(self) -> bool:
        """This function tells whether reporting is known for every month that was held against another."""
        return not self.unknown_months

    @property
    def explaining(self) -> tuple[float, float] | None:
        """This function returns what reporting alone would have to have become, as a share of what it was.

        The first: for the difference to be no longer shown; the second: to explain it whole. None without a change.
        """
        if self.effect is None or self.verdict not in CHANGED:
            return None
        nearest = self.effect.high if self.effect.ratio < 1 else self.effect.low
        return nearest, self.effect.ratio

    def corrected(self, p: float, tables: int) -> Change:
        """This function returns the change with a p that was corrected together with those of other tables."""
        fresh = replace(self, p=p, tables=tables)
        return replace(fresh, verdict=_verdict(fresh.effect, p, known=fresh.reporting_known))


def compare(series: Series, *, since: int, until: int | None = None, draws: int = DRAWS, seed: int = SEED) -> Change:
    """This function holds the months from ``since`` until before ``until`` against all months before ``since``.

    Args:
        series: monthly counts with their completeness.
        since: first month of the period, as `comity.flows.trends.series.month_number` gives it.
        until: month after the last of the period; the end of the series where None.
        draws: series of the bootstrap, where it is asked.
        seed: of its random numbers.
    """
    until = series.end if until is None else min(until, series.end)
    whole = series.between(series.first, until)
    parts = whole.between(whole.first, since), whole.between(since, until)
    # Whether reporting is known is asked of all months together: each side has days alone where the other one has.
    exposures = np.array(whole.exposures)
    counts = np.array(whole.counts, dtype=float)
    months = np.arange(whole.first, whole.end, dtype=float)
    used = exposures > 0
    step = (months >= since).astype(float)
    sides = [used & (step == side) for side in (0, 1)]
    events = [int(counts[side].sum()) for side in sides]
    rates = [float(counts[side].sum() / exposures[side].sum() * YEAR_DAYS) if side.any() else None for side in sides]
    change = Change(
        verdict=Verdict.NOT_ENOUGH_DATA, since=since, until=until, begin=whole.first,
        months_before=int(sides[0].sum()), months_after=int(sides[1].sum()), left_out=int((~used).sum()),
        before=events[0], after=events[1], rate_before=rates[0], rate_after=rates[1],
        share_before=parts[0].share() if whole.known else None, share_after=parts[1].share() if whole.known else None,
        unknown_months=whole.unknown,
    )  # fmt: skip
    enough = change.months_before >= FEWEST_BEFORE and change.months_after >= FEWEST_AFTER
    if not enough or sum(events) < FEWEST_EVENTS:
        return change
    found = effect(counts[used], exposures[used], months[used], step[used], draws=draws, seed=seed)
    return replace(change, effect=found, p=found.p, verdict=_verdict(found, found.p, known=whole.known))


def _verdict(found: Effect | None, p: float, *, known: bool) -> Verdict:
    if found is None:
        return Verdict.NOT_ENOUGH_DATA
    if p < LEVEL:
        if found.ratio < 1:
            return Verdict.DECREASED if known else Verdict.FEWER_RECORDED
        return Verdict.INCREASED if known else Verdict.MORE_RECORDED
    return Verdict.NOT_ENOUGH_DATA if found.findable < HALF else Verdict.NO_CHANGE_SHOWN
