"""Reading joint checks."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.db.models import QuerySet

from comity.kernel import Missing
from comity.linkage.joint import OPEN, TRANSITIONS, JointState, seconds_left
from comity.node.matching.models import JointCheck
from comity.node.permissions import MAY, Action, Actor, require


@dataclass(frozen=True, slots=True)
class JointStanding:
    """Where a joint check stands, and what the reader may do with it.

    Args:
        row: the joint check.
        total: subjects that are asked about; rounded where a partner asks.
        minutes_left: at the pace so far; None while nobody knows.
        may: what this reader may do now.
    """

    row: JointCheck
    total: int
    minutes_left: int | None
    may: frozenset[str]


def joint_checks(actor: Actor) -> QuerySet[JointCheck]:
    """This function returns every joint check, ours and partners', newest first."""
    require(actor, Action.PARTNER_READ)
    return JointCheck.objects.select_related("partner", "check_made")


def to_decide(actor: Actor) -> QuerySet[JointCheck]:
    """This function returns what partners propose and nobody has decided, oldest first."""
    return joint_checks(actor).filter(ours=False, state=JointState.PROPOSED).order_by("at")


def standing(actor: Actor, joint_id: str) -> JointStanding:
    """This function returns where a joint check stands.

    Raises:
        Missing: there is none with this id.
    """
    row = joint_checks(actor).filter(id=joint_id).first()
    if row is None:
        raise Missing("joint check", "there is none with this id", code="matching.joint.missing")
    state, total = JointState(row.state), row.check_made.subjects if row.check_made else row.subjects
    left = seconds_left(row.done, total, row.active) if state is JointState.RUNNING else None
    may = set()
    if actor.role in MAY[Action.GROUP_WRITE] and state in OPEN:
        may.add("stop")
        if not row.ours and state is JointState.PROPOSED:
            may |= {"accept", "decline"}
        if row.ours and JointState.PAUSED in TRANSITIONS[state]:
            may.add("pause")
        if row.ours and state is JointState.PAUSED:
            may.add("resume")
    return JointStanding(row, total, None if left is None else ceil(left / 60), frozenset(may))
