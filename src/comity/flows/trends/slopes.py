"""A steady trend: by how much the rate moves in a year."""

from __future__ import annotations

import numpy as np

from comity.flows.trends.comparing import FEWEST_EVENTS
from comity.flows.trends.regression import DRAWS, SEED, Effect, effect
from comity.flows.trends.series import YEAR, Series

FEWEST = 24


def slope(series: Series, *, draws: int = DRAWS, seed: int = SEED) -> Effect | None:
    """This function returns the ratio of each year's rate to that of the year before, with its interval.

    None where fewer than 24 months or 10 events can be held against each other.
    """
    exposures = np.array(series.exposures)
    used = exposures > 0
    counts = np.array(series.counts, dtype=float)[used]
    if used.sum() < FEWEST or counts.sum() < FEWEST_EVENTS:
        return None
    months = np.arange(series.first, series.end, dtype=float)[used]
    years = (months - months.mean()) / YEAR
    return effect(counts, exposures[used], months, years, draws=draws, seed=seed)
