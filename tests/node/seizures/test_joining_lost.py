"""What a partner makes up about joint seizures, and what backups lose, changes no count by itself."""

from __future__ import annotations

import pytest

from comity.kernel import Conflicting
from comity.node.audit.operations import start_new_log
from comity.node.audit.queries import state
from comity.node.messaging.models import THEIRS, Message
from comity.node.runtime import make_id
from comity.node.seizures import joining
from comity.node.seizures.given import Given
from comity.node.seizures.models import Joint
from tests.node.one_process import connection, copied
from tests.node.seizures.joined import PILLS, agree, counting, propose, seize, standing


def test_a_partner_names_no_joint_id_that_is_not_its_own(three, both):
    """Thailand learned the id of what Cambodia and Viet Nam agreed, and tries every way to use it."""
    from comity.node.messaging.sending import send

    ours, its = both
    row = propose(three, ours, counted_by=three["VN"].id)
    three.settle()
    with three.at("KH"):
        proposal = joining.proposal_of(row)
        content = dict(proposal.content)
    with three.at("TH") as th:
        for said in (content, content | {"counted_by": three["TH"].id}):
            send(actor=th.officer, message_type="joint-seizure", content=said, partner_ids=[three["KH"].id])
    three.settle()
    with three.at("KH"):
        refused = Message.objects.filter(direction=THEIRS, partner_id=three["TH"].id)
        assert {(m.state, m.type) for m in refused} == {("poisoned", "joint-seizure")}
        assert {m.reason for m in refused} == {
            "it would be counted by neither of the two agencies",
            "its id belongs to another proposal",
        }
    forged = {"joint": row.joint, "in_reply_to": proposal.message_id, "answer": "agreed", "reference": "TH-1",
              "counted_by": three["VN"].id}  # fmt: skip
    ended = {"joint": row.joint, "in_reply_to": proposal.message_id, "answer": "ended", "ground": "mistake"}
    agree(three, its)
    three.settle()
    with three.at("KH"):
        before = Message.objects.count()
    for said in (forged, ended):
        forge(three, "TH", "KH", said)
    with three.at("KH"):
        assert Message.objects.count() == before + 2
        states = {m.state for m in Message.objects.filter(type="joint-seizure-answer", partner_id=three["TH"].id)}
        assert states == {"poisoned"}
        assert Joint.objects.get().partner_id == three["VN"].id
    assert counting(three) == {"KH": 0, "VN": 1, "TH": 0}


def forge(three, country, to, said):
    """A node whose program keeps no rules writes an answer about somebody else's joint seizure."""
    from comity.exchange.contents import JointSeizureAnswer
    from comity.node.messaging import threads
    from comity.node.messaging.composing import Draft, queue, write
    from comity.node.messaging.terms import Grounds, Terms
    from comity.node.partners.models import Partner

    with three.at(country) as node:
        partner = Partner.objects.get(id=three[to].id)
        conversation = threads.begin([partner], kind="joint-seizure", subject="x")
        content = JointSeizureAnswer.model_validate(said)
        draft = Draft(
            conversation=conversation, message_type="joint-seizure-answer", content=content, terms=Terms(),
            state="queued", author=node.officer.user_id, recipients=(partner.id,), message_id=make_id(), urgent=False,
        )  # fmt: skip
        queue(write(draft, partner, Grounds("investigation", "MOU-1"), version=1))
    three.settle()


def test_an_agreement_that_was_made_up_counts_nothing_until_a_person_says_which(three, both):
    made_up = {"joint": "019aa8f0-4b88-7000-8000-00000000abcd", "in_reply_to": "019aa8f0-4b88-7000-8000-00000000abce",
               "answer": "agreed", "reference": "TH-1", "counted_by": three["TH"].id}  # fmt: skip
    forge(three, "TH", "KH", made_up)
    assert counting(three) == {"KH": 1, "VN": 1, "TH": 0}


def restore(three, country, tmp_path, meanwhile):
    """A node is put back to how it was before something happened, and its people look at what was lost."""
    node = three[country]
    node.kept["connection"].close()
    backup = copied(str(node.kept["connection"].settings_dict["NAME"]), f"joint_{country.lower()}_backup", tmp_path)
    meanwhile()
    node.kept["connection"].close()
    node.kept |= {"connection": connection(backup), "memories": []}
    three.later(days=1)
    with three.at(country):
        if state().recovery_since:
            start_new_log(actor=node.supervisor, second=node.second, reason="An older copy was put back.")
    for _day in range(2):
        three.later(days=1)


@pytest.mark.parametrize("counter", ["KH", "VN"])
def test_who_proposed_is_restored_to_the_day_before(three, both, tmp_path, counter):
    ours, its = both

    def meanwhile():
        propose(three, ours, counted_by=three[counter].id)
        three.settle()
        agree(three, its)
        three.settle()

    restore(three, "KH", tmp_path, meanwhile)
    other = seize(three, "VN", Given(date="2026-11", goods=PILLS.goods))
    propose(three, other, "VN", "KH")
    for _day in range(3):
        three.later(days=1)
    with three.at("KH") as kh:
        row = Joint.objects.get(ours=True)
        assert (row.ours, row.seizure, row.state, row.their_reference) == (True, None, "agreed", its.reference)
        joining.tie(actor=kh.officer, joint_id=row.id, seizure_id=ours.id)
        with pytest.raises(Conflicting):
            joining.tie(actor=kh.officer, joint_id=row.id, seizure_id=ours.id)
    with three.at("VN"):
        other.delete()
    assert counting(three) == {"KH": 0, "VN": 0, "TH": 0} | {counter: 1}


def test_who_agreed_is_restored_to_the_day_before(three, both, tmp_path):
    ours, its = both
    propose(three, ours)
    three.settle()

    def meanwhile():
        agree(three, its)
        three.settle()

    restore(three, "VN", tmp_path, meanwhile)
    assert standing(three, "VN") == [("proposed", three["KH"].id)]
    agree(three, its)
    three.later(days=1)
    assert standing(three, "KH") == standing(three, "VN") == [("agreed", three["KH"].id)]
    assert counting(three) == {"KH": 1, "VN": 0, "TH": 0}
