"""What the index of keys may be made from: holdings with their kept keys, or as subjects, in batches.

Which partner may find which of them is the policy's business. Left out here already, whatever the policy says: victims,
witnesses, persons of unknown role; records that came from a partner; records whose retention has ended; records of an
import that is not done; statements that are more restricted than their record.

Memory is bounded by a batch. A whole index is made from `keyed`, a delta from `keyed_since`:

    number = last_change()                      # before reading: what comes later is in the next delta
    for batch in keyed(): …                     # half a million holdings in some seconds
    for changed, batch in keyed_since(number):  # what of `changed` is not in `batch` is to leave the index
        …
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from comity.kernel import Restriction
from comity.linkage import Key
from comity.node.holdings import keying
from comity.node.holdings.changes import changes
from comity.node.holdings.models import Holding, restriction_of
from comity.node.runtime import clock
from comity.subjects import NEVER_INDEXED, Role, Subject

BATCH = 500
KEYED_BATCH = 2000
_COLUMNS = ("id", "role", "handling", "tlp", "pap", "words", "releasable_to", "keys", "keyed")
_restriction = lru_cache(1024)(restriction_of)


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


@dataclass(frozen=True, slots=True)
class KeyedHolding:
    """A holding that may be indexed if a partner's policy lets it, with its linkage keys.

    Args:
        holding_id: which.
        keys: of the present version, the most telling first; possibly none.
        role: never one of those that are never indexed.
        restriction: handling codes, TLP, PAP, words.
        releasable_to: ISO codes of countries and ids of groups; empty: to nobody.
    """

    holding_id: str
    keys: tuple[Key, ...]
    role: Role
    restriction: Restriction
    releasable_to: tuple[str, ...]


def _standing() -> QuerySet[Holding]:
    return Holding.objects.exclude(role__in=[r.value for r in NEVER_INDEXED]).filter(
        owner="", retention_until__gte=clock().now().date()
    )


def keyed(holding_ids: Sequence[str] | None = None, *, batch: int = KEYED_BATCH) -> Iterator[list[KeyedHolding]]:
    """This function gives holdings that may be indexed with their keys, in the order of their ids, in batches.

    Args:
        holding_ids: only these; those that may not be indexed (any more) do not come.
        batch: how many at a time.
    """
    if holding_ids is not None:
        for first in range(0, len(holding_ids), batch):
            found = _standing().filter(id__in=holding_ids[first : first + batch]).order_by("id")
            yield _with_keys(list(found.values_list(*_COLUMNS)))
        return
    last = ""
    while rows := list(_standing().filter(id__gt=last).order_by("id").values_list(*_COLUMNS)[:batch]):
        last = rows[-1][0]
        yield _with_keys(rows)


def keyed_since(number: int, *, batch: int = KEYED_BATCH) -> Iterator[tuple[list[str], list[KeyedHolding]]]:
    """This function gives what changed after a number: ids, and those of them that may be indexed now, in batches.

    A holding that changed twice may come twice; the later time is as good as the earlier, since both say what is now.

    Args:
        number: the last change that the caller has seen.
        batch: how many changes at a time.
    """
    while seen := changes(after=number, limit=batch):
        number = seen[-1].number
        ids = list(dict.fromkeys(each.holding_id for each in seen))
        yield ids, [each for found in keyed(ids, batch=batch) for each in found]


def indexable(
    holding_ids: Sequence[str] | None = None, *, batch: int = BATCH, after: str = ""
) -> Iterator[list[Indexable]]:
    """This function gives holdings that may be indexed as subjects, in the order of their ids, in batches.

    Args:
        holding_ids: only these; those that may not be indexed (any more) do not come.
        batch: how many at a time.
        after: only holdings behind this id, to go on where a run was broken off.
    """
    if holding_ids is not None:
        for first in range(0, len(holding_ids), batch):
            found = list(_standing().filter(id__in=holding_ids[first : first + batch]).select_related("subject"))
            if found:
                yield _with_subjects(found)
        return
    last = after
    while found := list(_standing().filter(id__gt=last).select_related("subject").order_by("id")[:batch]):
        last = found[-1].id
        yield _with_subjects(found)


def count_indexable() -> int:
    """This function counts the holdings that may be indexed."""
    return _standing().count()


def _with_keys(rows: Sequence[tuple[str, str, str, int, int, str, list[str], str, str]]) -> list[KeyedHolding]:
    now = keying.version()
    late = [row[0] for row in rows if row[-1] != now]
    fresh: dict[str, tuple[Key, ...]] = {}
    if late:
        found = list(Holding.objects.filter(id__in=late).select_related("subject"))
        for holding_id, subject in keying.subjects(found).items():
            fresh[holding_id] = keying.unpacked(keying.packed(subject, subject.role or Role.UNKNOWN))
    return [
        KeyedHolding(
            holding_id, keying.unpacked(keys) if version == now else fresh.get(holding_id, ()), Role(role),
            _restriction(handling, tlp, pap, words), tuple(released),
        )
        for holding_id, role, handling, tlp, pap, words, released, keys, version in rows
    ]  # fmt: skip


def _with_subjects(found: list[Holding]) -> list[Indexable]:
    subjects = keying.subjects(found)
    return [
        Indexable(held.id, subjects[held.id], Role(held.role), held.restriction, tuple(held.releasable_to))
        for held in found
    ]
