"""Seizures are erased when their retention ends: rows and photos go, details in the ledger too, the proof stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from time import monotonic

from django.db import transaction

from comity.node.audit.operations import erase_details, record
from comity.node.chores import chore
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock
from comity.node.seizures import photos
from comity.node.seizures.models import (
    Arrest,
    Change,
    Custody,
    Exhibit,
    Good,
    Intake,
    IntakeFault,
    Involvement,
    Photo,
    Quote,
    RoutePoint,
    Seizure,
)
from comity.node.seizures.revising import advance

BATCH = 500
TURN = 5.0
"""Seconds that one run of the chore works before others have their turn."""


def delete_rows(seizure_ids: Sequence[str]) -> None:
    """This function deletes some hundred seizures with everything that belongs to them, in the caller's transaction."""
    pictures = Photo.objects.filter(seizure__in=seizure_ids)
    photos.forget(list(pictures.values_list("id", flat=True)))
    steps = Custody.objects.filter(exhibit__seizure__in=seizure_ids)
    # What refers to these rows goes before them, so that they go without being read first.
    parts = (Exhibit, Good, RoutePoint, Arrest, Change, Quote, Involvement)
    for rows in (steps, pictures, *(part.objects.filter(seizure__in=seizure_ids) for part in parts)):
        rows._raw_delete(rows.db)  # noqa: SLF001 -- what Django's own fast path calls
    Seizure.every.filter(id__in=seizure_ids).delete()


@chore("seizures.retention", every=timedelta(hours=1))
def erase_expired() -> int:
    """This function erases seizures whose retention has ended, for a turn, and returns how many.

    What could not be read of a file goes when the retention of its intake ends.
    """
    today, until, done = clock().now().date(), monotonic() + TURN, 0
    while monotonic() < until and (count := _erase_expired(today)):
        done += count
    IntakeFault.objects.filter(of__retention_until__lt=today).exclude(value="").update(value="")
    Intake.objects.filter(retention_until__lt=today).exclude(assumed=[]).update(assumed=[])
    return done


@transaction.atomic
def _erase_expired(today: date) -> int:
    expired = Seizure.objects.filter(retention_until__lt=today).order_by("retention_until")
    ids = list(expired.values_list("id", flat=True)[:BATCH])
    if ids:
        advance()
        delete_rows(ids)
        erase_details(actor=SYSTEM, object_ids=ids)
        record(
            actor=SYSTEM, event="seizures.retention.ended", objects=ids, details={"seizures": len(ids)},
            frees_space=True,
        )  # fmt: skip
    return len(ids)
