"""Rows of a ledger as they stand in a database, and what comes out when they are proven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from comity.ledger.heads import Head
from comity.ledger.leaf import Entry


class Kind(StrEnum):
    """What was done to a ledger."""

    EDITED = "edited"
    REMOVED = "removed"
    INSERTED = "inserted"
    TRUNCATED = "truncated"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold.

    Args:
        kind: what was done.
        log: in which log.
        first: the first index that is concerned.
        last: the last index that is concerned.
        text: the finding in words.
    """

    kind: Kind
    log: str
    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it stands in the database.

    Args:
        index: its index in the log.
        entry: what its leaf is made from.
        hash: the leaf hash that was kept.
        salt: None once erased.
        details: canonical JSON; None once erased.
        found_by: the objects under which a search finds it.
    """

    index: int
    entry: Entry
    hash: bytes
    salt: bytes | None
    details: str | None
    found_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A closed block as it stands in the database."""

    index: int
    nodes: tuple[bytes, ...]
    padding: int
    salt: bytes | None


@dataclass(frozen=True, slots=True)
class LogRows:
    """A log as it stands in the database.

    Args:
        id: its id.
        size: leaves, as the sequencer counts them.
        entries: in order of index.
        blocks: in order of index.
        heads: of ours, in order of size; their signatures are already checked.
    """

    id: str
    size: int
    entries: Iterable[EntryRow]
    blocks: Iterable[BlockRow]
    heads: Sequence[Head]


@dataclass
class LogReport:
    """What came out for one log.

    Args:
        id: the log.
        entries: how many entries there are.
        sealed: leaves in closed blocks, padding included.
        heads: how many signed heads its root was compared with.
        roots: the root at every size that was asked for and is reached.
        findings: what does not hold, in order of index.
        without_details: indices of entries whose details are gone.
        erased: entries, by ``log/index``, that erasures in this log name.
    """

    id: str
    entries: int = 0
    sealed: int = 0
    heads: int = 0
    roots: dict[int, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    without_details: list[int] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)

    def find(self, kind: Kind, first: int, last: int, text: str) -> None:
        """This function adds a finding."""
        self.findings.append(Finding(kind, self.id, first, last, text))
