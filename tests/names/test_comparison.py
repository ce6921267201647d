"""What speaks for and against, and how it is said."""

from __future__ import annotations

import pytest

from comity.names import compare, read


def what(a: str, b: str) -> set[str]:
    return {r.what for r in compare(a, b).reasons}


def test_order_costs_less_where_families_turn_names():
    vietnamese = compare("Trần Bưởi", "Buoi Tran").score
    burmese = compare("သန့်မြင့်", "Myint Thant").score
    assert vietnamese > burmese
    assert "order" in what("Trần Bưởi", "Buoi Tran")


def test_a_title_left_out_costs_little():
    assert compare("Dr Sok Dara", "Sok Dara").score > 0.9
    assert "ignored" in what("Dr Sok Dara", "Sok Dara")


def test_a_middle_name_left_out_costs_less_than_the_last():
    assert compare("Trần Thị Bưởi", "Tran Buoi").score > compare("Trần Thị Bưởi", "Tran Thi").score


def test_an_english_given_name_beside_a_chinese_name():
    assert compare("陈大文", "Peter CHAN Tai-man").score > 0.9
    alone = compare("陈大文", "Peter Chan").score
    assert 0.5 < alone < compare("陈大文", "Chan Tai-man").score


def test_a_chinese_surname_must_be_met():
    assert compare("林大文", "Chan Tai-man").score < 0.5


def test_dialects_of_one_family_go_together():
    assert compare("陈大文", "Tan Dawen").score > compare("陈大文", "Tran Tai-man").score


def test_a_place_and_its_kind():
    assert compare("ក្រុងកែប", "Kep Municipality").score > 0.85
    assert compare("ក្រុងកែប", "Kep").score > 0.75


def test_a_number_of_a_quarter_counts():
    assert compare("សង្កាត់ចោមទី២", "Chaom 2 Sangkat").score > compare("សង្កាត់ចោមទី២", "Chaom 3 Sangkat").score


@pytest.mark.parametrize(("a", "b"), [("", "Sok"), ("Sok", ""), ("", "")])
def test_nothing_is_like_nothing(a: str, b: str):
    assert compare(a, b).score == 0.0


def test_what_was_repaired_is_said():
    reasons = compare("ျမန္မာ", "Myanma").reasons
    assert any("Zawgyi" in r.text for r in reasons)


def test_too_little_is_said():
    assert "against" in what("Sok Dara", "Trần Thị Bưởi")


def test_a_text_that_is_no_name_costs_no_more_than_a_long_one():
    endless = "ab " * 100_000
    found = compare(endless, "ba " * 100_000)
    assert found.score < 1.0
    assert any("too long" in r.text for r in found.reasons)
    assert len(read(endless).tokens) == 32


def test_two_names_in_one_script_are_compared_as_they_are_written():
    found = compare("สมชาย ใจดี", "สมชัย ใจดี")
    assert found.score < 0.99
    assert [r.code for r in found.reasons if r.what == "against"][-1:] == ["written"]


def test_a_reason_says_how_much_it_weighs():
    found = compare("Dr Sok Dara", "Dara Sok")
    assert all(r.effect > 0 for r in found.reasons if r.what == "met")
    assert all(r.effect <= 0 for r in found.reasons if r.what in {"order", "ignored", "missing"})
