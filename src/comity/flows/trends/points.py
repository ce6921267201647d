"""When a level changed: change points by ruptures, with a penalty that finds one change in 5 % of series without any.

Each month's residual from a model without change is measured by the differences of neighbouring months, so that a
change does not hide itself in the spread. The penalty is the 95th of a hundred largest gains that series of the same
length and no change give, simulated once for each length. Since several changes may be found together, false alarms are
a little more often: they are measured (``docs/methods.md``).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from comity.flows.trends.comparing import FEWEST_EVENTS
from comity.flows.trends.fitting import Floats, means
from comity.flows.trends.regression import LEVEL, SEED
from comity.flows.trends.series import Series

SHORTEST = 6
"""Months that a level holds at least."""
DRAWS = 4000


def change_points(series: Series, *, seed: int = SEED) -> list[int]:
    """This function returns the months with which another level begins, as numbers, in order.

    Args:
        series: monthly counts; months without reports are skipped.
        seed: of the simulation that sets the penalty.
    """
    from ruptures import Pelt

    exposures = np.array(series.exposures)
    used = np.flatnonzero(exposures > 0)
    counts = np.array(series.counts, dtype=float)[used]
    if len(used) < 2 * SHORTEST + 12 or counts.sum() < FEWEST_EVENTS:
        return []
    y, offset = counts[None], np.log(exposures[used])
    mu = means(y, np.ones((len(used), 1)), offset, np.zeros(1))[0]
    signal = _measured(((counts - mu) / np.sqrt(mu))[None])[0]
    found = Pelt(model="l2", min_size=SHORTEST, jump=1).fit(signal[:, None]).predict(pen=penalty(len(used), seed))
    return [series.first + int(used[at]) for at in found if at < len(used)]


@lru_cache(maxsize=64)
def penalty(length: int, seed: int = SEED) -> float:
    """This function returns what a further level must gain, in squared residuals, for a series of some months."""
    normal = _measured(np.random.default_rng(seed).standard_normal((DRAWS, length)))
    return float(np.quantile(_best_gain(normal), 1 - LEVEL))


def _measured(residuals: Floats) -> Floats:
    steps = np.diff(residuals, axis=1)
    spread = np.sqrt((steps**2).mean(axis=1, keepdims=True) / 2)
    return np.asarray(residuals / np.maximum(spread, 1e-9), dtype=float)


def _best_gain(signals: Floats) -> Floats:
    """By how much one change at the best place lowers the sum of squares, of each signal."""
    length = signals.shape[1]
    sums = np.cumsum(signals - signals.mean(axis=1, keepdims=True), axis=1)
    at = np.arange(SHORTEST, length - SHORTEST + 1)
    gains = sums[:, at - 1] ** 2 * length / (at * (length - at))
    return np.asarray(gains.max(axis=1), dtype=float)
