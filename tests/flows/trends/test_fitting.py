"""The regressions of many series are those of statsmodels."""

import numpy as np
import pytest

from comity.flows.trends import fitting
from tests.flows.trends.made import counts

pytest.importorskip("statsmodels", reason="needs the extra analysis")


@pytest.mark.parametrize("alpha", [0.0, 0.03, 0.8])
def test_one_series_is_fitted_as_statsmodels_fits_it(alpha):
    from statsmodels.genmod.families import NegativeBinomial, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    y = np.array([counts(seed, ratio=0.7, monthly=monthly) for seed, monthly in enumerate((17, 3, 0.6))], dtype=float)
    months = np.arange(60)
    step = (months >= 48).astype(float)
    design = np.column_stack([np.ones(60), np.sin(months / 2), step])
    offset = np.log(np.where(months % 7, 1.0, 0.4))
    ours = fitting.means(y, design, offset, np.full(3, alpha))
    for row, fitted in zip(y, ours, strict=True):
        family = NegativeBinomial(alpha=alpha) if alpha else Poisson()
        theirs = GLM(row, design, family=family, offset=offset).fit(tol=1e-12, maxiter=200)
        assert fitted == pytest.approx(theirs.fittedvalues, rel=1e-5)
        assert fitting.deviances(row[None], fitted[None], np.array([alpha]))[0] == pytest.approx(
            theirs.deviance, rel=1e-6
        )


def test_the_dispersion_makes_pearsons_statistic_its_degrees_of_freedom():
    y = np.array([counts(seed, spread=3.0) for seed in range(5)], dtype=float)
    mu, alpha = fitting.fitted(y, np.ones((60, 1)), np.zeros(60))
    pearson = ((y - mu) ** 2 / (mu + alpha[:, None] * mu**2)).sum(axis=1)
    assert np.all(alpha > 0)
    assert pearson == pytest.approx(np.full(5, 59.0), rel=1e-6)


def test_counts_that_spread_less_than_chance_have_no_dispersion():
    y = np.tile([10.0, 11.0], 30)[None]
    assert fitting.fitted(y, np.ones((60, 1)), np.zeros(60))[1] == pytest.approx([0.0])


def test_a_side_without_events_has_a_finite_score():
    y = np.concatenate([np.full(48, 3.0), np.zeros(12)])[None]
    design = np.column_stack([np.ones(60), np.arange(60) >= 48])
    assert -12 < fitting.scored(y, design, np.zeros(60))[0] < -4


def test_the_score_of_a_step_is_that_of_the_formula():
    y = np.array([counts(3, ratio=0.7)], dtype=float)
    step = np.arange(60) >= 48
    design = np.column_stack([np.ones(60), step])
    null = np.full((1, 60), y.mean())
    score, deviation = fitting.scores(y, null, np.array([0.02]), design)
    scale = 1 + 0.02 * y.mean()
    variance = y.mean() / scale * 12 * 48 / 60
    assert score[0] == pytest.approx((y[0][step] - y.mean()).sum() / scale / np.sqrt(variance))
    assert deviation[0] == pytest.approx(variance**-0.5)
