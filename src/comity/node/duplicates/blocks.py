"""Which records have a key: the table by which records that may be of one subject meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from django.db.models import Count

from comity.node.duplicates.models import HeldKey
from comity.node.duplicates.records import Record
from comity.node.holdings.models import Change
from comity.node.holdings.rows import Rows

MOST_HOLDERS = 50
"""A key that more records have tells too little about any two of them to look at every pair."""
_PARAMETERS = 5000
T = TypeVar("T")


def holders(keys: Sequence[int]) -> Iterator[tuple[int, str]]:
    """This function gives key and holding for records that have one of the keys, unless too many have it."""
    numbers: dict[int, list[int]] = {}
    for part in parts(keys):
        counted = HeldKey.objects.filter(key__in=part).values("key").annotate(n=Count("id"))
        few = [row["key"] for row in counted if row["n"] <= MOST_HOLDERS]
        for key, number in HeldKey.objects.filter(key__in=few).values_list("key", "number"):
            numbers.setdefault(number, []).append(key)
    for part in parts(sorted(numbers)):
        for number, holding_id in Change.objects.filter(number__in=part).values_list("number", "holding_id"):
            yield from ((key, holding_id) for key in numbers[number])


def keep(records: Iterable[Record], numbers: Mapping[str, int]) -> None:
    """This function replaces the keys of records, inside the caller's transaction.

    Args:
        records: those that are there.
        numbers: the last change of each record that changed, those that are gone included.
    """
    for part in parts(sorted(numbers)):
        old = list(Change.objects.filter(holding_id__in=part).values_list("number", flat=True))
        for some in parts(old):
            HeldKey.objects.filter(number__in=some).delete()
    Rows(HeldKey, ("key", "number")).insert((key, numbers[each.id]) for each in records for key in each.held)


def forget() -> None:
    """This function removes every key, before all are derived anew."""
    HeldKey.objects.all().delete()


def parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """This function divides a list so that one query can name each part."""
    return (items[first : first + _PARAMETERS] for first in range(0, len(items), _PARAMETERS))
