"""Holdings are erased: statements and terms deleted, details in the ledger erased, the proof stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from time import monotonic

from django.db import transaction

from comity.node.audit.operations import erase_details, record
from comity.node.chores import chore
from comity.node.holdings import changes, files, keying
from comity.node.holdings.access import holding_for
from comity.node.holdings.models import (
    ChangeKind,
    Holding,
    Import,
    ImportFault,
    ImportFinding,
    ImportState,
    Statement,
    Subject,
    Term,
)
from comity.node.permissions import SYSTEM, Action, Actor
from comity.node.runtime import clock

AT_ONCE = 2000
"""The most holdings that are erased in one transaction."""
BATCH = 500
TURN = 5.0
"""Seconds that one run of the chore works before others have their turn."""


def erase(actor: Actor, holding_ids: Sequence[str], *, event: str, objects: Iterable[str] = ()) -> None:
    """This function erases holdings inside the caller's transaction, notes the changes, and records one entry.

    Args:
        actor: who erases; permission is the caller's business.
        holding_ids: which.
        event: what the entry is called.
        objects: what it names beside the holdings; where there are more than 1,000 holdings, only these are named.
    """
    for batch in _batches(holding_ids):
        delete_rows(batch)
    changes.note(ChangeKind.REMOVED, holding_ids)
    for batch in _batches(holding_ids):
        erase_details(actor=SYSTEM, object_ids=batch)
    named = [*objects, *(holding_ids if len(holding_ids) <= 1000 else ())]
    record(actor=actor, event=event, objects=named, details={"holdings": len(holding_ids)}, frees_space=True)


def delete_rows(holding_ids: Sequence[str]) -> None:
    """This function deletes some hundred holdings with their statements and terms, and subjects left without any."""
    emptied = set(Holding.every.filter(id__in=holding_ids).values_list("subject_id", flat=True))
    of_them = Statement.objects.filter(holding_id__in=holding_ids)
    of_them.filter(replaced_by__isnull=False).update(replaced_by=None)
    # Nothing else refers to these rows, so that they go without being read first.
    for rows in (of_them, Term.objects.filter(holding_id__in=holding_ids)):
        rows._raw_delete(rows.db)  # noqa: SLF001 -- what Django's own fast path calls
    Holding.every.filter(id__in=holding_ids).delete()
    Subject.objects.filter(id__in=emptied, holdings=None).delete()


def erase_holding(*, actor: Actor, holding_id: str) -> None:
    """This function erases one holding before its time.

    Raises:
        Refused: the actor may not.
        Missing: no such holding, or not for this actor.
    """
    held = holding_for(actor, holding_id, Action.HOLDING_ERASE)
    with transaction.atomic():
        erase(actor, [held.id], event="holdings.holding.erased")


@chore("holdings.retention.holdings", every=timedelta(minutes=1))
def erase_expired_holdings() -> int:
    """This function erases holdings whose retention has ended, for a turn, and returns how many."""
    today, until, done = clock().now().date(), monotonic() + TURN, 0
    while monotonic() < until and (count := _erase_expired(today)):
        done += count
    return done


@chore("holdings.retention", every=timedelta(hours=1))
def erase_expired() -> int:
    """This function erases holdings and statements whose retention has ended, and returns how many holdings.

    Statements are looked through one by one, so that this is done less often; values of faults and old files go too.
    """
    today, done = clock().now().date(), erase_expired_holdings()
    with transaction.atomic():
        _erase_statements(today)
        faults = ImportFault.objects.filter(of__retention_until__lt=today).exclude(value="")
        faults.update(value="")
        ImportFinding.objects.filter(of__retention_until__lt=today).update(value="", original="")
    stale = Import.objects.filter(
        state__in=[ImportState.READING, ImportState.CHECKED], at__lt=clock().now() - files.KEPT
    )
    stale.update(state=ImportState.FAILED, error="")
    files.forget_old()
    return done


def _erase_expired(today: date) -> int:
    with transaction.atomic():
        expired = Holding.objects.filter(retention_until__lt=today).order_by("retention_until")
        ids = list(expired.values_list("id", flat=True)[:BATCH])
        if ids:
            erase(SYSTEM, ids, event="holdings.retention.ended")
    return len(ids)


def _erase_statements(today: date) -> None:
    expired = Statement.objects.filter(retention_until__lt=today)
    ids = sorted(set(expired.values_list("holding_id", flat=True)[: AT_ONCE * 10]))[:AT_ONCE]
    if ids:
        expired.filter(holding_id__in=ids).delete()
        keying.refresh(ids)
        changes.note(ChangeKind.CHANGED, ids)
        record(actor=SYSTEM, event="holdings.statements.expired", objects=ids[:1000], frees_space=True)


def _batches(ids: Sequence[str]) -> Iterable[list[str]]:
    return (list(ids[first : first + BATCH]) for first in range(0, len(ids), BATCH))
