"""Blocking leaves few names to compare, and the right one among them."""

from __future__ import annotations

from comity.names import read
from comity.names.blocking import WORDS, Blocking, bits, shelf, sketch
from comity.names.ranking import Pool

POOL = [
    f"{one}{two} {three}a"
    for one in ("Sok", "Chan", "Ly", "Kim")
    for two in ("bo", "ra", "ni")
    for three in "bdgklmnprst"
]


def test_bits_of_a_fine_form():
    assert bits(["", "KKko", "KKkoOo"]).shape == (3, WORDS)
    assert bits([]).shape == (0, WORDS)


def test_shelves_together_are_one_blocking():
    whole = Blocking([shelf(map(read, POOL))])
    parts = Blocking([shelf(map(read, POOL[:50])), shelf(map(read, POOL[50:]))])
    asked = sketch(read("សុខ ដារ៉ា"))
    assert whole.near(asked, 20).tolist() == parts.near(asked, 20).tolist()
    assert whole.sharing(asked.tokens, 20) == parts.sharing(asked.tokens, 20)
    assert len(whole) == len(POOL)


def test_an_empty_pool_has_nothing_near():
    assert Blocking([]).near(sketch(read("Sok")), 5).tolist() == []


def test_far_fewer_names_than_the_pool_has_are_compared():
    pool = Pool([*(POOL * 30), "Sok Dara"])
    places = pool.candidates("សុខ ដារ៉ា")
    assert len(pool) - 1 in places
    assert len(places) < 150


def test_a_surname_beside_an_english_given_name_is_found():
    pool = Pool([*(POOL * 30), "Peter Chan"])
    assert len(pool) - 1 in pool.candidates("陈大文")
