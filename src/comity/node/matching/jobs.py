"""Work that the worker does for a person who does not wait for it."""

from __future__ import annotations

import structlog
from django_tasks import task

from comity.node.matching import operations

log = structlog.get_logger()


@task()
def carry_out(check_id: str) -> None:
    """This function sends every part of a check; how far it is stands in the check."""
    answered = operations.carry_out(check_id)
    log.info("matching.check.carried-out", check=check_id, answered=answered)
