"""What an import has stored is erased again: because a person says so, or because it broke off.

It does not stand from the first moment on (`Holding.objects`); its rows go in batches after that.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

import structlog
from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from comity.kernel import Conflicting
from comity.node.audit.operations import erase_details, record
from comity.node.chores import chore
from comity.node.holdings import changes, files
from comity.node.holdings.amending import refuse_older, take_back
from comity.node.holdings.erasing import AT_ONCE, BATCH, delete_rows
from comity.node.holdings.models import ChangeKind, Holding, Import, ImportState
from comity.node.holdings.running import SILENCE
from comity.node.holdings.separating import separate
from comity.node.permissions import SYSTEM, Actor
from comity.node.runtime import clock

log = structlog.get_logger()
TURN = 5.0
"""Seconds that one run of the chore works before others have their turn."""
BROKEN_OFF = "it broke off, and nothing of it is kept"
RUN = "comity.node.holdings.jobs.run_import"
"""The job that runs an import."""


def undo(actor: Actor, made: Import) -> int:
    """This function takes back an import that is done and returns how many holdings it had.

    Whether the actor may is the caller's business. From the moment it returns none of them stands; where they are
    many, the worker erases their rows.

    Raises:
        Conflicting: it is not done, or a newer version of its list stands.
    """
    refuse_older(made)
    with transaction.atomic():
        taken = separate(made)
        take_back(made)
        count = Holding.every.filter(imported=made).count()
        there = Import.objects.filter(id=made.id, state=ImportState.DONE)
        if not there.update(state=ImportState.UNDOING, stored=count, undone=clock().now(), beat=clock().now()):
            raise Conflicting(made.file_name, "it is not imported", "Look at its report", code="holdings.import.state")
        changes.note_import(ChangeKind.REMOVED, made.id)
        record(
            actor=actor, event="holdings.import.undone", objects=[made.id, *taken], details={"holdings": count},
            frees_space=True,
        )  # fmt: skip
    if count <= AT_ONCE:
        clear(made.id)
    return count


def clear(import_id: str, *, until: float | None = None) -> int:
    """This function erases what an import has stored, in batches, and returns how many holdings went.

    Args:
        import_id: of an import that was undone or has failed.
        until: reading of the monotonic clock after which the rest is left for the next time.
    """
    done = 0
    while True:
        with transaction.atomic():
            made = Import.objects.select_for_update().get(id=import_id)
            ids = list(Holding.every.filter(imported=made).order_by("id").values_list("id", flat=True)[:BATCH])
            delete_rows(ids)
            if made.state == ImportState.UNDOING and ids:
                erase_details(actor=SYSTEM, object_ids=ids)
            made.stored = max(made.stored - len(ids), 0) if ids else 0
            made.beat = clock().now()
            if not ids and made.state == ImportState.UNDOING:
                made.state = ImportState.UNDONE
            made.save(update_fields=["stored", "beat", "state"])
        done += len(ids)
        if not ids or (until is not None and monotonic() >= until):
            return done


@chore("holdings.imports", every=timedelta(seconds=10))
def tend() -> int:
    """This function erases what undone and failed imports have left, and tells which imports broke off."""
    _tell_broken()
    until, done = monotonic() + TURN, 0
    left = Import.objects.filter(Q(state=ImportState.UNDOING) | Q(state=ImportState.FAILED, stored__gt=0))
    for import_id in left.order_by("id").values_list("id", flat=True):
        done += clear(import_id, until=until)
        if monotonic() >= until:
            break
    return done


def _tell_broken() -> None:
    silent = clock().now() - SILENCE
    for made in Import.objects.filter(Q(beat=None) | Q(beat__lt=silent), state=ImportState.RUNNING):
        if not _has_job(made.id):
            there = Import.objects.filter(id=made.id, state=ImportState.RUNNING, stored=made.stored)
            there.update(state=ImportState.FAILED, error=BROKEN_OFF)
            log.warning("holdings.import.broken", import_id=made.id)


def _has_job(import_id: str) -> bool:
    waiting = DBTaskResult.objects.filter(task_path=RUN, status__in=["READY", "RUNNING"])
    return files.is_kept(import_id) and any(
        import_id in each["args"] for each in waiting.values_list("args_kwargs", flat=True)
    )
