"""Log-odds of sounds: the table's form, and what it has to say whatever it was fitted on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names.phones import phones
from comity.names.rows import rows
from comity.names.sounds import ELSE, LEFT_OUT, evidence, whole

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", max_size=12)
KNOWN = {row[0] for row in rows("phones")}


def test_every_phone_has_odds_with_itself_and_of_being_left_out():
    table = {(one, other): float(odds) for one, other, odds in rows("sounds")}
    assert {(p, p) for p in KNOWN} <= table.keys()
    assert {(p, LEFT_OUT) for p in KNOWN} <= table.keys()
    assert (ELSE, ELSE) in table
    assert {one for pair in table for one in pair} <= KNOWN | {ELSE, LEFT_OUT}


def test_a_common_sound_agrees_more_often_than_chance_and_is_seldom_left_out():
    table = {(one, other): float(odds) for one, other, odds in rows("sounds")}
    assert all(table[p, p] > 0 > table[p, LEFT_OUT] for p in KNOWN if table[p, p] < 6 and len(p) == 1 and p != "x")


@given(LETTERS, LETTERS)
def test_evidence_is_the_same_both_ways(a: str, b: str):
    assert evidence(a, b) == pytest.approx(evidence(b, a))


@given(LETTERS)
def test_a_reading_tells_most_with_itself(a: str):
    assert evidence(a, a) == pytest.approx(whole(a))
    assert bool(phones(a)) == bool(a)


@pytest.mark.parametrize(("a", "near", "far"), [("sok", "sock", "lok"), ("chai", "jai", "mai"), ("phan", "pan", "tan")])
def test_what_is_written_for_one_another_tells_more(a: str, near: str, far: str):
    assert evidence(a, near) > evidence(a, far)


def test_a_long_name_tells_more_than_a_short_one():
    assert evidence("somphone", "somphone") > evidence("som", "som")
