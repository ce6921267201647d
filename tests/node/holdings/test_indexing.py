from datetime import date, timedelta

import pytest

from comity.kernel import Handling, Restriction, Tlp
from comity.kernel.handling import Pap
from comity.node.holdings import operations, queries
from comity.node.permissions import Role as Person
from comity.subjects import NEVER_INDEXED, Role

pytestmark = pytest.mark.django_db


def listed(ids=None):
    return {each.holding_id: each for batch in queries.indexable(ids) for each in batch}


@pytest.mark.parametrize("role", list(Role))
def test_victims_witnesses_and_unknown_roles_never_come(record, colleague, role):
    held = record(actor=colleague(Person.VICTIM_WORKER), role=role)
    assert (held.id in listed()) == (role not in NEVER_INDEXED)
    assert (held.id in listed([held.id])) == (role not in NEVER_INDEXED)
    assert queries.count_indexable() == int(role not in NEVER_INDEXED)


def test_a_holding_comes_as_a_subject_with_what_policy_needs(record):
    held = record(("name", "Sok Dara"), ("phone", "012 345 678"), releasable_to=("VN", "TH"))
    found = listed()[held.id]
    assert (found.subject.id, found.subject.get("name"), found.subject.get("phone")) == (
        held.id, ("Sok Dara",), ("+85512345678",),
    )  # fmt: skip
    assert (found.role, found.restriction, found.releasable_to) == (Role.SUSPECT, Restriction(), ("VN", "TH"))


def test_what_is_more_restricted_than_its_record_or_withdrawn_stays_out(record, at_work):
    held = record(("name", "Sok Dara"), ("alias", "Bong Thom"))
    strict = Restriction(frozenset({Handling.H2}), Tlp.RED, Pap.RED)
    operations.add_statement(actor=at_work, holding_id=held.id, property="phone", text="012345678", restriction=strict)
    alias = held.statements.get(property="alias")
    operations.correct_statement(actor=at_work, holding_id=held.id, statement_id=alias.id, text="", reason="wrong")
    assert listed()[held.id].subject.as_mapping() == {"name": ("Sok Dara",)}


def test_what_came_from_a_partner_or_is_past_its_retention_stays_out(record, clock):
    record(owner="partnernodeid")
    held = record(retention_until=date(2026, 12, 1))
    assert set(listed()) == {held.id}
    clock.set(clock.now() + timedelta(days=30))
    assert listed() == {}


def test_batches_cover_everything_once(import_text):
    import_text("id,name\n" + "".join(f"{i},Person {i}\n" for i in range(23)))
    batches = list(queries.indexable(batch=5))
    ids = [each.holding_id for batch in batches for each in batch]
    assert ([len(b) for b in batches], len(set(ids))) == ([5, 5, 5, 5, 3], 23)
    wanted = ids[::2]
    assert sorted(listed(wanted)) == sorted(wanted)


def test_a_reader_of_changes_knows_what_to_do_after_each_number(record, at_work, colleague):
    held = record()
    seen = queries.last_change()
    operations.change_holding(actor=at_work, holding_id=held.id, role=Role.WITNESS)
    (change,) = queries.changes(after=seen)
    assert (change.number, change.holding_id, change.kind) == (seen + 1, held.id, "changed")
    assert listed([held.id]) == {}
    operations.erase_holding(actor=colleague(Person.SUPERVISOR), holding_id=held.id)
    assert [c.kind for c in queries.each_change(after=seen)] == ["changed", "removed"]
