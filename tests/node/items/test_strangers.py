"""Items of an owner whose card is not known here, and items that rest on keys that were replaced or revoked."""

from __future__ import annotations

import pytest

from comity.kernel import Refused
from comity.node.items import operations as items
from comity.node.items import signing
from comity.node.items.models import Item, Signed
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.queries import items_signed_with
from comity.node.partners import operations as partners
from comity.node.partners import own
from comity.node.partners.models import Partner
from tests.node.items.giving import TEXT, made, marks, row, share
from tests.node.items.relaying import forget_partner, hand_on, refused_at


@pytest.fixture
def item(three):
    """An item of Cambodia that Viet Nam was given."""
    mine = made(three, "KH", marks("H0"))
    share(three, "KH", "VN", mine)
    return row(three, "VN", mine)


def test_a_key_that_was_replaced_proves_on_one_that_was_revoked_does_not_and_a_fresh_signature_does(three, item):
    with three.at("TH"):
        (old,) = Partner.objects.get(id=three["KH"].id).keys.all()
    with three.at("KH") as node:
        own.replace_signing(actor=node.administrator)
    three.later(minutes=15)
    with three.at("TH"):
        assert len(list(signing.keys_of(three["KH"].id))) == 2
    hand_on(three, item)
    assert row(three, "TH", item).signed == Signed.PROVEN
    with three.at("TH") as node:
        partners.revoke_key(actor=node.administrator, partner_id=three["KH"].id, key_id=old.key_id)
        (rests,) = items_signed_with(node.administrator, three["KH"].id, old.key_id)
        assert rests.wire_id == item.wire_id, "whoever revokes a key learns which items rest on it"
        assert items_signed_with(node.administrator, three["VN"].id, old.key_id) == []
        with pytest.raises(Refused):
            items_signed_with(node.officer, three["KH"].id, old.key_id)
    sent = hand_on(three, item)
    assert "no key of Agency of KH (KH) that counts here has signed it" in refused_at(three, "TH", sent)
    share(three, "KH", "VN", row(three, "KH", item))
    sent = hand_on(three, row(three, "VN", item))
    with three.at("TH"):
        assert Message.objects.get(direction=THEIRS, message_id=sent.message_id).state != "poisoned"
        assert Item.objects.get(wire_id=item.wire_id).owner_token != item.owner_token


def test_an_item_of_an_owner_who_is_not_known_is_kept_and_says_who_vouches(three, item):
    forget_partner(three, "TH", "KH")
    hand_on(three, item)
    there = row(three, "TH", item)
    assert there.signed == Signed.UNKNOWN
    with three.at("TH") as node:
        for address in (f"/items/{there.id}", "/items/"):
            page = node.client().get(address).content.decode()
            assert "not known here" in page
        assert "Its owner is not known here; Agency of VN vouches for it." in (
            node.client().get(f"/items/{there.id}").content.decode()
        )
        paper = node.client().post("/items/print", {"item": there.id}).content.decode()
        assert "Agency of VN vouches for it" in paper
        message = Message.objects.get(id=there.message_id)
        conversation = node.client().get(f"/conversations/{message.conversation_id}").content.decode()
        assert "its owner is not known here; who handed it on vouches for it" in conversation


def test_what_is_shown_as_the_word_of_a_stranger_is_compared_all_the_same(three, item):
    forget_partner(three, "TH", "KH")
    sent = hand_on(three, item, text="A black lorry.")
    assert "text changed on the way" in refused_at(three, "TH", sent)


def test_once_the_owner_is_known_its_own_word_is_kept(three, item):
    forget_partner(three, "TH", "KH")
    hand_on(three, item)
    with three.at("TH"):
        Partner.objects.filter(id=three["KH"].id).update(state="accepted")
    three.later(minutes=15)
    share(three, "KH", "TH", row(three, "KH", item))
    assert row(three, "TH", item).signed == Signed.PROVEN


def test_what_was_made_up_in_the_name_of_a_stranger_gives_way_to_its_own_word(three, item):
    forget_partner(three, "TH", "KH")
    hand_on(three, item, text="A black lorry.", evaluation="A1", proof=...)
    there = row(three, "TH", item)
    assert (there.signed, there.text) == (Signed.UNKNOWN, "A black lorry.")
    with three.at("TH") as node:
        items.tighten(actor=node.officer, item_id=there.id, restriction=marks("H1"))
        held = items.derive(actor=node.officer, item_id=there.id)
        Partner.objects.filter(id=three["KH"].id).update(state="accepted")
    three.later(minutes=15)
    share(three, "KH", "TH", row(three, "KH", item))
    there = row(three, "TH", item)
    assert (there.signed, there.text, there.evaluation, there.state) == (Signed.PROVEN, TEXT, "B2", "corrected")
    assert there.restriction == marks("H1"), "what was tightened here stays"
    with three.at("TH"):
        assert {each.restriction for each in held.statements.all()} == {marks("H1")}
    sent = hand_on(three, item, text="A black lorry.", proof=...)
    assert "it came without the signature" in refused_at(three, "TH", sent)
    assert row(three, "TH", item).text == TEXT
