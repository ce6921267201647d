"""Holdings are erased: statements and terms deleted, details in the ledger erased, the proof stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction

from comity.node.audit.operations import erase_details, record
from comity.node.chores import chore
from comity.node.holdings import changes, files, keying
from comity.node.holdings.access import holding_for
from comity.node.holdings.models import ChangeKind, Holding, Import, ImportFault, ImportState, Statement, Subject
from comity.node.permissions import SYSTEM, Action, Actor
from comity.node.runtime import clock

AT_ONCE = 2000
"""The most holdings that one run of the chore erases in one transaction."""


def erase(actor: Actor, holding_ids: Sequence[str], *, event: str, objects: Iterable[str] = ()) -> None:
    """This function erases holdings inside the caller's transaction, notes the changes, and records one entry.

    Args:
        actor: who erases; permission is the caller's business.
        holding_ids: which.
        event: what the entry is called.
        objects: what it names beside the holdings; where there are more than 1,000 holdings, only these are named.
    """
    emptied: set[str] = set()
    for batch in _batches(holding_ids):
        emptied |= set(Holding.objects.filter(id__in=batch).values_list("subject_id", flat=True))
        Statement.objects.filter(holding_id__in=batch).update(replaced_by=None)
        Holding.objects.filter(id__in=batch).delete()
    for batch in _batches(sorted(emptied)):
        Subject.objects.filter(id__in=batch, holdings=None).delete()
    changes.note(ChangeKind.REMOVED, holding_ids)
    for batch in _batches(holding_ids):
        erase_details(actor=SYSTEM, object_ids=batch)
    named = [*objects, *(holding_ids if len(holding_ids) <= 1000 else ())]
    record(actor=actor, event=event, objects=named, details={"holdings": len(holding_ids)}, frees_space=True)


def erase_holding(*, actor: Actor, holding_id: str) -> None:
    """This function erases one holding before its time.

    Raises:
        Refused: the actor may not.
        Missing: no such holding, or not for this actor.
    """
    held = holding_for(actor, holding_id, Action.HOLDING_ERASE)
    with transaction.atomic():
        erase(actor, [held.id], event="holdings.holding.erased")


@chore("holdings.retention", every=timedelta(hours=1))
def erase_expired() -> int:
    """This function erases holdings and statements whose retention has ended, and returns how many holdings."""
    today = clock().now().date()
    with transaction.atomic():
        ids = list(Holding.objects.filter(retention_until__lt=today).values_list("id", flat=True)[:AT_ONCE])
        if ids:
            erase(SYSTEM, ids, event="holdings.retention.ended")
        _erase_statements(today)
        faults = ImportFault.objects.filter(of__retention_until__lt=today).exclude(value="")
        faults.update(value="")
    stale = Import.objects.filter(state=ImportState.CHECKED, at__lt=clock().now() - files.KEPT)
    stale.update(state=ImportState.FAILED, error="")
    files.forget_old()
    return len(ids)


def _erase_statements(today: date) -> None:
    expired = Statement.objects.filter(retention_until__lt=today)
    ids = sorted(set(expired.values_list("holding_id", flat=True)))
    if ids:
        expired.delete()
        keying.refresh(ids)
        changes.note(ChangeKind.CHANGED, ids)
        record(actor=SYSTEM, event="holdings.statements.expired", objects=ids[:1000], frees_space=True)


def _batches(ids: Sequence[str]) -> Iterable[list[str]]:
    return (list(ids[first : first + 500]) for first in range(0, len(ids), 500))
