import pytest

from comity.kernel import Conflicting, InvalidInput, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import operations, queries
from comity.node.holdings.models import Holding, Merge, Statement, Subject
from comity.node.permissions import Role as Person
from comity.subjects import NEVER_INDEXED, Role, Schema

pytestmark = pytest.mark.django_db


def join(actor, kept, absorbed, reason="same passport"):
    return operations.merge(actor=actor, kept_holding=kept.id, absorbed_holding=absorbed.id, reason=reason)


def statements():
    return list(Statement.objects.order_by("id").values_list())


def places():
    return dict(Holding.objects.values_list("id", "subject_id"))


def test_merging_moves_records_and_rewrites_no_statement(record, at_work):
    first, second = record(), record(("name", "Sok Daraa"), role=Role.ASSOCIATE)
    before = statements()
    join(at_work, first, second)
    assert statements() == before
    assert set(places().values()) == {first.subject_id}
    found = queries.detail(at_work, first.id)
    assert [row.holding.id for row in found.others] == [second.id]
    assert [m.reason for m in found.merges] == ["same passport"]


def test_taking_a_merge_back_restores_what_was(record, at_work):
    first, second, third = record(), record(), record()
    before, said = places(), statements()
    one = join(at_work, first, second)
    two = join(at_work, third, first)
    with pytest.raises(Conflicting):
        operations.unmerge(actor=at_work, merge_id=one.id, reason="not he")
    operations.unmerge(actor=at_work, merge_id=two.id, reason="not he")
    assert places() == {first.id: first.subject_id, second.id: first.subject_id, third.id: third.subject_id}
    operations.unmerge(actor=at_work, merge_id=one.id, reason="not he")
    assert (places(), statements()) == (before, said)


@pytest.mark.parametrize("protected", sorted(NEVER_INDEXED))
@pytest.mark.parametrize("other", [Role.SUSPECT, Role.OFFENDER, Role.VICTIM, Role.WITNESS, Role.UNKNOWN])
def test_protected_roles_are_joined_with_no_other(record, colleague, protected, other):
    worker, analyst = colleague(Person.VICTIM_WORKER), colleague(Person.SUPERVISOR)
    by = worker if Role.VICTIM in {protected, other} else analyst
    first, second = record(actor=by, role=protected), record(actor=by, role=other)
    before = places()
    if protected == other != Role.VICTIM:
        join(analyst, first, second)
        assert len(set(places().values())) == 1
    else:
        with pytest.raises(Exception) as error:  # noqa: PT011 -- refused, or a victim's record that is not to be known of
            join(analyst, first, second)
        assert error.value.kind in {"refused", "missing"}
        assert places() == before


def test_a_joined_record_does_not_become_a_witness_s(record, at_work):
    first, second = record(), record()
    join(at_work, first, second)
    with pytest.raises(Refused) as refused:
        operations.change_holding(actor=at_work, holding_id=second.id, role=Role.WITNESS)
    assert refused.value.code == "holdings.role.joined"


def test_different_things_and_one_thing_twice_are_not_merged(record, at_work):
    person, car = record(), record(("registrationNumber", "2A-1234"), schema=Schema.VEHICLE)
    with pytest.raises(Conflicting):
        join(at_work, person, car)
    with pytest.raises(InvalidInput):
        join(at_work, person, person)
    with pytest.raises(InvalidInput):
        join(at_work, person, record(), reason=" ")


def test_undoing_an_import_takes_back_the_merges_that_came_from_it(record, import_text, at_work):
    own, far = record(), record(("name", "Chan Thy"))
    before, said = places(), statements()
    made = import_text("id,name\n1,Sok Dara\n2,Chan Thy\n3,Kim Ly\n4,Kim Ly\n")
    of = {h.reference: h for h in Holding.objects.filter(imported=made)}
    merges = [
        join(at_work, own, of["1"]),  # a row of the file comes under a record that stood before
        join(at_work, of["2"], far),  # a record that stood before comes under a row of the file
        join(at_work, of["3"], of["4"]),  # two rows of the file
        join(at_work, own, of["2"]),  # and all of it comes together
    ]
    assert operations.undo_import(actor=at_work, import_id=made.id) == 4
    assert (places(), statements()) == (before, said)
    assert not Merge.objects.filter(undone=None).exists()
    assert not Subject.objects.exclude(merged_into=None).filter(id__in=before.values()).exists()
    entry = LedgerEntry.objects.filter(event="holdings.import.undone").get()
    assert {merge.id for merge in merges} <= set(entry.object_ids)


def test_undoing_an_import_leaves_merges_in_which_it_had_no_part(record, import_text, at_work):
    first, second, third = record(), record(), record()
    join(at_work, first, second)
    made = import_text("id,name\n1,Sok Dara\n")
    join(at_work, first, Holding.objects.get(imported=made))
    join(at_work, first, third)
    operations.undo_import(actor=at_work, import_id=made.id)
    assert set(places().values()) == {first.subject_id}
    assert len(places()) == 3
