import pytest

from comity.kernel import Conflicting, InvalidInput, Refused
from comity.node.holdings import operations, queries
from comity.node.holdings.models import Holding, Statement
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
    first, second = record(actor=worker, role=protected), record(actor=worker, role=other)
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


def test_an_import_whose_subjects_were_merged_is_not_undone(record, import_text, at_work):
    made = import_text("id,name\n1,Sok Dara\n")
    merged = join(at_work, record(), Holding.objects.get(imported=made))
    with pytest.raises(Conflicting):
        operations.undo_import(actor=at_work, import_id=made.id)
    operations.unmerge(actor=at_work, merge_id=merged.id, reason="undo")
    assert operations.undo_import(actor=at_work, import_id=made.id) == 1
