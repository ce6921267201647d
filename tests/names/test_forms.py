"""Titles, legal forms, kinds of place, particles, ships' prefixes: by script, position and kind, never dropped."""

from __future__ import annotations

import pytest

from comity import names

ROLES = [
    ("person", "นายสมชาย ใจดี", ["title", "name", "name"]),
    ("person", "ឯកឧត្តម សុខ ដារ៉ា", ["title", "name", "name"]),
    ("person", "H.E. Samdech Sok Dara", ["title", "title", "name", "name"]),
    ("person", "He Dawen", ["name", "name"]),
    ("person", "Drs. H. Budi Santoso, M.Si", ["title", "title", "name", "name", "title"]),
    ("person", "Ali bin Abu", ["name", "connector", "name"]),
    ("person", "الدوري", ["connector", "name"]),
    ("person", "Emily Lau", ["given", "name"]),
    ("person", "陈大文先生", ["name", "name", "name", "title"]),
    ("organisation", "Golden Lotus Co., Ltd.", ["name", "name", "legal form"]),
    ("organisation", "Golden Lotus Sdn. Bhd.", ["name", "name", "legal form"]),
    ("organisation", "Công ty TNHH Hoa Sen", ["legal form", "name", "name"]),
    ("organisation", "บริษัทปูนดีจำกัด", ["legal form", "name", "legal form"]),
    ("organisation", "ក្រុមហ៊ុន ផ្កាឈូក ឯ.ក", ["legal form", "name", "legal form"]),
    ("organisation", "ບໍລິສັດ ດອກບົວ ຈຳກັດ", ["legal form", "name", "legal form"]),
    ("organisation", "ရွှေကြာ ကုမ္ပဏီလီမိတက်", ["name", "name", "legal form"]),
    ("organisation", "金莲有限公司", ["name", "name", "legal form"]),
    ("organisation", "ООО Лотос", ["legal form", "name"]),
    ("place", "ភូមិថ្មី", ["generic", "name"]),
    ("place", "Tỉnh An Giang", ["generic", "name", "name"]),
    ("place", "云南省", ["name", "name", "generic"]),
    ("vessel", "M/V Ocean Star 8", ["title", "name", "name", "number"]),
    ("vessel", "เรือโชคดี", ["title", "name"]),
]


@pytest.mark.parametrize(("kind", "text", "roles"), ROLES)
def test_roles(kind: str, text: str, roles: list[str]):
    assert [t.role for t in names.read(text, kind).tokens] == roles


@pytest.mark.parametrize("text", ["Tun Win", "Pol Pot", "Ba Maw", "Saw Thein", "Van Dara", "Da Silva"])
def test_what_is_also_a_name_keeps_most_of_its_weight(text: str):
    assert all(t.weight >= 0.5 for t in names.read(text).tokens)


def test_a_title_alone_is_the_name():
    assert [t.role for t in names.read("Daw").tokens] == ["name"]
    assert [t.weight for t in names.read("ဦး").tokens] == [1.0]


def test_a_word_is_a_title_only_in_its_place():
    assert names.read("Sok Mr Dara").tokens[1].role == "name"


def test_equal_legal_forms_meet_across_languages():
    forms = [
        "Hoa Sen Co., Ltd.",
        "Công ty TNHH Hoa Sen",
        "Hoa Sen Sdn Bhd",
        "花仙有限公司",
        "ООО Хоа Сен",
        "Hoa Sen GmbH",
    ]
    meanings = [
        {r.latin for t in names.read(text, "organisation").tokens if t.role == "legal form" for r in t.readings}
        for text in forms
    ]
    assert set.intersection(*meanings) == {"limitedcompany"}


def test_another_legal_form_speaks_less_than_another_name():
    same = names.compare("Golden Lotus Co., Ltd.", "Golden Lotus Pte Ltd", "organisation").score
    other = names.compare("Golden Lotus Co., Ltd.", "Silver Lotus Co., Ltd.", "organisation").score
    assert same > other


def test_the_number_of_a_ship_counts():
    eight = names.compare("MV Ocean Star 8", "Ocean Star 8", "vessel").score
    nine = names.compare("MV Ocean Star 8", "Ocean Star 9", "vessel").score
    assert eight > nine


def test_roman_and_worded_numbers_of_ships_are_numbers():
    for text in ("Ocean Star VIII", "Ocean Star Eight", "Ocean Star 8"):
        token = names.read(text, "vessel").tokens[-1]
        assert (token.role, token.readings[0].latin) == ("number", "8")
    assert names.read("Ocean Star Eight").tokens[-1].role == "name"


def test_forms_only_lose_weight():
    for kind, text, _ in ROLES:
        assert all(0 < t.weight <= 1 for t in names.read(text, kind).tokens)
