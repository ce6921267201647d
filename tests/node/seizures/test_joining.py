"""Two agencies agree that a seizure was joint, over three nodes: whatever is lost, crossed or made up, one counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.messaging import queries
from comity.node.messaging.models import THEIRS, Message, Outbox
from comity.node.messaging.operations import approve
from comity.node.seizures import joining, joints
from comity.node.seizures.given import Given, GivenGood
from comity.node.seizures.models import Joint, Seizure
from comity.node.seizures.operations import correct_seizure, withdraw_seizure
from tests.node.seizures.joined import PILLS, agree, counting, expire, propose, seize, standing, theirs


def test_one_proposes_the_other_agrees_and_one_counts_it(three, both):
    ours, its = both
    row = propose(three, ours, counted_by=three["VN"].id, words="Both teams stood on the ferry.")
    three.settle()
    assert counting(three) == {"KH": 1, "VN": 1, "TH": 0}
    with three.at("VN") as vn:
        found = theirs(three)
        assert (found.their_reference, found.seizure) == (ours.reference, None)
        assert [(each.duty, each.by_us) for each in queries.owed(vn.officer)] == [
            ("whether the proposal or plan is agreed", True)
        ]
        said = Message.objects.get(direction=THEIRS, type="joint-seizure").content
        assert (said["date"], said["place"], said["place_code"]) == ("2026-11-20", "Ferry", "KH-12")
        assert [(g["what"], g["amount"], g["unit"], g["kilograms"]) for g in said["goods"]] == [
            ("heroin", "3", "kilogram", "3")
        ]
    agree(three, its)
    three.settle()
    assert counting(three) == {"KH": 0, "VN": 1, "TH": 0}
    vn = three["VN"].id
    assert standing(three, "KH") == standing(three, "VN") == [("agreed", vn)]
    with three.at("KH") as kh:
        row.refresh_from_db()
        assert (row.their_reference, queries.owed(kh.officer)) == (its.reference, [])
        change = Seizure.objects.get().changes.get()
        assert (change.after["counted_by"], row.joint in change.reason) == (vn, True)


def test_refused_nothing_changes_and_it_may_be_proposed_anew(three, both):
    ours, its = both
    propose(three, ours)
    three.settle()
    with three.at("VN") as vn:
        found = theirs(three)
        with pytest.raises(InvalidInput, match="needs words"):
            joining.answer(actor=vn.officer, joint_id=found.id, agreed=False, ground="who-counts")
        joining.answer(actor=vn.officer, joint_id=found.id, agreed=False, ground="who-counts", words="We should.")
        with pytest.raises(Conflicting, match="it is refused"):
            joining.answer(actor=vn.officer, joint_id=found.id, agreed=True, seizure_id=its.id)
    three.settle()
    assert counting(three) == {"KH": 1, "VN": 1, "TH": 0}
    three.later(seconds=5)
    propose(three, ours, counted_by=three["VN"].id)
    three.settle()
    agree(three, its)
    three.settle()
    assert counting(three) == {"KH": 0, "VN": 1, "TH": 0}
    assert [state for state, _by in standing(three, "KH")] == ["refused", "agreed"]


@pytest.mark.parametrize("who", ["KH", "VN"])
def test_either_side_ends_it_and_both_count_again(three, both, who):
    ours, its = both
    propose(three, ours)
    three.settle()
    agree(three, its)
    three.settle()
    assert counting(three) == {"KH": 1, "VN": 0, "TH": 0}
    with three.at(who) as node:
        row = Joint.objects.get()
        with pytest.raises(InvalidInput):
            joining.end(actor=node.officer, joint_id=row.id, ground="whim")
        joining.end(actor=node.officer, joint_id=row.id, ground="mistake")
        with pytest.raises(Conflicting):
            joining.end(actor=node.officer, joint_id=row.id, ground="mistake")
    three.settle()
    assert counting(three) == {"KH": 1, "VN": 1, "TH": 0}
    assert [s for s, _ in standing(three, "KH") + standing(three, "VN")] == ["withdrawn", "withdrawn"]


@pytest.mark.parametrize("first", ["KH", "VN"])
def test_proposals_that_cross_are_settled_by_the_earlier(three, both, first):
    """Both propose before either's mail arrives, each wanting to count it; then each agrees to what it got."""
    seizures = dict(zip(("KH", "VN"), both, strict=True))
    second = "VN" if first == "KH" else "KH"
    three.cut.add("VN")
    propose(three, seizures[first], first, second)
    three.clock.set(three.clock.now() + timedelta(seconds=1))
    propose(three, seizures[second], second, first)
    three.cut.clear()
    three.later(minutes=5)
    with pytest.raises(Conflicting, match="proposed the same seizure first"):
        agree(three, seizures[first], first)
    agree(three, seizures[second], second)
    three.settle()
    assert counting(three) == {first: 1, second: 0, "TH": 0}
    for country in (first, second):
        assert sorted(state for state, _ in standing(three, country)) == ["agreed", "withdrawn"]


def test_agreed_and_ended_at_the_same_time_is_ended(three, both):
    ours, its = both
    row = propose(three, ours)
    three.settle()
    three.cut.add("VN")
    agree(three, its)
    with three.at("KH") as kh:
        joining.end(actor=kh.officer, joint_id=row.id, ground="mistake")
    three.cut.clear()
    three.later(minutes=20)
    assert counting(three) == {"KH": 1, "VN": 1, "TH": 0}
    assert [s for s, _ in standing(three, "KH") + standing(three, "VN")] == ["withdrawn", "withdrawn"]


def test_a_partner_that_never_answers_is_late_and_may_be_let_go(three, both):
    ours, _its = both
    three.cut.add("VN")
    row = propose(three, ours)
    three.later(days=15)
    with three.at("KH") as kh:
        (owed,) = queries.owed(kh.officer)
        assert (owed.by_us, owed.late, counting(three)["KH"]) == (False, True, 1)
    expire(three, "KH")
    with three.at("KH") as kh:
        assert Message.objects.get(type="joint-seizure").state == "expired"
        joining.end(actor=kh.officer, joint_id=row.id, ground="mistake")
        row.refresh_from_db()
        assert row.state == "withdrawn"
        propose(three, ours)


def test_an_agreement_that_expired_on_its_way_is_given_again(three, both):
    ours, its = both
    propose(three, ours)
    three.settle()
    three.cut.add("KH")
    agree(three, its)
    expire(three, "VN")
    with three.at("VN"):
        assert Message.objects.get(type="joint-seizure-answer").state == "expired"
    assert counting(three) == {"KH": 1, "VN": 0, "TH": 0}
    three.cut.clear()
    three.later(hours=13)
    agree(three, its)
    three.settle()
    assert standing(three, "KH") == [("agreed", three["KH"].id)]
    assert counting(three) == {"KH": 1, "VN": 0, "TH": 0}


def test_an_agreement_that_was_stored_twice_counts_once(three, both):
    """The node stops between taking the answer and acknowledging it, and the partner sends it again."""
    ours, its = both
    propose(three, ours, counted_by=three["VN"].id)
    three.settle()
    agree(three, its)
    carried = three.handle

    def lost(request):
        carried(request)
        import httpx

        raise httpx.ConnectError("the line broke", request=request)

    three.handle = lost
    three.work("VN")
    three.handle = carried
    assert counting(three) == {"KH": 0, "VN": 1, "TH": 0}
    three.later(minutes=20)
    with three.at("VN"):
        assert not Outbox.objects.exists()
    with three.at("KH"):
        assert Message.objects.filter(type="joint-seizure-answer").count() == 1
        assert Seizure.objects.get().changes.count() == 1


def test_what_breaks_off_leaves_nothing_half_done(three, both, monkeypatch):
    ours, its = both
    propose(three, ours, counted_by=three["VN"].id)
    three.settle()

    def breaks(**_said):
        raise RuntimeError("power lost")

    with three.at("VN"), monkeypatch.context() as patched:
        patched.setattr("comity.node.messaging.sending.record", breaks)
        with pytest.raises(RuntimeError):
            agree(three, its)
    assert standing(three, "VN") == [("proposed", three["VN"].id)]
    agree(three, its)
    with three.at("KH"), monkeypatch.context() as patched:
        patched.setattr("comity.node.seizures.joining_effects.hold", lambda *_: breaks())
        three.work("VN")
    with three.at("KH"):
        answer = Message.objects.get(type="joint-seizure-answer")
        assert (answer.state, Joint.objects.get().state) == ("poisoned", "proposed")


def test_with_four_eyes_nothing_counts_otherwise_before_the_second_look(three, both, settings):
    ours, its = both
    propose(three, ours)
    three.settle()
    with three.at("VN") as vn:
        from comity.node.messaging import types

        types.needs_approval, plain = lambda kind: kind == "joint-seizure-answer", types.needs_approval
        from comity.node.messaging import sending

        before, sending.needs_approval = sending.needs_approval, types.needs_approval
        try:
            agree(three, its)
        finally:
            types.needs_approval, sending.needs_approval = plain, before
        assert (theirs(three).state, Seizure.objects.get().counted_by) == ("proposed", "")
        approve(actor=vn.supervisor, message_id=Message.objects.get(type="joint-seizure-answer").id)
        assert (theirs(three).state, Seizure.objects.get().counted_by) == ("agreed", three["KH"].id)


def test_a_seizure_that_is_joint_stays_until_that_is_ended(three, both):
    ours, its = both
    propose(three, ours)
    three.settle()
    agree(three, its)
    with three.at("VN") as vn:
        its.refresh_from_db()
        with pytest.raises(Conflicting, match="joint with"):
            withdraw_seizure(actor=vn.officer, seizure_id=its.id, revision=its.revision, reason="Twice")
        other = Given(date="2026-11-20", goods=(GivenGood(kind="cash", words="Notes", amount="5", unit="USD"),))
        corrected = correct_seizure(
            actor=vn.officer, seizure_id=its.id, revision=its.revision, given=other, reason="Counted again"
        )
        assert corrected.counted_by == three["KH"].id


def test_three_agencies_agree_pair_by_pair_and_one_counts(three, both):
    ours, its = both
    third = seize(three, "TH")
    propose(three, ours)
    three.settle()
    agree(three, its)
    with pytest.raises(Conflicting, match="is joint with"):
        propose(three, ours)
    propose(three, ours, to="TH")
    three.settle()
    agree(three, third, "TH")
    three.settle()
    assert counting(three) == {"KH": 1, "VN": 0, "TH": 0}
    with pytest.raises(Conflicting, match="counts it"):
        propose(three, its, "VN", "TH", counted_by=three["TH"].id)


@pytest.mark.parametrize(("name", "change", "refused"), [
    ("analyst", {}, Refused),
    ("officer", {"counted_by": "c" * 16}, InvalidInput),
    ("officer", {"partner_id": "c" * 16}, Missing),
    ("officer", {"seizure_id": "none"}, Missing),
])  # fmt: skip
def test_what_cannot_be_proposed(three, both, name, change, refused):
    with three.at("KH") as kh:
        said = {"seizure_id": both[0].id, "partner_id": three["VN"].id} | change
        with pytest.raises(refused):
            joining.propose(actor=kh.people[name], **said)
        assert not Message.objects.exists()


def test_what_rests_on_a_partners_item_goes_only_where_its_owner_lets_it(three, both):
    """Thailand gave it under H2; Viet Nam may not learn of it without Thailand's consent."""
    from comity.node.items.models import Item
    from comity.node.messaging.sending import send
    from comity.node.seizures.operations import quote_item
    from tests.node.messaging.said import item, spontaneous

    with three.at("TH") as th:
        conditions = {"handling": ["H0", "H2"], "tlp": "AMBER", "pap": "AMBER", "words": ""}
        said = spontaneous(three["TH"].id, items=[item(three["TH"].id, conditions=conditions)])
        send(actor=th.officer, message_type="spontaneous", content=said, partner_ids=[three["KH"].id])
    three.settle()
    with three.at("KH") as kh:
        quote_item(actor=kh.supervisor, seizure_id=both[0].id, item_id=Item.objects.get().id)
        with pytest.raises(Refused):
            propose(three, both[0])
        assert not Joint.objects.exists()


def test_reading_shows_how_it_stands_and_which_of_ours_could_be_meant(three, both):
    ours, its = both
    far = seize(three, "VN", Given(date="2026-09-01", province="KH-12", goods=PILLS.goods))
    cash = seize(three, "VN", Given(date="2026-11-21", goods=(GivenGood(kind="cash", words="Notes", amount="5",
                 unit="USD"),), country="KH"))  # fmt: skip
    propose(three, ours)
    with three.at("KH") as kh:
        (waiting,) = joints.listed(kh.officer)
        assert (waiting.sent, waiting.waits_for_us, waiting.counted_here, waiting.late) == (
            "queued",
            False,
            True,
            False,
        )
        assert joints.of_message(kh.officer, Message.objects.get().id) == waiting.joint.id
    three.settle()
    with three.at("VN") as vn:
        (waiting,) = joints.listed(vn.analyst)
        assert (waiting.waits_for_us, waiting.counted_here, waiting.proposal.reference) == (True, False, ours.reference)
        found = joints.found(vn.officer, waiting.joint.id)
        assert [each.id for each in found.alike] == [its.id, cash.id]
        assert far not in found.alike
        with pytest.raises(Refused):
            joints.listed(vn.auditor)
        with pytest.raises(Missing):
            joints.found(vn.officer, "none")
        with pytest.raises(Missing):
            joints.of_message(vn.officer, "none")
    agree(three, its)
    three.settle()
    with three.at("KH") as kh:
        (standing,) = joints.listed(kh.officer)
        assert (standing.answer.answer, standing.by_us, standing.joint.state) == ("agreed", False, "agreed")
        assert joints.found(kh.officer, standing.joint.id).alike == ()
