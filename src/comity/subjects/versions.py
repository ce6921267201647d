"""Two versions of a list: which entries were added, amended and removed between them, and which stayed.

Entries are the same by the publisher's id. Where the publisher numbers the versions of its entries (`Subject.version`),
an entry is amended when that number differs, and one whose words differ under the same number is named apart as
reworded; where it does not, an entry is amended when what it says differs. Order and spaces say nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from comity.subjects.model import Subject

_SIZE = 16


class Fate(StrEnum):
    """What became of an entry from one version of a list to another."""

    ADDED = "added"
    AMENDED = "amended"
    REWORDED = "reworded"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered of an entry: the publisher's number of its version, and what it said."""

    version: str
    print: bytes


@dataclass(slots=True)
class Delta:
    """What became of the entries of a list, by id: the new list's in its order, then the old list's.

    Args:
        numbered: whether the publisher numbers the versions of entries in both lists.
        added: only the new list has them.
        amended: the publisher says that they differ; without such numbers, what they say differs.
        reworded: what they say differs although the publisher's number is the same.
        removed: only the old list has them.
        unchanged: they say the same in both.
    """

    numbered: bool = True
    added: list[str] = field(default_factory=list)
    amended: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def put(self, fate: Fate, own_id: str) -> None:
        """This function notes what became of an entry."""
        self.of(fate).append(own_id)

    def of(self, fate: Fate) -> list[str]:
        """This function returns the ids of the entries with one fate."""
        found: list[str] = getattr(self, fate.value)
        return found

    @property
    def counts(self) -> dict[str, int]:
        """This function returns how many entries have each fate."""
        return {fate.value: len(self.of(fate)) for fate in Fate}


def fingerprint(subject: Subject) -> bytes:
    """This function returns 16 bytes that are the same for entries that say the same, whatever the order."""
    said = sorted({(v.property, v.value, v.note, v.country) for v in subject.values})
    text = "\x1e".join([subject.schema.value, subject.role or "", *("\x1f".join(each) for each in said)])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()


def remember(subjects: Iterable[Subject]) -> dict[str, Entry]:
    """This function keeps of each entry what a later version is compared with, some hundred bytes an entry."""
    return {each.id: Entry(each.version, fingerprint(each)) for each in subjects}


def fates(old: dict[str, Entry], new: Iterable[Subject]) -> Iterator[tuple[Subject, Fate]]:
    """This function gives each entry of the new version with what became of it; the removed are those not given."""
    for each in new:
        before = old.get(each.id)
        yield each, Fate.ADDED if before is None else _fate(before, Entry(each.version, fingerprint(each)))


def compare(old: Iterable[Subject], new: Iterable[Subject]) -> Delta:
    """This function compares two versions of a list, entry by entry.

    Args:
        old: the earlier version, as a reader gives it; read first, and remembered as numbers only.
        new: the later version.
    """
    before = remember(old)
    made, seen = Delta(numbered=all(entry.version for entry in before.values())), set()
    for each, fate in fates(before, new):
        seen.add(each.id)
        made.put(fate, each.id)
        made.numbered = made.numbered and bool(each.version)
    for own_id in before:
        if own_id not in seen:
            made.put(Fate.REMOVED, own_id)
    return made


def _fate(before: Entry, after: Entry) -> Fate:
    if before.version and after.version:
        if before.version != after.version:
            return Fate.AMENDED
        return Fate.UNCHANGED if before.print == after.print else Fate.REWORDED
    return Fate.UNCHANGED if before.print == after.print else Fate.AMENDED
