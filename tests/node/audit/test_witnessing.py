"""Heads between a node and a partner: kept, proven, found inconsistent."""

import pytest
from django.db import transaction

from comity.kernel import InvalidInput, Refused, Unreachable
from comity.ledger import BLOCK, Verdict, sign_head
from comity.ledger.heads import Head
from comity.node.audit import heartbeat
from comity.node.audit.models import Alarm, AlarmKind, KeptHead, LedgerEntry, LedgerHead, Witness
from comity.node.audit.operations import carried_head, keep_head, kept_head

pytestmark = pytest.mark.django_db


def test_heads_go_to_and_fro(partner, partners, write):
    heartbeat.exchange(partner.id)
    assert kept_head(partner.id).size == partner.size
    assert partner.kept.head.size == BLOCK
    assert Witness.objects.get(partner=partner.id).size == BLOCK
    write(3)
    partner.grow()
    heartbeat.exchange(partner.id)
    assert kept_head(partner.id).size == partner.size == 2 * BLOCK
    assert Witness.objects.get(partner=partner.id).size == partner.kept.head.size > BLOCK
    assert LedgerEntry.objects.filter(event=heartbeat.EXCHANGED).count() == 2


def test_an_answered_call_keeps_the_callers_head_and_proves_ours(partner, partners, write):
    for _ in range(3):
        partner.grow()
        write(2)
        question = {
            "format": "comity-ledger-heads-question/1", "head": partner.carried(partner.size - BLOCK), "log": "",
            "unproven": [],
        }  # fmt: skip
        answer = heartbeat.answer(partner.id, question)
        assert partner.keep(answer["head"]) is Verdict.KEEP
    assert kept_head(partner.id).size == partner.size


def test_a_partner_that_is_away_is_passed_over(partner, partners):
    partner.reachable = False
    with pytest.raises(Unreachable):
        heartbeat.exchange(partner.id)
    assert heartbeat.exchange_all() == 0


def inconsistent(partner, partners, act):
    before = kept_head(partner.id)
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.code == "ledger.head.inconsistent"
    assert kept_head(partner.id) == before
    assert partner.id in partners.frozen
    alarm = Alarm.objects.get(kind=AlarmKind.PARTNER_INCONSISTENT, partner=partner.id)
    assert alarm.evidence["kept"]
    assert alarm.evidence["shown"]


def test_a_partner_that_rewrote_its_past_is_frozen(partner, partners):
    partner.grow()
    heartbeat.exchange(partner.id)
    partner.blocks.clear()
    for _ in range(3):
        partner.grow(b"else")
    inconsistent(partner, partners, lambda: heartbeat.exchange(partner.id))


def test_a_partner_that_went_back_is_frozen(partner, partners):
    partner.grow()
    heartbeat.exchange(partner.id)
    partner.blocks.pop()
    inconsistent(partner, partners, lambda: heartbeat.exchange(partner.id))


def test_a_partner_that_calls_with_two_histories_is_frozen(partner, partners):
    partner.grow()
    heartbeat.exchange(partner.id)
    partner.blocks.clear()
    partner.grow(b"else")
    partner.grow(b"else")
    question = {
        "format": "comity-ledger-heads-question/1", "head": partner.carried(), "log": "", "unproven": [],
    }  # fmt: skip
    inconsistent(partner, partners, lambda: heartbeat.answer(partner.id, question))


def test_another_log_without_a_word_is_inconsistent(partner, partners):
    heartbeat.exchange(partner.id)
    partner.log = "log-2"
    inconsistent(partner, partners, lambda: heartbeat.exchange(partner.id))


def test_a_late_message_is_kept_aside_until_the_next_call_proves_it(partner, partners):
    heartbeat.exchange(partner.id)
    partner.grow()
    late = partner.carried()
    partner.grow()
    heartbeat.exchange(partner.id)
    assert keep_head(partner_id=partner.id, carried=late) is Verdict.UNPROVEN
    assert kept_head(partner.id).size == 3 * BLOCK
    heartbeat.exchange(partner.id)
    assert KeptHead.objects.get(size=2 * BLOCK).proven


def test_a_late_message_from_another_history_is_found_by_the_next_call(partner, partners):
    heartbeat.exchange(partner.id)
    partner.grow()
    partner.grow()
    heartbeat.exchange(partner.id)
    late = Head(partner.id, partner.log, 2 * BLOCK, bytes(32), partner.clock.now())
    signed = sign_head(late, partner.keyring.signing)
    assert keep_head(partner_id=partner.id, carried=partner.carried() | {"head": signed.token}) is Verdict.UNPROVEN
    inconsistent(partner, partners, lambda: heartbeat.exchange(partner.id))


def test_a_stranger_s_head_is_refused(partner, partners, clock):
    carried = partner.carried()
    partners.partners[partner.id] = type(partner)(clock, partner.own_node, partner.own_keys)
    with pytest.raises(Refused) as refused:
        keep_head(partner_id=partner.id, carried=carried)
    assert refused.value.code == "ledger.head.signature"
    assert not KeptHead.objects.exists()


@pytest.mark.parametrize(
    "document", [{}, {"format": "x"}, {"format": "comity-ledger-heads-question/1"}, {"head": 1}, {"format": []}]
)
def test_whatever_a_partner_asks_is_answered_with_a_code(partner, partners, document):
    with pytest.raises(InvalidInput):
        heartbeat.answer(partner.id, document)
    assert not LedgerEntry.objects.filter(event=heartbeat.EXCHANGED).exists()


def test_a_head_covers_what_was_recorded_in_the_same_transaction(partner, partners, write):
    from comity.node.audit.operations import record
    from comity.node.permissions import SYSTEM

    write(BLOCK)
    with transaction.atomic():
        index = record(actor=SYSTEM, event="test.thing.done")
        carried = carried_head(partner.id)
    partner.keep(carried)
    assert partner.kept.head.size > index


def test_old_heads_are_thinned_to_the_last_of_each_day(partner, partners, write, clock):
    from datetime import timedelta

    from comity.node.audit.chores import thin
    from comity.node.audit.proof import prove

    for _ in range(3):
        for _ in range(2):
            write(1)
            partner.grow()
            heartbeat.exchange(partner.id)
            clock.advance(timedelta(minutes=90))
        clock.advance(timedelta(days=1))
    sizes = sorted(LedgerHead.objects.values_list("size", flat=True))
    assert thin() == 0
    clock.advance(timedelta(days=8))
    assert thin() > 0
    left = sorted(LedgerHead.objects.values_list("size", flat=True))
    assert left == sizes[1::2]
    assert kept_head(partner.id).size == partner.size
    assert prove().holds
