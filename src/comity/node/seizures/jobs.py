"""Work on files of seizures that the worker does for a person who does not wait for it."""

from __future__ import annotations

from typing import IO, Any

import structlog
from django_tasks import task

from comity.kernel import ComityError
from comity.node.holdings.grounds import Grounds
from comity.node.permissions import Actor, Role
from comity.node.seizures import intakes
from comity.node.seizures.models import Intake

log = structlog.get_logger()


def hand_in(*, actor: Actor, file: IO[bytes], grounds: Grounds, name: str = "") -> Intake:
    """This function keeps a file and asks the worker to read it, for the actor and under the actor's present purpose.

    Raises:
        Refused: the actor may not.
        InvalidInput: the grounds are incomplete or wrong.
        UnreadableFile: the file is empty or too large.
    """
    made = intakes.receive_file(actor=actor, file=file, grounds=grounds, name=name)
    check_file.enqueue(made.id, _who(actor))
    return made


def leave_intake(*, actor: Actor, intake_id: str) -> Intake:
    """This function asks the worker to import a file that was read, as `hand_in` does.

    Raises:
        Refused: the actor may not.
        Missing: no such intake.
        Conflicting: it is imported already, or not read yet.
    """
    made = intakes.queue_intake(actor=actor, intake_id=intake_id)
    run_file.enqueue(intake_id, _who(actor))
    return made


@task()
def check_file(intake_id: str, who: dict[str, Any]) -> None:
    """This function reads a file that was handed in; its outcome stands in the intake's report."""
    try:
        intakes.check_intake(actor=_actor(who), intake_id=intake_id)
    except ComityError as error:
        log.info("seizures.intake.refused", intake_id=intake_id, code=error.code)


@task()
def run_file(intake_id: str, who: dict[str, Any]) -> None:
    """This function imports a file that was read; its outcome stands in the intake's report."""
    try:
        intakes.run_intake(actor=_actor(who), intake_id=intake_id, resume=True)
    except ComityError as error:
        log.info("seizures.intake.failed", intake_id=intake_id, code=error.code)


def _who(actor: Actor) -> dict[str, Any]:
    return {
        "user_id": actor.user_id, "name": actor.name, "role": actor.role.value, "purpose": actor.purpose,
        "case_id": actor.case_id, "duty_id": actor.duty_id, "instrument_id": actor.instrument_id,
    }  # fmt: skip


def _actor(who: dict[str, Any]) -> Actor:
    return Actor(**{**who, "role": Role(who["role"])})
