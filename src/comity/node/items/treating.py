"""Treating every copy of an item at this node: what was derived, what was printed or exported, the words themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from comity.exchange.contents import Copy as Told
from comity.exchange.contents import CopyKind, Treated
from comity.exchange.contents import Item as WireItem
from comity.exchange.terms import combine
from comity.node.audit.models import LedgerEntry
from comity.node.audit.operations import erase_details
from comity.node.holdings import changes, erasing, handling, keying
from comity.node.holdings.models import ChangeKind, Holding, Statement
from comity.node.items import signing
from comity.node.items.binding import columns, given_terms, own_terms, words_of
from comity.node.items.ending import end
from comity.node.items.models import Copy, Item, ItemState
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock

BY_PEOPLE = {
    CopyKind.EXPORT: "files that were exported on {days}; people are asked to delete them",
    CopyKind.PRINT: "paper that was printed on {days}; people are asked to destroy it",
    CopyKind.REPORT: "reports of {days} in which it stands; people are asked to correct them",
    CopyKind.WEBHOOK: "another system of this agency, since {days}; its keeper is asked to delete it",
    CopyKind.BACKUP: "backups of {days}",
}
"""Copies that no program reaches, in the words that the owner reads."""


def delete(item: Item) -> list[Told]:
    """This function deletes every copy of an item that the node reaches, and names those that it does not."""
    told = []
    _note_files(item)
    if item.stands:
        end(item, ItemState.WITHDRAWN)
        erase_details(actor=SYSTEM, object_ids=[item.id, item.wire_id])
        told.append(Told(kind="item", count=1, treated=Treated.DELETED))
    elif item.state == ItemState.EXPIRED:
        told.append(Told(kind="item", count=1, treated=Treated.DELETED))
    told += _delete_derived(item)
    return [*told, *by_people(item)]


def correct(item: Item, corrected: Mapping[str, Any]) -> list[Told]:
    """This function makes an item say what it says now, and binds what was derived from it as it is bound now."""
    given = WireItem.model_validate(dict(corrected))
    before, after = own_terms(item), given_terms(given)
    if not item.is_ours:
        # What was tightened here stays so: an owner loosens by its consent, and not by mending words.
        after = combine(before, replace(after, owners=before.owners, consents=before.consents))
    erase_details(actor=SYSTEM, object_ids=[item.id, item.wire_id])
    _note_files(item)
    fresh = columns(after) | words_of(given) | {"state": ItemState.CORRECTED}
    if not item.is_ours:
        fresh |= signing.kept(given, signing.examine(given))
    Item.objects.filter(id=item.id).update(**fresh)
    item.refresh_from_db()
    told = [Told(kind="item", count=1, treated=Treated.CORRECTED)]
    derived = Statement.objects.filter(item=item.id, withdrawn=None)
    if count := derived.count():
        handling.rebind(item.id, before, own_terms(item))
        words = "a person here compares them with the corrected item"
        told.append(Told(kind="statement", count=count, treated=Treated.MARKED, words=words))
    if repeating := item.quoted_in.exclude(state__in=[ItemState.WITHDRAWN, ItemState.EXPIRED]).count():
        words = "items of this agency that repeat it; a person here compares them"
        told.append(Told(kind="item", count=repeating, treated=Treated.MARKED, words=words))
    return [*told, *by_people(item)]


def by_people(item: Item) -> Iterator[Told]:
    """This function names the copies that only people reach, kind by kind."""
    left = item.copies.filter(gone=None, kind__in=[kind.value for kind in BY_PEOPLE])
    days: dict[str, set[date]] = {}
    for copy in left:
        days.setdefault(copy.kind, set()).add(copy.at.date())
    counted = Counter(copy.kind for copy in left)
    for kind, words in BY_PEOPLE.items():
        if counted[kind]:
            on = ", ".join(day.isoformat() for day in sorted(days[kind]))
            said = words.format(days=on)[:500]
            yield Told(kind=kind.value, count=counted[kind], treated=Treated.NOT_REACHED, words=said)


def _note_files(item: Item) -> None:
    """This function notes the files in which records that were derived from an item left, as the ledger has them.

    Whole cases leave: a file counts where it left after the record was made, whether or not its marks let it in.
    """
    derived = Holding.every.filter(statements__item=item.id).distinct()
    for held in derived:
        rows = LedgerEntry.objects.filter(
            event="holdings.exported", found_by__object=held.case_id or held.duty_id, time__gte=held.recorded
        )
        for entry in rows:
            Copy.objects.get_or_create(
                item=item, kind=CopyKind.EXPORT.value, object_id=f"{entry.log_id}/{entry.index}",
                defaults={"at": entry.time, "by": entry.actor},
            )  # fmt: skip


def _delete_derived(item: Item) -> Iterator[Told]:
    rows = Statement.objects.filter(item=item.id)
    ids = sorted(set(rows.values_list("holding_id", flat=True)))
    count = rows.filter(withdrawn=None).count()
    rows.filter(replaced_by__isnull=False).update(replaced_by=None)
    Statement.objects.filter(replaced_by__in=rows.values("id")).update(replaced_by=None)
    rows.delete()
    told_of = Statement.objects.filter(holding_id__in=ids).values("holding_id")
    emptied = sorted(Holding.every.filter(id__in=ids).exclude(id__in=told_of).values_list("id", flat=True))
    if emptied:
        erasing.erase(SYSTEM, emptied, event="holdings.recalled.erased", objects=[item.id, item.wire_id])
        yield Told(kind="holding", count=len(emptied), treated=Treated.DELETED)
    kept = sorted(set(ids) - set(emptied))
    if kept:
        keying.refresh(kept)
        changes.note(ChangeKind.CHANGED, kept)
    if count:
        yield Told(kind="statement", count=count, treated=Treated.DELETED)
    derived = [CopyKind.HOLDING.value, CopyKind.STATEMENT.value, CopyKind.INDEX.value]
    Copy.objects.filter(item=item, kind__in=derived, gone=None).update(gone=clock().now())
