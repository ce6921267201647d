"""The machine readable zones printed as examples in ICAO Doc 9303, parts 4, 5 and 6."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.identifiers import Kind, normalise, read_mrz
from comity.identifiers.mrz import check_digit
from comity.kernel.errors import InvalidInput

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
LONG = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"


@pytest.mark.parametrize(
    ("text", "form", "number"), [(TD3, "TD3", "L898902C3"), (TD1, "TD1", "D23145890"), (TD2, "TD2", "D23145890")]
)
def test_published_examples(text: str, form: str, number: str):
    zone = read_mrz(text)
    assert (zone.form, zone.number, zone.failed) == (form, number, ())
    assert (zone.surname, zone.given, zone.birth, zone.sex, zone.expiry) == (
        "ERIKSSON", "ANNA MARIA", "740812", "F", "120415",
    )  # fmt: skip


def test_a_number_of_more_than_nine_characters_goes_on_in_the_optional_data():
    zone = read_mrz(LONG)
    assert (zone.number, zone.valid) == ("D23145890734", True)


@pytest.mark.parametrize("text", [TD1, TD2, TD3])
def test_line_breaks_do_not_matter(text: str):
    assert read_mrz(text.replace("\n", "")) == read_mrz(text)


@given(st.sampled_from([TD1, TD2, TD3]), st.data())
def test_a_changed_digit_under_a_check_is_found(text: str, data: st.DataObject):
    start = text.index("\n") + 1 if text is not TD1 else 5
    places = [i for i, c in enumerate(text) if i >= start and c.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    assert not read_mrz(text[:place] + other + text[place + 1 :]).valid


def test_a_zone_gives_number_country_and_kind():
    line = "N01234567<"
    low = line[:9] + check_digit(line[:9]) + "KHM8001019M3001019<<<<<<<<<<<<<<00"
    low = low[:13] + low[13:19] + check_digit(low[13:19]) + "M" + low[21:27] + check_digit(low[21:27]) + "<" * 14 + "0"
    low += check_digit(low[:10] + low[13:20] + low[21:43])
    found = normalise(Kind.PASSPORT, "P<KHMSOK<<DARA".ljust(44, "<") + "\n" + low)
    assert (found.kind, found.value, found.country, found.valid) == (Kind.PASSPORT, "N01234567", "KH", True)


def test_a_wrong_check_digit_is_named_and_the_number_kept():
    found = normalise(Kind.PASSPORT, TD3.replace("L898902C36", "L898902C35"))
    assert (found.value, found.valid) == ("L898902C3", False)
    assert "number" in found.note


def test_another_length_is_refused():
    with pytest.raises(InvalidInput, match="machine readable zone"):
        read_mrz(TD3[:-1])
