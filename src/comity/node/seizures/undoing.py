"""What an intake has stored is erased again: because a person says so, or because it broke off."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

import structlog
from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from comity.node.audit.operations import erase_details
from comity.node.chores import chore
from comity.node.holdings import files
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock
from comity.node.seizures.erasing import BATCH, delete_rows
from comity.node.seizures.models import Intake, IntakeState, Seizure

log = structlog.get_logger()
AT_ONCE = 2000
"""Seizures that are erased while a person waits; the worker erases more."""
TURN = 5.0
"""Seconds that one run of the chore works before others have their turn."""
SILENCE = timedelta(minutes=10)
"""An intake that has done nothing for this long broke off."""
BROKEN_OFF = "it broke off; begin it again, and it goes on where it stopped"
JOBS = ("comity.node.seizures.jobs.check_file", "comity.node.seizures.jobs.run_file")


def clear(intake_id: str, *, until: float | None = None, at_once: bool = False) -> int:
    """This function erases what an intake has stored, in batches, and returns how many seizures went.

    Args:
        intake_id: of one that was undone, or has failed.
        until: reading of the monotonic clock after which the rest is left for the next time.
        at_once: whether to leave it to the worker where there are many.
    """
    done = 0
    if at_once and Seizure.every.filter(intake=intake_id).count() > AT_ONCE:
        return done
    while True:
        with transaction.atomic():
            made = Intake.objects.select_for_update().get(id=intake_id)
            ids = list(Seizure.every.filter(intake=made).order_by("id").values_list("id", flat=True)[:BATCH])
            delete_rows(ids)
            if made.state == IntakeState.UNDOING and ids:
                erase_details(actor=SYSTEM, object_ids=ids)
            made.stored, made.beat = max(made.stored - len(ids), 0) if ids else 0, clock().now()
            if not ids and made.state == IntakeState.UNDOING:
                made.state = IntakeState.UNDONE
            made.save(update_fields=["stored", "beat", "state"])
        done += len(ids)
        if not ids or (until is not None and monotonic() >= until):
            return done


@chore("seizures.intakes", every=timedelta(seconds=10))
def tend() -> int:
    """This function erases what undone intakes have left, and what failed ones left whose file is gone.

    It tells which intakes broke off, and that nobody imported a file within a day.
    """
    _tell_broken()
    until, done = monotonic() + TURN, 0
    left = Intake.objects.filter(Q(state=IntakeState.UNDOING) | Q(state=IntakeState.FAILED, stored__gt=0))
    for made in left.order_by("id"):
        if made.state == IntakeState.FAILED and files.is_kept(made.id):
            continue
        done += clear(made.id, until=until)
        if monotonic() >= until:
            break
    return done


def _tell_broken() -> None:
    now = clock().now()
    at_work = Intake.objects.filter(state__in=[IntakeState.READING, IntakeState.RUNNING])
    for made in at_work.filter(Q(beat=None) | Q(beat__lt=now - SILENCE)):
        if not _has_job(made.id):
            there = Intake.objects.filter(id=made.id, state=made.state, beat=made.beat)
            there.update(state=IntakeState.FAILED, error=BROKEN_OFF)
            log.warning("seizures.intake.broken", intake_id=made.id)
    stale = Intake.objects.filter(state=IntakeState.CHECKED, at__lt=now - files.KEPT)
    stale.update(state=IntakeState.FAILED, error="")


def _has_job(intake_id: str) -> bool:
    waiting = DBTaskResult.objects.filter(task_path__in=JOBS, status__in=["READY", "RUNNING"])
    return files.is_kept(intake_id) and any(
        intake_id in each["args"] for each in waiting.values_list("args_kwargs", flat=True)
    )
