"""Series with a known truth."""

import numpy as np

from comity.flows.trends import Series, month_number

FIRST = month_number(2021, 1)
LAST_YEAR = FIRST + 48


def counts(seed, *, ratio=1.0, monthly=17.0, months=60, spread=1.5, shares=None, wave=0.0):
    random = np.random.default_rng(seed)
    means = np.full(months, monthly) * (1 + wave * np.sin(2 * np.pi * np.arange(months) / 12))
    means[-12:] *= ratio
    if shares is not None:
        means = means * np.array(shares)
    return tuple(int(n) for n in random.negative_binomial(np.maximum(means, 1e-9) / (spread - 1), 1 / spread))


def series(seed, *, known=True, shares=None, **kind):
    made = counts(seed, shares=shares, **kind)
    told = tuple(shares) if shares is not None else (1.0,) * len(made)
    return Series(FIRST, made, told if known else None)
