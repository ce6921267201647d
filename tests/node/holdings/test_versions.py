import io
from datetime import timedelta

import pytest

from comity.kernel import Conflicting, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import amending, operations, versions
from comity.node.holdings.changes import changes, last_change
from comity.node.holdings.indexing import indexable
from comity.node.holdings.models import Holding, Import, ImportState, Statement, Term
from comity.node.permissions import Role as Person

pytestmark = pytest.mark.django_db

OLD = "id,name,birthDate,notes\n1,Sok Dara,1970,said\n2,Chan Thy,1980,\n3,Keo Vong,1990,\n4,Nguyen An,1960,\n"
NEW = "id,name,birthDate,notes\n1,Sok Dara,1970-05,said\n3,Keo Vong,1990,\n4,Nguyen An,1960,\n5,Somchai Jaidee,,\n"


@pytest.fixture
def update(at_work):
    def make(text, old, **options):
        file = io.BytesIO(text.encode())
        return versions.import_version(actor=at_work, file=file, import_id=old.id, name="new.csv", **options)

    return make


def said(reference):
    held = Holding.objects.get(reference=reference)
    return sorted(held.statements.filter(withdrawn=None).values_list("property", "value"))


def everything():
    """All that a version may change, but what is kept for the proof."""
    return (
        sorted(Statement.objects.values_list("holding__reference", "property", "value", "note", "withdrawn")),
        sorted(Term.objects.values_list("holding__reference", "kind", "value")),
        sorted(Holding.objects.values_list("reference", "keys", "role")),
        {h.reference: h.releasable_to for h in Holding.objects.all()},
    )


def test_a_newer_version_adds_amends_and_removes_as_one_import(import_text, update):
    old = import_text(OLD)
    number = last_change()
    outcome = update(NEW, old)
    counts = outcome.counts
    assert (counts.added, counts.returned, counts.amended, counts.removed, counts.unchanged) == (1, 0, 1, 1, 2)
    assert (outcome.made.state, outcome.made.read) == (ImportState.DONE, 4)
    amended = Holding.objects.get(reference="1")
    assert amended.imported_id == old.id
    assert said("1") == [("birthDate", "1970-05"), ("name", "Sok Dara"), ("notes", "said")]
    assert amended.statements.get(value="1970").withdrawn is not None
    assert said("2") == [("birthDate", "1980"), ("name", "Chan Thy"), ("status", amending.GONE)]
    assert Holding.objects.get(reference="5").imported_id == outcome.made.id
    kinds = {c.holding_id: c.kind for c in changes(after=number)}
    by_reference = {Holding.objects.get(id=i).reference: kind for i, kind in kinds.items()}
    assert by_reference == {"1": "changed", "2": "changed", "5": "added"}
    entry = LedgerEntry.objects.latest("id")
    assert (entry.event, outcome.made.id in entry.object_ids, old.id in entry.object_ids) == (
        "holdings.list.updated", True, True
    )  # fmt: skip


def test_an_entry_that_is_gone_is_released_to_nobody_and_one_that_returns_is_released_again(import_text, update):
    old = import_text(OLD)
    second = update(NEW, old).made
    released = {i.subject.id: i.releasable_to for batch in indexable() for i in batch}
    gone = Holding.objects.get(reference="2")
    assert released[gone.id] == ()
    assert set(released.values()) == {(), ("VN",)}
    third = update(OLD, second)
    assert (third.counts.added, third.counts.returned, third.counts.removed) == (1, 1, 1)
    assert said("2") == [("birthDate", "1980"), ("name", "Chan Thy")]
    gone.refresh_from_db()
    assert gone.releasable_to == ["VN"]


def test_the_whole_is_undone_as_if_it_had_not_been(import_text, update, at_work):
    old = import_text(OLD)
    before = everything()
    second = update(NEW, old).made
    between = everything()
    third = update(OLD, second).made
    for made, state in ((third, between), (second, before)):
        operations.undo_import(actor=at_work, import_id=made.id)
        assert everything() == state
    assert update(NEW, old).counts.amended == 1


def test_the_same_version_again_changes_nothing(import_text, update):
    old = import_text(OLD)
    before = everything()
    counts = update(OLD, old).counts
    assert (counts.unchanged, counts.added, counts.amended, counts.removed) == (4, 0, 0, 0)
    assert everything() == before


def test_a_dry_run_counts_and_changes_nothing(import_text, update):
    old = import_text(OLD)
    before, ledger = everything(), LedgerEntry.objects.count()
    assert update(NEW, old, dry_run=True).counts.removed == 1
    assert (everything(), LedgerEntry.objects.count(), Import.objects.count()) == (before, ledger, 1)


def test_what_people_added_and_corrected_stays(import_text, update, at_work, clock):
    old = import_text(OLD)
    clock.advance(timedelta(minutes=1))
    held = Holding.objects.get(reference="1")
    operations.add_statement(actor=at_work, holding_id=held.id, property="alias", text="Da")
    wrong = held.statements.get(property="notes")
    operations.correct_statement(
        actor=at_work, holding_id=held.id, statement_id=wrong.id, text="heard", reason="misread"
    )
    update(NEW, old)
    assert said("1") == [("alias", "Da"), ("birthDate", "1970-05"), ("name", "Sok Dara"), ("notes", "heard")]


def test_a_row_that_cannot_be_read_removes_nothing(import_text, update):
    old = import_text(OLD)
    counts = update(OLD.replace("2,Chan Thy,1980,", "2,,never,"), old).counts
    assert (counts.removed, counts.unchanged) == (0, 3)


def test_a_file_that_has_lost_half_of_the_list_is_refused(import_text, update):
    old = import_text(OLD)
    before = everything()
    with pytest.raises(Conflicting, match="more than half"):
        update("id,name,birthDate\n1,Sok Dara,1970\n", old)
    assert everything() == before
    assert update("id,name,birthDate\n1,Sok Dara,1970\n", old, shrunk=True).counts.removed == 3


def test_only_the_newest_version_is_replaced_or_undone(import_text, update, at_work):
    old = import_text(OLD)
    update(NEW, old)
    with pytest.raises(Conflicting, match="newer version"):
        update(NEW, old)
    with pytest.raises(Conflicting, match="Undo that one first"):
        operations.undo_import(actor=at_work, import_id=old.id)


def test_a_checked_file_is_previewed_and_taken_as_the_newer_version(import_text, at_work, grounds):
    old = import_text(OLD)
    made = operations.check_file(actor=at_work, file=io.BytesIO(NEW.encode()), grounds=grounds, name="new.csv")
    before = everything()
    shown = versions.preview(actor=at_work, import_id=made.id, replaces_id=old.id)
    assert (shown.counts.added, shown.counts.amended, everything()) == (1, 1, before)
    assert Import.objects.get(id=made.id).state == ImportState.CHECKED
    done = versions.run_version(actor=at_work, import_id=made.id, replaces_id=old.id)
    assert (done.counts, done.made.state) == (shown.counts, ImportState.DONE)
    with pytest.raises(Conflicting):
        versions.run_version(actor=at_work, import_id=made.id, replaces_id=old.id)


def test_the_held_version_of_a_published_list_is_found(at_work, grounds, shared_data):
    folder = shared_data / "un_sc"
    old = operations.import_file(actor=at_work, file=folder / "un_consolidated_2025-04-19.xml", grounds=grounds)
    outcome = versions.import_version(actor=at_work, file=folder / "un_consolidated_2026-02-27.xml", import_id=old.id)
    counts = outcome.counts
    assert (counts.added, counts.removed, counts.amended + counts.unchanged) == (136, 10, 867)
    assert versions.held_version(Import(format="un", source=old.source, case_id=old.case_id)) == outcome.made
    assert versions.newest(actor=at_work, format="un", case_id=old.case_id, duty_id=None) == outcome.made
    with pytest.raises(Missing, match="no list"):
        versions.newest(actor=at_work, format="eu", case_id=old.case_id, duty_id=None)


def test_who_may_not_import_updates_no_list(import_text, person):
    old = import_text(OLD)
    auditor = person(Person.AUDITOR)
    with pytest.raises((Refused, Missing)):
        versions.import_version(actor=auditor, file=io.BytesIO(NEW.encode()), import_id=old.id)
