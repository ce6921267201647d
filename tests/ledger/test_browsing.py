"""Unusual browsing: what is planted is found, ordinary weeks stay quiet, and too little says nothing."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.ledger.browsing import LEAST, SPAN, Measure, PersonDay, limit, unusual

TODAY = date(2026, 11, 22)


def _week(rng, *, people=6, days=28, mean=12.0, role="officer"):
    """Skewed counts: every person has a pace of her own, every day varies around it."""
    made = []
    for number in range(people):
        pace = mean * rng.gammavariate(4, 0.25)
        for back in range(days):
            day = TODAY - timedelta(days=back)
            if day.weekday() < 5:
                opened = _poisson(rng, pace * rng.gammavariate(3, 1 / 3))
                made.append(PersonDay(f"{role}{number}", role, day, {Measure.OPENED: opened}))
    return made


def _poisson(rng, mean):
    total, count = rng.expovariate(1), 0
    while total < mean:
        total, count = total + rng.expovariate(1), count + 1
    return count


def test_what_is_planted_is_found_and_ordinary_days_are_quiet():
    found = alarms = ordinary = 0
    for seed in range(60):
        rng = random.Random(seed)
        days = _week(rng)
        alarms += len(unusual(days, since=TODAY - SPAN))
        ordinary += len(days)
        planted = PersonDay("officer0", "officer", TODAY, {Measure.OPENED: 120})
        found += any(u.person == "officer0" and u.value == 120 for u in unusual([*days, planted], since=TODAY))
    assert found >= 57
    assert alarms / ordinary < 0.015


def test_a_role_that_reads_much_is_compared_with_itself():
    rng = random.Random(1)
    quiet, busy = _week(rng), _week(rng, mean=90, role="analyst")
    apart = [u for days in (quiet, busy) for u in unusual(days, since=TODAY - SPAN)]
    together = unusual([*quiet, *busy], since=TODAY - SPAN)
    assert sorted(together, key=repr) == sorted(apart, key=repr)


def test_without_peers_one_s_own_days_are_compared_and_it_says_so():
    own = [
        PersonDay("one", "supervisor", TODAY - timedelta(days=n), {Measure.SEARCHES: 5 + n % 3}) for n in range(1, 15)
    ]
    [found] = unusual([*own, PersonDay("one", "supervisor", TODAY, {Measure.SEARCHES: 80})], since=TODAY)
    assert (found.people, found.days, found.value, found.usual) == (0, 14, 80, 6)


def test_too_few_days_say_nothing():
    days = [PersonDay(p, "officer", TODAY - timedelta(days=1), {Measure.OPENED: 3}) for p in "abc"]
    assert unusual([*days, PersonDay("a", "officer", TODAY, {Measure.OPENED: 500})], since=TODAY) == []


def test_days_before_the_span_do_not_count():
    old = [
        PersonDay(p, "officer", TODAY - SPAN - timedelta(days=n), {Measure.OPENED: 3})
        for p in "bcd"
        for n in (1, 2, 3, 4)
    ]
    assert unusual([*old, PersonDay("a", "officer", TODAY, {Measure.OPENED: 500})], since=TODAY) == []


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_no_count_below_the_limit_is_unusual_and_the_limit_lies_above_the_median(values):
    middle, most = limit(values)
    assert min(values) <= middle <= max(values)
    assert most >= middle + 4


@pytest.mark.parametrize("value", range(LEAST))
def test_small_counts_are_never_unusual(value):
    days = [PersonDay(p, "officer", TODAY - timedelta(days=n), {}) for p in "bcd" for n in range(1, 6)]
    assert unusual([*days, PersonDay("a", "officer", TODAY, {Measure.NIGHT: value})], since=TODAY) == []
