"""Who hands an item onward changes none of it unseen: Cambodia's item goes to Viet Nam and on to Thailand."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.exchange import proofs
from comity.exchange.contents import WithdrawalReason
from comity.exchange.proofs import Standing
from comity.kernel import Handling, Refused, Tlp
from comity.ledger.stories import Act, tell
from comity.node.audit.models import LedgerEntry
from comity.node.items import operations as items
from comity.node.items import signing
from comity.node.items.models import Item, ItemState, Signed
from comity.node.messaging import recalling
from comity.node.messaging.models import OURS, THEIRS, Message
from tests.node.items.giving import TEXT, answered, asked, made, marks, row, share
from tests.node.items.relaying import hand_on, refused_at
from tests.node.stories.test_three_ledgers import comity, folders, on_disk, part  # noqa: F401 -- a fixture

FREE = marks("H0")
BOUND = marks("H0", "H2", tlp=Tlp.AMBER)
LIGHT = {"handling": ["H0"], "tlp": "CLEAR", "pap": "CLEAR", "words": ""}


@pytest.fixture
def item(three):
    """An item of Cambodia that Viet Nam was given."""
    mine = made(three, "KH", FREE)
    share(three, "KH", "VN", mine)
    return row(three, "VN", mine)


@pytest.fixture
def bound(three):
    """An item of Cambodia that Viet Nam was given, and may hand to Thailand by Cambodia's consent."""
    mine = made(three, "KH", BOUND)
    share(three, "KH", "VN", mine)
    asked(three, "VN", row(three, "VN", mine), "forward", "TH")
    answered(three, "KH")
    return row(three, "VN", mine)


def test_an_item_that_is_handed_on_is_proven_to_be_its_owners(three, item):
    hand_on(three, item)
    there = row(three, "TH", item)
    assert (there.signed, there.owner_token) == (Signed.PROVEN, item.owner_token)
    assert there.came_from_id == three["VN"].id
    with three.at("TH") as node:
        page = node.client().get(f"/items/{there.id}").content.decode()
    assert "Checked when it came:" in page
    assert "words and marks are as its owner signed them" in page


EDITS = [
    ({"text": "A black lorry crosses on Mondays."}, "text changed on the way"),
    ({"evaluation": "A1"}, "evaluation changed on the way"),
    ({"subject": ...}, "subject changed on the way"),
    ({"date_of_data": "2026-10"}, "date of data changed on the way"),
    ({"permitted_use": "Evidence."}, "permitted use changed on the way"),
    ({"retention_until": "2030-01-01"}, "was loosened on the way"),
    ({"proof": ...}, "it came without the signature of Agency of KH (KH)"),
]


def test_an_item_that_was_edited_under_way_is_refused_and_the_reason_said_at_both_sides(three, item):
    for edited, named in EDITS:
        sent = hand_on(three, item, **edited)
        assert named in refused_at(three, "TH", sent)
        assert "Agency of KH" in refused_at(three, "TH", sent)
        with three.at("TH"):
            assert not Item.objects.filter(wire_id=item.wire_id).exists()
        with three.at("VN"):
            sent.refresh_from_db()
            assert (sent.state, named in sent.reason) == ("refused", True)
    hand_on(three, item)
    assert row(three, "TH", item).text == TEXT, "the queue goes on, and the item comes as its owner gave it"


def test_an_item_whose_marks_were_taken_off_is_refused(three, bound):
    sent = hand_on(three, bound, conditions=LIGHT)
    assert "handling code H2, TLP AMBER was loosened on the way" in refused_at(three, "TH", sent)
    hand_on(three, bound)
    assert (row(three, "TH", bound).signed, row(three, "TH", bound).restriction) == (Signed.PROVEN, BOUND)


def test_the_story_of_the_refusal_is_told_from_both_ledgers(three, item, on_disk):  # noqa: F811
    sent = hand_on(three, item, evaluation="A1")
    with three.at("VN"):
        conversation = Message.objects.get(id=sent.id).conversation.wire_id
    story = tell([part(three, country, conversation) for country in ("TH", "VN")])
    assert not story.contradictions, story.contradictions
    told = [(line.node, line.act) for line in story.lines if "evaluation changed on the way" in line.refused]
    assert told == [(three["TH"].id, Act.RECEIVED), (three["VN"].id, Act.RECEIPT)]
    code, said, _error = on_disk("story", conversation, *folders(three, "VN", "TH"))
    assert code == 0
    assert "refused, since Agency of KH (KH) signed it otherwise: evaluation changed on the way" in " ".join(
        said.split()
    )
    with three.at("TH") as node:
        page = node.client("auditor").get("/ledger/story", {"id": conversation}).content.decode()
    assert "Refused, since Agency of KH (KH) signed it otherwise" in page


def test_who_hands_it_on_may_tighten_and_the_page_says_so(three, item):
    with three.at("VN") as node:
        items.tighten(actor=node.officer, item_id=item.id, restriction=marks("H1", tlp=Tlp.GREEN))
    hand_on(three, row(three, "VN", item))
    there = row(three, "TH", item)
    assert (there.signed, there.restriction.tlp) == (Signed.TIGHTENED, Tlp.GREEN)


def test_a_consent_to_lighter_marks_goes_on_with_the_item_and_further(three):
    mine = made(three, "KH", marks("H0", "H2", tlp=Tlp.AMBER))
    share(three, "KH", "VN", mine)
    asked(three, "VN", row(three, "VN", mine), "loosen", restriction=FREE)
    answered(three, "KH")
    hand_on(three, row(three, "VN", mine))
    there = row(three, "TH", mine)
    assert (there.signed, there.restriction, len(there.owner_consents)) == (Signed.CONSENTED, FREE, 1)
    share(three, "TH", "VN", there)
    with three.at("VN"):
        back = Message.objects.filter(direction=THEIRS, partner_id=three["TH"].id, type="spontaneous").get()
        assert back.state != "poisoned"
        assert Item.objects.get(wire_id=mine.wire_id).restriction == FREE
    share(three, "TH", "KH", there)
    with three.at("KH"):
        assert Message.objects.filter(direction=THEIRS, type="spontaneous").get().state != "poisoned"
    sent = hand_on(three, row(three, "VN", mine), consents=[])
    assert "handling code H2, TLP AMBER was loosened" in refused_at(three, "TH", sent)


def test_a_row_that_was_edited_here_does_not_leave_in_its_owners_name(three, item):
    with three.at("VN") as node:
        Item.objects.filter(id=item.id).update(text="A black lorry crosses on Mondays.")
        with pytest.raises(Refused) as refused:
            share(three, "VN", "TH", row(three, "VN", item))
        assert refused.value.code == "items.release.unproven"
        assert "text changed" in refused.value.reason
        page = node.client().get(f"/items/{item.id}")
        assert page.status_code == 200


def test_an_item_that_its_owner_did_not_sign_goes_to_nobody_but_its_owner(three):
    mine = made(three, "KH", FREE)
    share(three, "KH", "VN", mine, settle=False)
    with three.at("KH"):
        message = Message.objects.get(direction=OURS, type="spontaneous")
        del message.document["content"]["items"][0]["proof"]
        message.save(update_fields=["document"])
    three.settle()
    there = row(three, "VN", mine)
    assert (there.signed, there.owner_token) == (Signed.UNSIGNED, "")
    with pytest.raises(Refused) as refused:
        share(three, "VN", "TH", there)
    assert refused.value.code == "items.release.unsigned"
    share(three, "VN", "KH", there)
    with three.at("KH"):
        assert Message.objects.filter(direction=THEIRS, type="spontaneous").get().state != "poisoned"
    share(three, "KH", "VN", mine)
    assert row(three, "VN", mine).signed == Signed.PROVEN
    hand_on(three, row(three, "VN", mine))
    assert row(three, "TH", mine).signed == Signed.PROVEN


def test_an_item_of_ours_that_comes_home_changed_is_refused(three, item):
    share(three, "VN", "KH", item, settle=False)
    with three.at("VN"):
        message = Message.objects.get(direction=OURS, type="spontaneous")
        message.document["content"]["items"][0]["evaluation"] = "A1"
        message.save(update_fields=["document"])
    three.settle()
    with three.at("KH"):
        back = Message.objects.get(direction=THEIRS, type="spontaneous")
        assert (back.state, "evaluation changed" in back.reason) == ("poisoned", True)


def test_a_correction_carries_a_proof_of_what_is_said_now(three, item):
    hand_on(three, item)
    with three.at("KH") as node:
        mine = Item.objects.get(wire_id=item.wire_id)
        recalling.correct(
            actor=node.officer, item_id=mine.id, wrong="The colour.", changes={"text": "It is blue.", "proof": "x.y.z"}
        )
    for _turn in range(3):
        three.settle()
    for country in ("VN", "TH"):
        there = row(three, country, item)
        assert (there.state, there.text, there.signed) == (ItemState.CORRECTED, "It is blue.", Signed.PROVEN)
        assert there.owner_token != item.owner_token
        with three.at(country):
            found = signing.examine(items.wire(there).model_copy(update={"proof": there.owner_token}))
            assert found.standing is Standing.PROVEN


def test_a_corrected_item_goes_on_with_the_proof_of_the_correction(three, item):
    with three.at("KH") as node:
        mine = Item.objects.get(wire_id=item.wire_id)
        recalling.correct(actor=node.officer, item_id=mine.id, wrong="The colour.", changes={"text": "It is blue."})
    three.settle()
    hand_on(three, row(three, "VN", item))
    assert (row(three, "TH", item).text, row(three, "TH", item).signed) == ("It is blue.", Signed.PROVEN)


def test_a_correction_that_does_not_fit_its_proof_is_refused(three, item):
    with three.at("KH") as node:
        mine = Item.objects.get(wire_id=item.wire_id)
        recalling.correct(actor=node.officer, item_id=mine.id, wrong="The colour.", changes={"text": "It is blue."})
        message = Message.objects.get(type="correction")
        message.document["content"]["corrected"]["text"] = "It is green."
        message.save(update_fields=["document"])
    three.settle()
    with three.at("VN"):
        taken = Message.objects.get(direction=THEIRS, type="correction")
        assert (taken.state, "text changed on the way" in taken.reason) == ("poisoned", True)
    assert row(three, "VN", item).text == TEXT


def test_what_is_taken_back_takes_its_proof_along(three, item):
    hand_on(three, item)
    with three.at("KH") as node:
        mine = Item.objects.get(wire_id=item.wire_id)
        recalling.withdraw(actor=node.officer, item_id=mine.id, reason=WithdrawalReason.WRONG, words="Mistaken.")
    for _turn in range(3):
        three.settle()
    for country in ("KH", "VN", "TH"):
        with three.at(country):
            there = Item.objects.get(wire_id=item.wire_id)
            assert (there.state, there.owner_token, there.owner_consents) == (ItemState.WITHDRAWN, "", [])
            for message in Message.objects.filter(type="spontaneous"):
                assert "proof" not in message.content["items"][0]


def test_each_giving_is_signed_with_the_marks_that_it_went_with(three):
    mine = made(three, "KH", FREE)
    share(three, "KH", "VN", mine)
    three.later(minutes=5)
    with three.at("KH") as node:
        items.tighten(actor=node.officer, item_id=mine.id, restriction=BOUND)
    share(three, "KH", "VN", mine)
    there = row(three, "VN", mine)
    assert there.restriction == BOUND
    hand_on_conditions = json.loads(base64.urlsafe_b64decode(there.owner_token.split(".")[1] + "=="))["conditions"]
    assert hand_on_conditions["handling"] == ["H0", "H2"], "the newest word of the owner is what goes on"


def test_the_ledger_of_the_owner_holds_what_it_signed(three, item):
    with three.at("KH"):
        entry = LedgerEntry.objects.get(event="messaging.spontaneous.written")
        said = json.loads(entry.details)["content"]["items"][0]
    assert said["proof"] == item.owner_token


VALUES = {
    "text": st.sampled_from([TEXT, "Nothing.", TEXT + " "]),
    "evaluation": st.sampled_from(["B2", "A1", "X4"]),
    "date_of_data": st.sampled_from(["2026-11", "2026", "2026-11-02"]),
    "permitted_use": st.sampled_from(["Intelligence.", "Anything."]),
    "permitted_purposes": st.sampled_from([[], ["investigation"], ["prosecution"]]),
    "retention_until": st.integers(0, 120),
    "conditions": st.sampled_from([LIGHT, LIGHT | {"tlp": "GREEN"}, LIGHT | {"handling": ["H0", "H1"]}]),
}


@given(edits=st.fixed_dictionaries({}, optional=VALUES))
@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_edit_of_what_viet_nam_keeps_loosens_or_changes_it_at_thailand(three, edits):
    """Rows are checked as they would leave, without the way: the way is above."""
    with three.at("KH"):
        mine = Item.objects.filter(permitted_use="Intelligence.").first()
    if mine is None:
        mine = made(three, "KH", marks("H0", tlp=Tlp.GREEN), permitted_purposes=("investigation",))
        share(three, "KH", "VN", mine)
    there = row(three, "VN", mine)
    if "retention_until" in edits:
        edits["retention_until"] = (there.made.date() + timedelta(days=edits["retention_until"])).isoformat()
    with three.at("TH"):
        came = items.wire(there).model_copy(update={"proof": there.owner_token})
        came = type(came).model_validate(came.document() | edits)
        found = signing.examine(came)
    same = {name: value for name, value in edits.items() if name not in {"conditions", "permitted_purposes"}}
    words = all(getattr(there, name) == value for name, value in same.items() if name != "retention_until")
    bound = came.conditions.restriction().covers(there.restriction) and came.permitted_purposes == ["investigation"]
    bound = bound and came.retention_until <= there.retention_until.isoformat()
    assert (found.standing in proofs.SOUND) == (words and bound), found
    assert Handling.H0 in came.conditions.restriction().handling
