import pytest

from comity.flows.trends import Series
from comity.flows.trends.points import change_points, penalty
from comity.flows.trends.slopes import slope
from tests.flows.trends.made import FIRST, counts, series

pytest.importorskip("ruptures", reason="needs the extra analysis")


def test_a_level_that_halves_is_found_where_it_does():
    found = [change_points(Series(FIRST, counts(seed)[:30] + counts(seed + 100, monthly=8)[:30])) for seed in range(10)]
    assert sum(any(abs(month - FIRST - 30) <= 3 for month in each) for each in found) >= 8


def test_a_level_that_stays_has_none_but_by_chance():
    assert sum(bool(change_points(series(seed))) for seed in range(20)) <= 3


def test_the_penalty_grows_slowly_with_the_months():
    assert 6 < penalty(36) < penalty(120) < 20
    assert penalty(60) == penalty(60)


def test_few_months_or_events_say_nothing():
    assert change_points(Series(FIRST, (9,) * 20)) == []
    assert change_points(Series(FIRST, (0,) * 60)) == []
    assert slope(Series(FIRST, (9,) * 20)) is None


def test_a_steady_fall_is_told_by_year():
    falling = tuple(round(40 * 0.8 ** (month / 12)) for month in range(60))
    found = slope(Series(FIRST, falling, (1.0,) * 60))
    assert found.low < 0.8 < found.high
    assert found.p < 0.001
