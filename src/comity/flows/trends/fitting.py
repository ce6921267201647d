"""Negative binomial regressions of many series at once: what the intervals and the bootstrap of `regression` need.

One series is fitted by statsmodels; a bootstrap has a thousand, for which this is some hundred times as fast. Both give
the same numbers (``tests/flows/trends/test_fitting.py``).

Everywhere ``y`` is an array of series (rows) by months, ``design`` one of months by columns, ``offset`` the logarithm
of the exposure (broadcast over ``y``), and ``alpha`` the dispersion of each series: variance = mean + alpha · mean².
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
STEPS = 40
NEWTON = 25
EXACT = 1e-8
LEAST = 1e-10
ROUNDS = 3
FURTHEST = 3.0
"""By how much the linear predictor moves in one step: further it would overshoot."""
FAR = 25.0
"""Bound of the linear predictor beside the offset: groups without events have no finite one."""


def means(y: Floats, design: Floats, offset: Floats, alpha: Floats, start: Floats | None = None) -> Floats:
    """This function returns the fitted means by iteratively reweighted least squares, of the shape of ``y``.

    Args:
        y: series by months.
        design: months by columns.
        offset: of each month, or of each series and month.
        alpha: of each series.
        start: means to begin from.
    """
    wide = np.asarray(alpha, dtype=float).reshape(-1, 1)
    mu = (y + np.maximum(y.mean(axis=1, keepdims=True), 0.01)) / 2 if start is None else start
    eta = np.log(mu) - offset
    columns = design.shape[1]
    square = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    ridge = 1e-9 * np.eye(columns)
    for _ in range(STEPS):
        weight = mu / (1 + wide * mu)
        left = (weight @ square).reshape(-1, columns, columns) + ridge
        right = (weight * (eta + (y - mu) / mu)) @ design
        found = np.linalg.solve(left, right[:, :, None])[:, :, 0] @ design.T
        eta = np.clip(eta + np.clip(found - eta, -FURTHEST, FURTHEST), -FAR, FAR)
        before, mu = mu, np.maximum(np.exp(eta + offset), LEAST)
        if np.all(np.abs(mu - before) < EXACT * (1 + mu)):
            break
    return mu


def deviances(y: Floats, mu: Floats, alpha: Floats) -> Floats:
    """This function returns the deviance of each series; that of Poisson where ``alpha`` is 0."""
    wide = np.broadcast_to(np.asarray(alpha, dtype=float).reshape(-1, 1), y.shape)
    some = np.maximum(wide, 1e-12)
    own = y * np.log(np.maximum(y, LEAST) / mu)
    dispersed = own - (y + 1 / some) * (np.log1p(some * y) - np.log1p(some * mu))
    parts = np.where(wide > 1e-8, dispersed, own - (y - mu))
    return np.asarray(2 * parts.sum(axis=1), dtype=float)


def dispersions(y: Floats, mu: Floats, freedom: int) -> Floats:
    """This function returns the dispersion by moments: where Pearson's statistic is its degrees of freedom, at least 0.

    Source: Breslow, N. E. (1984), Extra-Poisson variation in log-linear models. Applied Statistics 33, 38-44.
    """
    alpha = np.zeros(len(y))
    squares = (y - mu) ** 2
    for _ in range(NEWTON):
        variance = mu + alpha[:, None] * mu**2
        gap = (squares / variance).sum(axis=1) - freedom
        slope = (squares * mu**2 / variance**2).sum(axis=1)
        change = np.where(slope > 0, gap / np.maximum(slope, 1e-300), 0.0)
        alpha = np.clip(alpha + change, 0.0, 100.0)
        if np.all(np.abs(change) < EXACT * (1 + alpha)):
            break
    return alpha


def fitted(y: Floats, design: Floats, offset: Floats) -> tuple[Floats, Floats]:
    """This function returns means and dispersions that fit each other, of each series."""
    freedom = design.shape[0] - design.shape[1]
    alpha = np.zeros(len(y))
    mu = means(y, design, offset, alpha)
    for _ in range(ROUNDS):
        alpha = dispersions(y, mu, freedom)
        mu = means(y, design, offset, alpha, mu)
    return mu, alpha


def scores(y: Floats, null: Floats, alpha: Floats, design: Floats) -> tuple[Floats, Floats]:
    """This function returns the score of the last column of ``design`` where it has no effect, and its deviation.

    Args:
        y: series by months.
        null: means fitted without the last column.
        alpha: of each series.
        design: with the last column.

    Returns:
        of each series the score over its standard deviation, and what one standard deviation is in the effect.
    """
    wide = np.asarray(alpha, dtype=float).reshape(-1, 1)
    others, column = design[:, :-1], design[:, -1]
    weight = null / (1 + wide * null)
    square = (others[:, :, None] * others[:, None, :]).reshape(len(others), -1)
    left = (weight @ square).reshape(-1, others.shape[1], others.shape[1])
    right = (weight * column) @ others
    own = column - np.linalg.solve(left, right[:, :, None])[:, :, 0] @ others.T
    information = np.maximum((weight * own**2).sum(axis=1), 1e-12)
    score = ((y - null) / (1 + wide * null)) @ column
    return score / np.sqrt(information), 1 / np.sqrt(information)


def scored(y: Floats, design: Floats, offset: Floats) -> Floats:
    """This function returns `scores` of each series, with the dispersion of the whole design."""
    mu, alpha = fitted(y, design, offset)
    null = means(y, design[:, :-1], offset, alpha, mu)
    return scores(y, null, alpha, design)[0]
