"""Several agencies in one conversation: one message for each in its own chain, and what stands is kept for each."""

from __future__ import annotations

import pytest

from comity.kernel import Conflicting
from comity.node.messaging import operations, queries
from comity.node.messaging.models import THEIRS, Conversation, Message, Participant
from tests.exchange.parties import SUBJECT
from tests.node.messaging.conftest import ASK

PROPOSAL = {
    "kind": "joint-operation",
    "title": "River posts",
    "proposal": "Both banks are watched in the same nights.",
    "begins": "2026-12-10",
    "ends": "2026-12-20",
    "area": "The river between the two posts",
    "legal_basis": "MOU-1, article 4",
}


def ask_both(three):
    with three.at("KH") as kh:
        return operations.ask(
            actor=kh.officer, partner_id=three["VN"].id, others=[three["TH"].id], subjects=[SUBJECT], **ASK
        )


def received(three, country, kind):
    with three.at(country):
        return Message.objects.get(direction=THEIRS, type=kind)


def standing(three, country):
    """Where the only conversation stands at a node, by partner."""
    with three.at(country):
        return {row.partner_id: (row.state, row.owed_by) for row in Participant.objects.all()}


def test_each_partner_gets_its_own_message_that_names_all(three):
    asked = ask_both(three)
    three.settle()
    with three.at("KH"):
        copies = Message.objects.filter(type="request")
        assert {(m.message_id, m.conversation_id, m.state, m.sequence) for m in copies} == {
            (asked.message_id, asked.conversation_id, "delivered", 1)
        }
    for country in ("VN", "TH"):
        request = received(three, country, "request")
        assert request.message_id == asked.message_id
        assert request.document["to"] == three[country].id
        assert request.document["recipients"] == [three["VN"].id, three["TH"].id]


def test_who_has_answered_owes_nothing_while_another_does(three):
    asked = ask_both(three)
    three.settle()
    with three.at("VN") as vn:
        request = Message.objects.get(direction=THEIRS, type="request")
        operations.answer(actor=vn.officer, message_id=request.id, status=operations_status("nothing-held"))
    three.settle()
    assert standing(three, "KH") == {three["VN"].id: ("answered", ""), three["TH"].id: ("asked", "theirs")}
    with three.at("KH") as kh:
        owed = queries.owed(kh.officer)
        assert [(each.partner.country, each.by_us) for each in owed] == [("TH", False)]
        asked.refresh_from_db()
        assert asked.state == "answered"
        assert asked.conversation.state == "asked"
    with three.at("TH") as th:
        assert [(each.partner.country, each.by_us) for each in queries.owed(th.officer)] == [("KH", True)]
    with three.at("VN") as vn:
        assert queries.owed(vn.officer) == []


def operations_status(value):
    from comity.exchange.contents import Status

    return Status(value)


def propose(three):
    parts = [{"node": node.id, "role": f"Its own bank, {node.country}"} for node in three]
    with three.at("KH") as kh:
        return operations.send(
            actor=kh.officer,
            message_type="operation-proposal",
            content=PROPOSAL | {"parts": parts, "answer_by": "2026-11-30T00:00:00.000000Z"},
            partner_ids=[three["VN"].id, three["TH"].id],
        )[0]


def agree(three, country, kind="operation-proposal", answer="agreed", **more):
    """A side answers the newest proposal or plan, to everybody."""
    with three.at(country) as node:
        asked = Message.objects.filter(direction=THEIRS, type=kind).latest("made")
        content = {"in_reply_to": asked.message_id, "answer": answer} | more
        return operations.send(
            actor=node.officer, message_type="operation-answer", content=content, conversation=asked.conversation,
            in_reply_to=asked,
        )  # fmt: skip


def plan(three, proposal):
    said = {k: PROPOSAL[k] for k in ("begins", "ends", "area", "legal_basis")} | {
        "proposal": proposal.message_id, "edition": 1, "plan": "1. Meet. 2. Watch.", "contact": "+855 12 000 000",
        "parts": proposal.content["parts"], "answer_by": "2026-12-05T00:00:00.000000Z",
    }  # fmt: skip
    with three.at("KH") as kh:
        operations.send(
            actor=kh.officer, message_type="operation-plan", content=said, conversation=proposal.conversation
        )


def test_an_operation_from_proposal_to_result(three):
    proposal = propose(three)
    three.settle()
    vn, th = three["VN"].id, three["TH"].id
    assert [m.partner_id for m in agree(three, "TH")] == [three["KH"].id, vn]
    agree(three, "VN", answer="changes-wanted", words="Begin a day later.")
    three.settle()
    assert standing(three, "KH") == {vn: ("changes-wanted", "ours"), th: ("agreed", "ours")}
    with pytest.raises(Conflicting, match="changes of the proposal are wanted"):
        agree(three, "VN")
    with three.at("KH") as kh:
        content = dict(proposal.content, begins="2026-12-11")
        again = operations.send(
            actor=kh.officer, message_type="operation-proposal", content=content, conversation=proposal.conversation
        )[0]
    three.settle()
    for country in ("VN", "TH"):
        agree(three, country)
    three.settle()
    plan(three, again)
    three.settle()
    for country in ("VN", "TH"):
        agree(three, country, "operation-plan")
    three.settle()
    assert standing(three, "KH") == {vn: ("running", "ours"), th: ("running", "ours")}
    with three.at("KH") as kh:
        result = {
            "proposal": again.message_id,
            "outcome": "done",
            "result": "Two boats were met.",
            "ended": "2026-12-20",
        }
        operations.send(
            actor=kh.officer, message_type="operation-result", content=result, conversation=proposal.conversation
        )
    three.settle()
    for country in ("KH", "VN", "TH"):
        assert {state for state, _owed in standing(three, country).values()} == {"done"}
    with three.at("VN"):
        conversation = Conversation.objects.get()
        assert {p.partner_id for p in conversation.participants.all()} == {three["KH"].id, th}
        assert conversation.messages.filter(direction=THEIRS, type="operation-answer").exists()


def test_an_answer_that_overtakes_the_proposal_joins_it(three):
    three.cut.add("VN")
    propose(three)
    three.settle()
    agree(three, "TH")
    three.settle()
    three.cut.clear()
    with three.at("KH"):
        from comity.node.messaging.models import ChainState

        ChainState.objects.filter(partner=three["VN"].id).update(attempts=9, last_attempt=three.clock.now())
    three.later(minutes=20)
    with three.at("VN"):
        early = Conversation.objects.get()
        assert (early.partner_id, early.messages.get().type) == (three["TH"].id, "operation-answer")
    three.later(hours=12)
    with three.at("VN"):
        assert not [m.reason for m in Message.objects.filter(direction=THEIRS, state="poisoned")]
        conversation = Conversation.objects.get()
        assert conversation.partner_id == three["KH"].id
        assert sorted(m.type for m in conversation.messages.all()) == ["operation-answer", "operation-proposal"]
    assert standing(three, "VN") == {three["KH"].id: ("proposed", "ours"), three["TH"].id: ("agreed", "")}
