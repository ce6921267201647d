import pytest

from comity.kernel import Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import queries
from comity.node.holdings.access import PROTECTED
from comity.node.holdings.models import Holding
from comity.node.permissions import Role as Person
from comity.subjects import Role

pytestmark = pytest.mark.django_db


def titles(page):
    return {row.title for row in page.rows}


@pytest.fixture
def three(record):
    record(("name", "Sok Dara"), ("passportNumber", "N 1234567"))
    record(("name", "សុខ ដារ៉ា"), ("phone", "012 345 678"))
    record(("name", "Nguyễn Văn An"), ("email", "An@Example.org"), role=Role.ASSOCIATE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"Sok Dara", "សុខ ដារ៉ា", "Nguyễn Văn An"}),
        ("Dara Sok", {"Sok Dara", "សុខ ដារ៉ា"}),
        ("សុខ ដារ៉ា", {"Sok Dara", "សុខ ដារ៉ា"}),
        ("nguyen van an", {"Nguyễn Văn An"}),
        ("dar", {"Sok Dara"}),
        ("n1234567", {"Sok Dara"}),
        ("+855 12 345 678", {"សុខ ដារ៉ា"}),
        ("012345678", {"សុខ ដារ៉ា"}),
        ("an@example.ORG", {"Nguyễn Văn An"}),
        ("somebody else", set()),
    ],
)
def test_records_are_found_by_name_in_any_script_and_by_number(three, at_work, text, expected):
    assert titles(queries.search(at_work, text=text)) == expected


def test_records_are_found_by_role_and_case(three, at_work, case):
    assert titles(queries.search(at_work, role="associate")) == {"Nguyễn Văn An"}
    assert len(titles(queries.search(at_work, case_id=case.id))) == 3
    assert titles(queries.search(at_work, case_id="no-such-case")) == set()


def test_a_list_is_one_entry_that_names_exactly_the_records_on_its_page(three, at_work):
    before = LedgerEntry.objects.count()
    page = queries.search(at_work, text="Dara Sok", size=1, after="1")
    entry = LedgerEntry.objects.latest("id")
    assert LedgerEntry.objects.count() == before + 1
    assert entry.event == "holdings.list.read"
    assert entry.purpose == "investigation"
    assert [row.holding.id in entry.object_ids for row in page.rows] == [True]
    others = Holding.objects.exclude(id=page.rows[0].holding.id).values_list("id", flat=True)
    assert not set(others) & set(entry.object_ids)


def test_opening_a_record_is_one_entry(record, at_work):
    held = record()
    before = LedgerEntry.objects.count()
    found = queries.detail(at_work, held.id)
    entry = LedgerEntry.objects.latest("id")
    assert LedgerEntry.objects.count() == before + 1
    assert (entry.event, held.id in entry.object_ids) == ("holdings.holding.read", True)
    assert {s.property for s in found.statements} == {"name", "birthDate"}
    assert found.member


def test_no_purpose_no_answer(record, officer):
    held = record()
    entries = LedgerEntry.objects.count()
    for ask in (lambda: queries.search(officer), lambda: queries.detail(officer, held.id)):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.code == "permissions.purpose"
    assert LedgerEntry.objects.count() == entries


READERS = [Person.OFFICER, Person.ANALYST, Person.SUPERVISOR, Person.VICTIM_WORKER]


@pytest.mark.parametrize("member", [True, False])
@pytest.mark.parametrize("role", list(Person)[:-1])
@pytest.mark.parametrize("kept", list(Role))
def test_who_may_know_of_which_record(record, colleague, kept, role, member):
    worker = colleague(Person.VICTIM_WORKER, "worker")
    held = record(("name", "Sok Dara"), actor=worker, role=kept)
    reader = colleague(role, "reader", member=member) if role in READERS else colleague(role, "reader", member=False)
    allowed = role in READERS
    if kept is Role.VICTIM:
        allowed = role is Person.VICTIM_WORKER and member
    if kept is Role.WITNESS:
        allowed = role in READERS and member
    if not allowed:
        with pytest.raises((Missing, Refused)):
            queries.detail(reader, held.id)
    elif kept in PROTECTED:
        with pytest.raises(Refused) as refused:
            queries.detail(reader, held.id)
        assert refused.value.code == "holdings.closed"
    else:
        assert queries.detail(reader, held.id).row.holding.id == held.id
    if role in READERS:
        assert queries.search(reader).count == int(allowed)
        page = queries.search(reader, text="Sok Dara")
        shown = allowed and kept not in PROTECTED
        assert titles(page) == ({"Sok Dara"} if shown else set())
        assert page.count == int(shown)
    else:
        with pytest.raises(Refused):
            queries.search(reader)


def test_a_hidden_record_looks_like_one_that_is_not_there(record, colleague, at_work):
    worker = colleague(Person.VICTIM_WORKER)
    held = record(("name", "Sok Dara"), actor=worker, role=Role.VICTIM)
    errors = []
    for holding_id in (held.id, "no-such-record"):
        with pytest.raises(Missing) as missing:
            queries.detail(at_work, holding_id)
        errors.append((str(missing.value), missing.value.code))
    assert errors[0] == errors[1]


def test_a_person_s_records_as_victim_and_suspect_are_never_joined(record, colleague):
    worker = colleague(Person.VICTIM_WORKER)
    victim = record(("name", "Sok Dara"), actor=worker, role=Role.VICTIM)
    suspect = record(("name", "Sok Dara"))
    assert victim.subject_id != suspect.subject_id
    for held in (victim, suspect):
        assert queries.detail(worker, held.id).others == []


def test_counts_do_not_tell_of_hidden_records(record, colleague, at_work, case):
    record(("name", "Sok Dara"), actor=colleague(Person.VICTIM_WORKER), role=Role.VICTIM)
    record()
    assert queries.count(at_work, case.id) == (1, False)
    assert queries.any_held()


def test_the_likeliest_record_comes_first(record, at_work):
    for name in ("Sok Dara", "Kol Sotra", "Dara Sokha", "Sok Darath"):
        record(("name", name))
    assert queries.search(at_work, text="sok dara").rows[0].title == "Sok Dara"
    assert queries.search(at_work, text="Dara Sok").rows[0].title == "Sok Dara"
