"""What a partner's message does: one effect, the same receipt, whatever arrives how often and in which order."""

from datetime import timedelta

import pytest

from comity.exchange import receipts
from comity.exchange.messages import read_frame
from comity.exchange.packets import Kind, token_hash
from comity.kernel import Conflicting, InvalidInput, Refused, new_id
from comity.node.audit.models import Alarm
from comity.node.messaging import comparing, delivering
from comity.node.messaging.models import ChainState, Conversation, Message, Receipt
from comity.node.partners.models import Partner
from tests.exchange.parties import CONDITIONS, LIMITS, REQUEST

pytestmark = pytest.mark.django_db


def test_a_request_is_taken_once_and_its_duplicates_get_the_same_receipt(vn, gate):
    document, token, link = vn.write(vn.to())
    first = vn.hand_over(document, token, gate)
    for _ in range(3):
        assert vn.hand_over(document, token, gate).token == first.token
    assert (first.hash, first.outcome) == (link, "taken")
    assert Message.objects.filter(type="request").count() == Conversation.objects.count() == 1


def test_replay_after_a_restart_has_no_effect(vn, gate):
    document, token, _ = vn.write(vn.to())
    packet = vn.packed(Kind.MESSAGE, document["id"], token)
    gate(packet)
    comparing.forget()
    gate(packet)
    assert Message.objects.count() == 1


def test_a_receipt_carries_a_head_that_covers_the_taking(vn, gate):
    from comity.ledger import read_carried
    from comity.node.audit.models import LedgerEntry

    document, token, _ = vn.write(vn.to())
    receipt = vn.hand_over(document, token, gate)
    head = read_carried(receipt.head, node=vn.partner.node, keys=[vn.partner.signing]).head
    assert head.size > LedgerEntry.objects.get(event="messaging.message.received").index


def test_a_gap_is_not_stored_and_closes_when_the_missing_one_comes(vn, gate):
    first, second, third = (vn.write(vn.to()) for _ in range(3))
    for late in (second, third):
        with pytest.raises(Conflicting) as error:
            vn.hand_over(*late[:2], gate)
        assert error.value.code == "exchange.chain.gap"
    assert Message.objects.count() == 0
    for each in (first, second, third):
        vn.hand_over(*each[:2], gate)
    assert list(Message.objects.values_list("sequence", flat=True).order_by("sequence")) == [1, 2, 3]


def test_another_message_for_a_place_is_an_alarm_and_changes_nothing(vn, gate):
    vn.hand_over(*vn.write(vn.to())[:2], gate)
    vn.chain = vn.chain_before
    with pytest.raises(Conflicting) as error:
        vn.hand_over(*vn.write(vn.to())[:2], gate)
    assert error.value.code == "exchange.chain.alarm"
    assert Message.objects.count() == 1
    assert Alarm.objects.get().kind == "chain-forked"


def test_the_same_id_with_another_content_is_an_alarm(vn, gate):
    document, token, _ = vn.write(vn.to())
    vn.hand_over(document, token, gate)
    again = vn.write(vn.to(), id=document["id"])
    with pytest.raises(Conflicting) as error:
        vn.hand_over(*again[:2], gate)
    assert error.value.code == "exchange.chain.alarm"


def test_two_partners_may_use_one_id(vn, partner, gate):
    th = partner("TH")
    document, token, _ = vn.write(vn.to())
    vn.hand_over(document, token, gate)
    vn_id = document["id"]
    th.hand_over(*th.write(th.to(), id=vn_id)[:2], gate)
    assert Message.objects.filter(message_id=vn_id).count() == 2
    assert not Message.objects.filter(id=vn_id).exists()


def test_a_message_of_another_incarnation_waits_for_its_announcement(vn, gate):
    vn.hand_over(*vn.write(vn.to())[:2], gate)
    vn.chain = vn.chain.reborn("B" * 43)
    document, token, _ = vn.write(vn.to())
    with pytest.raises(Conflicting) as error:
        vn.hand_over(document, token, gate)
    assert error.value.code == "exchange.chain.incarnation"
    statement = {"incarnation": "B" * 43, "closed": sorted(vn.chain.closed), "lost": None}
    vn.call("sync", vn.places() | {"announcement": statement}, gate)
    vn.hand_over(document, token, gate)
    assert Message.objects.count() == 2


def poisoned(vn, **change):
    document, _, _ = vn.write(vn.to())
    document |= change
    token = vn.keyring.signing.sign_document(document)
    vn.chain = vn.chain_before.after(token_hash(token))
    return document, token


@pytest.mark.parametrize(
    "change",
    [
        {"content": REQUEST | {"facts": ""}},
        {"content": None},
        {"conditions": CONDITIONS | {"handling": ["H9"]}},
        {"purpose": "\x00"},
        {"type": "x" * 600},
        {"head": {"format": "what"}},
        {"sent_at": "yesterday"},
        {"content": {"message": new_id.__name__, "at": ""}, "type": "read"},
        {"content": {"stands_for": 1}, "type": "tombstone"},
    ],
)
def test_a_poison_message_gets_a_receipt_with_its_faults_and_the_chain_goes_on(vn, gate, change):
    document, token = poisoned(vn, **change)
    receipt = vn.hand_over(document, token, gate)
    assert (receipt.outcome, bool(receipt.reason)) == ("poisoned", True)
    assert vn.hand_over(document, token, gate).token == receipt.token
    assert vn.hand_over(*vn.write(vn.to())[:2], gate).outcome == "taken"
    assert sorted(Message.objects.values_list("state", flat=True)) == ["poisoned", "received"]


def test_a_message_without_a_readable_place_is_refused_and_nothing_is_stored(vn, gate):
    document, token = poisoned(vn, sequence="one")
    with pytest.raises(InvalidInput) as error:
        vn.exchange(Kind.MESSAGE, document["id"], token, gate)
    assert error.value.code == "exchange.message.frame"
    assert not Message.objects.exists()


def test_an_unknown_type_is_kept_as_it_came(vn, gate):
    document, token = poisoned(vn, type="commitment", content={"category": "vessel"})
    assert vn.hand_over(document, token, gate).outcome == "kept"
    kept = Message.objects.get(direction="theirs")
    assert (kept.content, kept.state, kept.conversation.kind) == ({"category": "vessel"}, "received", "other")


def test_an_unknown_type_is_answered_with_its_reason(vn, gate):
    document, token = poisoned(vn, type="commitment", content={"category": "vessel"})
    vn.hand_over(document, token, gate)
    delivering.deliver()
    answer = vn.taken[-1]
    assert (answer["type"], answer["conversation"]) == ("not-understood", document["conversation"])
    assert answer["content"] == {
        "message": document["id"], "type": "commitment", "version": 1, "reason": "unknown-type", "understands": [],
    }  # fmt: skip


def test_a_flood_of_unknown_types_is_kept_and_answered_a_few_times(vn, gate, clock):
    for _ in range(30):
        vn.hand_over(*poisoned(vn, type="flood"), gate)
    assert Message.objects.filter(type="flood", state="received").count() == 30
    assert Message.objects.filter(type="not-understood").count() == 20
    clock.advance(timedelta(hours=2))
    vn.hand_over(*poisoned(vn, type="flood"), gate)
    assert Message.objects.filter(type="not-understood").count() == 21


def test_what_says_that_it_was_not_understood_is_not_answered_so(vn, asked, gate):
    message = asked(vn)
    delivering.deliver()
    said = {"message": message.id, "type": "request", "version": 1, "reason": "unknown-type", "understands": []}
    vn.hand_over(*vn.write(vn.to(), "not-understood", said)[:2], gate)
    vn.hand_over(*poisoned(vn, type="not-understood", version=9), gate)
    assert not Message.objects.filter(type="not-understood", direction="ours").exists()
    taking_part = message.conversation.participants.get()
    assert (taking_part.state, taking_part.owed_by) == ("not-understood", "")


def test_a_newer_version_of_a_known_type_is_kept(vn, gate):
    document, token = poisoned(vn, version=2, content={"new": 1})
    assert vn.hand_over(document, token, gate).outcome == "kept"


def test_a_tombstone_lets_the_chain_go_on_and_the_lost_message_has_no_effect_later(vn, gate):
    lost = vn.write(vn.to())
    after = vn.chain
    vn.chain = vn.chain_before
    stone = vn.write(vn.to(), "tombstone", {"message": lost[0]["id"], "stands_for": lost[2], "reason": "expired"})
    vn.chain = after
    receipt = vn.hand_over(*stone[:2], gate)
    assert receipt.outcome == "entombed"
    assert vn.hand_over(*vn.write(vn.to())[:2], gate).outcome == "taken"
    frame = read_frame(lost[0])
    content = vn.exchange(Kind.MESSAGE, lost[0]["id"], lost[1], gate)
    late = receipts.read(
        content["receipt"], vn.partner.signing, frame, hashes=[token_hash(stone[1])], depth=LIMITS.document_depth
    )
    assert late.token == receipt.token
    assert Message.objects.filter(type="request").count() == 1


def test_a_partners_clock_ten_years_ahead_is_marked_and_orders_nothing(vn, gate, clock):
    document, token, _ = vn.write(vn.to(), sent_at="2036-11-22T03:04:05.000000Z")
    vn.hand_over(document, token, gate)
    row = Message.objects.get()
    assert (row.doubtful_time, row.made) == (True, clock.now())


def test_a_partner_whose_ledger_breaks_is_frozen_and_the_message_is_not_taken(vn, gate):
    for _ in range(2):
        vn.hand_over(*vn.write(vn.to(), head=vn.carry())[:2], gate)
    vn.log.rewrite()
    vn.log.record("another", "history")
    with pytest.raises(Refused):
        vn.hand_over(*vn.write(vn.to(), head=vn.carry())[:2], gate)
    assert Message.objects.count() == 2
    assert Partner.objects.get(id=vn.id).state == "frozen"
    assert Alarm.objects.filter(kind="partner-inconsistent").exists()


def test_a_message_for_another_node_is_refused(vn, partner, gate):
    th = partner("TH")
    document, token, _ = vn.write(th)
    with pytest.raises(InvalidInput):
        vn.exchange(Kind.MESSAGE, document["id"], token, gate)
    assert not Message.objects.exists()


def test_what_was_acknowledged_is_committed_with_its_receipt(vn, gate, monkeypatch):
    """A crash between storing and acknowledging leaves neither, so that the partner's retry has its effect."""
    from comity.node.messaging import receiving

    document, token, _ = vn.write(vn.to())
    real = receiving.carried_head
    monkeypatch.setattr(receiving, "carried_head", lambda _partner: 1 / 0)
    with pytest.raises(Exception, match="cannot answer now"):
        vn.hand_over(document, token, gate)
    assert (Message.objects.count(), ChainState.objects.filter(in_next__gt=1).count()) == (0, 0)
    monkeypatch.setattr(receiving, "carried_head", real)
    vn.hand_over(document, token, gate)
    assert Message.objects.count() == Receipt.objects.count() == 1
