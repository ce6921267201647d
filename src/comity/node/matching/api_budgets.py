"""Budgets for programs, under ``/v1/desk/budgets``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from comity.node.matching import accounts, agreeing, budget_queries
from comity.node.matching.budget_models import BudgetAgreement
from comity.node.requests import actor_of

router = Router(tags=["matching"])


class BudgetIn(Schema):
    """A budget that is proposed: elements a day, in both directions."""

    partner: str
    elements: int
    purpose: str = ""
    until: date | None = None
    words: str = ""


class LowerIn(Schema):
    """What a partner may ask of this node from now on."""

    elements: int
    purpose: str = ""
    reason: str = ""


class ReasonIn(Schema):
    """Why a budget is declined."""

    reason: str = ""


class AgreementOut(Schema):
    """A budget that was proposed, and what was decided; both statements as they were signed."""

    id: str
    partner: str
    ours: bool
    state: str
    purpose: str
    elements: int
    until: date | None
    words: str
    reason: str
    proposed: datetime
    decided: datetime | None
    told: bool
    fault: str
    proposal: str
    decision: str


class CountedOut(Schema):
    """Elements by purpose."""

    today: dict[str, int]
    span: dict[str, int]


class DirectionOut(Schema):
    """One direction: what is allowed, what both sides counted, where they differ, and signs of fishing."""

    allowed: int
    lowered: dict[str, int]
    ours: CountedOut
    theirs: CountedOut | None
    differences: list[dict[str, Any]]
    signs: list[dict[str, Any]]


class StandingOut(Schema):
    """Where budgets with one partner stand."""

    partner: str
    agreed: dict[str, int]
    told: datetime | None
    we_ask: DirectionOut
    they_ask: DirectionOut


def _out(row: BudgetAgreement) -> AgreementOut:
    return AgreementOut(
        id=row.id, partner=row.partner_id, ours=row.ours, state=row.state, purpose=row.purpose, elements=row.elements,
        until=row.until, words=row.words, reason=row.reason, proposed=row.at, decided=row.decided, told=row.told,
        fault=row.fault, proposal=row.proposal, decision=row.decision,
    )  # fmt: skip


@router.get("", response=list[AgreementOut])
def agreements(request: HttpRequest) -> list[AgreementOut]:
    """Budgets that were proposed, by us and by partners, newest first."""
    return [_out(row) for row in budget_queries.agreements(actor_of(request))[:500]]


@router.post("", response={201: AgreementOut})
def propose(request: HttpRequest, said: BudgetIn) -> Status[AgreementOut]:
    """Propose a budget to a partner."""
    made = agreeing.propose(
        actor=actor_of(request), partner_id=said.partner, elements=said.elements, purpose=said.purpose,
        until=said.until, words=said.words,
    )  # fmt: skip
    agreeing.tell(made)
    return Status(201, _out(made))


@router.post("/{uuid:agreement_id}/accept", response=AgreementOut)
def accept(request: HttpRequest, agreement_id: UUID) -> AgreementOut:
    """Accept the budget that a partner proposes."""
    return _decided(agreeing.decide(actor=actor_of(request), agreement_id=str(agreement_id), accept=True))


@router.post("/{uuid:agreement_id}/decline", response=AgreementOut)
def decline(request: HttpRequest, agreement_id: UUID, why: ReasonIn) -> AgreementOut:
    """Decline the budget that a partner proposes."""
    row = agreeing.decide(
        actor=actor_of(request), agreement_id=str(agreement_id), accept=False, reason=why.reason
    )  # fmt: skip
    return _decided(row)


def _decided(row: BudgetAgreement) -> AgreementOut:
    agreeing.tell(row)
    return _out(row)


@router.post("/{uuid:agreement_id}/withdraw", response=AgreementOut)
def withdraw(request: HttpRequest, agreement_id: UUID) -> AgreementOut:
    """Take a proposal of ours back."""
    return _out(agreeing.withdraw(actor=actor_of(request), agreement_id=str(agreement_id)))


@router.get("/partners/{partner_id}", response=StandingOut)
def standing(request: HttpRequest, partner_id: str) -> dict[str, Any]:
    """What is allowed with a partner, and what both sides counted."""
    return budget_queries.document(budget_queries.standing(actor_of(request), partner_id))


@router.post("/partners/{partner_id}/lower", response=StandingOut)
def lower(request: HttpRequest, partner_id: str, said: LowerIn) -> dict[str, Any]:
    """Lower what a partner may ask of this node in a day."""
    actor = actor_of(request)
    row = agreeing.lower(
        actor=actor, partner_id=partner_id, elements=said.elements, purpose=said.purpose, reason=said.reason
    )
    accounts.tell(row.partner)
    return budget_queries.document(budget_queries.standing(actor, partner_id))
