"""A Chinese name is read in one family at a time; a name in pinyin also as Hong Kong spells it."""

from __future__ import annotations

from comity.names import compare, read
from comity.names.families import in_cantonese, ready


def test_most_names_are_read_in_one_way():
    assert [v.family for v in ready(read("Sok Dara")).variants] == [""]


def test_a_chinese_name_is_read_by_families():
    found = {v.family: v.prepared for v in ready(read("陈大文")).variants}
    assert {"mainland", "hong kong"} <= found.keys()
    assert {r.system for t in found["hong kong"].name.tokens for r in t.readings} == {"cantonese"}


def test_pinyin_meets_the_spelling_of_hong_kong():
    assert in_cantonese(ready(read("Li Guihua")))
    assert compare("Li Guihua", "Lee Kwai-wah").score > 0.9
    assert compare("Zeng Guowei", "Tsang Kwok-wai").score > 0.9
    assert compare("Li Guihua", "Lee Siu-ming").score < 0.5


def test_what_is_no_pinyin_is_not_read_so():
    assert in_cantonese(ready(read("Sok Vicheth"))) == ()


def test_the_family_is_said():
    texts = " ".join(r.text for r in compare("陈大文", "Chan Tai-man").reasons)
    assert "Hong Kong" in texts
