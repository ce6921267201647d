"""Two simulated partners speak the real protocol with each other, through a transport that does its worst."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.exchange import packets, receipts
from comity.exchange.messages import read_frame
from comity.kernel import Conflicting, InvalidInput, Refused, SettableClock
from comity.ledger import judge, read_carried
from comity.simulation import Faults, FaultyTransport
from comity.simulation.partner import SimulatedPartner

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
REQUEST = {
    "facts": "Seen at the border post on two evenings.",
    "asked": "Is this person known to you?",
    "link": "The person carries a passport of your country.",
    "subjects": [{"schema_name": "Person", "role": "suspect", "properties": {"name": ["Chan Dara"]}}],
    "foreseen_use": "Intelligence.",
    "deadline": "2026-11-29T03:04:05.000000Z",
}


@pytest.fixture
def pair():
    clock = SettableClock(NOW)
    here, there = SimulatedPartner("KH", clock), SimulatedPartner("VN", clock)
    here.meet(there.card)
    there.meet(here.card)
    return here, there


def _receipt(here, there, sent):
    answered = here.read(sent, there.receive(sent.packet))
    hashes = [packets.token_hash(sent.token)]
    return receipts.read(
        answered.content["receipt"], there.keyring.signing.public, read_frame(sent.document), hashes=hashes, depth=16
    )


def test_a_message_is_taken_once_and_its_receipt_stays_the_same(pair):
    here, there = pair
    sent = here.write(there.node, "request", REQUEST)
    first = _receipt(here, there, sent)
    there.clock.advance(timedelta(hours=1))
    again = here.again(sent)
    assert again.packet != sent.packet
    assert _receipt(here, there, again).token == first.token
    assert [m.frame.id for m in there.taken] == [sent.id]


def test_a_gap_is_not_taken(pair):
    here, there = pair
    here.write(there.node, "request", REQUEST)
    second = here.write(there.node, "request", REQUEST)
    with pytest.raises(Conflicting) as raised:
        here.read(second, there.receive(second.packet))
    assert raised.value.code == "messaging.message.gap"
    assert there.taken == []


def test_a_stranger_is_not_admitted(pair):
    here, there = pair
    stranger = SimulatedPartner("TH", here.clock)
    stranger.meet(there.card)
    with pytest.raises(Refused):
        there.receive(stranger.call(there.node, "greeting", {}).packet)


def test_an_unknown_call_is_refused_in_a_signed_answer(pair):
    here, there = pair
    sent = here.call(there.node, "nonsense", {})
    with pytest.raises(InvalidInput) as raised:
        here.read(sent, there.receive(sent.packet))
    assert raised.value.code == "exchange.call.unknown"


def test_an_answer_to_another_call_is_not_believed(pair):
    here, there = pair
    there.answers("greeting", lambda content, body: (content, body))
    first, second = (here.call(there.node, "greeting", {"n": n}, b"body") for n in (1, 2))
    assert here.read(first, there.receive(first.packet)).body == b"body"
    with pytest.raises(InvalidInput):
        here.read(first, there.receive(second.packet))


def test_heads_continue_each_other_until_the_history_is_rewritten(pair):
    here, there = pair
    keys = [there.keyring.signing.public]
    kept = []

    def keep(carried):
        read = read_carried(carried, node=there.node, keys=keys)
        judge(read, latest=kept[-1] if kept else None, earlier=lambda log, size: next(
            (h for h in kept if (h.log, h.size) == (log, size)), None))  # fmt: skip
        kept.append(read.head)

    for _ in range(5):
        there.log.record("test.event")
        keep(there.log.carried(here.node, there.keyring.signing))
    assert kept[-1].size == 5 * 256
    there.log.rewrite()
    there.log.record("test.event")
    with pytest.raises(Refused) as raised:
        keep(there.log.carried(here.node, there.keyring.signing))
    assert raised.value.code == "ledger.head.inconsistent"


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_whatever_the_transport_does_each_message_has_one_effect_in_order(seed):
    clock = SettableClock(NOW)
    here, there = SimulatedPartner("KH", clock), SimulatedPartner("VN", clock)
    here.meet(there.card)
    there.meet(here.card)
    faults = Faults(lost=0.2, answer_lost=0.2, doubled=0.2, delayed=0.2)
    transport = FaultyTransport({there.node: there.receive}, faults, Random(seed))
    messages = [here.write(there.node, "request", REQUEST) for _ in range(6)]
    waiting = list(messages)
    for _ in range(200):
        if not waiting:
            break
        attempt = here.again(waiting[0])
        answer = transport.deliver(there.node, attempt.packet)
        if answer is not None:
            here.read(attempt, answer)
            waiting.pop(0)
    transport.settle()
    assert not waiting
    assert [m.frame.id for m in there.taken] == [m.id for m in messages]
