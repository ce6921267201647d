"""Shares with how sure they are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.flows.intervals import shares
from comity.kernel import InvalidInput

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["S1", "S2", "S3", "S4", "S5"]),
        st.sampled_from(["MM>KH", "KH>CN", "KH>AU"]),
        st.one_of(st.none(), st.floats(0, 1e6)),
    ),
    min_size=1,
    max_size=12,
)


def of(rows: list[tuple[str, str, float | None]], **more: float):
    seizures, groups, kilograms = zip(*rows, strict=True)
    return shares(seizures, groups, kilograms, **{"seed": 7, "rounds": 200, **more})


@given(ROWS)
def test_shares_add_up_and_lie_within_their_bounds(rows):
    found = of(rows)
    assert {share.group for share in found} == {group for _, group, _ in rows}
    assert sum(share.relations for share in found) == len({(seizure, group) for seizure, group, _ in rows})
    assert math.isclose(sum(share.share for share in found), 1)
    for share in found:
        assert 0 <= share.share_low <= share.share_high <= 1
    weighed = any(kilograms for *_, kilograms in rows)
    assert {share.quantity is None for share in found} == {not weighed}
    if weighed:
        assert math.isclose(sum(share.quantity for share in found), 1)


@given(ROWS, st.randoms())
def test_the_order_of_the_rows_makes_no_difference(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert of(mixed) == of(rows)


def test_the_same_seed_gives_the_same_interval_and_another_one_hardly_differs():
    rows = [(str(n), "A" if n % 3 else "B", 1.0) for n in range(300)]
    first, again, other = (of(rows, seed=seed, rounds=4000)[0] for seed in (1, 1, 2))
    assert first == again
    assert first.share_low != pytest.approx(other.share_low, abs=1e-9) or first == other
    assert first.share_low == pytest.approx(other.share_low, abs=0.01)


def test_one_huge_seizure_makes_the_share_of_quantity_unsure_and_can_be_left_out():
    rows = [(f"a{n}", "MM>KH", 1.0) for n in range(60)] + [(f"b{n}", "KH>AU", 1.0) for n in range(40)]
    huge = [*rows, ("huge", "KH>AU", 900.0)]
    by_group = {share.group: share for share in of(huge)}
    assert by_group["KH>AU"].quantity == pytest.approx(0.94)
    assert by_group["KH>AU"].quantity_low < 0.5
    assert by_group["KH>AU"].share_high - by_group["KH>AU"].share_low < 0.25
    assert of(huge, without=1) == of(rows)


def test_whole_seizures_are_drawn_with_all_that_they_say():
    rows = [(str(n), group, 2.0) for n in range(20) for group in ("MM>KH", "KH>CN")]
    for share in of(rows):
        assert (share.share, share.share_low, share.share_high) == (0.5, 0.5, 0.5)


def test_what_all_seizures_say_is_not_certain_for_it():
    few, many = of([(str(n), "A", None) for n in range(3)])[0], of([(str(n), "A", None) for n in range(300)])[0]
    assert few.share == many.share == 1
    assert few.share_low == pytest.approx(0.025 ** (1 / 3))
    assert many.share_low > 0.98
    assert few.quantity is None


def test_intervals_hold_the_true_share_about_as_often_as_they_say():
    random = np.random.default_rng(20)
    held = 0
    for seed in range(200):
        rows = [(str(n), "A" if hit else "B", 1.0) for n, hit in enumerate(random.random(120) < 0.3)]
        share = next(share for share in of(rows, seed=seed) if share.group == "A")
        held += share.share_low <= 0.3 <= share.share_high
    assert 180 <= held <= 199


def test_what_is_weighed_nowhere_counts_as_a_relation_all_the_same():
    found = {share.group: share for share in of([("1", "A", None), ("2", "B", 4.0), ("2", "B", None)])}
    assert found["A"].relations == found["B"].relations == 1
    assert (found["A"].kilograms, found["B"].kilograms) == (0, 4)


def test_nothing_in_is_nothing_out_and_uneven_rows_are_refused():
    assert shares([], [], [], seed=1) == []
    assert of([("1", "A", 1.0)], without=1) == []
    with pytest.raises(InvalidInput):
        shares(["1"], ["A", "B"], [1.0], seed=1)
