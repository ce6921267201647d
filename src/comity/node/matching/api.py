"""Checks and hits for programs, under ``/v1/desk``."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from comity.node.matching import operations, queries
from comity.node.matching.api_budgets import router as budgets
from comity.node.matching.api_joint import router as joint
from comity.node.matching.models import Check, Hit
from comity.node.matching.words import frame, kinds, reasons
from comity.node.permissions import Actor
from comity.node.requests import actor_of
from comity.subjects.model import Schema as Kind

router = Router(tags=["matching"])
router.add_router("/joint", joint)
router.add_router("/budgets", budgets)


class SubjectIn(Schema):
    """A subject to check: property names of FollowTheMoney, or a holding."""

    kind: Kind = Kind.PERSON
    values: dict[str, list[str]] = {}
    holding: str | None = None
    partners: list[str] | None = None


class InquiryOut(Schema):
    """What became of a check at one partner."""

    partner: str
    state: str
    reason: str
    elements: int
    live: bool


class ReasonOut(Schema):
    """One reason for or against a hit, and the factor by which it multiplies the odds."""

    code: str
    words: str
    factor: float


class HitOut(Schema):
    """A hit. The odds of its score are its prior, times every reason's factor, times the calibration."""

    id: str
    partner: str
    handle: str
    score: float
    strength: str
    state: str
    keys: list[str]
    evidence: list[str]
    reasons: list[ReasonOut]
    prior: float
    calibration: float
    handle_only: bool
    found: datetime


class CheckOut(Schema):
    """A check with its hits."""

    id: str
    asked: datetime
    purpose: str
    case: str
    subjects: int
    inquiries: list[InquiryOut]
    hits: list[HitOut]


class DecisionIn(Schema):
    """Why a hit is confirmed or dismissed."""

    reason: str = ""


def hit_out(hit: Hit) -> HitOut:
    """This function writes a hit for programs."""
    return HitOut(
        id=hit.id, partner=hit.partner_id, handle=hit.handle, score=hit.score, strength=hit.strength, state=hit.state,
        keys=[str(word) for word in kinds(hit.keys)], evidence=[words for words, _ in reasons(hit.reasons)],
        reasons=[
            ReasonOut(code=str(pair[0]), words=words, factor=factor)
            for pair in hit.reasons
            for words, factor in reasons([pair])
        ],
        prior=frame(hit.reasons).prior, calibration=frame(hit.reasons).calibration,
        handle_only=hit.cites_handle_only,
        found=hit.found,
    )  # fmt: skip


def check_out(actor: Actor, check: Check) -> CheckOut:
    """This function writes a check for programs."""
    return CheckOut(
        id=check.id, asked=check.at, purpose=check.purpose, case=check.reference, subjects=check.subjects,
        inquiries=[
            InquiryOut(partner=i.partner_id, state=i.state, reason=i.reason, elements=i.elements, live=i.live)
            for i in check.inquiries.all()
        ],
        hits=[hit_out(hit) for hit in queries.hits(actor, check_id=check.id)],
    )  # fmt: skip


@router.post("/checks", response={201: CheckOut})
def check_subject(request: HttpRequest, subject: SubjectIn) -> Status[CheckOut]:
    """Check a subject, typed in or a holding, with partners."""
    actor = actor_of(request)
    values = [(name, text) for name, texts in subject.values.items() for text in texts]
    made = operations.check_subject(
        actor=actor, schema=subject.kind, values=values, holding_id=subject.holding, partner_ids=subject.partners
    )
    return Status(201, check_out(actor, queries.check(actor, made.id)))


@router.get("/checks/{uuid:check_id}", response=CheckOut)
def check(request: HttpRequest, check_id: UUID) -> CheckOut:
    """What became of a check."""
    actor = actor_of(request)
    return check_out(actor, queries.check(actor, str(check_id)))


@router.get("/hits", response=list[HitOut])
def hits(request: HttpRequest, state: str = "open") -> list[HitOut]:
    """Hits in one state, the strongest first."""
    return [hit_out(hit) for hit in queries.hits(actor_of(request), state=state)]


@router.post("/hits/{uuid:hit_id}/confirm", response=HitOut)
def confirm(request: HttpRequest, hit_id: UUID, decision: DecisionIn) -> HitOut:
    """Confirm a hit."""
    return hit_out(operations.confirm_hit(actor=actor_of(request), hit_id=str(hit_id), reason=decision.reason))


@router.post("/hits/{uuid:hit_id}/dismiss", response=HitOut)
def dismiss(request: HttpRequest, hit_id: UUID, decision: DecisionIn) -> HitOut:
    """Dismiss a hit."""
    return hit_out(operations.dismiss_hit(actor=actor_of(request), hit_id=str(hit_id), reason=decision.reason))
