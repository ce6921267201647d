"""Reading what became of files of seizures."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from comity.node.audit.operations import record
from comity.node.cases.models import Case, Duty
from comity.node.permissions import Action, Actor, Role, require
from comity.node.seizures.intakes import own
from comity.node.seizures.models import Intake, IntakeFault

PAGE = 200


@dataclass(frozen=True, slots=True)
class Faults:
    """A page of what could not be read.

    Args:
        rows: of the page.
        count: of all of them.
        page: its number, from 1.
        pages: how many there are.
    """

    rows: list[IntakeFault]
    count: int
    page: int
    pages: int


def intakes(actor: Actor) -> QuerySet[Intake]:
    """This function returns the files that were handed in for the actor's cases and duties, the newest first.

    Raises:
        Refused: the actor imports nothing, or stated no purpose.
    """
    require(actor, Action.SEIZURE_IMPORT, member=True)
    if actor.role is Role.SUPERVISOR:
        return Intake.objects.select_related("case", "duty")
    mine = Q(case__in=Case.objects.filter(casemember__user_id=actor.user_id)) | Q(
        duty__in=Duty.objects.filter(members__id=actor.user_id)
    )
    return Intake.objects.filter(mine).select_related("case", "duty")


def intake(actor: Actor, intake_id: str) -> Intake:
    """This function returns what became of a file, without what could not be read of it.

    Raises:
        Refused: the actor imports nothing, or stated no purpose.
        Missing: there is none that the actor may see.
    """
    return own(actor, intake_id)


@transaction.atomic
def faults(actor: Actor, intake_id: str, *, page: int = 1, size: int = PAGE) -> Faults:
    """This function returns a page of what could not be read of a file, in the file's order.

    Raises:
        Refused: the actor imports nothing, or stated no purpose.
        Missing: there is none that the actor may see.
    """
    made = own(actor, intake_id)
    count = made.faults.count()
    pages = max(-(-count // size), 1)
    number = min(max(page, 1), pages)
    rows = list(made.faults.all()[(number - 1) * size : number * size])
    record(actor=actor, event="seizures.report.read", objects=[made.id])
    return Faults(rows, count, number, pages)


@transaction.atomic
def every_fault(actor: Actor, intake_id: str) -> QuerySet[IntakeFault]:
    """This function returns all that could not be read of a file, for a file of its own.

    Raises:
        Refused: the actor imports nothing, or stated no purpose.
        Missing: there is none that the actor may see.
    """
    made = own(actor, intake_id)
    record(actor=actor, event="seizures.report.read", objects=[made.id])
    return made.faults.all()
