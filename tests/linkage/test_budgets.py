"""Budgets: per purpose and over all, before anything is evaluated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Exhausted, Limits
from comity.linkage.budgets import Allowance, day_of, debit, left
from tests.linkage.conftest import NOW


def test_the_ceiling_holds_over_all_purposes():
    allowance = Allowance.default(Limits())
    assert allowance.ceiling == 20_000
    assert debit(allowance, {}, "investigation", 20_000) == 20_000
    with pytest.raises(Exhausted):
        debit(allowance, {"detection": 19_990}, "investigation", 18)


def test_a_purpose_has_its_own_share():
    allowance = Allowance(100, {"prevention": 20})
    assert left(allowance, {"prevention": 5, "detection": 10}, "prevention") == 15
    with pytest.raises(Exhausted):
        debit(allowance, {}, "prevention", 21)


@given(
    st.integers(0, 500),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 200)),
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 90))),
)
def test_no_order_of_debits_goes_over_the_budget(ceiling, purposes, debits):
    allowance, spent = Allowance(ceiling, purposes), {}
    for purpose, elements in debits:
        try:
            spent[purpose] = debit(allowance, spent, purpose, elements)
        except Exhausted:
            continue
    assert sum(spent.values()) <= ceiling
    assert all(spent[p] <= purposes.get(p, ceiling) for p in spent)


def test_a_day_is_a_day_in_utc():
    assert day_of(NOW) == "2026-11-22"
