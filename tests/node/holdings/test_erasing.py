from datetime import date, timedelta

import pytest

from comity.node import chores
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import operations, queries
from comity.node.holdings.changes import changes
from comity.node.holdings.models import Holding, Import, ImportFault, Merge, Statement, Subject, Term
from comity.node.permissions import Role as Person

pytestmark = pytest.mark.django_db


def test_a_record_whose_retention_ended_is_erased_and_the_proof_stays(record, at_work, clock):
    gone, kept = record(retention_until=date(2026, 12, 1)), record()
    queries.detail(at_work, gone.id)
    entries = list(LedgerEntry.objects.order_by("id").values_list("event", "hash", "objects_text"))
    clock.set(clock.now() + timedelta(days=9))
    assert operations.erase_expired() == 0
    clock.set(clock.now() + timedelta(days=1))
    assert operations.erase_expired() == 1
    assert list(Holding.objects.values_list("id", flat=True)) == [kept.id]
    assert set(Statement.objects.values_list("holding_id", flat=True)) == {kept.id}
    assert set(Term.objects.values_list("holding_id", flat=True)) == {kept.id}
    assert list(Subject.objects.values_list("id", flat=True)) == [kept.subject_id]
    assert changes()[-1].kind == "removed"
    after = LedgerEntry.objects.order_by("id")
    assert list(after.values_list("event", "hash", "objects_text"))[: len(entries)] == entries
    about = after.filter(found_by__object=gone.id).exclude(event="holdings.retention.ended")
    assert about.exists()
    assert not about.exclude(details=None).exists()
    assert after.filter(event="holdings.retention.ended", found_by__object=gone.id).count() == 1


def test_a_statement_may_go_before_its_record(record, at_work, clock):
    held = record(("name", "Sok Dara"), ("alias", "Bong Thom"))
    held.statements.filter(property="alias").update(retention_until=date(2026, 11, 30))
    clock.set(clock.now() + timedelta(days=10))
    operations.erase_expired()
    assert [s.property for s in held.statements.all()] == ["name"]
    assert not Term.objects.filter(value__contains="bong").exists()
    assert changes()[-1].kind == "changed"


def test_values_in_an_import_report_go_with_its_retention_and_the_report_stays(import_text, grounds, clock):
    from dataclasses import replace

    import_text(
        "id,name,birthDate\n1,Sok Dara,1970-02-30\n", grounds=replace(grounds, retention_until=date(2026, 12, 1))
    )
    assert ImportFault.objects.get().value == "1970-02-30"
    clock.set(clock.now() + timedelta(days=30))
    operations.erase_expired()
    fault = ImportFault.objects.get()
    assert (fault.value, fault.line, fault.field) == ("", 2, "birthDate")
    assert Import.objects.get().file_name == "register.csv"


def test_a_supervisor_of_the_case_erases_before_time_also_what_was_merged(record, at_work, colleague):
    first, second = record(), record()
    operations.merge(actor=at_work, kept_holding=first.id, absorbed_holding=second.id, reason="same")
    supervisor = colleague(Person.SUPERVISOR)
    operations.erase_holding(actor=supervisor, holding_id=second.id)
    assert list(Holding.objects.values_list("id", flat=True)) == [first.id]
    operations.erase_holding(actor=supervisor, holding_id=first.id)
    assert not Holding.objects.exists()
    assert not Merge.objects.filter(kept__holdings__isnull=False).exists()


def test_retention_is_a_chore_of_the_node():
    assert chores.CHORES["holdings.retention"].work is operations.erase_expired
