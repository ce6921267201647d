"""The outbox: in order, with growing waits, partners apart, never twice in effect, nothing lost."""

from datetime import timedelta

import httpx
import pytest

from comity.exchange.packets import Kind
from comity.kernel import InvalidInput, Limits
from comity.node.audit.models import Alarm, LedgerEntry
from comity.node.messaging import comparing, delivering
from comity.node.messaging.models import ChainState, Message, Outbox, Receipt
from comity.node.partners import events
from tests.node.messaging.conftest import state_of

pytestmark = pytest.mark.django_db


def kinds(vn):
    return [d["type"] for d in vn.taken]


def test_a_request_is_delivered_with_a_receipt_that_is_kept(vn, asked):
    message = asked(vn)
    assert state_of(message) == "queued"
    assert delivering.deliver() == 1
    assert (state_of(message), kinds(vn)) == ("delivered", ["request"])
    receipt = Receipt.objects.get(message_id=message.id)
    assert receipt.token in vn.receipts.values()
    assert not Outbox.objects.exists()
    assert vn.taken[0]["head"]["head"]


def test_messages_go_in_the_order_of_the_chain(vn, asked):
    written = [asked(vn).id for _ in range(5)]
    delivering.deliver()
    assert [d["id"] for d in vn.taken] == written
    assert [d["sequence"] for d in vn.taken] == [1, 2, 3, 4, 5]


def test_a_partner_that_is_down_does_not_block_the_others(vn, partner, asked, network, pass_time):
    th = partner("TH")
    network.down.add("vn.example")
    waiting, gone = asked(vn), asked(th)
    delivering.deliver()
    assert (state_of(waiting), state_of(gone)) == ("queued", "delivered")
    assert "no connection" in ChainState.objects.get(partner=vn.id).fault
    network.down.clear()
    pass_time()
    assert state_of(waiting) == "delivered"


def test_waits_grow(vn, asked, network, clock):
    network.down.add("vn.example")
    asked(vn)
    for _ in range(300):
        delivering.deliver()
        clock.advance(timedelta(seconds=2))
    assert 6 <= len(network.requests) <= 9


def lose_answers(vn, network, count):
    """The partner takes what is sent, and the answer to the first messages gets lost."""
    lost = []

    def instead(request):
        data = request.read()
        answer = vn.answer(data)
        if vn.seen[-1][0].kind is Kind.MESSAGE and len(lost) < count:
            lost.append(answer)
            raise httpx.ReadTimeout("lost", request=request)
        return httpx.Response(200, stream=httpx.ByteStream(answer))

    network.instead["vn.example"] = instead


def test_a_lost_receipt_is_fetched_by_sending_again_and_the_effect_is_one(vn, asked, network, pass_time):
    lose_answers(vn, network, 3)
    message = asked(vn)
    delivering.deliver()
    assert state_of(message) == "sent"
    pass_time()
    assert state_of(message) == "delivered"
    assert kinds(vn) == ["request"]
    sent = [o.token for h, o in vn.seen if h.kind is Kind.MESSAGE]
    assert len(sent) == 4
    assert len(set(sent)) == 1


def test_partner_down_for_30_days_then_a_flood(vn, asked, network, pass_time):
    network.down.add("vn.example")
    old = asked(vn)
    pass_time(timedelta(days=29))
    newer = [asked(vn) for _ in range(20)]
    pass_time(timedelta(days=4))
    assert state_of(old) == "expired"
    network.down.clear()
    pass_time()
    assert [state_of(m) for m in newer] == ["delivered"] * 20
    assert kinds(vn) == ["request"] * 20


@pytest.fixture
def three_days(monkeypatch):
    """A node on which messages expire after three days of trying."""
    monkeypatch.setattr(delivering, "limits", lambda: Limits(message_days=3))


def test_a_message_that_may_have_arrived_expires_with_a_tombstone(vn, asked, network, pass_time, three_days):
    asked(vn)
    delivering.deliver()
    network.instead["vn.example"] = lambda _request: httpx.Response(503)
    message = asked(vn)
    pass_time(timedelta(days=6))
    assert state_of(message) == "expired"
    assert Message.objects.get(id=message.id).tombstone
    later = asked(vn)
    network.instead.clear()
    pass_time()
    assert kinds(vn) == ["request", "tombstone", "request"]
    assert state_of(later) == "delivered"
    assert state_of(message) == "expired"


def test_an_expired_message_that_had_arrived_turns_out_to_be_delivered(vn, asked, network, pass_time, three_days):
    lose_answers(vn, network, 10**6)
    message = asked(vn)
    pass_time(timedelta(days=6))
    assert state_of(message) == "expired"
    network.instead.clear()
    pass_time()
    assert state_of(message) == "delivered"
    assert kinds(vn) == ["request"]


def test_a_clock_ten_years_ahead_expires_nothing(vn, asked, network, clock, pass_time):
    network.down.add("vn.example")
    message = asked(vn)
    delivering.deliver()
    clock.advance(timedelta(days=3650))
    delivering.deliver()
    assert state_of(message) == "queued"
    clock.advance(timedelta(days=-3650))
    network.down.clear()
    pass_time()
    assert state_of(message) == "delivered"


def test_a_message_that_the_partner_calls_poison_shows_why_and_blocks_nothing(vn, asked, pass_time, monkeypatch):
    from comity.exchange import messages

    real = messages.read

    def picky(document, **other):
        if document["content"].get("asked") == "poison":
            raise InvalidInput("Message", "content.asked: no", code="exchange.message.fields")
        return real(document, **other)

    message, later = asked(vn, asked="poison"), asked(vn)
    monkeypatch.setattr("tests.exchange.simulated.messages.read", picky)
    pass_time()
    assert (state_of(message), state_of(later)) == ("refused", "delivered")
    assert "content.asked: no" in Message.objects.get(id=message.id).reason


def test_a_message_that_never_gets_a_receipt_is_entombed_and_the_queue_goes_on(vn, asked, network, pass_time):
    poison, later = asked(vn), asked(vn)
    real = vn.take

    def take(opened):
        if opened.document["id"] == poison.id:
            raise InvalidInput("Message", "no thanks", code="their.own.code")
        return real(opened)

    vn.take = take
    pass_time(timedelta(hours=30))
    assert (state_of(poison), state_of(later)) == ("refused", "delivered")
    assert kinds(vn) == ["tombstone", "request"]


def test_a_receipt_for_another_message_or_of_another_node_proves_nothing(vn, asked, partner):
    first, second = asked(vn), asked(vn)
    real = vn.take
    given = []

    def take(opened):
        given.append(real(opened))
        return given[0]

    vn.take = take
    delivering.deliver()
    assert (state_of(first), state_of(second)) == ("delivered", "sent")


def test_rotation_of_the_partners_key_with_mail_under_way(vn, asked, network, pass_time):
    from comity.crypto import Keyring

    network.down.add("vn.example")
    message = asked(vn)
    delivering.deliver()
    vn.keyring = Keyring(vn.keyring.identity, vn.keyring.signing, Keyring.generate(vn.now).sealing, vn.keyring.storage)
    vn.reissue(address="https://vn.example")
    network.down.clear()
    pass_time()
    assert state_of(message) == "delivered"


def test_our_new_signing_key_with_mail_under_way(vn, asked, network, pass_time, keys):
    """What was signed with the old key stays as it is; the packet around it is admitted with the new one."""
    from comity.node.partners.own import replace_signing
    from comity.node.permissions import SYSTEM

    lose_answers(vn, network, 1)
    message = asked(vn)
    delivering.deliver()
    old = Message.objects.get(id=message.id).token
    known = vn.signers()
    vn.signers = lambda: known | type(vn).signers(vn)
    replace_signing(actor=SYSTEM)
    pass_time()
    assert state_of(message) == "delivered"
    assert Message.objects.get(id=message.id).token == old


def test_every_delivery_and_taking_is_in_the_ledger_once(vn, asked):
    message = asked(vn)
    delivering.deliver()
    events_of = LedgerEntry.objects.filter(found_by__object=message.id).values_list("event", flat=True)
    assert sorted(events_of) == [
        "messaging.message.delivered", "messaging.message.signed", "messaging.request.written",
    ]  # fmt: skip


# recovery


def test_nothing_is_sent_after_a_start_before_both_sides_compared(vn, asked):
    asked(vn)
    delivering.deliver()
    comparing.forget()
    vn.seen.clear()
    asked(vn)
    delivering.deliver()
    assert [o.document["type"] for _, o in vn.seen] == ["audit.heads", "sync", "request"]


def test_the_partner_lost_what_it_had_and_gets_the_same_documents_again(vn, asked):
    """The partner was restored from a backup."""
    sent = [asked(vn) for _ in range(4)]
    delivering.deliver()
    tokens = [Message.objects.get(id=m.id).token for m in sent]
    vn.incoming = None
    vn.kept, vn.ids, vn.receipts, vn.taken = {}, {}, {}, []
    vn.seen.clear()
    comparing.forget()
    asked(vn)
    delivering.deliver()
    assert [o.token for h, o in vn.seen if h.kind is Kind.MESSAGE][:4] == tokens
    assert kinds(vn) == ["request"] * 5


def restore(vn, before):
    """This node goes back to an older state of its database."""
    row = ChainState.objects.get(partner=vn.id)
    row.out_next, row.out_link = before
    row.save()
    Message.objects.filter(sequence__gte=before[0], direction="ours").update(sequence=None, link="", token="")
    Receipt.objects.all().delete()
    Message.objects.filter(sequence=None).delete()
    comparing.forget()


def test_this_node_lost_what_it_sent_and_begins_a_new_incarnation_that_names_it(vn, asked, monkeypatch):
    told = []
    monkeypatch.setattr(events, "RECOVERED", [told.append])
    asked(vn)
    delivering.deliver()
    row = ChainState.objects.get(partner=vn.id)
    before = (row.out_next, row.out_link)
    for _ in range(3):
        asked(vn)
    delivering.deliver()
    first = row.out_incarnation
    restore(vn, before)
    message = asked(vn)
    delivering.deliver()
    after = ChainState.objects.get(partner=vn.id)
    assert after.out_closed == [first]
    assert after.lost == [{"incarnation": first, "first": 2, "last": 4}]
    assert [p.id for p in told] == [vn.id]
    assert Alarm.objects.filter(kind="chain-lost").exists()
    assert state_of(message) == "delivered"
    assert (vn.incoming.incarnation, vn.incoming.next) == (after.out_incarnation, 2)


def test_the_partner_recovers_and_announces_a_new_incarnation(vn, asked, gate):
    asked(vn)
    for _ in range(3):
        vn.hand_over(*vn.write(vn.to())[:2], gate)
    vn.chain = None
    plan = vn.recover(gate)
    assert (plan.lost.first, plan.lost.last) == (1, 3)
    vn.hand_over(*vn.write(vn.to())[:2], gate)
    assert ChainState.objects.get(partner=vn.id).in_incarnation == vn.chain.incarnation


def test_both_sides_restored_from_backup(vn, asked, gate):
    asked(vn)
    delivering.deliver()
    vn.hand_over(*vn.write(vn.to())[:2], gate)
    row = ChainState.objects.get(partner=vn.id)
    before, theirs = (row.out_next, row.out_link), (vn.chain, vn.incoming)
    asked(vn)
    delivering.deliver()
    vn.hand_over(*vn.write(vn.to())[:2], gate)
    restore(vn, before)
    vn.chain, vn.incoming = theirs
    place = (row.out_incarnation, 2)
    vn.kept.pop(place)
    vn.ids = {k: v for k, v in vn.ids.items() if v != place}
    vn.recover(gate)
    message = asked(vn)
    delivering.deliver()
    assert state_of(message) == "delivered"
    vn.hand_over(*vn.write(vn.to())[:2], gate)


def test_a_reply_that_overtakes_the_receipt_counts(vn, asked, network, gate, pass_time):
    lose_answers(vn, network, 1)
    message = asked(vn)
    delivering.deliver()
    assert state_of(message) == "sent"
    reply = {"in_reply_to": message.id, "status": "nothing-held"}
    vn.hand_over(*vn.write(vn.to(), "reply", reply)[:2], gate)
    assert state_of(message) == "answered"
    pass_time()
    assert state_of(message) == "answered"
    assert not Outbox.objects.exists()


def test_calls_of_a_partner_about_chains_are_checked(vn, gate):
    wrong = [
        {"received": 1},
        {"received": {"incarnation": "x", "next": 1, "link": "y"}},
        {"received": {"incarnation": "A" * 43, "next": True, "link": "A" * 43}},
        {"announcement": 3},
        {"announcement": {"incarnation": "A" * 43, "closed": [1]}},
        {"head": {}},
    ]
    for content in wrong:
        before = list(ChainState.objects.values())
        with pytest.raises(InvalidInput):
            vn.call("sync", content, gate)
        assert list(ChainState.objects.values()) == before
