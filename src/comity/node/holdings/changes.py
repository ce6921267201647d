"""The numbered log of which holdings came, changed or went: what an index of holdings is kept up to date with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from comity.node.holdings.models import Change, ChangeCounter, ChangeKind, Holding
from comity.node.holdings.rows import Rows
from comity.node.runtime import clock


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: its number, the holding, and what became of it."""

    number: int
    holding_id: str
    kind: str


def note(kind: ChangeKind, holding_ids: Iterable[str]) -> int:
    """This function numbers changes inside the caller's transaction and returns the last number.

    Whoever numbers waits for whoever numbered before, until that transaction ends; so a reader who has seen a number
    has seen every smaller one. Call it late in an operation.
    """
    ids = list(holding_ids)
    ChangeCounter.objects.get_or_create(id=1)
    counter = ChangeCounter.objects.select_for_update().get(id=1)
    if ids:
        rows = Rows(Change, ("number", "holding_id"), kind=kind.value, at=clock().now())
        rows.insert((counter.number + i, holding_id) for i, holding_id in enumerate(ids, 1))
        counter.number += len(ids)
        counter.save()
    return counter.number


def note_import(kind: ChangeKind, import_id: str) -> int:
    """This function numbers a change for every holding of an import, as `note` does, and returns the last number."""
    ChangeCounter.objects.get_or_create(id=1)
    counter = ChangeCounter.objects.select_for_update().get(id=1)
    quoted, at = connection.ops.quote_name, Change._meta.get_field("at").get_db_prep_save(clock().now(), connection)  # noqa: SLF001 -- Django's own public name for it
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(Change._meta.db_table)} (number, holding_id, kind, at) "  # noqa: S608, SLF001 -- as above
            "SELECT %s + row_number() OVER (ORDER BY id), id, %s, %s "
            f"FROM {quoted(Holding._meta.db_table)} WHERE imported_id = %s",  # noqa: SLF001 -- as above
            [counter.number, kind.value, at, import_id],
        )
        counter.number += max(cursor.rowcount, 0)
    counter.save()
    return counter.number


def changes(*, after: int = 0, limit: int = 10_000) -> list[Changed]:
    """This function returns changes in their order.

    Args:
        after: the last number that the caller has seen.
        limit: the most to return.
    """
    found = Change.objects.filter(number__gt=after).order_by("number")[:limit]
    return [Changed(*row) for row in found.values_list("number", "holding_id", "kind")]


def last_change() -> int:
    """This function returns the number of the last change, 0 before the first."""
    return ChangeCounter.objects.filter(id=1).values_list("number", flat=True).first() or 0


def each_change(*, after: int = 0) -> Iterator[Changed]:
    """This function gives every change after a number, fetched in batches."""
    while batch := changes(after=after):
        yield from batch
        after = batch[-1].number
