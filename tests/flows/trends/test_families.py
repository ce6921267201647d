import pytest

from comity.flows.trends import Verdict, compare, holm
from tests.flows.trends.made import LAST_YEAR, series

pytest.importorskip("statsmodels", reason="needs the extra analysis")


def test_many_tables_are_judged_more_strictly_than_one():
    every = [compare(series(seed), since=LAST_YEAR) for seed in range(30)]
    every.insert(3, compare(series(50, ratio=0.4), since=LAST_YEAR))
    corrected = holm(every)
    assert corrected[3].verdict is Verdict.DECREASED
    assert all(after.p >= before.p for before, after in zip(every, corrected, strict=True))
    assert {each.tables for each in corrected} == {31}
    assert [each.verdict for each in corrected].count(Verdict.DECREASED) == 1


def test_the_smallest_is_multiplied_by_all_and_the_order_stays():
    every = [compare(series(seed, ratio=0.8), since=LAST_YEAR) for seed in range(6)]
    corrected = holm(every)
    least = min(range(6), key=lambda at: every[at].p)
    assert corrected[least].p == pytest.approx(min(1.0, every[least].p * 6))
    order = sorted(range(6), key=lambda at: every[at].p)
    assert [corrected[at].p for at in order] == sorted(each.p for each in corrected)


def test_what_could_not_be_tested_is_not_counted():
    few = compare(series(1, months=10), since=LAST_YEAR - 48)
    one = compare(series(2, ratio=0.5), since=LAST_YEAR)
    assert holm([few, one]) == [few, one]
