"""Joint checks: proposed, decided, carried out, broken off and taken up again; and what a partner may ask under one."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from comity.crypto import oprf
from comity.kernel import Conflicting, Exhausted, InvalidInput, Missing, Refused
from comity.linkage.joint import TRANSITIONS, JointState, Proposal
from comity.node import runtime
from comity.node.audit.models import LedgerEntry
from comity.node.cases import operations as cases
from comity.node.holdings.models import Holding
from comity.node.matching import files, joining, joint_run, publishing, queries
from comity.node.matching.models import Debit, Hit, Inquiry, JointCheck
from comity.node.partners import peer
from tests.node.matching.conftest import HOST, someone

pytestmark = pytest.mark.django_db
NAMES = [f"Chan {a}ara" for a in "bcdfghjklmnprstvwxyz"]


class Killed(BaseException):
    """As with SIGKILL, nothing of the run runs after it."""


class Other:
    """The person at the partner who decides, and what her node says."""

    def __init__(self, partner):
        self.partner, self.heard = partner, []
        self.state, self.reason = "proposed", ""
        partner.simulated.answers("matching.joint", self._answer)

    def _answer(self, content, _body):
        self.heard.append(content)
        said = {"id": content["proposal"]["id"], "state": self.state, "reason": self.reason}
        return said | {"head": self.partner._head()}, b""


@pytest.fixture
def chief(partner, at_work):
    """A supervisor at work on the officer's case."""
    made = partner.supervisor
    cases.add_member(actor=at_work, case_id=at_work.case_id, user_id=made.user_id)
    return replace(made, purpose=at_work.purpose, case_id=at_work.case_id, instrument_id=at_work.instrument_id)


@pytest.fixture
def other(partner):
    return Other(partner)


@pytest.fixture
def many(hold, monkeypatch):
    """Twenty holdings, asked about a few at a time."""
    monkeypatch.setattr(joint_run, "limits", lambda: replace(runtime.limits(), batch_elements=64))
    return [hold(name, f"19{50 + i}-03-14") for i, name in enumerate(NAMES)]


def shared(numbers):
    return [someone(NAMES[i], f"19{50 + i}-03-14", f"p{i}") for i in numbers]


def run(row, clock, times=30):
    for _ in range(times):
        clock.advance(timedelta(seconds=40))
        joint_run.carry_on()
    row.refresh_from_db()
    return row.state


def found():
    return {hit.subject.holding_id for hit in Hit.objects.exclude(strength="weak").select_related("subject")}


def test_from_the_proposal_to_the_hits(partner, other, many, chief, clock):
    partner.begin(*shared(range(0, 20, 3)))
    row = joining.propose(actor=chief, partner_id=partner.id, words="the town's list")
    assert row.state == "proposed"
    assert other.heard[0]["proposal"]["words"] == "the town's list"
    assert run(row, clock, 2) == "proposed"
    other.state = "accepted"
    assert run(row, clock, 2) == "done"
    assert found() == {many[i] for i in range(0, 20, 3)}
    assert (row.done, row.sent) == (20, 20)
    assert other.heard[-1]["state"] == "done"
    assert len(partner.evaluated) == Inquiry.objects.filter(joint=row).count() > 2
    assert {s.joint for s in partner.evaluated} == {row.id}
    assert row.spent == sum(s.elements for s in partner.evaluated) <= row.elements
    assert not Debit.objects.exists()
    assert not Inquiry.objects.filter(live=True).exists()
    (check,) = queries.checks(chief)
    assert (check.subjects, check.waiting) == (20, 0)
    assert check.found >= 7
    entries = LedgerEntry.objects.filter(event__startswith="matching.joint").order_by("index")
    events = list(entries.values_list("event", flat=True))
    assert events == [f"matching.joint.{what}" for what in ("proposed", "accepted", "running", "done")]


def test_protected_persons_are_not_asked_about(partner, other, many, chief, clock):
    Holding.objects.filter(id=many[0]).update(role="victim")
    partner.begin(*shared(range(20)))
    row = joining.propose(actor=chief, partner_id=partner.id)
    other.state = "accepted"
    run(row, clock, 3)
    assert found() == set(many[1:])


@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_batch_loses_nothing_and_charges_nothing_twice(
    partner, other, many, chief, clock, monkeypatch, at, when
):
    partner.begin(*shared(range(0, 20, 2)))
    row = joining.propose(actor=chief, partner_id=partner.id)
    other.state = "accepted"
    assert run(row, clock, 1) == "accepted"
    sends, send = [], peer.send

    def dies(to, call, content, body=b"", **how):
        sends.append(call)
        dying = call == "matching.check" and sends.count("matching.check") == at
        if dying and when == "before":
            raise Killed
        answer = send(to, call, content, body, **how)
        if dying:
            raise Killed
        return answer

    monkeypatch.setattr(peer, "send", dies)
    clock.advance(timedelta(seconds=40))
    with pytest.raises(Killed):
        joint_run.carry_on()
    under_way = list(Inquiry.objects.filter(state="sent").order_by("first"))
    batches = {each.message: files.inquiry(each.id, "batch") for each in under_way}
    dying = under_way[-1].message
    clock.advance(timedelta(seconds=40))
    monkeypatch.setattr(peer, "send", send)
    joint_run.carry_on()
    row.refresh_from_db()
    assert row.state == "done"
    assert found() == {many[i] for i in range(0, 20, 2)}
    assert row.done == 20
    ids = [statement.id for statement in partner.evaluated]
    assert ids.count(dying) == (2 if when == "after" else 1)
    assert set(batches) <= set(ids)
    assert len({s.fingerprint for s in partner.evaluated}) == len(set(ids)) == Inquiry.objects.count()
    assert row.spent == sum({s.id: s.elements for s in partner.evaluated}.values())
    assert not list((runtime.config().folder / "indexes" / "inquiries").glob("*.batch"))


def test_a_partner_that_is_away_is_asked_again(partner, other, many, chief, clock, network):
    partner.begin(*shared([1]))
    row = joining.propose(actor=chief, partner_id=partner.id)
    other.state = "accepted"
    clock.advance(timedelta(seconds=40))
    joining.tell(row)
    row.refresh_from_db()
    network.down.add(HOST)
    assert run(row, clock, 2) == "running"
    assert row.fault
    network.down.clear()
    assert run(row, clock, 2) == "done"
    assert found() == {many[1]}


def test_a_new_epoch_in_the_middle_is_taken_up(partner, other, many, chief, clock, monkeypatch):
    partner.begin(*shared(range(20)))
    row = joining.propose(actor=chief, partner_id=partner.id)
    other.state = "accepted"
    evaluate, count = partner._evaluate, []

    def ends(content, body):
        count.append(1)
        if len(count) == 3:
            partner.begin(*shared(range(20)))
        if content["epoch"] != partner.epoch:
            raise Refused("the check", "its epoch is over", code="linkage.check.epoch")
        return evaluate(content, body)

    partner.simulated.answers("matching.check", ends)
    assert run(row, clock, 6) == "done"
    assert found() == set(many)


def test_a_lying_partner_ends_it(partner, other, many, chief, clock):
    row = joining.propose(actor=chief, partner_id=partner.id)
    other.state, partner.lie = "accepted", True
    assert run(row, clock, 3) == "stopped"
    assert "canary" in row.reason
    assert not Hit.objects.exists()


def test_pausing_resuming_and_stopping(partner, other, many, chief, clock):
    partner.begin(*shared(range(20)))
    row = joining.propose(actor=chief, partner_id=partner.id)
    other.state = "accepted"
    clock.advance(timedelta(seconds=40))
    joining.tell(row)
    assert joint_run.advance(row.id, seconds=0) > 0
    joining.pause(actor=chief, joint_id=row.id)
    before = JointCheck.objects.get().done
    assert before < 20
    assert run(row, clock, 2) == "paused"
    assert row.done == before
    joining.resume(actor=chief, joint_id=row.id)
    joint_run.advance(row.id, seconds=0)
    joining.stop(actor=chief, joint_id=row.id, reason="enough")
    assert run(row, clock, 2) == "stopped"
    assert other.heard[-1]["state"] == "stopped"
    with pytest.raises(Conflicting):
        joining.resume(actor=chief, joint_id=row.id)


def test_a_decline_says_why(partner, other, many, chief, clock):
    row = joining.propose(actor=chief, partner_id=partner.id)
    other.state, other.reason = "declined", "not this month"
    assert run(row, clock, 2) == "declined"
    assert row.reason == "not this month"
    assert partner.evaluated == []


def test_it_ends_with_its_last_day_and_with_its_case(partner, other, many, chief, clock):
    row = joining.propose(actor=chief, partner_id=partner.id)
    clock.advance(timedelta(days=9))
    assert run(row, clock, 1) == "expired"
    row = joining.propose(actor=chief, partner_id=partner.id)
    other.state = "accepted"
    clock.advance(timedelta(seconds=40))
    joining.tell(row)
    cases.Case.objects.update(closed=clock.now())
    assert run(row, clock, 2) == "stopped"
    assert partner.evaluated == []


def test_who_may_propose_and_what(partner, other, many, chief, at_work):
    with pytest.raises(Refused):
        joining.propose(actor=at_work, partner_id=partner.id)
    with pytest.raises(Refused):
        joining.propose(actor=partner.supervisor, partner_id=partner.id)
    for wrong in ({"elements": 0}, {"elements": 10**9}, {"until": runtime.clock().now().date() + timedelta(days=31)}):
        with pytest.raises(InvalidInput):
            joining.propose(actor=chief, partner_id=partner.id, **wrong)
    with pytest.raises(Missing):
        joining.propose(actor=chief, partner_id="cccccccccccccccc")
    joining.propose(actor=chief, partner_id=partner.id)
    with pytest.raises(Conflicting):
        joining.propose(actor=chief, partner_id=partner.id)


# what a partner may ask


@pytest.fixture
def theirs(partner, hold, clock):
    """A proposal of the partner's, and how it asks under it."""
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    manifest, _ = partner.fetch()
    proposal = Proposal(
        id=runtime.make_id(), asker=partner.id, responder=runtime.node_id(), purpose="investigation", case="VN-1",
        legal_basis="MOU-1", subjects=1000, elements=100, until=(clock.now().date() + timedelta(days=3)).isoformat(),
    )  # fmt: skip

    def propose(said=proposal, state="proposed"):
        return partner.call("matching.joint", {"proposal": said.document(), "state": state}).content

    def check(size=64, **changed):
        body = oprf.hash_to_group([json.dumps([runtime.make_id(), i]).encode() for i in range(size)])
        statement = partner.statement(manifest, body, **{"joint": proposal.id, **changed})
        return partner.call("matching.check", statement.document(), body)

    return proposal, propose, check


def test_a_person_decides_and_then_the_budget_holds(partner, theirs):
    proposal, propose, check = theirs
    assert propose()["state"] == "proposed"
    with pytest.raises(Refused):
        check()
    assert propose()["state"] == "proposed"
    assert JointCheck.objects.count() == 1
    joining.decide(actor=partner.supervisor, joint_id=proposal.id, accept=True)
    assert propose()["state"] == "accepted"
    assert len(check().body) == 64 * 32
    assert not Debit.objects.exists()
    assert JointCheck.objects.get().spent == 64
    with pytest.raises(Exhausted) as error:
        check()
    assert error.value.code == "linkage.joint.exhausted"
    others = {"purpose": "prevention", "case": "VN-2", "legal_basis": "MOU-2", "joint": runtime.make_id()}
    for changed in ({name: value} for name, value in others.items()):
        with pytest.raises(Refused) as refused:
            check(18, **changed)
        assert refused.value.code == "matching.joint.ended"
    check(18, joint=None)
    assert Debit.objects.get().elements == 18
    assert propose(state="done")["state"] == "done"
    with pytest.raises(Refused):
        check(18)


def test_a_batch_under_a_joint_check_is_charged_once(partner, theirs):
    proposal, propose, _ = theirs
    propose()
    joining.decide(actor=partner.supervisor, joint_id=proposal.id, accept=True)
    manifest, _ = partner.fetch()
    body = oprf.hash_to_group([bytes([i]) for i in range(64)])
    statement = partner.statement(manifest, body, joint=proposal.id)
    one, two = (partner.call("matching.check", statement.document(), body) for _ in range(2))
    assert one.body == two.body
    assert JointCheck.objects.get().spent == 64
    with pytest.raises(Conflicting):
        partner.call("matching.check", replace(statement, joint=None).document(), body)


def test_declined_stopped_and_expired_let_nothing_through(partner, theirs, clock):
    proposal, propose, check = theirs
    propose()
    with pytest.raises(InvalidInput):
        joining.decide(actor=partner.supervisor, joint_id=proposal.id, accept=False)
    joining.decide(actor=partner.supervisor, joint_id=proposal.id, accept=False, reason="no")
    assert propose() | {"head": 0} == {"id": proposal.id, "state": "declined", "reason": "no", "head": 0}
    with pytest.raises(Refused):
        check(18)
    JointCheck.objects.update(state="accepted")
    check(18)
    joining.stop(actor=partner.supervisor, joint_id=proposal.id, reason="enough")
    with pytest.raises(Refused):
        check(18)
    JointCheck.objects.update(state="accepted")
    clock.advance(timedelta(days=5))
    with pytest.raises(Refused):
        check(18)
    joint_run.carry_on()
    assert JointCheck.objects.get().state == "expired"


@pytest.mark.parametrize(
    "changed",
    [{"elements": 0}, {"elements": "5"}, {"until": "x"}, {"purpose": "nosiness"}, {"asker": "x"}, {"id": "x"},
     {"words": "x" * 301}, {"extra": 1}, {"until": "2040-01-01"}, {"case": ""}],
)  # fmt: skip
def test_what_a_proposal_may_not_say(partner, theirs, changed):
    proposal, _, _ = theirs
    with pytest.raises(InvalidInput):
        partner.call("matching.joint", {"proposal": proposal.document() | changed, "state": "proposed"})
    assert not JointCheck.objects.exists()


def test_one_id_stands_for_one_proposal(partner, theirs):
    proposal, propose, _ = theirs
    propose()
    with pytest.raises(Conflicting):
        propose(replace(proposal, elements=99))
    assert JointCheck.objects.get().elements == 100


def test_only_supervisors_decide(partner, theirs, at_work):
    proposal, propose, _ = theirs
    propose()
    with pytest.raises(Refused):
        joining.decide(actor=at_work, joint_id=proposal.id, accept=True)


def test_ends_are_ends():
    ends = {state for state, after in TRANSITIONS.items() if not after}
    assert ends == {JointState.DECLINED, JointState.DONE, JointState.STOPPED, JointState.EXPIRED}
    for state, after in TRANSITIONS.items():
        assert state not in after
        assert not after or {JointState.STOPPED, JointState.EXPIRED} <= after
