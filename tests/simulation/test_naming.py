"""Names follow the customs of their countries, and officers abroad write them in their own ways."""

from __future__ import annotations

from random import Random

import pytest

from comity.simulation.naming import compose, heard, reordered, respelt
from comity.simulation.parts import CULTURES, habits, parts


@pytest.mark.parametrize("country", sorted(CULTURES))
@pytest.mark.parametrize("gender", ["male", "female"])
def test_a_name_has_native_and_latin_words(country, gender):
    rng = Random(country + gender)
    for _ in range(100):
        name = compose(country, gender, rng)
        assert len(name.words) == len(name.passport)
        assert name.native.strip()
        assert name.latin.isascii()
        assert (name.family is None) == (country == "MM")


@pytest.mark.parametrize("country", sorted(CULTURES))
def test_relatives_keep_the_family_name(country):
    rng = Random(country)
    first = compose(country, "male", rng)
    assert compose(country, "female", rng, first.family).family == first.family or country == "MM"


def test_officers_write_what_they_hear():
    rng = Random(3)
    spellings: dict[str, set[str]] = {"VN": set(), "TH": set(), "KH": set()}
    for _ in range(300):
        name = compose("LA", "male", rng)
        for officer, found in spellings.items():
            words = heard(name, officer, rng)
            assert len(words) == len(name.words)
            assert all(word.isascii() and word for word in words)
            if words != name.passport:
                found.add(" ".join(words))
    assert all(len(found) > 100 for found in spellings.values())


def test_reordering_keeps_the_words():
    rng = Random(5)
    moved = 0
    for country in CULTURES:
        for _ in range(50):
            name = compose(country, "male", rng)
            words = respelt(name, rng)
            other = reordered(name, words, rng)
            assert sorted(other) == sorted(words)
            moved += other != words
    assert moved > 200


@pytest.mark.parametrize("country", sorted(CULTURES))
def test_every_spelling_is_latin_and_every_part_has_one(country):
    kinds = {
        "family", "male", "female", "both", "first", "second", "family_first", "family_second", "middle_male",
        "middle_female", "title_male", "title_female",
    }  # fmt: skip
    for part in parts(country, *kinds).every:
        assert part.latin
        assert all(spelling.isascii() and spelling.isalpha() for spelling in part.latin)
    assert all(h.heard != h.written for h in habits(country))
