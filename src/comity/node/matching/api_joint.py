"""Joint checks for programs, under ``/v1/desk/joint``."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from comity.node.matching import joining, joint_queries
from comity.node.matching.models import JointCheck
from comity.node.requests import actor_of

router = Router(tags=["matching"])


class ProposalIn(Schema):
    """What is proposed to a partner; the budget and the last day are suggested where they are left out."""

    partner: str
    elements: int | None = None
    until: date | None = None
    words: str = ""


class WhyIn(Schema):
    """Why something is decided or ended."""

    reason: str = ""


class JointOut(Schema):
    """Where a joint check stands."""

    id: str
    partner: str
    ours: bool
    state: str
    purpose: str
    case: str
    legal_basis: str
    subjects: int
    done: int
    elements: int
    spent: int
    until: date
    proposed: datetime
    reason: str
    fault: str
    check: str | None


def joint_out(row: JointCheck) -> JointOut:
    """This function writes a joint check for programs."""
    return JointOut(
        id=row.id, partner=row.partner_id, ours=row.ours, state=row.state, purpose=row.purpose, case=row.reference,
        legal_basis=row.legal_basis, subjects=row.subjects, done=row.done, elements=row.elements, spent=row.spent,
        until=row.until, proposed=row.at, reason=row.reason, fault=row.fault, check=row.check_made_id,
    )  # fmt: skip


@router.get("", response=list[JointOut])
def joint_checks(request: HttpRequest) -> list[JointOut]:
    """Joint checks, ours and partners', newest first."""
    return [joint_out(row) for row in joint_queries.joint_checks(actor_of(request))]


@router.post("", response={201: JointOut})
def propose(request: HttpRequest, said: ProposalIn) -> Status[JointOut]:
    """Propose a joint check to a partner."""
    made = joining.propose(
        actor=actor_of(request), partner_id=said.partner, elements=said.elements, until=said.until, words=said.words
    )
    return Status(201, joint_out(made))


@router.get("/{uuid:joint_id}", response=JointOut)
def joint(request: HttpRequest, joint_id: UUID) -> JointOut:
    """Where a joint check stands."""
    return joint_out(joint_queries.standing(actor_of(request), str(joint_id)).row)


@router.post("/{uuid:joint_id}/accept", response=JointOut)
def accept(request: HttpRequest, joint_id: UUID) -> JointOut:
    """Accept what a partner proposes."""
    return joint_out(joining.decide(actor=actor_of(request), joint_id=str(joint_id), accept=True))


@router.post("/{uuid:joint_id}/decline", response=JointOut)
def decline(request: HttpRequest, joint_id: UUID, why: WhyIn) -> JointOut:
    """Decline what a partner proposes."""
    return joint_out(joining.decide(actor=actor_of(request), joint_id=str(joint_id), accept=False, reason=why.reason))


@router.post("/{uuid:joint_id}/pause", response=JointOut)
def pause(request: HttpRequest, joint_id: UUID) -> JointOut:
    """Let a joint check of ours rest."""
    return joint_out(joining.pause(actor=actor_of(request), joint_id=str(joint_id)))


@router.post("/{uuid:joint_id}/resume", response=JointOut)
def resume(request: HttpRequest, joint_id: UUID) -> JointOut:
    """Let a joint check of ours go on."""
    return joint_out(joining.resume(actor=actor_of(request), joint_id=str(joint_id)))


@router.post("/{uuid:joint_id}/stop", response=JointOut)
def stop(request: HttpRequest, joint_id: UUID, why: WhyIn) -> JointOut:
    """End a joint check for good."""
    return joint_out(joining.stop(actor=actor_of(request), joint_id=str(joint_id), reason=why.reason))
