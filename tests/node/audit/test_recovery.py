"""An older database was restored: the node finds out, sends nothing, and two people begin a new log."""

import pytest
from django.db import transaction

from comity.kernel import Conflicting, InvalidInput, Refused
from comity.ledger import BLOCK, Verdict, read_carried
from comity.node.audit import directory, heartbeat, recovery
from comity.node.audit.models import Alarm, AlarmKind, LedgerEntry, LedgerHead, LedgerState, Log
from comity.node.audit.operations import begin_recovery, carried_head, keep_head, require_able_to_send, start_new_log
from comity.node.audit.proof import prove
from comity.node.audit.queries import state
from comity.node.permissions import SYSTEM, Role
from comity.node.runtime import node_id
from tests.node.audit.test_proof import cut

pytestmark = pytest.mark.django_db


@pytest.fixture
def restored(partner, partners, write):
    """The partner keeps a head of 1,024 leaves; the node's database ends at 512, where the partner kept one too."""
    write(3)
    heartbeat.exchange(partner.id)
    write(3)
    heartbeat.exchange(partner.id)
    before = Log.objects.get().size
    write(2)
    partner.keep(carried_head(partner.id))
    write(1)
    partner.keep(carried_head(partner.id))
    cut_to(before)
    heartbeat.forget()
    return partner


def cut_to(size):
    from comity.node.audit.models import KeptHead, Witness

    kept, witnesses = list(KeptHead.objects.all()), list(Witness.objects.all())
    cut(size // BLOCK * BLOCK, heads=True)
    KeptHead.objects.bulk_create(kept)
    Witness.objects.bulk_create(witnesses)


@pytest.fixture(autouse=True)
def started():
    """Every test begins as after a start of the worker."""
    heartbeat.forget()


def find_out(partner):
    assert heartbeat.exchange_all() == 0
    assert state().recovery_since is not None


def test_a_restored_node_finds_out_and_sends_nothing(restored):
    require_able_to_send()
    find_out(restored)
    assert state().recovery_since is not None
    assert Alarm.objects.get().kind in {AlarmKind.OURS_BEHIND, AlarmKind.OURS_DIFFERENT}
    with pytest.raises(Refused) as refused:
        carried_head(restored.id)
    assert refused.value.code == "ledger.recovery"


def test_what_a_message_carries_tells_it_too(restored):
    keep_head(partner_id=restored.id, carried=restored.carried(restored.size))
    assert state().recovery_since is not None


def test_in_recovery_a_call_is_answered_with_what_is_kept_and_no_head(restored):
    find_out(restored)
    question = {
        "format": "comity-ledger-heads-question/1", "head": restored.carried(restored.size), "log": "", "unproven": [],
    }  # fmt: skip
    answer = heartbeat.answer(restored.id, question)
    assert answer["head"] is None
    assert answer["attestation"]


def two_people(person):
    return person(Role.SUPERVISOR), person(Role.ADMINISTRATOR)


def test_two_people_begin_a_new_log_that_names_what_was_lost(restored, person, write):
    find_out(restored)
    known = restored.kept.head.size
    first, second = two_people(person)
    told = []
    recovery.AFTER.append(told.append)
    try:
        start = start_new_log(actor=first, second=second, reason="the disk failed; restored from the backup of Friday")
    finally:
        recovery.AFTER.remove(told.append)
    assert told == [start]
    assert (start.people, start.kept < known <= start.known) == ((first.user_id, second.user_id), True)
    assert state().recovery_since is None
    assert not Alarm.objects.filter(closed=None).exists()
    assert LedgerEntry.objects.get(log=start.log, index=0).object_ids[:2] == (start.log, start.previous)
    write(2)
    carried = carried_head(restored.id)
    received = read_carried(carried, node=node_id(), keys=directory.own_keys())
    assert received.starts[0][0] == start
    assert restored.keep(carried) is Verdict.NEW_LOG
    assert prove().holds
    heartbeat.exchange(restored.id)
    assert state().recovery_since is None
    assert prove().comparisons[0].agrees


def test_before_recovery_the_proof_fails_and_says_which_partner_knows_more(restored):
    proof = prove()
    assert not proof.holds
    assert any(restored.name in finding.text for finding in proof.findings)


def test_a_partner_that_lost_its_past_is_an_alarm_and_not_frozen(partner, partners, clock):
    from comity.ledger import Start

    partner.grow()
    heartbeat.exchange(partner.id)
    start = Start(partner.id, "log-2", "log-1", 0, 2 * BLOCK, "fire", ("a", "b"), clock.now())
    partner.starts = ((start, partner.keyring.signing.sign_document(start.document())),)
    partner.log = "log-2"
    partner.blocks.clear()
    partner.grow(b"new")
    heartbeat.exchange(partner.id)
    assert Alarm.objects.get().kind == AlarmKind.PARTNER_NEW_LOG
    assert not partners.frozen
    partner.grow(b"new")
    heartbeat.exchange(partner.id)
    assert not partners.frozen


@pytest.mark.parametrize("alone", [True, False])
def test_it_takes_two_people_who_may(restored, person, alone):
    find_out(restored)
    supervisor = person(Role.SUPERVISOR)
    other = supervisor if alone else person(Role.AUDITOR)
    with pytest.raises(Refused):
        start_new_log(actor=supervisor, second=other, reason="the disk failed")
    assert LedgerState.objects.get().recovery_since is not None


def test_there_is_nothing_to_end_without_recovery(write, person):
    write(1)
    first, second = two_people(person)
    with pytest.raises(Conflicting):
        start_new_log(actor=first, second=second, reason="just so")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_given(restored, person, reason):
    find_out(restored)
    first, second = two_people(person)
    with pytest.raises(InvalidInput):
        start_new_log(actor=first, second=second, reason=reason)


def test_recovery_begins_once(write):
    write(1)
    assert begin_recovery(actor=SYSTEM, reason="a partner knows more")
    assert not begin_recovery(actor=SYSTEM, reason="a partner knows more")
    with transaction.atomic():
        write(1)
    assert LedgerEntry.objects.filter(event=recovery.BEGUN).count() == 1
    assert not LedgerHead.objects.exists()


def test_what_was_found_survives_the_transaction_in_which_it_was_found(restored):
    """A message comes in; its receipt would carry a head, which is refused, and everything is rolled back."""
    from comity.node.audit.operations import settle

    @transaction.atomic
    def take_message() -> None:
        keep_head(partner_id=restored.id, carried=restored.carried(restored.size))
        carried_head(restored.id)

    with pytest.raises(Refused):
        take_message()
    assert state().recovery_since is None
    settle()
    assert state().recovery_since is not None
    assert Alarm.objects.filter(closed=None).count() == 1
    settle()
    assert Alarm.objects.count() == 1


def test_after_a_start_a_restored_node_shows_no_head_before_it_compared(restored):
    kept = restored.kept
    asked = []
    ask = restored.ask

    def listen(document):
        asked.append(document["head"])
        return ask(document)

    restored.ask = listen
    heartbeat.forget()
    with pytest.raises(Refused) as refused:
        heartbeat.exchange(restored.id)
    assert refused.value.code == "ledger.recovery"
    assert asked == [None]
    assert restored.kept == kept
