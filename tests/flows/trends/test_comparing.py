import pytest

from comity.flows.trends import Series, Verdict, compare
from comity.flows.trends.comparing import CHANGED
from tests.flows.trends.made import FIRST, LAST_YEAR, counts, series

pytest.importorskip("statsmodels", reason="needs the extra analysis")
TWENTY = range(20)


def verdicts(**kind):
    return [compare(series(seed, **kind), since=LAST_YEAR).verdict for seed in TWENTY]


def test_a_fall_by_half_is_found_and_called_a_decrease_where_everything_was_reported():
    assert verdicts(ratio=0.5).count(Verdict.DECREASED) >= 19
    assert verdicts(ratio=1.6).count(Verdict.INCREASED) >= 19


def test_without_a_change_none_is_claimed_but_by_chance():
    assert sum(verdict in CHANGED for verdict in verdicts()) <= 3


def test_where_reporting_is_not_known_decreased_is_never_said():
    found = verdicts(ratio=0.5, known=False)
    assert found.count(Verdict.FEWER_RECORDED) >= 19
    assert not {Verdict.DECREASED, Verdict.INCREASED} & set(found)
    change = compare(series(1, ratio=0.5, known=False), since=LAST_YEAR)
    shown, whole = change.explaining
    assert whole == change.effect.ratio
    assert whole < shown == change.effect.high < 1


def test_one_month_that_is_not_known_is_enough_to_say_so():
    made = counts(3, ratio=0.4)
    change = compare(Series(FIRST, made, (1.0,) * 59 + (None,)), since=LAST_YEAR)
    assert (change.verdict, change.unknown_months) == (Verdict.FEWER_RECORDED, 1)
    assert (change.share_before, change.share_after) == (None, None)


def test_half_of_the_reports_is_no_decrease_when_it_is_known():
    shares = [1.0] * 48 + [0.5] * 12
    found = [compare(series(seed, shares=shares), since=LAST_YEAR) for seed in TWENTY]
    assert sum(change.verdict in CHANGED for change in found) <= 3
    assert all(change.after < change.before / 4 for change in found)
    assert found[0].share_after == pytest.approx(0.5)


def test_months_without_reports_are_left_out_and_counted():
    shares = [1.0] * 48 + [0.0] * 4 + [1.0] * 8
    change = compare(series(2, shares=shares), since=LAST_YEAR)
    assert (change.months_before, change.months_after, change.left_out) == (48, 8, 4)
    assert change.verdict is Verdict.NO_CHANGE_SHOWN


def test_verdict_interval_and_p_agree():
    for seed in TWENTY:
        for monthly in (17, 1.5):
            change = compare(series(seed, ratio=0.7, monthly=monthly), since=LAST_YEAR)
            found = change.effect
            assert found.low <= found.ratio <= found.high
            assert (change.verdict in CHANGED) == (change.p < 0.05)
            assert (found.high < 1 or found.low > 1) == (change.p < 0.05), (seed, monthly, found)


def test_few_events_are_not_enough_and_none_is_no_change():
    assert compare(series(1, monthly=0.4), since=LAST_YEAR).verdict is Verdict.NOT_ENOUGH_DATA
    assert compare(Series(FIRST, (0,) * 60), since=LAST_YEAR).verdict is Verdict.NOT_ENOUGH_DATA
    assert compare(Series(FIRST, (20,) * 14), since=FIRST + 12).verdict is Verdict.NOT_ENOUGH_DATA
    assert compare(Series(FIRST, ()), since=LAST_YEAR).verdict is Verdict.NOT_ENOUGH_DATA


def test_a_year_without_any_event_after_many_is_a_decrease():
    made = (*counts(4)[:48], *([0] * 12))
    change = compare(Series(FIRST, made, (1.0,) * 60), since=LAST_YEAR)
    assert change.verdict is Verdict.DECREASED
    assert change.effect.low == 0
    assert change.effect.high < 0.2


def test_a_yearly_wave_is_no_change_and_is_seen():
    made = series(5, wave=0.6)
    change = compare(made, since=LAST_YEAR + 6)
    assert change.effect.season
    assert change.verdict is Verdict.NO_CHANGE_SHOWN
    assert not compare(series(6), since=LAST_YEAR).effect.season


def test_the_same_series_gives_the_same_answer():
    made = series(7, ratio=0.5, monthly=1.2)
    first, again = (compare(made, since=LAST_YEAR) for _ in range(2))
    assert first == again
    drawn = [compare(series(seed, monthly=1.2), since=LAST_YEAR).effect.bootstrap for seed in TWENTY]
    assert 2 <= sum(drawn) <= 10


def test_the_rate_is_by_year_of_full_reporting():
    shares = [0.5] * 60
    change = compare(Series(FIRST, (10,) * 60, tuple(shares)), since=LAST_YEAR)
    assert change.rate_before == pytest.approx(240, rel=0.01)
    assert change.verdict is Verdict.NO_CHANGE_SHOWN
