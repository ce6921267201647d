"""Budgets raised by agreement of both: proposing, deciding, withdrawing; and lowering, which one side does alone.

Either side tells the other by the same call, which carries the signed proposal and, once there is one, the signed
decision. The side that decides says how a proposal stands; the proposer takes it over and decides nothing itself. What
`statement` writes and `heard` reads may also be carried by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q

from comity.crypto.signatures import token_key_id, verify_document
from comity.kernel import ComityError, Conflicting, InvalidInput, Missing, Refused, Unreachable
from comity.kernel.purposes import Purpose
from comity.linkage.agreements import (
    OPEN_DAYS,
    TEXT,
    TRANSITIONS,
    AgreementState,
    Decision,
    Proposal,
    check_terms,
    in_force,
    made,
    read_decision,
    read_proposal,
)
from comity.node.audit.operations import carried_head, record
from comity.node.matching import debits, fetching
from comity.node.matching.budget_models import BudgetAgreement, Lowered, Telling
from comity.node.matching.calls import BUDGET
from comity.node.matching.models import Budget
from comity.node.partners import peer
from comity.node.partners.models import Partner
from comity.node.partners.peer import Answer, Call
from comity.node.partners.queries import accepted, signers
from comity.node.permissions import SYSTEM, Action, Actor, require
from comity.node.runtime import clock, keyring, limits, make_id, node_id

AGAIN = timedelta(seconds=30)
ASK = timedelta(hours=1)
"""How often the proposer asks how its proposal stands, besides being told."""
_MOST_OPEN = 20
_DAYS = timedelta(days=OPEN_DAYS)


def propose(
    *, actor: Actor, partner_id: str, elements: int, purpose: str = "", until: date | None = None, words: str = ""
) -> BudgetAgreement:
    """This function proposes to a partner how many elements a day either side may ask of the other.

    Args:
        actor: a supervisor or administrator.
        partner_id: with whom.
        elements: a day, after padding.
        purpose: of the checks; empty for the ceiling over all purposes.
        until: last day on which it holds; None until another is agreed.
        words: why, for the person there who decides.

    Raises:
        Refused: the role may not.
        Missing: no such partner.
        InvalidInput: the number, the purpose or the day is out of range.
        Conflicting: another proposal of ours about this purpose is open.
    """
    require(actor, Action.GROUP_WRITE)
    partner = _partner(partner_id)
    check_terms(elements, until, clock().now().date())
    _check_purpose(purpose)
    with transaction.atomic():
        debits.lock(partner.id)
        waiting = BudgetAgreement.objects.filter(partner=partner, ours=True, state=AgreementState.PROPOSED)
        if waiting.filter(purpose=purpose).exists():
            raise Conflicting(
                "the budget", "a proposal of yours about this purpose waits", "Withdraw it, or wait for the answer",
                code="matching.agreement.open",
            )  # fmt: skip
        said = Proposal(
            make_id(), node_id(), partner.id, purpose, elements, until.isoformat() if until else "",
            " ".join(words.replace("\0", "").split())[:TEXT],
        )  # fmt: skip
        row = BudgetAgreement.objects.create(
            id=said.id, partner=partner, ours=True, purpose=purpose, elements=elements, until=until, words=said.words,
            proposal=keyring().signing.sign_document(said.document()), by=actor.user_id, at=clock().now(),
            due=clock().now(),
        )  # fmt: skip
        _entered(actor, row, "proposed")
    return row


@transaction.atomic
def decide(*, actor: Actor, agreement_id: str, accept: bool, reason: str = "") -> BudgetAgreement:
    """This function accepts or declines a budget that a partner proposed; what is accepted holds here at once.

    Raises:
        Refused: the role may not.
        Missing: no such proposal.
        InvalidInput: declined without a reason.
        Conflicting: it was decided, withdrawn, or is too old.
    """
    require(actor, Action.GROUP_WRITE)
    row = _locked(agreement_id, ours=False)
    reason = " ".join(reason.replace("\0", "").split())[:TEXT]
    if not accept and not reason:
        raise InvalidInput("the budget", "no reason is given", "Say in a few words why", code="matching.joint.reason")
    if row.state != AgreementState.PROPOSED or _is_over(row):
        raise Conflicting(
            "the budget", f"it is {row.get_state_display()}", "Propose it anew", code="matching.agreement.state"
        )
    said = Decision(row.id, _hash(row.proposal), node_id(), accept, reason)
    row.decision = keyring().signing.sign_document(said.document())
    row.decided_by, row.decided, row.reason = actor.user_id, clock().now(), reason
    row.told, row.due = False, clock().now()
    if accept:
        Lowered.objects.filter(partner_id=row.partner_id, by_us=True, purpose=row.purpose).delete()
    return _moved(actor, row, AgreementState.ACCEPTED if accept else AgreementState.DECLINED)


def withdraw(*, actor: Actor, agreement_id: str) -> BudgetAgreement:
    """This function takes back a proposal of ours; the partner is asked first, since it may have accepted.

    Raises:
        Refused: the role may not.
        Missing: no such proposal.
        Conflicting: it is decided.
        Unreachable: the partner does not answer.
    """
    require(actor, Action.GROUP_WRITE)
    row = BudgetAgreement.objects.select_related("partner").filter(id=str(agreement_id), ours=True).first()
    if row is None:
        raise Missing("budget", "there is no proposal with this id", code="matching.agreement.missing")
    if row.state == AgreementState.PROPOSED and not tell(row, withdrawn_by=actor):
        raise Unreachable(str(row.partner), row.fault or "it does not answer", "Try again later", code="partners.away")
    if row.state != AgreementState.WITHDRAWN:
        raise Conflicting("the budget", f"it is {row.get_state_display()}", code="matching.agreement.state")
    return row


@transaction.atomic
def lower(*, actor: Actor, partner_id: str, elements: int, purpose: str = "", reason: str = "") -> Lowered:
    """This function lowers what a partner may ask of this node in a day; it holds at once, and the partner is told.

    Args:
        actor: a supervisor or administrator.
        partner_id: whose.
        elements: a day; less than now.
        purpose: of the checks; empty for the ceiling over all purposes.
        reason: in a few words, for this node's own ledger.

    Raises:
        Refused: the role may not, or it would be raised.
        Missing: no such partner.
        InvalidInput: the number or the purpose is out of range.
    """
    require(actor, Action.GROUP_WRITE)
    partner = _partner(partner_id)
    check_terms(elements, None, clock().now().date())
    _check_purpose(purpose)
    debits.lock(partner.id)
    allowed = debits.allowance(partner.id, asked_by_us=False)
    if elements >= (allowed.of(purpose) if purpose else allowed.ceiling):
        raise Refused(
            "the budget", "one side alone only lowers it", "Propose a larger one to the partner",
            code="matching.budget.raised",
        )  # fmt: skip
    row, _ = Lowered.objects.update_or_create(
        partner=partner, by_us=True, purpose=purpose,
        defaults={"elements": elements, "by": actor.user_id, "at": clock().now()},
    )  # fmt: skip
    Telling.objects.update_or_create(partner=partner, defaults={"due": clock().now()})
    record(
        actor=actor, event="matching.budget.lowered", objects=[partner.id],
        details={"purpose": purpose, "elements": elements, "reason": reason.replace("\0", "").strip()[:TEXT]},
    )  # fmt: skip
    return row


def statement(row: BudgetAgreement) -> dict[str, Any]:
    """This function writes how an agreement stands for the partner: what `heard` reads there."""
    return {"proposal": row.proposal, "state": row.state, "decision": row.decision, "reason": row.reason}


def heard(partner: Partner, content: Mapping[str, Any], *, withdrawn_by: Actor | None = None) -> BudgetAgreement:
    """This function takes in what a partner says of a proposal, ours or its own.

    Args:
        partner: who says it, admitted.
        content: what it says.
        withdrawn_by: who takes our proposal back, where the partner was asked for that.

    Raises:
        InvalidInput: it is malformed, or signed by nobody who may.
        Refused: the partner has too many proposals open.
    """
    token, said = content.get("proposal"), content.get("state")
    if not isinstance(token, str) or said not in set(AgreementState):
        raise InvalidInput("the budget", "it says no proposal or state", code="linkage.agreement.malformed")
    with transaction.atomic():
        debits.lock(partner.id)
        row = BudgetAgreement.objects.filter(partner=partner, proposal=token).first()
        if row is None:
            row = _taken(partner, token)
        if row.ours:
            _follow(row, AgreementState(said), content, withdrawn_by)
        elif said == AgreementState.WITHDRAWN and row.state == AgreementState.PROPOSED:
            row.told = True
            _moved(SYSTEM, row, AgreementState.WITHDRAWN)
    return row


def tell(row: BudgetAgreement, *, withdrawn_by: Actor | None = None) -> bool:
    """This function tells the partner how an agreement stands, and takes in what the partner says.

    Returns:
        whether the partner answered.
    """
    content = statement(row) | ({"state": AgreementState.WITHDRAWN.value} if withdrawn_by else {})
    BudgetAgreement.objects.filter(id=row.id).update(due=clock().now() + AGAIN)
    try:
        answer = peer.send(row.partner, BUDGET, content)
        fetching.take_head(row.partner, answer)
        if row.ours:
            heard(row.partner, answer.document, withdrawn_by=withdrawn_by)
    except ComityError as error:
        row.fault = str(error)[:500]
        pause = AGAIN if error.kind == "unreachable" else ASK
        BudgetAgreement.objects.filter(id=row.id).update(fault=row.fault, due=clock().now() + pause)
        return False
    BudgetAgreement.objects.filter(id=row.id).update(fault="", told=True, due=clock().now() + ASK)
    row.refresh_from_db()
    return True


def answer_budget(call: Call) -> Answer:
    """This function takes in what a partner proposes or decided, and says how it stands; it raises as `heard` does."""
    require(SYSTEM, Action.CHECK_ANSWER)
    row = heard(call.partner, call.document)
    BudgetAgreement.objects.filter(id=row.id, ours=False).update(told=True)
    with transaction.atomic():
        head = carried_head(call.partner.id)
    return Answer(statement(row) | {"head": head})


def carry_on() -> int:
    """This function ends agreements that are over and tells partners what they do not know; it returns of how many."""
    now = clock().now()
    standing = BudgetAgreement.objects.filter(state__in=[AgreementState.PROPOSED, AgreementState.ACCEPTED])
    theirs_open = Q(ours=False, state=AgreementState.PROPOSED)
    for row in standing.filter(theirs_open | Q(until__lt=now.date())):  # only these can be over
        if _is_over(row):
            with transaction.atomic():
                fresh = _locked(row.id)
                if AgreementState.EXPIRED in TRANSITIONS[AgreementState(fresh.state)]:
                    _moved(SYSTEM, fresh, AgreementState.EXPIRED)
    waiting = BudgetAgreement.objects.filter(partner__in=accepted(), due__lte=now).select_related("partner")
    open_ones = waiting.filter(ours=True, state=AgreementState.PROPOSED)
    decided = waiting.filter(ours=False, told=False).exclude(decision="")
    return sum(tell(row) for row in [*open_ones, *decided])


def _partner(partner_id: str) -> Partner:
    partner = accepted().filter(id=partner_id).first()
    if partner is None:
        raise Missing("partner", "there is none with this id that is accepted", code="partners.partner.missing")
    return partner


def _check_purpose(purpose: str) -> None:
    if purpose and purpose not in set(Purpose):
        raise InvalidInput("the budget", "its purpose is not known here", code="matching.check.purpose")


def _taken(partner: Partner, token: str) -> BudgetAgreement:
    said = read_proposal(
        _verified(partner, token), proposer=partner.id, partner=node_id(), now=clock().now()
    )  # fmt: skip
    _check_purpose(said.purpose)
    if BudgetAgreement.objects.filter(id=said.id).exists():
        raise Conflicting("the budget", "its id was used for another one", code="linkage.agreement.id")
    waiting = BudgetAgreement.objects.filter(partner=partner, ours=False, state=AgreementState.PROPOSED)
    if waiting.count() >= _MOST_OPEN:
        raise Refused(
            "the budget", "too many proposals of yours wait here", "Wait until they are decided",
            code="matching.agreement.many",
        )  # fmt: skip
    row = BudgetAgreement.objects.create(
        id=said.id, partner=partner, ours=False, purpose=said.purpose, elements=said.elements, until=said.last_day,
        words=said.words, proposal=token, at=clock().now(), told=True,
    )  # fmt: skip
    _entered(SYSTEM, row, "received")
    return row


def _follow(row: BudgetAgreement, said: AgreementState, content: Mapping[str, Any], by: Actor | None) -> None:
    """This function moves a proposal of ours to where the partner says that it stands."""
    if row.state != AgreementState.PROPOSED or said is AgreementState.PROPOSED:
        return
    row.reason, row.told = str(content.get("reason") or "")[:TEXT], True
    token = content.get("decision")
    if isinstance(token, str) and token:
        found = read_decision(
            _verified(row.partner, token), proposal_id=row.id, proposal=_hash(row.proposal), by=row.partner_id
        )
        row.decision, row.decided, row.reason = token, clock().now(), found.reason
        if found.accepts:
            before = Lowered.objects.filter(partner_id=row.partner_id, by_us=True, purpose=row.purpose)
            before.filter(at__lte=row.at).delete()
        _moved(SYSTEM, row, AgreementState.ACCEPTED if found.accepts else AgreementState.DECLINED)
    elif said is AgreementState.WITHDRAWN and by is not None:
        _moved(by, row, AgreementState.WITHDRAWN)
    elif said is AgreementState.EXPIRED:
        _moved(SYSTEM, row, AgreementState.EXPIRED)


def _moved(actor: Actor, row: BudgetAgreement, to: AgreementState) -> BudgetAgreement:
    """This function changes the state inside the caller's transaction, with one ledger entry."""
    if to not in TRANSITIONS[AgreementState(row.state)]:
        raise Conflicting("the budget", f"it is {row.get_state_display()}", code="matching.agreement.state")
    row.state = to
    row.save()
    if to in {AgreementState.ACCEPTED, AgreementState.EXPIRED}:
        _settle(row)
    _entered(actor, row, to)
    return row


def _settle(row: BudgetAgreement) -> None:
    """This function keeps as budget what holds of all that was agreed about a purpose: the last that was proposed."""
    every = BudgetAgreement.objects.filter(partner=row.partner, purpose=row.purpose, state=AgreementState.ACCEPTED)
    ids = list(every.values_list("id", flat=True))
    if not ids:
        Budget.objects.filter(partner=row.partner, purpose=row.purpose).exclude(agreement="").delete()
        return
    holds = every.get(id=in_force(ids))
    every.exclude(id=holds.id).update(state=AgreementState.REPLACED)
    Budget.objects.update_or_create(
        partner=row.partner, purpose=row.purpose,
        defaults={
            "elements": holds.elements, "until": holds.until, "agreement": holds.id,
            "agreed_by": holds.decided_by or holds.by, "agreed_at": clock().now(),
        },
    )  # fmt: skip
    Telling.objects.update_or_create(partner=row.partner, defaults={"due": clock().now()})
    if holds.id != row.id and row.state == AgreementState.ACCEPTED:
        row.state = AgreementState.REPLACED


def _is_over(row: BudgetAgreement) -> bool:
    """This function tells whether a proposal of a partner's is too old to be decided, or a last day is over."""
    if row.until is not None and row.until < clock().now().date():
        return not (row.ours and row.state == AgreementState.PROPOSED)
    return not row.ours and row.state == AgreementState.PROPOSED and made(row.id) + _DAYS < clock().now()


def _locked(agreement_id: str, *, ours: bool | None = None) -> BudgetAgreement:
    found = BudgetAgreement.objects.select_for_update(of=("self",)).filter(id=agreement_id)
    row = (found if ours is None else found.filter(ours=ours)).first()
    if row is None:
        raise Missing("budget", "there is no proposal with this id", code="matching.agreement.missing")
    return row


def _verified(partner: Partner, token: str) -> dict[str, Any]:
    public = signers(partner).get(token_key_id(token))
    if public is None:
        raise InvalidInput("the budget", "the partner did not sign it", code="linkage.agreement.malformed")
    return verify_document(token, public, depth=limits().document_depth)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _entered(actor: Actor, row: BudgetAgreement, what: str) -> None:
    record(
        actor=actor, event=f"matching.budget.{what}", objects=[row.id, row.partner_id],
        details={
            "purpose": row.purpose, "elements": row.elements, "until": str(row.until or ""), "reason": row.reason,
            "proposal": _hash(row.proposal), "decision": _hash(row.decision) if row.decision else "",
        },
    )  # fmt: skip
