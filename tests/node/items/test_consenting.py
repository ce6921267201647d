"""An item goes from A to B; B may hand it to C when A consents, and C sees A's proof."""

from __future__ import annotations

import pytest

from comity.kernel import Refused
from comity.node.items.models import Consent, Item, Proof, Release
from comity.node.messaging.models import THEIRS, Message
from tests.node.items.giving import answered, asked, given, marks, row, share


def test_what_may_not_be_passed_on_is_refused_with_the_reason_and_the_way_out(three):
    item = given(three, "KH", "VN", marks("H2"))
    with pytest.raises(Refused) as refused:
        share(three, "VN", "TH", item)
    assert refused.value.code == "uses.h2"
    assert refused.value.reason == "it may not be passed on without its owner's permission (H2)"
    assert refused.value.way_out == "Ask the owner for consent to this use"
    with three.at("TH"):
        assert not Item.objects.exists()


def test_with_the_owners_consent_it_goes_to_that_partner_with_the_proof(three):
    item = given(three, "KH", "VN", marks("H2"))
    asked(three, "VN", item, "forward", to="TH")
    answered(three, "KH")
    share(three, "VN", "TH", item)
    there = row(three, "TH", item)
    assert (there.owner, there.wire_id, there.text) == (three["KH"].id, item.wire_id, item.text)
    assert there.proof == Proof.PROVED
    assert there.handling == "H0 H2"
    with three.at("VN"):
        assert [c.use for c in Release.objects.get(partner=three["TH"].id).consents.all()] == ["forward"]


def test_a_refusal_opens_nothing(three):
    item = given(three, "KH", "VN", marks("H2"))
    asked(three, "VN", item, "forward", to="TH")
    answered(three, "KH", grant=False)
    with pytest.raises(Refused):
        share(three, "VN", "TH", item)
    with three.at("VN"):
        assert Consent.objects.get().words == "Not now."


def test_a_consent_that_is_taken_back_closes_the_use_again(three):
    item = given(three, "KH", "VN", marks("H2"))
    asked(three, "VN", item, "forward", to="TH")
    answered(three, "KH")
    answered(three, "KH", grant=False)
    with three.at("VN"):
        assert Consent.objects.get().state == "withdrawn"
    with pytest.raises(Refused):
        share(three, "VN", "TH", item)


def test_what_its_handling_lets_go_needs_no_consent(three):
    item = given(three, "KH", "VN", marks())
    share(three, "VN", "TH", item)
    assert row(three, "TH", item).proof == Proof.FREE


def test_an_item_goes_back_to_its_owner_as_its_own(three):
    item = given(three, "KH", "VN", marks("H2"))
    share(three, "VN", "KH", item)
    with three.at("KH"):
        assert Item.objects.get().is_ours
        assert Message.objects.get(direction=THEIRS).state != "poisoned"
