"""The one way out: who may send what, on which basis, in which version, and what a second person looks at."""

from __future__ import annotations

import dataclasses

import pytest

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.messaging import delivering, operations, types
from comity.node.messaging.models import Message, Outbox, Participant
from comity.node.permissions import SYSTEM, Role
from comity.node.runtime import node_id
from tests.exchange.parties import CONDITIONS
from tests.node.messaging.conftest import state_of
from tests.node.messaging.said import ALERT, feedback, item, spontaneous

pytestmark = pytest.mark.django_db


def alert(actor, *partners, **other):
    return operations.send(
        actor=actor, message_type="alert", content=ALERT, partner_ids=[p.id for p in partners], **other
    )


def test_every_type_but_the_tombstone_has_a_way_out():
    from comity.exchange.contents import CONTENTS

    assert set(types.LEAVING) == set(CONTENTS) - {"tombstone"}


def test_the_strictest_of_its_items_binds_the_message(vn, at_work):
    strict = item(node_id(), conditions=CONDITIONS | {"handling": ["H0", "H2"], "tlp": "AMBER+STRICT"})
    content = spontaneous(node_id(), items=[item(node_id()), strict])
    operations.send(actor=at_work, message_type="spontaneous", content=content, partner_ids=[vn.id])
    delivering.deliver()
    conditions = vn.taken[0]["conditions"]
    assert (conditions["handling"], conditions["tlp"]) == (["H0", "H2"], "AMBER+STRICT")


def test_every_partner_without_a_basis_is_named_and_nothing_is_kept(vn, partner, at_work):
    with pytest.raises(Refused) as error:
        alert(at_work, vn, partner("LA"), partner("MM"))
    assert error.value.code == "cases.basis.not-a-party"
    assert "Laos" in error.value.reason
    assert "Myanmar" in error.value.reason
    assert not Message.objects.exists()


def test_a_type_that_a_partners_node_does_not_know_is_refused_in_a_sentence(vn, partner, at_work):
    vn.issued_with = None
    old = partner("TH", accept=False)
    old.token = old.issue(2, address="https://th.example", agency="Old agency", understands=None)
    from comity.node.partners import operations as partners

    partners.add(actor=vn.supervisor, card=old.token)
    partners.accept(actor=vn.supervisor, partner_id=old.id, fingerprint=old.card.fingerprint)
    with pytest.raises(Refused) as error:
        alert(at_work, vn, old)
    assert error.value.reason == "Old agency (TH)'s node does not understand messages of the type alert"
    assert not Message.objects.exists()


def test_an_older_node_gets_the_version_that_it_knows(partner, at_work, gate):
    old = partner("VN", accept=False)
    old.token = old.issue(2, address="https://vn.example", understands=None)
    from comity.node.partners import operations as partners

    partners.add(actor=old.supervisor, card=old.token)
    partners.accept(actor=old.supervisor, partner_id=old.id, fingerprint=old.card.fingerprint)
    document, token, _ = old.write(old.to())
    old.hand_over(document, token, gate)
    request = Message.objects.get()
    given = {name: value for name, value in item(node_id()).items() if name not in {"id", "owner"}}
    operations.answer(actor=at_work, message_id=request.id, status=_full(), items=[given])
    delivering.deliver()
    reply = old.taken[-1]
    assert reply["version"] == 1
    assert "owner" not in reply["content"]["items"][0]


def _full():
    from comity.exchange.contents import Status

    return Status.FULL


def test_a_supervisor_looks_at_the_types_that_the_agency_names(vn, partner, at_work, monkeypatch):
    real, th = types.config(), partner("TH")
    monkeypatch.setattr(types, "config", lambda: dataclasses.replace(real, four_eyes=("alert",)))
    first, second = alert(at_work, vn, th)
    assert (state_of(first), state_of(second)) == ("awaiting-approval", "awaiting-approval")
    assert set(Participant.objects.values_list("state", flat=True)) == {""}, "nothing was said yet"
    assert not Outbox.objects.exists()
    with pytest.raises(Refused):
        operations.approve(actor=at_work, message_id=second.id)
    operations.approve(actor=vn.supervisor, message_id=second.id)
    assert (state_of(first), state_of(second)) == ("queued", "queued")
    assert set(Participant.objects.values_list("state", flat=True)) == {"active"}
    with pytest.raises(Conflicting):
        operations.approve(actor=vn.supervisor, message_id=first.id)
    assert LedgerEntry.objects.filter(event="messaging.message.approved").count() == 1
    request = operations.send(
        actor=at_work, message_type="spontaneous", content=spontaneous(node_id()), partner_ids=[vn.id]
    )
    assert state_of(request[0]) == "queued"


def test_who_may_not_send_does_not(vn, at_work, person):
    for role in (Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(Refused):
            alert(dataclasses.replace(at_work, role=role), vn)
    with pytest.raises(Refused):
        alert(SYSTEM, vn)
    with pytest.raises(Refused):
        alert(dataclasses.replace(at_work, user_id=person(Role.OFFICER, "other").user_id), vn)
    assert not Message.objects.exists()


def test_recipients_are_partners_that_take_part(vn, partner, at_work, gate):
    with pytest.raises(Missing):
        operations.send(actor=at_work, message_type="alert", content=ALERT, partner_ids=["a" * 16])
    with pytest.raises(Conflicting):
        alert(at_work, partner("LA", accept=False))
    document, token, _ = vn.write(vn.to(), "alert", ALERT)
    vn.hand_over(document, token, gate)
    conversation = Message.objects.get().conversation
    with pytest.raises(Conflicting) as error:
        operations.send(
            actor=at_work, message_type="reply", content={"in_reply_to": document["id"], "status": "acknowledged"},
            conversation=conversation, partner_ids=[vn.id, partner("TH").id],
        )  # fmt: skip
    assert error.value.code == "messaging.participant"
    with pytest.raises(Conflicting) as error:
        operations.send(actor=at_work, message_type="feedback", content=feedback(item(vn.id)), partner_ids=[vn.id])
    assert error.value.code == "messaging.conversation.none"


def test_what_is_cited_stands_in_the_conversation(vn, at_work, gate):
    mine = alert(at_work, vn)[0]
    other = alert(at_work, vn)[0]
    with pytest.raises(InvalidInput, match="no message of this conversation"):
        operations.send(
            actor=at_work, message_type="alert-cancellation", content={"alert": other.message_id, "reason": "x"},
            conversation=mine.conversation,
        )  # fmt: skip


def test_each_sending_is_one_entry_that_finds_every_copy(vn, partner, at_work):
    made = alert(at_work, vn, partner("TH"))
    for message in made:
        events = LedgerEntry.objects.filter(found_by__object=message.id).values_list("event", flat=True)
        assert list(events) == ["messaging.alert.written"]
    assert LedgerEntry.objects.filter(event="messaging.alert.written").count() == 1
