"""The weights of traits: the table is what the code reads, and no weight says what it may not say."""

from __future__ import annotations

import math

import pytest

from comity.names import read
from comity.names.calibration import ALL, CONSTANT, HIGHEST, pair_of, probability, weights
from comity.names.rows import rows
from comity.names.traits import TRAITS

FOR = {"sounds", "purity", "worst", "value", "letters", "sex"}
PAIRS = {row[0] for row in rows("calibration")}


def test_the_table_has_the_traits_that_the_code_measures():
    assert {row[1] for row in rows("calibration")} <= {CONSTANT, *TRAITS}
    assert ALL in PAIRS
    assert all((pair, CONSTANT) in {(row[0], row[1]) for row in rows("calibration")} for pair in PAIRS)


@pytest.mark.parametrize("pair", sorted(PAIRS))
def test_no_weight_has_the_wrong_sign(pair: str):
    _, *factors = weights(pair)
    for trait, factor in zip(TRAITS, factors, strict=True):
        assert math.isfinite(factor)
        assert factor >= 0 if trait in FOR else factor <= 0, trait


def test_titles_and_kinds_of_place_never_decide_alone():
    for pair in PAIRS:
        found = dict(zip(TRAITS, weights(pair)[1:], strict=True))
        assert found["generic"] >= -2
        assert found["given"] >= -1.5


def test_a_pair_without_weights_of_its_own_has_those_of_all():
    assert weights("nothing of the kind") == weights(ALL)


@pytest.mark.parametrize(
    ("a", "b", "pair"),
    [
        ("សុខ", "Sok", "Khmr"),
        ("Sok", "សុខ", "Khmr"),
        ("Trần", "Tran", "Viet"),
        ("Tran", "Chan", "Latn"),
        ("陈", "สุข", "cross"),
        ("陈", "林", "same"),
        ("Иван", "Ivan", "Zzzz"),
    ],
)
def test_the_pair_of_traditions(a: str, b: str, pair: str):
    assert pair_of(read(a), read(b)) == pair == pair_of(read(b), read(a))


def test_log_odds_become_a_probability():
    assert probability(0.0) == 0.5
    assert 0.0 < probability(-1000.0) < probability(1000.0) <= 1.0
    assert HIGHEST < 1.0
