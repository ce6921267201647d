"""Reading emergencies: one's own, those to review, and the numbers for the auditor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from comity.cooperation.emergencies import EmergencyState, tally
from comity.kernel import Missing
from comity.node.cases.models import Emergency
from comity.node.permissions import Action, Actor, Role, require
from comity.node.runtime import clock


@dataclass(frozen=True, slots=True)
class Numbers:
    """How emergencies were used.

    Args:
        states: how many stand where.
        uses: how many messages and checks went under one.
        late: how many were reviewed after their day, or wait longer.
    """

    states: Mapping[EmergencyState, int]
    uses: int
    late: int

    @property
    def total(self) -> int:
        """This function returns how many were ever stated."""
        return sum(self.states.values())


def emergencies(actor: Actor) -> QuerySet[Emergency]:
    """This function returns the emergencies that an actor may see: an officer's own; a supervisor's and auditor's all.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.EMERGENCY_READ)
    rows = Emergency.objects.select_related("by", "reviewed_by", "case", "duty")
    return rows.filter(by_id=actor.user_id) if actor.role is Role.OFFICER else rows


def emergency(actor: Actor, emergency_id: str) -> Emergency:
    """This function returns one emergency that the actor may see.

    Raises:
        Missing: there is none, or not for this actor.
    """
    found = emergencies(actor).filter(id=emergency_id).first()
    if found is None:
        raise Missing("emergency", "there is none with this id", code="cases.emergency.missing")
    return found


def to_review(actor: Actor) -> QuerySet[Emergency]:
    """This function returns the emergencies that this actor may review, the longest overdue first.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.EMERGENCY_REVIEW)
    return emergencies(actor).filter(outcome="").exclude(by_id=actor.user_id).order_by("review_due")


def open_now(actor: Actor) -> QuerySet[Emergency]:
    """This function returns the actor's own emergencies that carry messages now."""
    return Emergency.objects.filter(by_id=actor.user_id, outcome="", until__gt=clock().now())


def numbers(actor: Actor) -> Numbers:
    """This function counts emergencies, of all that the actor may see.

    Raises:
        Refused: the role may not.
    """
    now, rows = clock().now(), list(emergencies(actor).prefetch_related("uses"))
    late = sum((row.reviewed or now) >= row.review_due for row in rows)
    return Numbers(tally((row.as_stated for row in rows), now), sum(len(row.uses.all()) for row in rows), late)


def carries_on(object_id: str) -> bool:
    """This function tells whether an emergency under which something began is still open."""
    return Emergency.objects.filter(uses__object=object_id, outcome="", until__gt=clock().now()).exists()
