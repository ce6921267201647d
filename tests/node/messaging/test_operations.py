"""Asking and answering: purpose, legal basis, four eyes, handles alone, handling codes that only tighten."""

import dataclasses
import json
import os
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from comity.cli.main import app
from comity.exchange.contents import Status
from comity.kernel import Conflicting, Handling, InvalidInput, Missing, Refused, Restriction, Tlp
from comity.node.audit.models import LedgerEntry
from comity.node.messaging import delivering, operations, queries, types
from comity.node.messaging.models import THEIRS, Message, Outbox
from comity.node.messaging.operations import Terms
from comity.node.partners.operations import revoke_key
from comity.node.permissions import Role
from tests.exchange import parties
from tests.exchange.parties import CONDITIONS, SUBJECT
from tests.node.messaging.conftest import ASK, state_of

pytestmark = pytest.mark.django_db
ITEM = {"text": "Known in case VN-7.", "conditions": CONDITIONS, "evaluation": "B2", "permitted_use": "intelligence",
        "date_of_data": "2026-05"}  # fmt: skip


@pytest.fixture
def request_of(vn, gate):
    """A request of the partner, as this node keeps it."""

    def make(**content):
        from tests.exchange.parties import REQUEST

        document, token, _ = vn.write(vn.to(), "request", REQUEST | content)
        vn.hand_over(document, token, gate)
        return Message.objects.get(partner=vn.id, direction=THEIRS, message_id=document["id"])

    return make


def test_a_request_needs_a_purpose_a_case_and_a_legal_basis(vn, officer, at_work, asked):
    with pytest.raises(Refused) as error:
        operations.ask(actor=officer, partner_id=vn.id, subjects=[SUBJECT], **ASK)
    assert error.value.code == "permissions.purpose"
    with pytest.raises(Refused) as error:
        operations.ask(
            actor=dataclasses.replace(at_work, instrument_id=None), partner_id=vn.id, subjects=[SUBJECT], **ASK
        )
    assert error.value.code == "cases.basis.unstated"
    assert not Message.objects.exists()
    asked(vn)


def test_the_legal_basis_binds_exactly_these_two_countries(partner, at_work):
    la = partner("LA")
    with pytest.raises(Refused) as error:
        operations.ask(actor=at_work, partner_id=la.id, subjects=[SUBJECT], **ASK)
    assert error.value.code == "cases.basis.not-a-party"


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_do_not_ask(vn, person, at_work, role):
    with pytest.raises(Refused):
        operations.ask(actor=dataclasses.replace(at_work, role=role), partner_id=vn.id, subjects=[SUBJECT], **ASK)


def test_a_request_travels_with_purpose_basis_offence_and_reference(vn, asked, at_work):
    asked(vn, terms=Terms(Restriction(frozenset({Handling.H2}), Tlp.AMBER_STRICT)))
    delivering.deliver()
    document = vn.taken[0]
    assert [document[n] for n in ("purpose", "legal_basis", "offence", "reference")] == [
        "investigation", "MOU-1", "drug-trafficking", "KH-2026-1",
    ]  # fmt: skip
    assert document["conditions"]["handling"] == ["H0", "H2"]
    assert document["conditions"]["tlp"] == "AMBER+STRICT"


def test_every_fault_of_a_request_is_named_and_nothing_is_kept(vn, asked):
    with pytest.raises(InvalidInput, match=r"facts: it is empty.*subjects\.0\.role"):
        asked(vn, facts=" ", subjects=[SUBJECT | {"role": "friend"}])
    assert not Message.objects.exists()
    assert not Outbox.objects.exists()


def test_four_eyes_keep_a_request_until_another_supervisor_approves_it(vn, asked, person, monkeypatch, at_work):
    real = types.config()
    monkeypatch.setattr(types, "config", lambda: dataclasses.replace(real, four_eyes=True))
    message, other = asked(vn), asked(vn)
    delivering.deliver()
    assert (state_of(message), vn.taken) == ("awaiting-approval", [])
    supervisor = vn.supervisor
    with pytest.raises(Refused):
        operations.approve(actor=at_work, message_id=message.id)
    own = dataclasses.replace(supervisor, user_id=at_work.user_id)
    with pytest.raises(Refused) as error:
        operations.approve(actor=own, message_id=message.id)
    assert error.value.code == "messaging.approval.own"
    operations.approve(actor=supervisor, message_id=message.id)
    operations.disapprove(actor=supervisor, message_id=other.id, reason="Too broad")
    with pytest.raises(Conflicting):
        operations.approve(actor=supervisor, message_id=other.id)
    delivering.deliver()
    assert (state_of(message), state_of(other), len(vn.taken)) == ("delivered", "withdrawn", 1)


def test_an_answer_reaches_the_partner_under_the_strictest_handling(vn, request_of, at_work):
    message = request_of()
    strict = ITEM | {"conditions": {"handling": ["H0", "H2"], "tlp": "RED", "pap": "AMBER", "words": ""}}
    reply = operations.answer(actor=at_work, message_id=message.id, status=Status.FULL, items=[ITEM, strict])
    delivering.deliver()
    document = vn.taken[-1]
    assert document["content"]["in_reply_to"] == message.message_id
    assert (document["conditions"]["tlp"], document["conditions"]["handling"]) == ("RED", ["H0", "H2"])
    assert (state_of(message), state_of(reply)) == ("answered", "delivered")


def test_an_answer_needs_a_purpose_and_a_ground_to_refuse(vn, request_of, officer, at_work):
    message = request_of()
    with pytest.raises(Refused):
        operations.answer(actor=officer, message_id=message.id, status=Status.NOTHING_HELD)
    with pytest.raises(InvalidInput, match="ground"):
        operations.answer(actor=at_work, message_id=message.id, status=Status.REFUSED)
    operations.answer(actor=at_work, message_id=message.id, status=Status.REFUSED, ground="human-rights")
    assert state_of(message) == "answered"


def test_only_a_request_of_a_partner_is_answered(vn, asked, at_work):
    message = asked(vn)
    with pytest.raises(Missing):
        operations.answer(actor=at_work, message_id=message.id, status=Status.NOTHING_HELD)


def test_reading_tells_the_partner_once(vn, request_of, at_work):
    message = request_of()
    for _ in range(2):
        operations.mark_read(actor=at_work, message_id=message.id)
    delivering.deliver()
    assert [d["type"] for d in vn.taken] == ["read"]
    assert vn.taken[0]["content"]["message"] == message.message_id


def test_the_states_of_a_request_follow_what_the_partner_says(vn, asked, gate, clock):
    message = asked(vn)
    delivering.deliver()
    given = [parties.ITEM | {"owner": vn.id}]
    said = [("read", {"message": message.id, "at": "2026-11-22T04:00:00.000000Z"}, "read"),
            ("reply", {"in_reply_to": message.id, "status": "acknowledged"}, "read"),
            ("reply", {"in_reply_to": message.id, "status": "partial", "items": given}, "answered"),
            ("read", {"message": message.id, "at": "2026-11-22T04:00:00.000000Z"}, "answered")]  # fmt: skip
    for kind, content, state in said:
        clock.advance(timedelta(seconds=1))
        vn.hand_over(*vn.write(vn.to(), kind, content)[:2], gate)
        assert state_of(message) == state
    seen = queries.conversation(operations_actor(message), message.conversation_id)
    assert [m.type for m in seen.messages] == ["request", "reply", "reply"]


def operations_actor(message):
    from comity.node.accounts.models import User
    from comity.node.cases.queries import actor_for

    return actor_for(User.objects.get(id=message.author))


def test_a_reply_to_someone_elses_request_has_no_effect(vn, partner, asked, gate):
    """A partner that learns the id of a request to another partner cannot answer it."""
    th = partner("TH")
    message = asked(vn)
    delivering.deliver()
    document, token, _ = th.write(th.to(), "reply", {"in_reply_to": message.id, "status": "nothing-held"})
    assert th.hand_over(document, token, gate).outcome == "poisoned"
    assert state_of(message) == "delivered"


def test_a_reply_to_a_request_that_never_left_has_no_effect(vn, asked, gate):
    message = asked(vn)
    document, token, _ = vn.write(vn.to(), "reply", {"in_reply_to": message.id, "status": "nothing-held"})
    assert vn.hand_over(document, token, gate).outcome == "poisoned"
    assert state_of(message) == "queued"


def test_a_partner_cannot_write_into_the_conversation_of_another(vn, partner, asked, gate):
    th = partner("TH")
    message = asked(vn)
    wire_id = message.conversation.wire_id
    th.hand_over(*th.write(th.to(), conversation=wire_id)[:2], gate)
    assert message.conversation.messages.count() == 1


def test_each_action_is_one_entry_and_a_conversation_that_is_read_is_noted(vn, request_of, at_work):
    message = request_of()
    queries.conversation(at_work, message.conversation_id)
    operations.answer(actor=at_work, message_id=message.id, status=Status.NOTHING_HELD)
    events = LedgerEntry.objects.filter(found_by__object=message.id).values_list("event", flat=True)
    assert sorted(events) == [
        "messaging.conversation.read", "messaging.message.received", "messaging.reply.written",
    ]  # fmt: skip


def test_an_officer_sees_conversations_of_her_cases_and_what_partners_began(vn, asked, request_of, person):
    mine, theirs = asked(vn), request_of()
    other = person(Role.OFFICER, "other")
    assert [c.id for c in queries.conversations(other)] == [theirs.conversation_id]
    assert queries.conversations(vn.supervisor).count() == 2
    with pytest.raises(Missing):
        queries.conversation(other, mine.conversation_id)
    with pytest.raises(Refused):
        queries.conversations(person(Role.AUDITOR))


def test_what_waits_is_found(vn, request_of, at_work):
    message = request_of()
    assert [c.to_answer for c in queries.overview(at_work, waiting=True)] == [1]
    operations.answer(actor=at_work, message_id=message.id, status=Status.NOTHING_HELD)
    assert not queries.overview(at_work, waiting=True)


def test_texts_are_cleaned_of_what_the_partner_would_refuse(vn, asked):
    asked(vn, facts="seen\u202e twice\x00\r\nat night")
    delivering.deliver()
    assert vn.taken[0]["content"]["facts"] == "seen twice\nat night"


def test_messages_that_were_signed_with_a_key_are_listed(vn, request_of):
    message = request_of()
    key = vn.keyring.signing.key_id
    assert [m.id for m in queries.signed_with(vn.supervisor, vn.id, key)] == [message.id]
    assert queries.signed_with(vn.supervisor, vn.id, "a" * 16) == []


def test_a_compromised_key_is_revoked_and_what_it_signed_is_listed(vn, request_of, gate, post):
    message = request_of()
    old = vn.keyring
    key = old.signing.key_id
    with pytest.raises(Refused, match="in force"):
        revoke_key(actor=vn.supervisor, partner_id=vn.id, key_id=key)
    vn.keyring = old.replace_signing()
    vn.reissue(address="https://vn.example")
    vn.theirs = 1
    request_of()
    printed = CliRunner().invoke(
        app, ["partners", "revoke", vn.id, key, "--node", os.environ["COMITY_NODE"], "--as", "supervisor", "--json"]
    )
    assert [m["id"] for m in json.loads(printed.stdout)] == [message.id]
    with pytest.raises(Missing):
        revoke_key(actor=vn.supervisor, partner_id=vn.id, key_id="a" * 16)
    vn.keyring = old
    with pytest.raises(AssertionError, match=r"exchange\.admission\.refused"):
        request_of()
    assert Message.objects.filter(direction=THEIRS).count() == 2
