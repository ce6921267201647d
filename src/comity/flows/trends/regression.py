"""The effect of one column (a step, a year) on monthly counts: ratio, interval and how likely chance alone is.

Negative binomial regression by statsmodels, dispersion by moments over the degrees of freedom, efficient score held
against Student's t; the interval holds the ratios that the same test does not refuse. Three corrections, each measured:

- a yearly wave (two columns) is in the model where the data show one;
- where months resemble their neighbours more than chance allows, the statistic is made smaller by what that costs;
- where events or months are few, the parametric bootstrap replaces Student's t.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, copysign, exp, inf, log, sqrt
from typing import Any

import numpy as np

from comity.flows.trends import fitting
from comity.flows.trends.fitting import Floats

LEVEL = 0.05
SEED = 20260522
DRAWS = 999
FEW_EVENTS = 60
"""Events on the smaller side under which the bootstrap is asked."""
FEW_MONTHS = 36
DOUBTFUL = (0.0005, 0.25)
"""Between these the bootstrap is asked at all: outside, no calibration would turn the answer."""
POWER = 0.8416
"""Standard deviations that four cases of five lie under."""
LOWEST_CUT = 1.0
LARGEST = 14.0
"""Logarithm of a ratio beyond which it is infinite."""
_GRID = 40


@dataclass(frozen=True, slots=True)
class Effect:
    """What one column does.

    Args:
        ratio: of the rate with the column at 1 to that at 0.
        low, high: 95 % interval of the ratio.
        p: how likely a ratio as far from 1 is by chance alone.
        spread: variance of a month over its mean, at the mean of all months.
        findable: the smallest ratio below 1 that would be found in four of five cases.
        correlation: how much months resemble their neighbours, where more than chance allows; else 0.
        season: whether a yearly wave is in the model.
        bootstrap: whether the parametric bootstrap gave interval and p.
    """

    ratio: float
    low: float
    high: float
    p: float
    spread: float
    findable: float
    correlation: float
    season: bool
    bootstrap: bool


def effect(
    counts: Floats, exposures: Floats, months: Floats, column: Floats, *, draws: int = DRAWS, seed: int = SEED
) -> Effect:
    """This function estimates the effect of a column.

    Args:
        counts: events of each month; only months with an exposure.
        exposures: what they are held against, above 0.
        months: their numbers (`comity.flows.trends.series.month_number`).
        column: what is asked about, of each month.
        draws: series of the bootstrap.
        seed: of its random numbers.
    """
    from scipy import stats

    offset = np.log(exposures)
    plain = np.ones((len(counts), 1))
    wave = _wave(months)
    season = len(counts) >= 2 * wave.shape[1] + 20 and _waves(counts, np.hstack([plain, column[:, None]]), wave, offset)
    others = np.hstack([plain, wave]) if season else plain
    design = np.hstack([others, column[:, None]])
    freedom = len(counts) - design.shape[1]
    mu, alpha, estimate = _fit(counts, design, offset)
    null, _ = _given(counts, others, offset, alpha)
    found, deviation = fitting.scores(counts[None], null[None], np.array([alpha]), design)
    correlation = _correlation(counts, mu, alpha, months, design.shape[1])
    slow = sqrt((1 + correlation) / (1 - correlation))
    score, error = float(found[0]) / slow, float(deviation[0]) * slow
    p = float(2 * stats.t.sf(abs(score), freedom))
    below = above = float(stats.t.ppf(1 - LEVEL / 2, freedom))
    few = _fewest(null, column) < FEW_EVENTS or len(counts) < FEW_MONTHS
    bootstrap = few and DOUBTFUL[0] < p < DOUBTFUL[1]
    if bootstrap:
        drawn = np.sort(fitting.scored(_drawn(null, alpha, draws, seed), design, offset))
        p = min(1.0, 2 * (1 + min(int((drawn >= score).sum()), int((drawn <= score).sum()))) / (draws + 1))
        rank = max(ceil(LEVEL / 2 * (draws + 1)) - 1, 1)
        below, above = max(-float(drawn[rank - 1]), LOWEST_CUT), max(float(drawn[-rank]), LOWEST_CUT)

    def scored(given: Floats) -> Floats:
        same = np.full(len(given), alpha)
        y = np.broadcast_to(counts, (len(given), len(counts)))
        means = fitting.means(y, others, offset + given[:, None] * column, same)
        return fitting.scores(y, means, same, design)[0] / slow

    begin = _near(counts, exposures, column, estimate)
    return Effect(
        ratio=_exp(estimate), low=_exp(_end(scored, begin, -error * above, above)),
        high=_exp(_end(scored, begin, error * below, -below)), p=p, spread=1 + alpha * float(counts.mean()),
        findable=exp(-(below + POWER) * error), correlation=correlation, season=season, bootstrap=bootstrap,
    )  # fmt: skip


def _fit(counts: Floats, design: Floats, offset: Floats) -> tuple[Floats, float, float]:
    """Means, dispersion and the last coefficient by statsmodels, the dispersion by moments until it stands still."""
    alpha = 0.0
    mu, estimate = _given(counts, design, offset, alpha)
    for _ in range(fitting.ROUNDS):
        alpha = float(fitting.dispersions(counts[None], mu[None], len(counts) - design.shape[1])[0])
        mu, estimate = _given(counts, design, offset, alpha)
    return mu, alpha, estimate


def _given(counts: Floats, design: Floats, offset: Floats, alpha: float) -> tuple[Floats, float]:
    """Means and the last coefficient where the dispersion is given."""
    from statsmodels.genmod.families import NegativeBinomial, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    family: Any = NegativeBinomial(alpha=alpha) if alpha > 1e-8 else Poisson()
    model = GLM(counts, design, family=family, offset=offset)
    found = model.fit(method="IRLS", scale=1.0, maxiter=100)
    return np.maximum(np.asarray(found.fittedvalues, dtype=float), 1e-10), float(found.params[-1])


def _wave(months: Floats) -> Floats:
    turn = 2 * np.pi * (months % 12) / 12
    return np.column_stack([np.sin(turn), np.cos(turn)])


def _waves(counts: Floats, design: Floats, wave: Floats, offset: Floats) -> bool:
    """Whether a yearly wave shows: an F test of quasi-likelihood at 5 %."""
    from scipy import stats

    whole = np.hstack([wave, design])
    y, none = counts[None], np.zeros(1)
    with_it, without = (fitting.means(y, each, offset, none) for each in (whole, design))
    freedom = len(counts) - whole.shape[1]
    scale = max(float(((y - with_it) ** 2 / with_it).sum()) / freedom, 1e-9)
    gain = float((fitting.deviances(y, without, none) - fitting.deviances(y, with_it, none))[0])
    return bool(stats.f.sf(gain / wave.shape[1] / scale, wave.shape[1], freedom) < LEVEL)


def _correlation(counts: Floats, mu: Floats, alpha: float, months: Floats, columns: int) -> float:
    """The correlation of neighbouring months' residuals where it lies beyond chance (one side, 5 %), else 0."""
    residuals = (counts - mu) / np.sqrt(mu + alpha * mu**2)
    near = np.flatnonzero(np.diff(months) == 1)
    square = float(residuals @ residuals)
    if len(near) < 12 or not square:
        return 0.0
    found = float((residuals[near] * residuals[near + 1]).sum()) / square * len(counts) / len(near)
    found += columns / len(counts)
    return min(found, 0.9) if found > 1.645 / sqrt(len(near)) else 0.0


def _fewest(null: Floats, column: Floats) -> float:
    """Events expected without an effect on the smaller side of the column."""
    high = column > column.mean()
    return float(min(null[high].sum(), null[~high].sum()))


def _drawn(null: Floats, alpha: float, draws: int, seed: int) -> Floats:
    random = np.random.default_rng(seed)
    size = (draws, len(null))
    if alpha <= 1e-8:
        return random.poisson(null, size=size).astype(float)
    return random.negative_binomial(1 / alpha, 1 / (1 + alpha * null), size=size).astype(float)


def _near(counts: Floats, exposures: Floats, column: Floats, estimate: float) -> float:
    """An effect of nearly the highest likelihood, also where one side has no events and the highest is far away."""
    high = column > column.mean()
    sides = [(counts[side].sum(), exposures[side].sum()) for side in (high, ~high)]
    if all(events > 0 for events, _ in sides):
        return estimate
    (above, long), (below, short) = sides
    return log((above + 0.1) / long) - log((below + 0.1) / short)


def _end(scored: Callable[[Floats], Floats], begin: float, step: float, cut: float) -> float:
    """The effect at which the score reaches the cut, searched from ``begin`` in growing steps; infinite: it never does.

    Args:
        scored: the score where the effect is given; it falls as the effect grows.
        begin: near the estimate.
        step: in which direction, and how far the end is likely to be.
        cut: of the sign that the score has on that side.
    """
    given = begin + step * np.concatenate([[0.0], np.geomspace(0.05, 60, _GRID)])
    for _ in range(2):
        beyond = np.flatnonzero((scored(given) - cut) * np.sign(cut) > 0)
        if not len(beyond):
            return copysign(inf, step)
        at = max(int(beyond[0]), 1)
        given = np.linspace(given[at - 1], given[at], 9)
    return float(given[4])


def _exp(value: float) -> float:
    return inf if value > LARGEST else exp(value) if value > -LARGEST else 0.0
