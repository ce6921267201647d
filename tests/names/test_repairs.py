"""Encodings that people really send."""

from __future__ import annotations

import pytest

from comity.names.repairs import repair
from comity.names.zawgyi import from_zawgyi, looks_like_zawgyi

ZAWGYI = [("ျမန္မာ", "မြန်မာ"), ("ရန္ကုန္", "ရန်ကုန်"), ("ေနျပည္ေတာ္", "နေပြည်တော်"), ("ပုသိမ္", "ပုသိမ်")]


@pytest.mark.parametrize(("zawgyi", "unicode"), ZAWGYI)
def test_zawgyi_is_found_and_converted(zawgyi: str, unicode: str):
    assert looks_like_zawgyi(zawgyi)
    assert not looks_like_zawgyi(unicode)
    assert from_zawgyi(zawgyi) == unicode
    text, made = repair(zawgyi)
    assert text == unicode
    assert made == ("converted from the Zawgyi encoding to Unicode",)


def test_khmer_signs_are_put_in_order():
    ordered = "ស្រ៊ី"
    mixed = "ស៊្រី"
    assert repair(mixed) == (ordered, ("Khmer signs were put in order",))
    assert repair(ordered) == (ordered, ())


def test_a_khmer_vowel_written_in_two_parts_is_one():
    assert repair("ក\u17c1\u17b6")[0] == "ក\u17c4"


def test_what_cannot_be_seen_is_removed_and_said():
    assert repair("So\u200bk\u202e") == ("Sok", ("characters that cannot be seen were removed",))


def test_marks_stay():
    assert repair("Nguyễn")[0] == "Nguyễn"
    assert repair("ชัย")[0] == "ชัย"
    assert repair("คำ")[0] == "คำ"
    assert repair("ຄຳ")[0] == "ຄຳ"
