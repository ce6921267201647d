"""A partner that writes where it takes no part, cites what is not its own, or sends too much."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.exchange.packets import token_hash
from comity.kernel import InvalidInput, new_id
from comity.node.messaging import delivering, effects, operations
from comity.node.messaging.deadline_models import Reminder
from comity.node.messaging.models import OURS, THEIRS, Conversation, Message, Participant
from comity.node.messaging.sending import send
from comity.node.runtime import node_id
from tests.exchange.parties import NOW
from tests.node.messaging.said import item, spontaneous

pytestmark = pytest.mark.django_db


@pytest.fixture
def th(partner):
    """Another partner, which means no good."""
    return partner("TH")


def kept(partner, gate, kind="request", content=None, **other):
    document, token, _ = partner.write(partner.to(), kind, content, **other)
    partner.hand_over(document, token, gate)
    return Message.objects.get(partner=partner.id, direction=THEIRS, message_id=document["id"])


def test_somebody_elses_conversation_is_not_written_into(vn, th, asked, gate):
    message = asked(vn)
    delivering.deliver()
    wire_id = message.conversation.wire_id
    wrong = kept(th, gate, conversation=wire_id)
    assert wrong.conversation_id != message.conversation_id
    assert {p.partner_id for p in message.conversation.participants.all()} == {vn.id}
    for kind, content in (
        ("reply", {"in_reply_to": message.message_id, "status": "nothing-held"}),
        ("operation-answer", {"in_reply_to": message.message_id, "answer": "agreed"}),
        ("read", {"message": message.message_id, "at": "2026-11-22T04:00:00.000000Z"}),
    ):
        assert kept(th, gate, kind, content, conversation=wire_id).state == "poisoned"
    message.refresh_from_db()
    assert (message.state, message.conversation.messages.count()) == ("delivered", 1)


def test_nobody_is_named_into_a_conversation_that_another_began(vn, th, partner, asked, gate):
    la = partner("LA")
    message = asked(vn)
    delivering.deliver()
    reply = {"in_reply_to": message.message_id, "status": "nothing-held"}
    kept(vn, gate, "reply", reply, recipients=[node_id(), la.id])
    assert {p.partner_id for p in Participant.objects.all()} == {vn.id}


def test_nobody_elses_conversation_is_drawn_into_ones_own(vn, th, gate):
    """A partner that learns the id of another's conversation begins one of that id and names the other into it."""
    theirs = kept(vn, gate)
    stolen = kept(th, gate, conversation=theirs.conversation.wire_id, recipients=[node_id(), vn.id])
    assert stolen.conversation_id != theirs.conversation_id
    assert {p.partner_id for p in stolen.conversation.participants.all()} == {th.id}
    assert Conversation.objects.count() == 2


def test_an_item_that_claims_to_be_ours_or_says_other_than_before_is_not_taken(vn, th, gate):
    given = item(vn.id)
    kept(vn, gate, "spontaneous", spontaneous(vn.id, items=[given]))
    for owner, text in ((node_id(), "Ours?"), (vn.id, "Changed on the way.")):
        wrong = spontaneous(th.id, items=[given | {"owner": owner, "text": text}])
        assert kept(th, gate, "spontaneous", wrong).state == "poisoned"


def test_only_the_owner_takes_an_item_back(vn, th, gate):
    given = item(vn.id)
    kept(vn, gate, "spontaneous", spontaneous(vn.id, items=[given]))
    said = {
        "item": {"owner": vn.id, "id": given["id"]}, "reason": "wrong", "words": "Not true.",
        "confirm_by": "2026-11-30T00:00:00.000000Z",
    }  # fmt: skip
    assert kept(th, gate, "withdrawal", said).state == "poisoned"


def test_a_huge_list_of_recipients_is_refused_or_counts_for_nothing(vn, gate, at_work):
    many = [node_id(), *(f"{'abcde'[i // 10]}{'abcdefghij'[i % 10]}".ljust(16, "a") for i in range(49))]
    assert kept(vn, gate, recipients=many).state == "received"
    assert Participant.objects.count() == 1
    document, _token, _ = vn.write(vn.to())
    document["recipients"] = [node_id()] * 5000
    token = vn.keyring.signing.sign_document(document)
    vn.chain = vn.chain_before.after(token_hash(token))
    assert vn.hand_over(document, token, gate).outcome == "poisoned"
    with pytest.raises(InvalidInput):
        send(actor=at_work, message_type="alert", content={}, partner_ids=[f"p{i}" for i in range(51)])


def test_a_flood_in_one_conversation_is_taken_and_costs_the_same_for_each(vn, gate, django_assert_max_num_queries):
    first = kept(vn, gate)
    wire_id = first.conversation.wire_id
    for _ in range(30):
        kept(vn, gate, conversation=wire_id)
    document, token, _ = vn.write(vn.to(), conversation=wire_id)
    with django_assert_max_num_queries(80):
        vn.hand_over(document, token, gate)
    assert first.conversation.messages.count() == 32
    assert not Reminder.objects.exists()


def test_what_one_of_many_answers_costs_as_much_as_what_one_alone_answers(vn, partner, gate, asked):
    def cost(*others):
        message = asked(vn, others=[each.id for each in others])
        delivering.deliver()
        reply = {"in_reply_to": message.message_id, "status": "nothing-held"}
        document, token, _ = vn.write(vn.to(), "reply", reply, conversation=message.conversation.wire_id)
        with CaptureQueriesContext(connection) as made:
            vn.hand_over(document, token, gate)
        states = {p.partner_id: p.state for p in message.conversation.participants.all()}
        assert states == {vn.id: "answered"} | {each.id: "asked" for each in others}
        return len(made)

    others = [partner("TH") for _ in range(4)]
    cost()
    assert cost(*others) <= cost()


def test_a_fault_of_an_effect_poisons_the_message_and_the_queue_goes_on(vn, gate, monkeypatch):
    monkeypatch.setitem(effects._effects, "spontaneous", lambda _arrival: 1 / 0)
    wrong = kept(vn, gate, "spontaneous", spontaneous(vn.id))
    assert (wrong.state, wrong.reason) == ("poisoned", "this node could not work with it")
    assert kept(vn, gate).state == "received"


def test_the_same_message_twice_has_one_effect_and_the_same_receipt(vn, gate):
    for kind, content in (("spontaneous", spontaneous(vn.id)), ("unknown-one", None)):
        document, token, _ = vn.write(vn.to(), kind if kind == "spontaneous" else "request", content)
        first = vn.hand_over(document, token, gate)
        assert vn.hand_over(document, token, gate).token == first.token
    assert Message.objects.filter(direction=THEIRS).count() == 2
    assert not Message.objects.filter(direction=OURS).exists()


def test_an_answer_in_nobodys_conversation_is_shown_and_has_no_effect(vn, th, gate, at_work):
    """What several say may overtake each other; alone it is kept as something that is not understood yet."""
    said = {"in_reply_to": new_id(NOW), "answer": "agreed"}
    early = kept(th, gate, "operation-answer", said, recipients=[node_id(), vn.id])
    assert (early.state, early.conversation.kind) == ("received", "other")
    assert kept(th, gate, "operation-answer", said).state == "poisoned", "to this node alone it answers nothing"
    assert operations.mark_read(actor=at_work, message_id=early.id).state == "read"
