"""Each trait says what its name says."""

from __future__ import annotations

import pytest

from comity.names import read
from comity.names.comparison import in_order, ways
from comity.names.families import ready
from comity.names.traits import TRAITS


def traits(a: str, b: str, kind: str = "person") -> dict[str, float]:
    left, right = in_order(ready(read(a, kind)), ready(read(b, kind)))
    best = max(ways(left, right), key=lambda way: way.odds)
    return dict(zip(TRAITS, best.traits, strict=True))


@pytest.mark.parametrize(
    ("a", "b", "nought", "more"),
    [
        (
            "Sok Dara",
            "Sok Daraa",
            {"order", "first", "last", "middle", "both", "number"},
            {"sounds", "value", "letters"},
        ),
        ("Sok Dara Vanna", "Sok Vanna", {"first", "last", "both"}, {"middle"}),
        ("Sok Dara Vanna", "Dara Vanna", {"middle", "last"}, {"first"}),
        ("Sok Dara Vanna", "Sok Dara", {"first", "middle"}, {"last"}),
        ("Sok Dara", "Dara Sok", {"first", "last", "both"}, {"order"}),
        ("Sok Dara", "Sok Bopha", set(), {"both"}),
        ("Dr Sok Dara", "Sok Dara", {"first", "last", "both", "middle"}, {"aside"}),
        ("陈大文", "Peter Chan Tai-man", {"foreign", "both"}, {"given"}),
        ("陈大文", "Peter Chan", {"given", "both", "surname"}, {"foreign"}),
        ("林大文", "Chan Tai-man", {"foreign"}, {"surname"}),
    ],
)
def test_a_trait_stands_for_what_it_says(a: str, b: str, nought: set[str], more: set[str]):
    found = traits(a, b)
    assert {trait for trait in nought if found[trait]} == set()
    assert {trait for trait in more if not found[trait] > 0} == set()


def test_another_number_is_a_trait():
    assert traits("Ocean Star 8", "Ocean Star 9", "vessel")["number"] == 1
    assert traits("Ocean Star 8", "MV Ocean Star 8", "vessel")["number"] == 0


def test_given_names_of_one_language_are_compared():
    found = traits("Peter Chan", "Paul Chan")
    assert found["foreign"] == 0
    assert found["both"] > 0


def test_given_names_of_two_languages_may_suggest_a_sex():
    assert traits("刘慧卿", "Emily Lau")["sex"] == 1
    assert traits("刘慧卿", "Peter Lau")["sex"] == -1
    assert traits("陈大文", "Emily Chan")["sex"] == 0


def test_an_initial_meets_a_name_that_begins_with_it():
    found = traits("T. W. Chan", "Chan Tai Wai")
    assert found["both"] == 0
    assert found["sounds"] < traits("Tai Wai Chan", "Chan Tai Wai")["sounds"]
