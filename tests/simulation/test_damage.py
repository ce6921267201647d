"""Single damages: one typing error is one edit, dates lose what they should lose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from comity.kernel.dates import PartialDate
from comity.simulation.damage import HOME, Damage, birth, mistyped

NONE = Damage(**dict.fromkeys(Damage.__slots__, 0.0))


@given(st.text(alphabet="abcdefgh123", min_size=4, max_size=20), st.integers(0, 99))
def test_a_typing_error_is_one_edit(text, seed):
    assert OSA.distance(text, mistyped(text, Random(seed))) == 1


@pytest.mark.parametrize("form", ["iso", "slashes", "buddhist"])
def test_without_damage_every_form_reads_as_the_true_date(form):
    assert PartialDate.parse(birth(date(1979, 4, 17), NONE, form, Random(1))) == PartialDate(1979, 4, 17)


@pytest.mark.parametrize(
    ("rate", "read"),
    [
        ("date_year", PartialDate(1979)),
        ("date_january", PartialDate(1979, 1, 1)),
        ("date_swapped", PartialDate(1979, 7, 4)),
    ],
)
def test_each_damage_to_a_date(rate, read):
    assert PartialDate.parse(birth(date(1979, 4, 7), replace(NONE, **{rate: 1.0}), "slashes", Random(1))) == read


def test_a_missing_date_is_empty():
    assert not birth(date(1979, 4, 7), replace(NONE, date_missing=1.0), "iso", Random(1))


@given(st.dates(date(1955, 1, 1), date(2006, 12, 31)), st.integers(0, 99))
def test_a_damaged_date_is_still_a_date(born, seed):
    wrong = replace(HOME, date_mistyped=0.9)
    text = birth(born, wrong, "iso", Random(seed))
    assert not text or PartialDate.parse(text)
