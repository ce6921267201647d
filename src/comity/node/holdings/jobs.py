"""Work that the worker does for a person who does not wait for it."""

from __future__ import annotations

from typing import Any

import structlog
from django_tasks import task

from comity.kernel import ComityError
from comity.node.holdings import checking, importing, versions
from comity.node.holdings.models import Import, ImportState
from comity.node.permissions import Actor, Role

log = structlog.get_logger()


def leave_import(actor: Actor, import_id: str) -> None:
    """This function asks the worker to run a checked import, for the actor and under the actor's present purpose."""
    importing.queue_checked(actor=actor, import_id=import_id)
    run_import.enqueue(import_id, _who(actor))


def leave_reading(actor: Actor, import_id: str) -> None:
    """This function asks the worker to read a file that was received, as `leave_import` does."""
    check_import.enqueue(import_id, _who(actor))


def _who(actor: Actor) -> dict[str, Any]:
    return {
        "user_id": actor.user_id, "name": actor.name, "role": actor.role.value, "purpose": actor.purpose,
        "case_id": actor.case_id, "duty_id": actor.duty_id, "instrument_id": actor.instrument_id,
    }  # fmt: skip


def leave_version(actor: Actor, import_id: str, replaces_id: str) -> None:
    """This function asks the worker to take a checked file as the newer version of a list, for the actor."""
    run_version.enqueue(import_id, replaces_id, _who(actor))


@task()
def run_version(import_id: str, replaces_id: str, who: dict[str, Any]) -> None:
    """This function takes a checked file as the newer version of a list; why it could not be stands in its report."""
    actor = Actor(**{**who, "role": Role(who["role"])})
    try:
        versions.run_version(actor=actor, import_id=import_id, replaces_id=replaces_id)
    except ComityError as error:
        Import.objects.filter(id=import_id, state=ImportState.CHECKED).update(error=str(error))
        log.info("holdings.version.failed", import_id=import_id, code=error.code)


@task()
def check_import(import_id: str, who: dict[str, Any]) -> None:
    """This function reads a file that was received; its outcome stands in the import's report."""
    actor = Actor(**{**who, "role": Role(who["role"])})
    try:
        checking.check_received(actor=actor, import_id=import_id)
    except ComityError as error:
        log.info("holdings.import.refused", import_id=import_id, code=error.code)


@task()
def run_import(import_id: str, who: dict[str, Any]) -> None:
    """This function runs a checked import; its outcome stands in the import's report."""
    actor = Actor(**{**who, "role": Role(who["role"])})
    try:
        importing.run_checked(actor=actor, import_id=import_id, resume=True)
    except ComityError as error:
        log.info("holdings.import.failed", import_id=import_id, code=error.code)
