"""Seizures are corrected, verified and withdrawn; what they said before is kept with who, when and why."""

from __future__ import annotations

from django.db import transaction

from comity.kernel import Conflicting, InvalidInput, Refused
from comity.node.audit.operations import record
from comity.node.holdings.grounds import Grounds, admit
from comity.node.permissions import Action, Actor
from comity.node.runtime import clock
from comity.node.seizures.access import in_force, seizure_for
from comity.node.seizures.given import Given
from comity.node.seizures.judging import judge
from comity.node.seizures.models import Change, JointState, Seizure, SeizureState
from comity.node.seizures.recording import locked, put
from comity.node.seizures.revising import advance
from comity.node.seizures.snapshots import Snapshot, difference, snapshot

LONGEST_REASON = 1000


@transaction.atomic
def open_for_change(*, actor: Actor, seizure_id: str) -> Seizure:
    """This function reads a seizure that the actor is about to correct or to finish.

    Raises:
        Refused: the actor may not change it.
        Missing: there is none that the actor may see.
        Conflicting: it was withdrawn.
    """
    seizure = in_force(seizure_for(actor, seizure_id, Action.SEIZURE_WRITE))
    record(actor=actor, event="seizures.seizure.read", objects=[seizure.id])
    return seizure


@transaction.atomic
def correct_seizure(
    *, actor: Actor, seizure_id: str, revision: int, given: Given, reason: str, grounds: Grounds | None = None
) -> Seizure:
    """This function puts what is said now in the place of what a seizure said; both are kept.

    A seizure that was verified is not verified any more, since nobody has seen what it says now.

    Args:
        actor: who corrects.
        seizure_id: which.
        revision: of the seizure that the actor saw.
        given: what is said of it now, whole.
        reason: why, in words.
        grounds: other grounds, or None to keep them.

    Raises:
        Refused: the actor may not.
        Missing: there is none that the actor may see.
        Conflicting: it is a draft, was withdrawn, or somebody else changed it meanwhile.
        InvalidInput: nothing differs, there is no reason, or as `record_seizure`.
    """
    seizure = in_force(seizure_for(actor, seizure_id, Action.SEIZURE_WRITE))
    reason = _reason(reason)
    grounds = admit(actor, grounds, Action.SEIZURE_WRITE) if grounds else None
    judged = judge(given)
    advance()
    seizure = in_force(locked(seizure, revision))
    if seizure.state == SeizureState.DRAFT:
        raise Conflicting(seizure.reference, "it is a draft", "Finish the draft", code="seizures.draft")
    before = snapshot(seizure)
    _no_longer_verified(seizure)
    judged.seizure["as_written"] = seizure.as_written | judged.seizure["as_written"]  # first words are never lost
    put(seizure, judged, grounds)
    _keep(actor, seizure, before, reason)
    record(actor=actor, event="seizures.seizure.corrected", objects=[seizure.id], details={"reason": reason})
    return seizure


@transaction.atomic
def verify_seizure(*, actor: Actor, seizure_id: str, revision: int, words: str = "") -> Seizure:
    """This function states that a second person compared a seizure with its papers.

    Args:
        actor: who verifies: neither who recorded it nor who corrected it last.
        seizure_id: which.
        revision: of the seizure that the actor saw.
        words: what it was compared with; may be empty.

    Raises:
        Refused: the actor may not, or recorded or corrected it.
        Missing: there is none that the actor may see.
        Conflicting: it is no recorded one, or somebody else changed it meanwhile.
    """
    seizure = seizure_for(actor, seizure_id, Action.SEIZURE_VERIFY)
    advance()
    seizure = locked(seizure, revision)
    if seizure.state != SeizureState.RECORDED:
        raise Conflicting(
            seizure.reference, f"it is {seizure.state}", "Only recorded ones are verified", code="seizures.verify.state"
        )
    last = seizure.changes.order_by("-revision").values_list("by", flat=True).first()
    if actor.user_id in {seizure.recorded_by, last}:
        raise Refused(
            seizure.reference, "you recorded or corrected it yourself", "Another supervisor verifies it",
            code="seizures.verify.own",
        )  # fmt: skip
    before = snapshot(seizure)
    seizure.state, seizure.verified, seizure.verified_by = SeizureState.VERIFIED, clock().now(), actor.user_id
    _keep(actor, seizure, before, words.strip()[:LONGEST_REASON])
    record(actor=actor, event="seizures.seizure.verified", objects=[seizure.id])
    return seizure


@transaction.atomic
def withdraw_seizure(*, actor: Actor, seizure_id: str, revision: int, reason: str) -> Seizure:
    """This function states that a seizure was recorded by mistake; it counts nowhere any more, and stays readable.

    Raises:
        Refused: the actor may not.
        Missing: there is none that the actor may see.
        Conflicting: it was withdrawn already, or somebody else changed it meanwhile.
        InvalidInput: there is no reason.
    """
    seizure = in_force(seizure_for(actor, seizure_id, Action.SEIZURE_WRITE))
    reason = _reason(reason)
    advance()
    seizure = in_force(locked(seizure, revision))
    joint = seizure.joints.filter(state__in=[JointState.PROPOSED, JointState.AGREED]).select_related("partner").first()
    if joint is not None:
        raise Conflicting(
            seizure.reference, f"it is joint with {joint.partner}, or proposed to be", "End that first",
            code="seizures.joint.open",
        )  # fmt: skip
    before = snapshot(seizure)
    _no_longer_verified(seizure)
    seizure.state, seizure.withdrawn, seizure.withdrawn_by = SeizureState.WITHDRAWN, clock().now(), actor.user_id
    _keep(actor, seizure, before, reason)
    record(actor=actor, event="seizures.seizure.withdrawn", objects=[seizure.id], details={"reason": reason})
    return seizure


def note_counting(actor: Actor, seizure: Seizure, counted_by: str, reason: str) -> Seizure:
    """This function notes which node counts a seizure, inside the caller's transaction; permission is the caller's.

    Args:
        actor: who agreed to it.
        seizure: which.
        counted_by: the node's id; empty for this one.
        reason: why, in words that stand among the changes.
    """
    advance()
    fresh = Seizure.objects.select_for_update(of=("self",)).get(id=seizure.id)
    if fresh.counted_by != counted_by:
        before = snapshot(fresh)
        fresh.counted_by = counted_by
        _keep(actor, fresh, before, reason)
    return fresh


def _no_longer_verified(seizure: Seizure) -> None:
    if seizure.state == SeizureState.VERIFIED:
        seizure.state = SeizureState.RECORDED
    seizure.verified, seizure.verified_by = None, ""


def _keep(actor: Actor, seizure: Seizure, before: Snapshot, reason: str) -> None:
    was, is_now = difference(before, snapshot(seizure))
    if not was:
        raise InvalidInput("correction", "it changes nothing", "Change something", code="seizures.correct.same")
    seizure.revision += 1
    seizure.save()
    Change.objects.create(
        seizure=seizure, revision=seizure.revision, before=was, after=is_now, by=actor.user_id, at=clock().now(),
        reason=reason,
    )  # fmt: skip


def _reason(text: str) -> str:
    bare = text.strip()
    if not bare or len(bare) > LONGEST_REASON or "\x00" in bare:
        raise InvalidInput("reason", "it is said in 1 to 1,000 characters", "Say why", code="seizures.reason")
    return bare
