import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.flows.trends import Series, completeness_of_units, month_number, month_text
from comity.kernel import InvalidInput


@given(st.integers(1900, 2200), st.integers(1, 12))
def test_months_are_numbers_in_order(year, month):
    assert month_text(month_number(year, month)) == f"{year}-{month:02d}"
    assert month_number(year + 1, 1) == month_number(year, 12) + 1


def test_a_month_without_reports_is_left_out_and_a_full_one_counts_its_days():
    series = Series(month_number(2024, 1), (5, 0, 7), (1.0, 0.0, 0.5))
    assert series.exposures == (31, 0, 15.5)
    assert series.share() == pytest.approx((31 + 15.5) / 91)


def test_where_one_month_is_not_known_none_is_held_against_its_share():
    series = Series(month_number(2024, 1), (5, 6, 7), (0.5, None, 1.0))
    assert (series.known, series.unknown, series.share()) == (False, 1, None)
    assert series.exposures == (31, 29, 31)


def test_a_part_keeps_its_shares():
    series = Series(10, (1, 2, 3, 4), (0.1, 0.2, 0.3, 0.4))
    assert series.between(11, 13) == Series(11, (2, 3), (0.2, 0.3))
    assert series.between(0, 99) == series
    assert series.between(20, 30).counts == ()


@pytest.mark.parametrize(("counts", "shares"), [((1, -1), None), ((1, 2), (1.0,)), ((1,), (1.5,)), ((1,), (-0.1,))])
def test_what_cannot_be_is_refused(counts, shares):
    with pytest.raises(InvalidInput):
        Series(0, counts, shares)


def test_a_silent_unit_takes_away_what_it_usually_gives():
    shares = completeness_of_units({"a": [9, 9, 0], "b": [3, 3, 3]}, {"a": [True, True, False], "b": [True] * 3})
    assert shares == (1.0, 1.0, 0.25)


def test_a_unit_that_never_reported_has_no_weight_that_is_known():
    assert completeness_of_units({"a": [1, 1], "b": [0, 0]}, {"a": [True] * 2, "b": [False] * 2}) == (None, None)


def test_units_without_events_weigh_the_same():
    assert completeness_of_units({"a": [0], "b": [0]}, {"a": [True], "b": [False]}) == (None,)
    assert completeness_of_units({"a": [0, 0], "b": [0, 0]}, {"a": [True, True], "b": [True, False]}) == (1.0, 0.5)
