"""Information that nobody asked for, alerts with their time, and what became of an item."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.exchange.contents import ItemName, Status
from comity.kernel import Conflicting, InvalidInput, new_id
from comity.node.messaging import delivering, operations, queries, reminding
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.sharing_models import Alert
from comity.node.runtime import node_id
from tests.exchange.parties import NOW
from tests.node.messaging.said import ALERT, feedback, item, spontaneous

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(at_work):
    """Sends a message of the officer at work."""

    def make(kind, content, *partners, **other):
        ids = [p.id for p in partners]
        return operations.send(actor=at_work, message_type=kind, content=content, partner_ids=ids, **other)[0]

    return make


def came(partner, gate, kind, content, **other):
    """What a partner sends, as this node keeps it."""
    document, token, _ = partner.write(partner.to(), kind, content, **other)
    receipt = partner.hand_over(document, token, gate)
    row = Message.objects.get(partner=partner.id, direction=THEIRS, message_id=document["id"])
    assert (receipt.outcome == "poisoned") == (row.state == "poisoned")
    return row


def stands(message, partner):
    return message.conversation.participants.get(partner=partner.id)


def test_what_is_shared_goes_with_its_handling_and_asks_for_nothing(vn, send):
    shared = send("spontaneous", spontaneous(node_id()), vn)
    delivering.deliver()
    assert [d["type"] for d in vn.taken] == ["spontaneous"]
    assert vn.taken[0]["conditions"]["tlp"] == "AMBER"
    assert shared.conversation.subject == "The person moves to your side."
    assert (stands(shared, vn).state, stands(shared, vn).owed_by) == ("shared", "")


def test_a_reply_that_is_wanted_is_owed_until_it_comes(vn, gate, at_work):
    shared = came(
        vn, gate, "spontaneous", spontaneous(vn.id, reply_wanted=True, reply_by="2026-11-25T00:00:00.000000Z")
    )
    assert [each.until.day for each in queries.owed(at_work, by_us=True)] == [25]
    operations.answer(actor=at_work, message_id=shared.id, status=Status.NOTHING_HELD)
    assert queries.owed(at_work) == []
    shared.refresh_from_db()
    assert shared.state == "answered"


def test_an_alert_is_in_force_until_it_is_cancelled(vn, partner, send, at_work):
    th = partner("TH")
    alert = send("alert", ALERT, vn, th)
    delivering.deliver()
    assert [each.message_id for each in queries.alerts(at_work)] == [alert.id]
    send(
        "alert-cancellation", {"alert": alert.message_id, "reason": "It was found."}, conversation=alert.conversation,
        in_reply_to=alert,
    )  # fmt: skip
    delivering.deliver()
    assert [d["type"] for d in vn.taken] == [d["type"] for d in th.taken] == ["alert", "alert-cancellation"]
    assert not queries.alerts(at_work)
    assert queries.alerts(at_work, in_force=False).get().cancelled_by.type == "alert-cancellation"
    assert {stands(alert, p).state for p in (vn, th)} == {"cancelled"}


def test_a_partners_alert_ends_with_its_time(vn, gate, at_work, clock):
    alert = came(vn, gate, "alert", ALERT)
    assert (queries.alerts(at_work).count(), reminding.lapse()) == (1, 0)
    clock.advance(timedelta(days=31))
    assert queries.alerts(at_work).count() == 0
    assert (reminding.lapse(), reminding.lapse(), stands(alert, vn).state) == (1, 0, "ended")


def test_a_partners_cancellation_ends_its_own_alert_only(vn, partner, gate, at_work):
    th = partner("TH")
    alert = came(vn, gate, "alert", ALERT)
    wrong = came(th, gate, "alert-cancellation", {"alert": alert.message_id, "reason": "Not true."})
    assert (wrong.state, queries.alerts(at_work).count()) == ("poisoned", 1)
    over = came(
        vn, gate, "alert-cancellation", {"alert": alert.message_id, "reason": "Found."},
        conversation=alert.conversation.wire_id,
    )  # fmt: skip
    assert (over.state, over.in_reply_to_id, queries.alerts(at_work).count()) == ("received", alert.id, 0)


def test_an_alert_in_the_place_of_another_ends_it(vn, gate, at_work):
    first = came(vn, gate, "alert", ALERT)
    wire_id = first.conversation.wire_id
    second = came(vn, gate, "alert", ALERT | {"replaces": first.message_id, "text": "Blue."}, conversation=wire_id)
    assert [each.message_id for each in queries.alerts(at_work)] == [second.id]


def test_an_alert_for_ten_years_is_refused_on_both_sides(vn, send, gate, at_work):
    ten = ALERT | {"valid_to": "2036-11-22T00:00:00.000000Z"}
    with pytest.raises(InvalidInput, match="366 days"):
        send("alert", ten, vn)
    assert came(vn, gate, "alert", ten).state == "poisoned"
    far = ALERT | {"valid_from": "2036-11-22T00:00:00.000000Z", "valid_to": "2036-11-23T00:00:00.000000Z"}
    assert came(vn, gate, "alert", far).state == "poisoned"
    assert not Alert.objects.exists()
    assert Message.objects.count() == 2


def test_feedback_is_joined_to_its_item(vn, partner, send, gate, at_work):
    given = item(node_id())
    shared = send("spontaneous", spontaneous(node_id(), items=[given]), vn)
    delivering.deliver()
    said = came(vn, gate, "feedback", feedback(given), conversation=shared.conversation.wire_id)
    assert said.in_reply_to_id == shared.id
    assert said.conversation_id == shared.conversation_id
    name = ItemName(owner=node_id(), id=given["id"])
    assert [(f.useful, f.message_id) for f in queries.feedback_on(at_work, name)] == [(True, said.id)]


def test_feedback_on_what_was_never_given_to_its_sender_has_no_effect(vn, partner, send, gate, at_work):
    th = partner("TH")
    given = item(node_id())
    shared = send("spontaneous", spontaneous(node_id(), items=[given]), vn)
    delivering.deliver()
    assert came(th, gate, "feedback", feedback(given)).state == "poisoned"
    assert came(th, gate, "feedback", feedback(given), conversation=shared.conversation.wire_id).state == "poisoned"
    assert not queries.feedback_on(at_work, ItemName(owner=node_id(), id=given["id"]))


def test_a_partner_says_of_the_items_that_it_was_given_that_it_read_them(vn, send, gate, at_work):
    given, other = item(node_id()), item(node_id(), id=new_id(NOW))
    shared = send("spontaneous", spontaneous(node_id(), items=[given]), vn)
    delivering.deliver()
    for each, state in ((given, "read"), (other, "poisoned")):
        named = {name: each[name] for name in ("owner", "id")}
        said = {"message": shared.message_id, "at": "2026-11-22T04:00:00.000000Z", "items": [named]}
        assert came(vn, gate, "read", said).state == state
    name = ItemName(owner=node_id(), id=given["id"])
    assert [n.partner_id for n in queries.reads_of(at_work, name)] == [vn.id]


def test_what_has_no_place_in_a_conversation_is_not_sent(vn, send, gate, at_work):
    alert = came(vn, gate, "alert", ALERT)
    for kind, content in (
        ("alert-cancellation", {"alert": alert.message_id, "reason": "No."}),
        ("request", {"facts": "x"}),
    ):
        with pytest.raises((Conflicting, InvalidInput)):
            send(kind, content, conversation=alert.conversation)
    assert Message.objects.count() == 1
