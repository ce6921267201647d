import pytest
from django.utils import translation

from comity.kernel import InvalidInput, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import naming
from comity.node.holdings.words import name_reason
from comity.node.permissions import Role as Person
from comity.subjects import Role, Schema
from tests.node.holdings.test_pages import EVIL, signed_in

pytestmark = pytest.mark.django_db


def found(actor, text, kind="person"):
    return [(match.name, round(match.comparison.score, 2)) for match in naming.matches(actor, text, kind).found]


def test_the_record_whose_name_is_most_alike_comes_first_in_another_script_too(record, at_work):
    record(("name", "Chan Thy"))
    record(("name", "Sok Vuthy"), ("alias", "សុខ ដារ៉ា"))
    record(("name", "Sok Dara"))
    assert [name for name, _ in found(at_work, "Sok Dara")][:2] == ["Sok Dara", "សុខ ដារ៉ា"]
    assert {name for name, _ in found(at_work, "សុខ ដារ៉ា")[:2]} == {"Sok Dara", "សុខ ដារ៉ា"}
    assert found(at_work, "Sok Dara")[0][1] == 1.0
    assert naming.matches(at_work, "Sok Dara").found[0].comparison.reasons


def test_what_was_shown_and_asked_stands_in_the_ledger_once(record, at_work):
    held = record(("name", "Sok Dara"))
    before = LedgerEntry.objects.count()
    naming.matches(at_work, "Dara Sok")
    entry = LedgerEntry.objects.latest("id")
    assert LedgerEntry.objects.count() == before + 1
    assert (entry.event, entry.purpose) == ("holdings.names.matched", "investigation")
    assert held.id in entry.object_ids
    assert "Dara Sok" in entry.details


def test_victims_and_witnesses_of_other_cases_are_not_among_the_records(record, at_work, colleague):
    record(("name", "Sok Dara"), actor=colleague(Person.VICTIM_WORKER), role=Role.VICTIM)
    record(("name", "Sok Dara"), role=Role.WITNESS)
    stranger = colleague(Person.OFFICER, "stranger", member=False)
    assert len(found(at_work, "Sok Dara")) == 1
    assert found(stranger, "Sok Dara") == []


def test_without_a_purpose_or_the_role_nothing_is_shown(record, officer, colleague):
    record()
    for actor in (officer, colleague(Person.AUDITOR, member=False)):
        with pytest.raises(Refused):
            naming.matches(actor, "Sok Dara")


def test_an_organisation_is_compared_as_one(record, at_work):
    record(("name", "Mekong Trading Co., Ltd."), schema=Schema.COMPANY)
    [(name, score)] = found(at_work, "Mekong Trading Company Limited", "organisation")
    assert name.startswith("Mekong")
    assert score > 0.8


def test_an_unknown_kind_and_a_text_that_no_column_takes_are_refused(at_work):
    for text, kind in (("Sok", "animal"), ("So\x00k", "person")):
        with pytest.raises(InvalidInput):
            naming.matches(at_work, text, kind)


def test_the_page_shows_readings_matches_and_why(record, at_work):
    record(("name", "Sok Dara"), ("alias", EVIL))
    desk = signed_in(at_work)
    assert "No name is typed yet" in desk.get("/names/").text
    page = desk.get("/names/", {"name": "សុខ ដារ៉ា"})
    assert page.status_code == 200
    assert "Khmer" in page.text
    assert "How alike:" in page.text
    page = desk.get("/names/", {"name": EVIL})
    assert page.status_code == 200
    assert "alert" in page.text
    assert EVIL not in page.text
    assert "No record has a name like this" in desk.get("/names/", {"name": "Zzyzx Qwrty"}).text


def test_the_page_compares_two_names_and_reads_no_record(record, at_work):
    record(("name", "Sok Dara"))
    desk = signed_in(at_work)
    before = LedgerEntry.objects.count()
    page = desk.get("/names/", {"name": "Sok Dara", "other": "សុខ ដារ៉ា"})
    assert "How alike the two names are" in page.text
    assert "Records with a name like it" not in page.text
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize("kind", ["", "animal"])
def test_the_page_refuses_a_kind_that_is_none(at_work, kind):
    assert signed_in(at_work).get("/names/", {"name": "Sok", "kind": kind}).status_code == 400


def test_whoever_may_not_list_holdings_may_not_open_the_page(colleague):
    assert signed_in(colleague(Person.AUDITOR, member=False)).get("/names/").status_code == 403


PAIRS = [
    ("Sok Dara", "សុខ ដារ៉ា"), ("Sok Dara", "Sok Dara"), ("Sok Dara", "Dara Sok Vuthy"), ("陳大文", "Chan Tai Man"),
    ("Emily Lau", "劉慧卿"), ("Nguyễn Văn Hùng", "Nguyễn Vân Hưng"), ("Sok Dara", "Kim Ly"), ("Sok", "!"),
    ("លោក សុខ ដារ៉ា", "Sok Dara"), ("Peter Chan", "陳大文"),
]  # fmt: skip


@pytest.mark.parametrize("language", ["km", "vi"])
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_reason_of_a_comparison_is_said_in_the_reader_s_language(one, other, language):
    with translation.override(language):
        for reason in naming.compare(one, other).reasons:
            assert reason.code
            if reason.code != "repaired":
                said = name_reason(reason)
                assert said != reason.text
                assert all(value in said for value in reason.values[:1])
                assert "%(" not in said
