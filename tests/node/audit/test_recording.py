from dataclasses import replace

import pytest
from django.db import transaction

from comity.kernel import Conflicting, Exhausted, Refused
from comity.ledger import BLOCK
from comity.ledger.blocks import block_hash
from comity.node.audit import sequencer, space
from comity.node.audit.models import EntryObject, LedgerBlock, LedgerEntry, LedgerHead, LedgerState
from comity.node.audit.operations import erase_details, record, seal
from comity.node.audit.proof import prove
from comity.node.permissions import SYSTEM, Actor, Role

pytestmark = pytest.mark.django_db


def sealed():
    with transaction.atomic():
        return seal()


def test_the_first_entry_begins_a_log_and_indices_have_no_gap(write):
    assert write(5) == 5
    assert list(LedgerEntry.objects.order_by("index").values_list("index", flat=True)) == [0, 1, 2, 3, 4, 5]
    assert LedgerEntry.objects.get(index=0).event == sequencer.STARTED


def test_an_entry_names_who_why_and_the_case(write):
    actor = Actor("user-7", "Name Of A Person", Role.OFFICER, "investigation", "case-1", None, "treaty-1")
    with transaction.atomic():
        index = record(actor=actor, event="holdings.holding.read", objects=["holding-1", "case-1"], details={"a": "b"})
    row = LedgerEntry.objects.get(index=index)
    assert (row.actor, row.purpose) == ("user-7", "investigation")
    assert row.object_ids == ("holding-1", "case-1", "treaty-1")
    assert "Name" not in row.objects_text + (row.details or "")
    assert set(EntryObject.objects.filter(entry=row).values_list("object", flat=True)) == set(row.object_ids)


def test_recording_outside_a_transaction_is_a_fault_of_the_program(transactional_db):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(actor=SYSTEM, event="test.thing.done")


def test_a_rolled_back_transaction_leaves_no_gap(write):
    write(3)

    @transaction.atomic
    def fail() -> None:
        record(actor=SYSTEM, event="test.thing.done")
        seal()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert write(1) == 4
    assert LedgerState.objects.get(id=1).log.size == 5
    assert not LedgerBlock.objects.exists()
    assert not LedgerHead.objects.exists()


def test_a_head_covers_everything_and_its_size_shows_nothing(write):
    write(3)
    first = sealed().head
    assert first.size == BLOCK
    assert sealed().head == first
    write(1)
    assert sealed().head.size == 2 * BLOCK
    assert write(1) == 2 * BLOCK


def test_a_full_block_needs_no_padding(write):
    write(BLOCK - 1)
    assert LedgerBlock.objects.get(index=0).padding == 0
    head = sealed().head
    assert head.size == BLOCK
    hashes = sequencer.block_hashes(head.log, 0, salt=None)
    assert head.root == block_hash(hashes)


def test_a_head_is_not_made_over_missing_entries(write):
    write(3)
    LedgerEntry.objects.filter(index=2).delete()
    with pytest.raises(Conflicting, match="1 of the last 4 entries are missing"), transaction.atomic():
        seal()


def test_erased_details_are_gone_and_the_proof_stays(write, person):
    write(4, text="a person's name")
    sealed()
    supervisor = replace(person(Role.SUPERVISOR), purpose="investigation", case_id="a-case")
    assert erase_details(actor=supervisor, object_ids=["thing-1", "thing-2"]) == 2
    rows = LedgerEntry.objects.filter(found_by__object__in=["thing-1", "thing-2"])
    assert {(row.details, row.salt) for row in rows} == {(None, None)}
    assert erase_details(actor=supervisor, object_ids=["thing-1"]) == 0
    assert prove().holds


def test_an_auditor_may_not_erase(write, person):
    write(1)
    with pytest.raises(Refused):
        erase_details(actor=person(Role.AUDITOR), object_ids=["thing-0"])


def test_a_full_disk_refuses_new_work_and_keeps_what_was_accepted(write, monkeypatch, person):
    supervisor = replace(person(Role.SUPERVISOR), purpose="investigation", case_id="a-case")
    write(2)
    before = LedgerEntry.objects.count()
    monkeypatch.setattr(space, "free_bytes", lambda: 1000)
    with pytest.raises(Exhausted) as full:
        write(1)
    assert full.value.code == "node.disk.full"
    assert LedgerEntry.objects.count() == before
    assert erase_details(actor=supervisor, object_ids=["thing-0"]) == 1
    monkeypatch.undo()
    write(1)
    assert prove().holds
