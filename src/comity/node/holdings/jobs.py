"""Work that the worker does for a person who does not wait for it."""

from __future__ import annotations

from typing import Any

import structlog
from django_tasks import task

from comity.kernel import ComityError
from comity.node.holdings import importing
from comity.node.permissions import Actor, Role

log = structlog.get_logger()


def leave_import(actor: Actor, import_id: str) -> None:
    """This function asks the worker to run a checked import, for the actor and under the actor's present purpose."""
    importing.queue_checked(actor=actor, import_id=import_id)
    who = {
        "user_id": actor.user_id, "name": actor.name, "role": actor.role.value, "purpose": actor.purpose,
        "case_id": actor.case_id, "duty_id": actor.duty_id, "instrument_id": actor.instrument_id,
    }  # fmt: skip
    run_import.enqueue(import_id, who)


@task()
def run_import(import_id: str, who: dict[str, Any]) -> None:
    """This function runs a checked import; its outcome stands in the import's report."""
    actor = Actor(**{**who, "role": Role(who["role"])})
    try:
        importing.run_checked(actor=actor, import_id=import_id, resume=True)
    except ComityError as error:
        log.info("holdings.import.failed", import_id=import_id, code=error.code)
