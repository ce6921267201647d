"""English given names beside Asian ones, and the sex they are usual for."""

from __future__ import annotations

import pytest

from comity.names.given import english, sex_of_character, sex_of_characters, sex_of_given

SEXES = [
    ("emily", "f"),
    ("albert", "m"),
    ("leslie", ""),
    ("jackie", ""),
    ("winnie", "f"),
    ("stephen", "m"),
    ("dara", ""),
]


@pytest.mark.parametrize(("name", "sex"), SEXES)
def test_the_sex_that_a_given_name_is_usual_for(name: str, sex: str):
    assert sex_of_given(name) == sex


@pytest.mark.parametrize("name", ["lin", "chan", "dung", "ali", "sokha", "kim", "wai"])
def test_what_is_as_usual_in_another_language_is_no_english_name(name: str):
    assert name not in english()


def test_characters_speak_for_a_sex_where_they_agree():
    assert sex_of_character("芬") == "f"
    assert sex_of_character("文") == ""
    assert sex_of_characters("美芬") == "f"
    assert sex_of_characters("国雄") == "m"
    assert sex_of_characters("国芬") == ""
    assert sex_of_characters("") == ""
