"""Joint checks: proposing, deciding, ending; and telling the partner, who asks and is asked by the same call.

The proposer repeats its proposal until it is decided; the answer says where it stands. Who ends a joint check tells it
in the same way, or is found out by the next batch.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import structlog
from django.db import transaction

from comity.kernel import ComityError, Conflicting, InvalidInput, Missing, Refused
from comity.kernel.purposes import Purpose
from comity.linkage import joint
from comity.linkage.joint import OPEN, TRANSITIONS, JointState, Proposal, read_proposal
from comity.linkage.padding import padded
from comity.node.audit.operations import carried_head, record
from comity.node.cases.queries import is_member
from comity.node.holdings import queries as holdings
from comity.node.matching import fetching, operations
from comity.node.matching.calls import JOINT
from comity.node.matching.models import JointCheck
from comity.node.partners import peer
from comity.node.partners.models import Partner
from comity.node.partners.peer import Answer, Call
from comity.node.partners.queries import accepted
from comity.node.permissions import SYSTEM, Action, Actor, Role, require
from comity.node.runtime import clock, make_id, node_id

log = structlog.get_logger()
DAYS = 7
KEYS = 12
"""What a subject gives on average, for the budget that is suggested."""
AGAIN = timedelta(seconds=30)
_MOST_OPEN = 20
_ENDED = frozenset(JointState) - OPEN


def suggested_elements() -> int:
    """This function returns the elements that this node's holdings will take, with room for padding and repetition."""
    return holdings.count_indexable() * KEYS * 6 // 5 + 1_000


def propose(
    *, actor: Actor, partner_id: str, elements: int | None = None, until: date | None = None, words: str = ""
) -> JointCheck:
    """This function proposes to a partner that all holdings here are asked against its index.

    Args:
        actor: a supervisor, with purpose and case of the working period.
        partner_id: whom to ask.
        elements: the budget; what the holdings will take where None.
        until: the last day; a week from now where None.
        words: why, for the person there who decides.

    Raises:
        Refused: the actor may not, or there is no legal basis.
        Missing: no such partner.
        InvalidInput: there is nothing to ask about, or a number or day is out of range.
        Conflicting: a joint check with this partner is open.
    """
    require(actor, Action.GROUP_WRITE)
    require(actor, Action.CHECK, member=is_member(actor, actor.case_id))
    partner = accepted().filter(id=partner_id).first()
    if partner is None:
        raise Missing("partner", "there is none with this id that is accepted", code="partners.partner.missing")
    basis = operations.basis_for(actor, partner)
    if basis.emergency is not None:
        raise Refused(
            "the joint check", "an emergency carries single checks only", "State the instrument that is in force",
            code="matching.check.basis",
        )  # fmt: skip
    count, today = holdings.count_indexable(), clock().now().date()
    if not count:
        raise InvalidInput("the joint check", "there is no holding to ask about", code="matching.joint.empty")
    asked = suggested_elements() if elements is None else elements
    last = today + timedelta(days=DAYS) if until is None else until
    joint.check_terms(count, asked, last, today)
    with transaction.atomic():
        Partner.objects.select_for_update(of=("self",)).get(id=partner.id)
        if JointCheck.objects.filter(partner=partner, ours=True, state__in=OPEN).exists():
            raise Conflicting(
                "the joint check", "one with this partner is open", "Stop it, or wait for its end",
                code="matching.joint.open",
            )  # fmt: skip
        check = operations.open_check(actor, count)
        row = JointCheck(
            id=make_id(), partner=partner, ours=True, purpose=check.purpose, reference=check.reference,
            legal_basis=basis.reference, subjects=padded(count), elements=asked, until=last,
            words=" ".join(words.split())[:300], by=actor.user_id, at=clock().now(), check_made=check,
        )  # fmt: skip
        row.fingerprint = proposal_of(row).fingerprint
        row.save(force_insert=True)
        _entered(actor, row, "proposed", {"elements": asked, "subjects": row.subjects, "until": str(last)})
    tell(row)
    JointCheck.objects.filter(id=row.id).update(due=None)
    row.refresh_from_db()
    return row


@transaction.atomic
def decide(*, actor: Actor, joint_id: str, accept: bool, reason: str = "") -> JointCheck:
    """This function accepts or declines what a partner proposed.

    Raises:
        Refused: the role may not.
        Missing: no such proposal.
        InvalidInput: declined without a reason.
        Conflicting: it was decided, or is over.
    """
    require(actor, Action.GROUP_WRITE)
    row = _locked(joint_id, ours=False)
    if not accept and not reason.strip():
        raise InvalidInput(
            "the joint check", "no reason is given", "Say in a few words why", code="matching.joint.reason"
        )
    row.decided_by, row.decided, row.reason = actor.user_id, clock().now(), reason.strip()[:500]
    return _moved(actor, row, JointState.ACCEPTED if accept else JointState.DECLINED)


def pause(*, actor: Actor, joint_id: str) -> JointCheck:
    """This function lets a joint check of ours rest; it raises as `stop` does."""
    return _changed(actor, joint_id, JointState.PAUSED, ours=True)


def resume(*, actor: Actor, joint_id: str) -> JointCheck:
    """This function lets a joint check of ours go on; it raises as `stop` does."""
    return _changed(actor, joint_id, JointState.RUNNING, ours=True)


def stop(*, actor: Actor, joint_id: str, reason: str = "") -> JointCheck:
    """This function ends a joint check, ours or a partner's; what was found stays.

    Raises:
        Refused: the role may not.
        Missing: no such joint check.
        Conflicting: it is over.
    """
    return _changed(actor, joint_id, JointState.STOPPED, reason=reason)


@transaction.atomic
def _changed(
    actor: Actor, joint_id: str, to: JointState, *, ours: bool | None = None, reason: str | None = None
) -> JointCheck:
    require(actor, Action.GROUP_WRITE)
    row = _locked(joint_id, ours=ours)
    if reason is not None:
        row.reason = reason.strip()[:500]
    row.due = None
    return _moved(actor, row, to)


def _locked(joint_id: str, *, ours: bool | None = None) -> JointCheck:
    found = JointCheck.objects.select_for_update(of=("self",)).filter(id=joint_id)
    row = (found if ours is None else found.filter(ours=ours)).first()
    if row is None:
        raise Missing("joint check", "there is none with this id", code="matching.joint.missing")
    return row


def _moved(actor: Actor, row: JointCheck, to: JointState) -> JointCheck:
    """This function changes the state inside the caller's transaction, with one ledger entry."""
    if to not in TRANSITIONS[JointState(row.state)]:
        raise Conflicting("the joint check", f"it is {row.get_state_display()}", code="matching.joint.state")
    row.state, row.told = to, False
    row.save()
    _entered(actor, row, to, {"reason": row.reason, "done": row.done, "spent": row.spent})
    return row


def move(row: JointCheck, to: JointState, reason: str = "") -> None:
    """This function changes the state for the worker, unless it was changed meanwhile."""
    with transaction.atomic():
        fresh = _locked(row.id)
        if to in TRANSITIONS[JointState(fresh.state)]:
            fresh.reason = reason[:500] or fresh.reason
            _moved(SYSTEM, fresh, to)
    row.refresh_from_db()


def _entered(actor: Actor, row: JointCheck, what: str, details: dict[str, Any]) -> None:
    record(actor=actor, event=f"matching.joint.{what}", objects=[row.id, row.partner_id], details=details)


def proposal_of(row: JointCheck) -> Proposal:
    """This function writes what a row of ours proposes."""
    return Proposal(
        id=row.id, asker=node_id(), responder=row.partner_id, purpose=row.purpose, case=row.reference,
        legal_basis=row.legal_basis, subjects=row.subjects, elements=row.elements, until=row.until.isoformat(),
        words=row.words,
    )  # fmt: skip


def tell(row: JointCheck) -> bool:
    """This function tells the partner where a joint check of ours stands, and takes in what the partner says of it.

    Returns:
        whether the partner answered.
    """
    JointCheck.objects.filter(id=row.id).update(due=clock().now() + AGAIN)
    content = {"proposal": proposal_of(row).document(), "state": row.state}
    try:
        answer = peer.send(row.partner, JOINT, content)
        fetching.take_head(row.partner, answer)
    except ComityError as error:
        JointCheck.objects.filter(id=row.id).update(fault=str(error)[:500])
        if error.kind != "unreachable" and row.state == JointState.PROPOSED:
            move(row, JointState.STOPPED, str(error))
        return False
    said, reason = answer.document.get("state"), str(answer.document.get("reason") or "")[:500]
    JointCheck.objects.filter(id=row.id).update(fault="", told=True)
    if said == JointState.ACCEPTED and row.state == JointState.PROPOSED:
        move(row, JointState.ACCEPTED, reason)
    elif said in {JointState.DECLINED, JointState.STOPPED, JointState.EXPIRED} and row.state in OPEN:
        to = JointState(said)
        move(row, to if to in TRANSITIONS[JointState(row.state)] else JointState.STOPPED, reason)
    JointCheck.objects.filter(id=row.id).update(told=True)
    return True


def answer_joint(call: Call) -> Answer:
    """This function keeps what a partner proposes, and says where it stands.

    Raises:
        InvalidInput: it is malformed.
        Conflicting: its id was used for another proposal.
        Refused: the partner has too many proposals open.
    """
    require(SYSTEM, Action.CHECK_ANSWER)
    content, said = call.document.get("proposal"), call.document.get("state")
    if not isinstance(content, dict) or said not in set(JointState):
        raise InvalidInput("the joint check", "it says no proposal or state", code="linkage.joint.malformed")
    today = clock().now().date()
    with transaction.atomic():
        Partner.objects.select_for_update(of=("self",)).get(id=call.partner.id)
        row = JointCheck.objects.filter(id=str(content.get("id")), partner=call.partner, ours=False).first()
        if row is None:
            row = _taken(call.partner, read_proposal(content, asker=call.partner.id, responder=node_id(), today=today))
        elif _fingerprint(content) != row.fingerprint:
            raise Conflicting("the joint check", "its id was used for another one", code="linkage.joint.id")
        ended = JointState(said) if said in _ENDED else None
        if ended in TRANSITIONS[JointState(row.state)]:
            _moved(SYSTEM, row, ended)
        head = carried_head(call.partner.id)
    return Answer({"id": row.id, "state": row.state, "reason": row.reason, "head": head})


def _fingerprint(content: dict[str, Any]) -> str:
    try:
        return Proposal(**content).fingerprint
    except TypeError as error:
        raise InvalidInput("the joint check", str(error), code="linkage.joint.malformed") from error


def _taken(partner: Partner, said: Proposal) -> JointCheck:
    if said.purpose not in set(Purpose):
        raise InvalidInput("the joint check", "its purpose is not known here", code="matching.check.purpose")
    if JointCheck.objects.filter(id=said.id).exists():
        raise Conflicting("the joint check", "its id was used for another one", code="linkage.joint.id")
    if JointCheck.objects.filter(partner=partner, ours=False, state__in=OPEN).count() >= _MOST_OPEN:
        raise Refused(
            "the joint check", "too many of yours are open here", "Wait until they are decided",
            code="matching.joint.many",
        )  # fmt: skip
    row = JointCheck(
        id=said.id, partner=partner, ours=False, purpose=said.purpose, reference=said.case,
        legal_basis=said.legal_basis, subjects=said.subjects, elements=said.elements, until=said.last_day,
        words=said.words, fingerprint=said.fingerprint, at=clock().now(),
    )  # fmt: skip
    row.save(force_insert=True)
    _entered(SYSTEM, row, "received", {"elements": said.elements, "purpose": said.purpose, "case": said.case})
    return row


def expire() -> int:
    """This function ends joint checks whose last day is over, on either side."""
    rows = list(JointCheck.objects.filter(state__in=OPEN, until__lt=clock().now().date()))
    for row in rows:
        move(row, JointState.EXPIRED)
    return len(rows)


def may_decide(actor: Actor) -> bool:
    """This function tells whether an actor decides about joint checks."""
    return actor.role in {Role.SUPERVISOR, Role.ADMINISTRATOR}
