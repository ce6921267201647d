"""What the index of keys may be made from: holdings as subjects of the room linkage, in batches.

Which partner may find which of them is the policy's business. Left out here already, whatever the policy says: victims,
witnesses, persons of unknown role; records that came from a partner; records whose retention has ended; statements that
are more restricted than their record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from comity.kernel import Restriction
from comity.node.holdings.models import Holding, Statement, restriction_of
from comity.node.runtime import clock
from comity.subjects import NEVER_INDEXED, Role, Schema, Subject, Value

BATCH = 500
_COLUMNS = ("holding_id", "property", "value", "original", "note", "country", "handling", "tlp", "pap", "words")


@dataclass(frozen=True, slots=True)
class Indexable:
    """A holding that may be indexed if a partner's policy lets it.

    Args:
        holding_id: which.
        subject: its statements, under the holding's id.
        role: never one of those that are never indexed.
        restriction: handling codes, TLP, PAP, words.
        releasable_to: ISO codes of countries and ids of groups; empty: to nobody.
    """

    holding_id: str
    subject: Subject
    role: Role
    restriction: Restriction
    releasable_to: tuple[str, ...]


def _standing() -> QuerySet[Holding]:
    return Holding.objects.exclude(role__in=[r.value for r in NEVER_INDEXED]).filter(
        owner="", retention_until__gte=clock().now().date()
    )


def indexable(holding_ids: Sequence[str] | None = None, *, batch: int = BATCH) -> Iterator[list[Indexable]]:
    """This function gives holdings that may be indexed, in the order of their ids, in batches.

    Args:
        holding_ids: only these, for a delta; those that may not be indexed (any more) do not come.
        batch: how many at a time.
    """
    if holding_ids is not None:
        for first in range(0, len(holding_ids), batch):
            found = list(_standing().filter(id__in=holding_ids[first : first + batch]).select_related("subject"))
            if found:
                yield _with_subjects(found)
        return
    last = ""
    while found := list(_standing().filter(id__gt=last).select_related("subject").order_by("id")[:batch]):
        last = found[-1].id
        yield _with_subjects(found)


def count_indexable() -> int:
    """This function counts the holdings that may be indexed."""
    return _standing().count()


def _with_subjects(found: list[Holding]) -> list[Indexable]:
    restrictions = {held.id: held.restriction for held in found}
    columns = {held.id: (held.handling, held.tlp, held.pap, held.words) for held in found}
    said: dict[str, list[Value]] = {held.id: [] for held in found}
    standing = Statement.objects.filter(
        holding_id__in=list(said), withdrawn=None, retention_until__gte=clock().now().date()
    )
    for holding_id, prop, value, original, note, country, *own in standing.values_list(*_COLUMNS):
        if tuple(own) == columns[holding_id] or restrictions[holding_id].covers(restriction_of(*own)):
            said[holding_id].append(Value(prop, value, original or value, note, country))
    return [
        Indexable(
            holding_id=held.id,
            subject=Subject(held.id, Schema(held.subject.schema), tuple(said[held.id]), Role(held.role)),
            role=Role(held.role),
            restriction=restrictions[held.id],
            releasable_to=tuple(held.releasable_to),
        )
        for held in found
    ]
