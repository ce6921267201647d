"""Two strengths of folding: the fine form for scoring, the skeleton for keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance.Indel import normalized_similarity

from comity.names.phones import fine, phones, plain, skeleton

ALIKE = [("phat", "fat"), ("chea", "chia"), ("sok", "sokk"), ("noon", "nun"), ("tha", "tta"), ("xay", "sai")]
UNLIKE = [("kim", "mim"), ("chai", "chui"), ("hun", "han"), ("sok", "lok")]


@pytest.mark.parametrize(("a", "b"), ALIKE)
def test_spellings_of_one_sound_are_near(a: str, b: str):
    assert normalized_similarity(fine(a), fine(b)) >= 0.8
    assert skeleton(a) == skeleton(b)


@pytest.mark.parametrize(("a", "b"), UNLIKE)
def test_other_sounds_are_apart(a: str, b: str):
    assert fine(a) != fine(b)


def test_letters_are_read_by_what_stands_around_them():
    assert phones("saya") == ("s", "a", "y", "a")
    assert phones("say") == ("s", "a", "i")
    assert phones("sarn") == ("s", "a", "rr", "n")
    assert phones("htun") == ("th", "u", "n")


def test_marks_are_folded_only_on_latin_letters():
    assert plain("Đỗ Đức") == "doduc"
    assert plain("ชัย") == ""


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_every_letter_is_read(latin: str):
    assert bool(phones(latin)) == bool(latin)
    assert len(fine(latin)) >= len(phones(latin))
