"""Rows are edited, removed, cut off, and an older database is restored: each is found and named."""

import pytest
from django.db import transaction

from comity.ledger import BLOCK
from comity.ledger.rows import Kind
from comity.node.audit.models import (
    EntryObject,
    KeptHead,
    LedgerBlock,
    LedgerEntry,
    LedgerHead,
    Log,
    Witness,
)
from comity.node.audit.operations import seal
from comity.node.audit.proof import prove

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(write, partners):
    """Four blocks: entries 0 to 3, 256 to 258, 512 to 767, 768 and 769; sealed after each but the last of them."""
    write(3)
    for count in (3, BLOCK):
        with transaction.atomic():
            seal()
        write(count)
    with transaction.atomic():
        seal()
    write(2)
    with transaction.atomic():
        seal()
    write(2)
    return Log.objects.get()


def only(kind: Kind, first: int, last: int):
    proof = prove()
    assert [(f.kind, f.first, f.last) for f in proof.findings] == [(kind, first, last)], proof.findings
    return proof.findings[0].text


def test_an_untouched_ledger_proves_itself(ledger):
    proof = prove()
    assert proof.holds
    report = proof.reports[0]
    assert (report.sealed, report.heads) == (4 * BLOCK, 4)
    assert report.entries == LedgerEntry.objects.count()


@pytest.mark.parametrize(
    "change", [{"event": "test.other"}, {"actor": "somebody"}, {"purpose": "detection"}, {"objects_text": "thing-9"}]
)
def test_an_edited_entry_is_named(ledger, change):
    LedgerEntry.objects.filter(index=257).update(**change)
    assert "entry 257" in only(Kind.EDITED, 257, 257)


def test_an_edited_time_is_named(ledger, clock):
    LedgerEntry.objects.filter(index=2).update(time=clock.now().replace(microsecond=1))
    assert "was edited" in only(Kind.EDITED, 2, 2)


def test_edited_details_are_named(ledger):
    LedgerEntry.objects.filter(index=600).update(details='{"n":1000}')
    assert "the details of entry 600" in only(Kind.EDITED, 600, 600)


def test_an_edit_in_the_open_block_is_named(ledger):
    LedgerEntry.objects.filter(index=1024).update(event="test.other")
    assert "entry 1024" in only(Kind.EDITED, 1024, 1024)


def test_an_entry_that_is_hidden_from_searches_is_named(ledger):
    EntryObject.objects.filter(entry__index=256).delete()
    assert "hidden from searches" in only(Kind.EDITED, 256, 256)


def test_an_entry_edited_together_with_its_hash_is_found_in_its_block(ledger):
    row = LedgerEntry.objects.get(index=513)
    row.event = "test.other"
    row.hash = forged_hash(row)
    row.save()
    assert "block 2 does not have the hash of its entries 512 to 767" in only(Kind.EDITED, 512, 767)


def test_a_removed_entry_is_named(ledger):
    LedgerEntry.objects.filter(index=257).delete()
    assert only(Kind.REMOVED, 257, 257) == "entry 257 was removed"


def test_removed_entries_in_a_row_are_named_together(ledger):
    LedgerEntry.objects.filter(index__in=[600, 601, 602]).delete()
    assert only(Kind.REMOVED, 600, 602) == "entries 600 to 602 were removed"


def test_an_entry_removed_by_renumbering_is_found_in_its_block(ledger):
    LedgerEntry.objects.filter(index=257).delete()
    LedgerEntry.objects.filter(index=258).update(index=257)
    assert [f.kind for f in prove().findings] == [Kind.REMOVED]


def test_an_inserted_entry_is_named(ledger):
    row = LedgerEntry.objects.get(index=258)
    row.pk, row.index = None, 300
    row.save()
    assert "entry 300 (test.thing.done) stands where padding was" in only(Kind.INSERTED, 300, 300)


def test_details_removed_without_an_erasure_are_named(ledger):
    LedgerEntry.objects.filter(index=1).update(details=None, salt=None)
    assert "and no entry says so" in only(Kind.REMOVED, 1, 1)


def test_removed_blocks_are_named(ledger):
    LedgerBlock.objects.filter(index=1).delete()
    assert only(Kind.REMOVED, BLOCK, 2 * BLOCK - 1) == "the rows of blocks 1 to 1 were removed"


def test_an_edited_block_is_named(ledger):
    block = LedgerBlock.objects.get(index=2)
    block.nodes = bytes(32)
    block.save()
    assert "block 2" in only(Kind.EDITED, 512, 767)


def test_edited_subtrees_are_named(ledger):
    block = LedgerBlock.objects.get(index=3)
    block.nodes = bytes(block.nodes)[:32] + bytes(64)
    block.save()
    assert "subtrees kept with block 3" in only(Kind.EDITED, 0, 1023)


def test_edited_padding_is_found(ledger):
    LedgerBlock.objects.filter(index=1).update(salt=bytes(32))
    assert "block 1" in only(Kind.EDITED, 256, 258)


def test_a_whole_block_rewritten_to_fit_does_not_fit_the_signed_head(ledger):
    rewrite_from(513)
    text = only(Kind.EDITED, 512, 767)
    assert "has another root: something between 512 and 767 was edited" in text


def test_a_head_edited_to_fit_lacks_its_signature(ledger):
    head = LedgerHead.objects.get(size=512)
    head.root = bytes(32)
    head.save()
    assert "its signature does not belong to it" in only(Kind.EDITED, 0, 511)


def test_the_open_end_cut_off_is_named(ledger):
    LedgerEntry.objects.filter(index__gte=1024).delete()
    assert only(Kind.TRUNCATED, 1024, 1025) == "entries 1024 to 1025 were cut off or removed"


def test_an_end_cut_off_below_a_signed_head_is_named(ledger):
    cut(512, heads=False)
    found = prove().findings
    assert {f.kind for f in found} == {Kind.TRUNCATED}
    assert (min(f.first for f in found), max(f.last for f in found)) == (512, 1023)


def test_blocks_cut_off_are_named(ledger):
    LedgerBlock.objects.filter(index__gte=2).delete()
    found = prove().findings
    assert "blocks 2 to 3 were cut off" in [f.text for f in found]
    assert {f.kind for f in found} == {Kind.TRUNCATED}


def test_a_sequencer_set_back_is_named(ledger):
    Log.objects.update(size=1025)
    assert "stand after the end" in only(Kind.EDITED, 1025, 1025)


def cut(size: int, *, heads: bool) -> None:
    """What restoring an older database amounts to, once its heads go too."""
    EntryObject.objects.filter(entry__index__gte=size).delete()
    LedgerEntry.objects.filter(index__gte=size).delete()
    LedgerBlock.objects.filter(index__gte=size // BLOCK).delete()
    if heads:
        LedgerHead.objects.filter(size__gt=size).delete()
        KeptHead.objects.all().delete()
        Witness.objects.all().delete()
    Log.objects.update(size=size)


def shown(partner) -> None:
    from comity.node.audit.operations import carried_head

    partner.keep(carried_head(partner.id))


def test_a_restored_older_database_is_found_with_what_a_partner_keeps(ledger, partner):
    shown(partner)
    cut(512, heads=True)
    text = only(Kind.RESTORED, 512, 5 * BLOCK - 1)
    assert partner.name in text
    assert "over 1280 leaves, and this ledger ends at 512" in text


def test_a_restored_database_that_went_on_is_found(ledger, partner, write):
    shown(partner)
    cut(512, heads=True)
    write(1000)
    with transaction.atomic():
        seal()
    assert "with another root" in only(Kind.EDITED, 0, 5 * BLOCK - 1)


def test_without_a_partner_a_restored_database_goes_unnoticed_and_the_proof_says_who_was_not_asked(ledger, partner):
    shown(partner)
    cut(512, heads=True)
    partner.reachable = False
    proof = prove()
    assert proof.holds
    assert [(c.compared, c.reason) for c in proof.comparisons] == [(False, "it does not answer")]


def test_what_a_partner_attested_before_counts_while_it_is_away(ledger, partner):
    from comity.node.audit.heartbeat import exchange

    exchange(partner.id)
    exchange(partner.id)
    partner.reachable = False
    size = Witness.objects.get().size
    kept = Witness.objects.get()
    cut(512, heads=True)
    kept.save()
    only(Kind.RESTORED, 512, size - 1)
    comparison = prove().comparisons[0]
    assert not comparison.compared
    assert comparison.last_compared is not None


def forged_hash(row: LedgerEntry) -> bytes:
    from comity.ledger import Entry

    return Entry(row.event, row.actor, row.time, row.object_ids, row.purpose, bytes(row.commitment)).hash()


def rewrite_from(index: int) -> None:
    """Somebody who knows the form edits an entry and every hash above it, but has no key."""
    from comity.node.audit import sequencer

    row = LedgerEntry.objects.get(index=index)
    row.event = "test.other"
    row.hash = forged_hash(row)
    row.save()
    log = Log.objects.get()
    for block in LedgerBlock.objects.filter(index__gte=index // BLOCK).order_by("index"):
        hashes = sequencer.block_hashes(log.id, block.index, salt=block.salt and bytes(block.salt))
        block.nodes = b"".join(sequencer.close(sequencer.blocks(log.id), block.index, hashes))
        block.save()
