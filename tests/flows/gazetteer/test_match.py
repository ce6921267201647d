"""Words for places: any script, with or without the word for a level, with typing errors, parts above parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.flows import gazetteer
from comity.flows.gazetteer.words import folded, parts


def best(words, **asked):
    found = gazetteer.match(words, **asked)
    return found[0].place.code if found else None


@pytest.mark.parametrize("words", [
    "Banteay Meanchey", "banteay meanchey", "BANTEAY MEANCHEY PROVINCE", "Banteay Meanchey Prov.", "Banteaymeanchey",
    "បន្ទាយមានជ័យ", "ខេត្តបន្ទាយមានជ័យ", "ខេត្ត បន្ទាយមានជ័យ", "Khaet Banteay Mean Choay", "Province of Banteay Meanchey",
    "Banteay Meanchy", "Bantey Meanchay", "บันเตียเมียนเจย",
])  # fmt: skip
def test_a_province_is_found_however_it_is_written(words):
    assert best(words, country="KH") == "KH-1"


@pytest.mark.parametrize(("words", "code"), [
    ("จังหวัดเชียงราย", "TH-57"), ("เชียงราย", "TH-57"), ("Chiang Rai", "TH-57"), ("Changwat Chiang Rai", "TH-57"),
    ("Chieng Rai", "TH-57"), ("อ.แม่สาย", "TH-5709"), ("อำเภอแม่สายจังหวัดเชียงราย", "TH-5709"),
    ("Mae Sai district, Chiang Rai", "TH-5709"), ("Bangkok", "TH-10"), ("Korat", "TH-30"), ("กรุงเทพมหานคร", "TH-10"),
    ("Krung Thep Maha Nakhon", "TH-10"), ("Pattaya", "TH-S"),
])  # fmt: skip
def test_a_place_in_thailand_is_found(words, code):
    assert best(words, country="TH") == code


@pytest.mark.parametrize(("words", "country", "code"), [
    ("Ho Chi Minh City", "VN", "VN-SG"), ("Tỉnh Tây Ninh", "VN", "VN-37"), ("Tay Ninh", "VN", "VN-37"),
    ("Savannakhet", "LA", "LA-SV"), ("Shan State", "MM", "MM-17"), ("Guangdong", "CN", "CN-GD"),
    ("广东", "CN", "CN-GD"),
    ("New South Wales", "AU", "AU-NSW"),
])  # fmt: skip
def test_first_levels_of_other_countries_are_found(words, country, code):
    assert best(words, country=country) == code


def test_a_place_above_settles_which_one_of_many_is_meant():
    villages = gazetteer.match("ភូមិថ្មី", country="KH", level=4)
    assert len(villages) == 8
    assert {v.score for v in villages} == {1.0}
    found = gazetteer.match("ភូមិត្រាង ឃុំបន្ទាយនាង ស្រុកមង្គលបូរី ខេត្តបន្ទាយមានជ័យ", country="KH")[0]
    assert [p.code for p in gazetteer.path(found.place.code)][:4] == ["KH", "KH-1", "KH-0102", "KH-010201"]
    assert found.place.names["km"] == "ត្រាង"
    assert "within" in found.why
    assert gazetteer.match("Trang", within="KH-0102")[0].place.code.startswith("KH-0102")


def test_a_part_that_nobody_knows_is_said_and_the_rest_is_found():
    found = gazetteer.match("Old Market, Siemreap", country="KH")[0]
    assert (found.place.code, found.why) == ("KH-17", ("written", "part"))
    assert found.score < 1


def test_the_larger_place_of_a_name_comes_first_unless_a_level_is_said():
    assert best("Pursat", country="KH") == "KH-15"
    assert gazetteer.get(best("ក្រុងពោធិ៍សាត់", country="KH")).level == 2
    assert gazetteer.get(best("Battambang", country="KH", level=2)).level == 2


def test_what_is_not_there_is_not_found():
    assert gazetteer.match("Copenhagen", country="KH", level=1) == []
    assert gazetteer.match("", country="KH") == []
    assert gazetteer.match("…", country="KH") == []
    assert gazetteer.match("Phnom Penh", country="ZZ") == []
    assert gazetteer.match("Phnom Penh", within="KH-99") == []


def test_codes_and_countries_are_found_too():
    assert gazetteer.match("kh-12")[0].place.code == "KH-12"
    assert gazetteer.match("Australia")[0].place.code == "AU"
    assert gazetteer.match("Phnom Penh")[0].place.code == "KH-12"


def test_a_name_is_found_while_it_is_typed():
    for typed in ("Bat", "batt", "បាត់", "Battam"):
        assert "KH-2" in [m.place.code for m in gazetteer.search(typed, country="KH")], typed
    assert "KH-4" in [m.place.code for m in gazetteer.search("chhna", country="KH")]
    assert gazetteer.search("Kaoh", country="KH", within="KH-9")
    assert len(gazetteer.search("a", country="KH", top=5)) == 5


def test_words_are_divided_into_parts_with_their_levels():
    def said(text):
        return [(part.bare, sorted(part.levels) if part.says_level else None) for part in parts(text)]

    assert said("Srok Mongkol Borei Khaet Banteay Meanchey") == [("Mongkol Borei", [2]), ("Banteay Meanchey", [1])]
    assert said("Mae Sai district, Chiang Rai province") == [("Mae Sai", [2]), ("Chiang Rai", [1])]
    assert said("ต.เวียงพางคำ อ.แม่สาย") == [("เวียงพางคำ", [3]), ("แม่สาย", [2])]
    assert said("Phum") == [("Phum", None)]
    assert said(" , ; ") == []


def test_folding_leaves_the_letters():
    assert folded("Bântéay Méanchey") == folded("banteay-meanchey") == "banteaymeanchey"
    assert folded("ភូមិទី ៣") == folded("ភូមិទី\u200b3")
    assert folded("ឧត្ដរមានជ័យ") == folded("ឧត្តរមានជ័យ")


@given(st.text(max_size=60))
def test_any_text_has_an_answer_or_none(text):
    for match in gazetteer.match(text, country="TH"):
        assert 0 < match.score <= 1
    assert all(part.bare for part in parts(text))


def test_the_same_words_get_the_same_answer():
    assert gazetteer.match("Svay Rieng", country="KH") == gazetteer.match(" Svay  Rieng ", country="KH")
