"""Readings of well-known places and words, script by script."""

from __future__ import annotations

import pytest

from comity import names

READ = [
    ("ភ្នំពេញ", "Khmr", "phnumpenh"), ("កំពង់ចាម", "Khmr", "kampongcham"), ("បាត់ដំបង", "Khmr", "batdambang"),
    ("តាកែវ", "Khmr", "takaev"), ("សុខ", "Khmr", "sok"), ("រិទ្ធី", "Khmr", "ritthi"),
    ("ວຽງຈັນ", "Laoo", "viangchan"), ("ປາກເຊ", "Laoo", "pakxe"), ("ສະຫວັນ", "Laoo", "savan"),
    ("กรุงเทพ", "Thai", "krungthep"), ("ขอนแก่น", "Thai", "khonkaen"), ("สมชาย", "Thai", "somchai"),
    ("วรรณา", "Thai", "wanna"), ("พงษ์", "Thai", "phong"),
    ("ရန်ကုန်", "Mymr", "yan"), ("သန့်", "Mymr", "thant"), ("ကျော်", "Mymr", "kyaw"), ("ရွှေ", "Mymr", "shwe"),
    ("Đỗ", "Latn", "do"), ("Ø", "Latn", "o"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "script", "first"), READ)
def test_the_most_usual_reading(text: str, script: str, first: str):
    name = names.read(text)
    assert name.script == script
    assert name.tokens[0].readings[0].latin == first


def test_a_chinese_character_has_the_readings_of_several_dialects():
    readings = {(r.system, r.latin) for r in names.read("陈").tokens[0].readings}
    assert readings >= {("pinyin", "chen"), ("cantonese", "chan"), ("hokkien", "tan"), ("vietnamese", "tran")}


def test_wade_giles_and_tongyong_follow_from_pinyin():
    readings = {(r.system, r.latin) for r in names.read("熊").tokens[0].readings}
    assert readings >= {("pinyin", "xiong"), ("wade-giles", "hsiung"), ("tongyong", "syong")}


def test_a_script_without_a_table_is_read_through_anyascii():
    assert names.read("ივანე").tokens[0].readings[0].system == "anyascii"


def test_a_name_of_signs_still_has_a_reading():
    assert names.read("♞♞").tokens[0].readings[0].latin


def test_titles_depend_on_script_and_position():
    roles = [t.role for t in names.read("U Thant Zin").tokens]
    assert roles == ["title", "name", "name"]
    assert [t.role for t in names.read("Thant U").tokens][1] == "initial"
    assert [t.role for t in names.read("U").tokens] == ["name"]


def test_titles_only_lose_weight():
    token = names.read("ဦးသန့်").tokens[0]
    assert 0 < token.weight < 1


def test_a_kind_of_place_is_parted_from_the_name():
    tokens = names.read("ក្រុងកែប").tokens
    assert [(t.text, t.role) for t in tokens] == [("ក្រុង", "generic"), ("កែប", "name")]


def test_brackets_weigh_little():
    tokens = names.read("Sok Dara (Kosal)").tokens
    assert tokens[2].role == "in brackets"
    assert tokens[2].weight < tokens[1].weight
