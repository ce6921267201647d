"""What is new on a card goes to partners as a message of the chain, and theirs is taken in."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from comity.exchange.cards import change_identity
from comity.kernel import Refused
from comity.node.audit.models import LedgerEntry
from comity.node.messaging import announcing, delivering
from comity.node.messaging.models import THEIRS, Message
from comity.node.partners import own
from comity.node.partners.models import Partner
from comity.node.permissions import SYSTEM

pytestmark = pytest.mark.django_db


def told(vn):
    return [(d["type"], d["content"].get("reason")) for d in vn.taken]


def test_partners_are_told_once_of_what_people_should_know(vn, clock, keys):
    assert announcing.tell_card() == 0
    clock.advance(timedelta(days=1))
    own.replace_signing(actor=SYSTEM)
    assert (announcing.tell_card(), announcing.tell_card()) == (1, 0)
    delivering.deliver()
    assert told(vn) == [("card", "The card names a new signing key.")]
    assert vn.taken[0]["content"]["card"] == own.own_card().token
    clock.advance(timedelta(days=40))
    own.rotate_sealing()
    assert announcing.tell_card() == 0, "a sealing key changes every month by itself"


def test_a_new_identity_key_is_told_with_its_statement(vn, clock, keys):
    clock.advance(timedelta(days=1))
    own.replace_identity(actor=SYSTEM)
    assert (announcing.tell_card(), announcing.tell_card()) == (1, 0)
    said = Message.objects.get(type="key-change").content
    assert (said["reason"], said["card"]) == ("rotation", own.own_card().token)


def test_a_compromise_says_since_when_what_was_signed_is_doubtful(vn, clock, keys, officer):
    with pytest.raises(Refused):
        announcing.tell_compromise(actor=officer, words="Stolen.", doubtful_since=clock.now())
    own.replace_identity(actor=SYSTEM)
    announcing.tell_compromise(actor=SYSTEM, words="A laptop was stolen.", doubtful_since=clock.now())
    said = Message.objects.get(type="key-change").content
    assert (said["reason"], said["doubtful_since"][:10]) == ("compromise", "2026-11-22")


def came(vn, gate, kind, content):
    document, token, _ = vn.write(vn.to(), kind, content)
    vn.hand_over(document, token, gate)
    return Message.objects.get(partner=vn.id, direction=THEIRS, message_id=document["id"])


def test_a_partners_newer_card_is_taken_in(vn, gate):
    vn.theirs = 2
    newer = vn.issue(2, address="https://vn.example", contact="+84 24 000 000")
    assert came(vn, gate, "card", {"card": newer, "reason": "Another contact."}).state == "received"
    assert Partner.objects.get(id=vn.id).card.contact == "+84 24 000 000"


def test_another_nodes_card_is_not(vn, partner, gate):
    other = partner("TH", accept=False)
    assert came(vn, gate, "card", {"card": other.token, "reason": "Take it."}).state == "poisoned"


def test_a_partners_new_identity_waits_for_a_person_and_its_reason_is_on_record(vn, gate, clock):
    old = vn.keyring
    after = old.replace_identity()
    statement = change_identity(old.identity, after.identity.public, node=vn.id)
    vn.keyring = dataclasses.replace(old, identity=after.identity, former_identities=after.former_identities)
    card = vn.issue(2, address="https://vn.example", changes=[statement])
    vn.keyring = old
    said = {"statement": statement, "card": card, "reason": "compromise", "words": "A laptop was stolen.",
            "doubtful_since": "2026-11-20T00:00:00.000000Z"}  # fmt: skip
    assert came(vn, gate, "key-change", said).state == "received"
    row = Partner.objects.get(id=vn.id)
    assert (row.offered, row.card.identity) == (card, old.identity.public)
    assert LedgerEntry.objects.filter(event="messaging.key.told").exists()
    other = said | {"statement": card}
    assert came(vn, gate, "key-change", other).state == "poisoned"
