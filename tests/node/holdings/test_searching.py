"""What a person types finds the same whether it is looked up or checked afterwards."""

import pytest

from comity.node.holdings import queries, searching
from comity.node.holdings.parts import LONGEST, PARTS, parts, words

pytestmark = pytest.mark.django_db
PEOPLE = (
    ("Sok Dara", "1970-05-12"), ("សុខ ដារ៉ា", "1970"), ("Nguyễn Văn An", "1981-02-03"), ("Nguyễn Thị Đào", "1981-02"),
    ("李小明", "1990-01-01"), ("สมชาย ใจดี", "1975-07-07"), ("Seán O'Neill", "1962"), ("Sokha Dararath", "1970-06-01"),
)  # fmt: skip


@pytest.fixture
def people(record):
    for name, born in PEOPLE:
        record(("name", name), ("birthDate", born))


def found(actor, text, **asked):
    return {row.title for row in queries.search(actor, text=text, **asked).rows}


CASES = [
    ("dar", {"Sok Dara", "Sokha Dararath"}),
    ("SOK", {"Sok Dara", "Sokha Dararath"}),
    ("dara so", {"Sok Dara", "Sokha Dararath"}),
    ("nguyen", {"Nguyễn Văn An", "Nguyễn Thị Đào"}),
    ("Dao Nguyen", {"Nguyễn Thị Đào"}),
    ("小明", {"李小明"}),
    ("明", {"李小明"}),
    ("ใจ", {"สมชาย ใจดี"}),
    ("ชาย", {"สมชาย ใจดี"}),
    ("ដារ៉ា", {"សុខ ដារ៉ា"}),
    ("oneill", {"Seán O'Neill"}),
    ("o'neill sean", {"Seán O'Neill"}),
    ("1970-05-12", {"Sok Dara"}),
    ("12/05/1970", {"Sok Dara"}),
    ("1970", {"Sok Dara", "សុខ ដារ៉ា", "Sokha Dararath"}),
    ("2513", {"Sok Dara", "សុខ ដារ៉ា", "Sokha Dararath"}),
    ("1981-02", {"Nguyễn Văn An", "Nguyễn Thị Đào"}),
    ("sok 1970-06", {"Sokha Dararath"}),
    ("nguyen 1970", set()),
    ("Sok Dara 1970-05-12", {"Sok Dara"}),
    ("ara", set()),
    ("nguyen zzz", set()),
    ("%", set()),
    ("_ok", set()),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_parts_of_names_and_dates_find_records(people, at_work, text, expected):
    assert found(at_work, text) == expected


@pytest.mark.parametrize(("text", "expected"), CASES)
@pytest.mark.parametrize("common", [0, 1, 2])
def test_words_that_many_have_are_checked_afterwards_with_the_same_answer(
    people, at_work, monkeypatch, common, text, expected
):
    monkeypatch.setattr(searching, "COMMON", common)
    monkeypatch.setattr(searching, "SOME", 100)
    assert found(at_work, text) == expected


def test_whoever_finds_too_many_is_told_so(people, at_work, monkeypatch):
    assert not queries.search(at_work, text="nguyen").more
    monkeypatch.setattr(searching, "MOST", 2)
    page = queries.search(at_work, text="nguyen")
    assert (page.count, page.more) == (2, True)


def test_a_search_within_a_case_is_not_cut_by_records_of_others(record, at_work, officer, case, monkeypatch):
    from comity.kernel.purposes import Offence, Purpose
    from comity.node.cases.operations import open_case

    held = record(("name", "Nguyễn Văn An"))
    other = open_case(
        actor=officer, reference="KH-2026-2", title="Other", offence=Offence.OTHER, purpose=Purpose.INVESTIGATION
    )
    for _ in range(5):
        record(("name", "Nguyễn Văn An"), case_id=other.id)
    monkeypatch.setattr(searching, "MOST", 3)
    page = queries.search(at_work, text="nguyen van an", case_id=case.id)
    assert [row.holding.id for row in page.rows] == [held.id]


def test_parts_are_few_and_short():
    assert parts("Nguyễn Văn An") == ["nguyen", "van", "an"]
    assert parts("李小明") == ["李小明", "小明", "明"]
    assert parts("ដារ៉ា") == ["ដារ៉ា", "រ៉ា"]
    assert words("  O’Neill-Đặng ") == ["oneill", "dang"]
    long = parts("ក" * 500)
    assert len(long) <= PARTS
    assert max(map(len, long)) == LONGEST
    assert len(parts(" ".join(f"word{i}" for i in range(500)))) == PARTS
