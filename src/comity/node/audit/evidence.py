"""How single entries are proven: by a signed head of ours, and by the heads that partners keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from comity.kernel import ComityError
from comity.ledger import BLOCK, Blocks, Entry, log_inclusion
from comity.ledger.tree import proves_inclusion
from comity.node.audit import directory, sequencer
from comity.node.audit.models import LedgerBlock, LedgerEntry, LedgerHead, Witness

PROVEN, RECORDED, BROKEN = "proven", "recorded", "broken"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry is proven.

    Args:
        state: ``proven``: a signed head covers it, its path leads to that root; ``recorded``: no head covers it
            yet; ``broken``: its row does not lead to the root.
        head: the size of the head; 0 for none.
        signed: when the head was signed.
        kept_by: the names of partners that keep a head of ours which covers it.
    """

    state: str
    head: int = 0
    signed: datetime | None = None
    kept_by: tuple[str, ...] = ()


class _Paths:
    """Inclusion paths; every block and its leaves are read once."""

    def __init__(self) -> None:
        self._blocks: dict[str, Blocks] = {}
        self._leaves: dict[tuple[str, int], list[bytes]] = {}

    def path(self, row: LedgerEntry, size: int) -> list[bytes] | None:
        blocks = self._blocks.setdefault(row.log_id, sequencer.blocks(row.log_id))
        block = row.index // BLOCK
        if (row.log_id, block) not in self._leaves:
            kept = LedgerBlock.objects.filter(log=row.log_id, index=block).first()
            salt = bytes(kept.salt) if kept is not None and kept.salt is not None else None
            self._leaves[row.log_id, block] = sequencer.block_hashes(row.log_id, block, salt=salt)
        hashes = self._leaves[row.log_id, block]
        if len(hashes) != BLOCK:
            return None
        try:
            return log_inclusion(blocks, hashes, row.index, size)
        except (ComityError, IndexError):
            return None


def standings(rows: Sequence[LedgerEntry]) -> dict[int, Standing]:
    """This function proves entries one by one, by the primary keys of their rows."""
    newest = {log: LedgerHead.objects.filter(log=log).order_by("-size").first() for log in {r.log_id for r in rows}}
    names = directory.names()
    witnesses = list(Witness.objects.all())
    paths = _Paths()
    found = {}
    for row in rows:
        kept_by = tuple(
            names.get(w.partner, w.partner) for w in witnesses if w.log == row.log_id and w.size > row.index
        )
        found[row.pk] = _standing(row, newest[row.log_id], kept_by, paths)
    return found


def inclusions(rows: Sequence[LedgerEntry]) -> dict[int, tuple[int, tuple[bytes, ...]]]:
    """This function returns, by the primary keys of rows, the size of the newest head and the path that leads there.

    The size is 0 where no head covers the entry yet; the path is empty where the rows lead nowhere.
    """
    newest = {log: LedgerHead.objects.filter(log=log).order_by("-size").first() for log in {r.log_id for r in rows}}
    paths = _Paths()
    found = {}
    for row in rows:
        head = newest[row.log_id]
        covered = head is not None and row.index < head.size
        size = head.size if head is not None and covered else 0
        found[row.pk] = size, tuple(paths.path(row, size) or ()) if covered else ()
    return found


def _standing(row: LedgerEntry, head: LedgerHead | None, kept_by: tuple[str, ...], paths: _Paths) -> Standing:
    leaf = Entry(row.event, row.actor, row.time, row.object_ids, row.purpose, bytes(row.commitment)).hash()
    if head is None or row.index >= head.size:
        return Standing(RECORDED if leaf == bytes(row.hash) else BROKEN)
    path = paths.path(row, head.size)
    if path is None or not proves_inclusion(leaf, row.index, head.size, path, bytes(head.root)):
        return Standing(BROKEN, head.size, head.time)
    return Standing(PROVEN, head.size, head.time, kept_by)
