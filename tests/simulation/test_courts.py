"""Prosecutions and campaigns follow from the made-up seizures, and nothing lies in the future."""

from __future__ import annotations

import math
from datetime import date

import pytest

from comity.simulation.courts import CHARGED, OUTCOMES, campaigns, prosecutions
from comity.simulation.seizures import YEARS, seizures

UNTIL = date(2026, 11, 22)


@pytest.fixture(scope="module")
def records():
    return seizures(7, UNTIL).agencies["KH"].records


def test_same_seed_same_prosecutions(records):
    assert prosecutions(7, UNTIL, records) == prosecutions(7, UNTIL, records)
    assert prosecutions(8, UNTIL, records) != prosecutions(7, UNTIL, records)


def test_each_rests_on_a_seizure_and_comes_after_it(records):
    days = {record.reference: record.day for record in records}
    found = prosecutions(7, UNTIL, records)
    assert math.isclose(len(found) / len(records), CHARGED, abs_tol=0.02)
    assert len({each.reference for each in found}) == len(found)
    for each in found:
        assert days[each.seizure] < each.day <= UNTIL
        assert (each.outcome == "pending") == (each.ended is None)
        assert each.ended is None or each.day < each.ended <= UNTIL
        assert (each.months is not None) == (each.outcome == "convicted")
    assert {each.outcome for each in found} == {*OUTCOMES, "pending"}


def test_a_campaign_a_year_with_what_was_done_so_far(records):
    found = campaigns(UNTIL, records)
    assert len(found) == YEARS + 1
    for each in found:
        assert each.begins < each.ends
        assert all(each.begins <= day <= each.ends for day, *_ in each.activities)
    assert campaigns(date(2026, 5, 1), [r for r in records if r.day < date(2026, 5, 1)])[-1].activities[-1][0] <= date(
        2026, 5, 1
    )
    assert prosecutions(7, UNTIL, ()) == campaigns(UNTIL, ()) == ()
