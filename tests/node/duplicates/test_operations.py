import pytest

from comity.kernel import Conflicting, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.duplicates import queries
from comity.node.duplicates.models import Proposal
from comity.node.duplicates.operations import decline_proposed, merge_proposed
from comity.node.holdings import operations as holdings
from comity.node.holdings.models import Holding, Merge
from comity.node.permissions import Role as Person

pytestmark = pytest.mark.django_db

VALUES = (("name", "Sok Dara"), ("birthDate", "1970-05-12"), ("passportNumber", "N1234567"))


@pytest.fixture
def pair(record, look):
    record(*VALUES)
    record(*VALUES)
    look()
    return Proposal.objects.get()


def test_a_person_joins_both_records_with_one_entry_of_the_ledger(pair, at_work):
    before = LedgerEntry.objects.count()
    made = merge_proposed(actor=at_work, proposal_id=pair.id)
    assert LedgerEntry.objects.count() == before + 1
    assert LedgerEntry.objects.latest("id").event == "holdings.subjects.merged"
    assert Holding.objects.values("subject").distinct().count() == 1
    pair.refresh_from_db()
    assert (pair.state, pair.merge_id, pair.decided_by) == ("merged", made.id, at_work.user_id)
    assert "the same passport number" in made.reason
    with pytest.raises(Conflicting):
        merge_proposed(actor=at_work, proposal_id=pair.id)


def test_a_declined_pair_is_remembered_and_not_proposed_again(pair, record, look, at_work):
    before = LedgerEntry.objects.count()
    decline_proposed(actor=at_work, proposal_id=pair.id, reason="brothers")
    assert LedgerEntry.objects.count() == before + 1
    assert LedgerEntry.objects.latest("id").event == "duplicates.proposal.declined"
    holdings.add_statement(actor=at_work, holding_id=pair.first_id, property="phone", text="012 345 678")
    holdings.add_statement(actor=at_work, holding_id=pair.second_id, property="phone", text="012 345 678")
    assert look() == []
    assert queries.count(at_work) == 0


def test_two_subjects_that_were_declined_are_not_proposed_through_another_record(pair, record, look, at_work):
    decline_proposed(actor=at_work, proposal_id=pair.id)
    third = record(*VALUES)
    holdings.merge(actor=at_work, kept_holding=pair.first_id, absorbed_holding=third.id, reason="same")
    assert look() == []


def test_a_merge_that_was_taken_back_is_not_proposed_again(record, look, at_work):
    first, second = record(*VALUES), record(*VALUES)
    made = holdings.merge(actor=at_work, kept_holding=first.id, absorbed_holding=second.id, reason="same")
    holdings.unmerge(actor=at_work, merge_id=made.id, reason="not he")
    assert look() == []


def test_what_is_one_subject_by_now_waits_no_longer(record, look, at_work):
    for _ in range(3):
        record(*VALUES)
    look()
    found = list(Proposal.objects.all())
    assert len(found) == 3
    merge_proposed(actor=at_work, proposal_id=found[0].id)
    merge_proposed(actor=at_work, proposal_id=found[1].id)
    assert queries.count(at_work) == 0
    assert list(queries.proposals(at_work)) == []
    look()
    assert Proposal.objects.filter(state="open").count() == 0


@pytest.mark.parametrize("role", [Person.AUDITOR, Person.ADMINISTRATOR, Person.VICTIM_WORKER])
def test_who_merges_nothing_sees_and_decides_nothing(pair, colleague, role):
    actor = colleague(role, member=False)
    for act in (
        lambda: queries.proposals(actor), lambda: queries.proposal(actor, pair.id),
        lambda: merge_proposed(actor=actor, proposal_id=pair.id),
        lambda: decline_proposed(actor=actor, proposal_id=pair.id),
    ):  # fmt: skip
        with pytest.raises(Refused):
            act()
    assert Proposal.objects.get().state == "open"


def test_without_a_purpose_nothing_is_shown(pair, officer):
    with pytest.raises(Refused) as refused:
        queries.proposals(officer)
    assert refused.value.code == "permissions.purpose"


def test_who_works_on_neither_case_sees_nothing_and_decides_nothing(pair, colleague):
    stranger = colleague(Person.OFFICER, "stranger", member=False)
    assert list(queries.proposals(stranger)) == []
    with pytest.raises(Missing):
        queries.proposal(stranger, pair.id)
    with pytest.raises(Refused):
        merge_proposed(actor=stranger, proposal_id=pair.id)


def test_who_works_on_one_case_sees_the_pair_but_who_works_on_both_decides(pair, colleague, at_work):
    from comity.kernel.purposes import Offence, Purpose
    from comity.node.cases.operations import open_case

    other = open_case(
        actor=colleague(Person.SUPERVISOR), reference="KH-2026-9", title="Another", offence=Offence.DRUG_TRAFFICKING,
        purpose=Purpose.INVESTIGATION,
    )  # fmt: skip
    Holding.objects.filter(id=pair.second_id).update(case=other)
    page = queries.proposals(at_work)
    assert [each.decides for each in page] == [False]
    assert page[0].second.ground == ""
    assert queries.count(at_work) == 0
    with pytest.raises(Refused):
        decline_proposed(actor=at_work, proposal_id=pair.id)


def test_a_list_and_a_proposal_stand_in_the_ledger_with_the_records_they_showed(pair, at_work):
    queries.proposals(at_work)
    entry = LedgerEntry.objects.latest("id")
    assert entry.event == "duplicates.list.read"
    assert {pair.first_id, pair.second_id} <= set(entry.object_ids)
    assert entry.purpose == "investigation"
    found = queries.proposal(at_work, pair.id)
    entry = LedgerEntry.objects.latest("id")
    assert entry.event == "duplicates.proposal.read"
    assert {pair.id, pair.first_id, pair.second_id} <= set(entry.object_ids)
    assert {line.property for line in found.lines if line.same} == {"name", "birthDate", "passportNumber"}
    assert found.met is not None
    assert found.met[2].score == 1.0


def test_the_proposals_of_one_import_can_be_asked_for(import_text, look, at_work):
    row = "Sok Dara,1970-05-12,N1234567\n"
    other = "Chan Thy,1981-01-02,N7654321\n"
    head = "id,name,birthDate,passportNumber\n"
    import_text(head + "a," + row + "x," + other + "y," + other)
    second = import_text(head + "b," + row)
    look()
    shown = [
        {e.first.holding.reference, e.second.holding.reference} for e in queries.proposals(at_work, import_id=second.id)
    ]
    assert shown == [{"a", "b"}]
    assert len(queries.proposals(at_work)) == 2


def test_an_erased_record_takes_its_proposals_along(pair, colleague, look):
    holdings.erase_holding(actor=colleague(Person.SUPERVISOR), holding_id=pair.first_id)
    assert not Proposal.objects.exists()
    assert look() == []
    assert Merge.objects.count() == 0
