"""Codes: each province of Cambodia and Thailand under its ISO 3166-2 code, and everything below under its own."""

from __future__ import annotations

import pycountry
import pytest

from comity.flows import gazetteer
from comity.flows.gazetteer.words import folded

CAMBODIA = {
    1: "Banteay Meanchey", 2: "Battambang", 3: "Kampong Cham", 4: "Kampong Chhnang", 5: "Kampong Speu",
    6: "Kampong Thom", 7: "Kampot", 8: "Kandal", 9: "Koh Kong", 10: "Kratie", 11: "Mondul Kiri", 12: "Phnom Penh",
    13: "Preah Vihear", 14: "Prey Veng", 15: "Pursat", 16: "Ratanak Kiri", 17: "Siemreap", 18: "Sihanoukville",
    19: "Stung Treng", 20: "Svay Rieng", 21: "Takeo", 22: "Otdar Meanchey", 23: "Kep", 24: "Pailin",
    25: "Tboung Khmum",
}  # fmt: skip
THAILAND = {s.code: s.name for s in pycountry.subdivisions.get(country_code="TH") if s.code != "TH-S"}
SPELT = {"TH-10": "Bangkok", "TH-16": "Lopburi"}
"""Where the list of Thailand spells otherwise than ISO."""


@pytest.mark.parametrize("number", CAMBODIA)
def test_a_province_of_cambodia_has_its_iso_code(number):
    place = gazetteer.get(f"KH-{number}")
    assert (place.level, place.parent, place.names["en"]) == (1, "KH", CAMBODIA[number])
    assert pycountry.subdivisions.get(code=place.code).name in place.also or place.names["en"] in {
        "Kampot",
        "Pailin",
    } | {pycountry.subdivisions.get(code=place.code).name}
    districts = gazetteer.children(place.code)
    assert districts
    assert all(d.code.startswith(f"KH-{number:02}") for d in districts)


@pytest.mark.parametrize("code", sorted(THAILAND))
def test_a_province_of_thailand_has_its_iso_code(code):
    place = gazetteer.get(code)
    assert (place.level, place.parent) == (1, "TH")
    assert folded(place.names["en"]) == folded(SPELT.get(code, THAILAND[code]))
    districts = [d for d in gazetteer.children(code) if d.code != "TH-S"]
    assert districts
    assert all(d.code.startswith(code) for d in districts)


def test_every_list_is_whole():
    assert len(CAMBODIA) == len(gazetteer.children("KH")) == 25
    assert len(THAILAND) == len(gazetteer.children("TH")) == 77
    listing = gazetteer.standard()._listing
    levels = [level for _, level, _ in listing("KH").heads]
    assert [levels.count(n) for n in range(5)] == [1, 25, 210, 1662, 14576]
    assert sum(level == 2 for _, level, _ in listing("TH").heads) == 929 + 1
    for country in ("KH", "TH"):
        codes = [code for code, _, _ in listing(country).heads]
        assert len(codes) == len(set(codes))
        assert all(len(code) <= 20 for code in codes)


def test_every_place_lies_in_one_of_the_level_above():
    for country in ("KH", "TH"):
        for place in gazetteer.standard()._listing(country):
            above = gazetteer.get(place.parent)
            assert place.level == 0 or above.level == place.level - 1, place
    assert [p.code for p in gazetteer.path("KH-01020101")] == ["KH", "KH-1", "KH-0102", "KH-010201", "KH-01020101"]


def test_what_the_publisher_has_wrong_is_kept_and_told_apart():
    assert gazetteer.get("KH-120913").names == {}
    assert gazetteer.name("KH-120913", "km") == "KH-120913"
    twice = [gazetteer.get(code) for code in ("KH-02140401", "KH-02140401b")]
    assert [p.parent for p in twice] == ["KH-021404", "KH-021405"]
    assert gazetteer.get("KH-0506140a").parent == "KH-050614"


def test_other_countries_have_what_iso_lists_with_two_levels_where_it_has_two():
    assert len(gazetteer.children("VN")) == 63
    assert gazetteer.get("VN-SG").names["en"] == "Hồ Chí Minh"
    assert gazetteer.get("PH-CEB").level == 2
    assert gazetteer.get("PH-CEB").parent == "PH-07"
    assert gazetteer.get("TH-S").parent == "TH-20"
    assert gazetteer.get("AU-NSW").level == 1


@pytest.mark.parametrize("code", ["", "K", "KH-99", "ZZ", "ZZ-1", "kh", "KH-1201 ", "\x00", "ហ"])
def test_a_code_that_nobody_knows_is_no_place(code):
    assert gazetteer.get(code) is None
    assert gazetteer.path(code) == []
    assert gazetteer.position(code) is None
    assert gazetteer.children(code) == []
    assert gazetteer.name(code, "en") == code


def test_names_are_in_the_language_of_the_reader_where_they_are_known():
    assert gazetteer.name("KH-12", "km") == "រាជធានីភ្នំពេញ"
    assert gazetteer.name("KH-12", "vi") == "Phnom Penh"
    assert gazetteer.name("TH-10", "th") == "กรุงเทพมหานคร"
    assert gazetteer.name("KH", "en") == "Cambodia"
