"""Proving a log from its rows: every leaf recomputed, no gap, every block and head, and what was done where it fails.

Rules:

1. Entries have the indices 0, 1, 2 … but for the padding at the end of a block; one that is missing was removed, or cut
   off where nothing follows.
2. An entry's leaf, recomputed from its row, has the hash that was kept; its details have the commitment in its leaf, or
   were erased, and a later entry says so.
3. The leaves of a block give its hash, and the hashes of blocks the larger subtrees that are kept with them.
4. The root at the size of each signed head is the root that it states.
5. A head that a partner keeps is one that this log has, or lies in a range that a recovery named as lost.

Who edits a row and every hash above it, up to the heads, still lacks the signature of a head, and the heads that
partners keep. What no partner has seen, and no head covers, can be removed from the end unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from comity.crypto.canonical import parse_canonical
from comity.kernel import ComityError
from comity.ledger.blocks import BLOCK, block_hash, padding_hash
from comity.ledger.heads import Head
from comity.ledger.leaf import commitment
from comity.ledger.recovery import Start
from comity.ledger.rows import BlockRow, EntryRow, Finding, Kind, LogReport, LogRows
from comity.ledger.tree import EMPTY_ROOT, node_hash

DETAILS_DEPTH = 32


class _Peaks:
    """The perfect subtrees of a growing tree, from which its root follows."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> tuple[bytes, ...]:
        done, index = [leaf], self.count
        while index & 1:
            done.append(node_hash(self._peaks.pop(), done[-1]))
            index >>= 1
        self._peaks.append(done[-1])
        self.count += 1
        return tuple(done)

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY_ROOT
        top = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            top = node_hash(peak, top)
        return top


def verify_log(rows: LogRows, *, wanted: Iterable[int] = (), erasure: str = "") -> LogReport:
    """This function proves one log from its rows.

    Args:
        rows: the log.
        wanted: sizes at which partners keep heads; the report gives the roots there.
        erasure: the event whose entries name erased entries.
    """
    report = LogReport(rows.id)
    entries = _Reader(report, rows.entries, erasure)
    heads = {head.size: head for head in rows.heads}
    sizes = {*wanted, *heads}
    recorded, recomputed = _Peaks(), _Peaks()
    good = 0
    for block in _contiguous(report, rows.blocks, rows.size // BLOCK):
        hashes = entries.block(block.index, BLOCK - block.padding if block.nodes else None)
        own = _block(report, block, hashes)
        done = recorded.add(block.nodes[0] if block.nodes else own or EMPTY_ROOT)
        first, last = (block.index + 1 - (1 << len(done) - 1)) * BLOCK, (block.index + 1) * BLOCK - 1
        if done != block.nodes and not any(finding.last >= first for finding in report.findings):
            report.find(Kind.EDITED, first, last, f"the subtrees kept with block {block.index} were edited")
        recomputed.add(own or block.nodes[0] if own or block.nodes else EMPTY_ROOT)
        report.sealed = recomputed.count * BLOCK
        if report.sealed in sizes:
            good = _compare(report, heads.get(report.sealed), (recomputed.root(), recorded.root()), good)
    if report.sealed + BLOCK > rows.size:
        entries.open_block(report.sealed, rows.size)
    for head in rows.heads:
        if head.size > report.sealed:
            report.find(
                Kind.TRUNCATED,
                report.sealed,
                head.size - 1,
                f"the head of {head.time:%Y-%m-%d %H:%M:%S} covers {head.size} leaves, and the log ends at "
                f"{report.sealed}: the end was cut off",
            )
    return report


def _compare(report: LogReport, head: Head | None, roots: tuple[bytes, bytes], good: int) -> int:
    recomputed, recorded = roots
    report.roots[report.sealed] = recomputed if head is None or recomputed == head.root else recorded
    if head is None:
        return good
    report.heads += 1
    if head.root in roots:
        return head.size
    if not any(finding.last >= good for finding in report.findings):
        report.find(
            Kind.EDITED,
            good,
            head.size - 1,
            f"the head that was signed on {head.time:%Y-%m-%d %H:%M:%S} over {head.size} leaves has another root: "
            f"something between {good} and {head.size - 1} was edited, and the hashes above it made to fit",
        )
    return good


def _contiguous(report: LogReport, blocks: Iterable[BlockRow], count: int) -> Iterator[BlockRow]:
    expected = 0
    for block in blocks:
        if block.index > expected:
            first, last = expected * BLOCK, block.index * BLOCK - 1
            report.find(Kind.REMOVED, first, last, f"the rows of blocks {expected} to {block.index - 1} were removed")
            for missing in range(expected, block.index):
                yield BlockRow(missing, (), 0, None)
        expected = block.index + 1
        yield block
    if expected < count:
        first, last = expected * BLOCK, count * BLOCK - 1
        report.find(Kind.TRUNCATED, first, last, f"blocks {expected} to {count - 1} were cut off")
    elif expected > count:
        first, last = count * BLOCK, expected * BLOCK - 1
        report.find(Kind.EDITED, first, last, "the sequencer counts fewer leaves than there are blocks")


def _block(report: LogReport, block: BlockRow, hashes: list[bytes | None]) -> bytes | None:
    first = block.index * BLOCK
    whole = [each for each in hashes if each is not None]
    if len(whole) < len(hashes) or (block.padding and not block.salt):
        return None
    padding = [padding_hash(block.salt or b"", first + i) for i in range(len(hashes), BLOCK)]
    own = block_hash(whole + padding)
    if block.nodes and own != block.nodes[0] and not any(finding.last >= first for finding in report.findings):
        last = first + len(hashes) - 1
        text = f"block {block.index} does not have the hash of its entries {first} to {last}: one of them was edited "
        report.find(Kind.EDITED, first, last, text + "together with its own hash, or the row of the block was")
    return own


class _Reader:
    """Reads entries in order and says what is missing, too many, or edited."""

    def __init__(self, report: LogReport, entries: Iterable[EntryRow], erasure: str) -> None:
        self._report, self._erasure = report, erasure
        self._entries = iter(entries)
        self._next = next(self._entries, None)

    def block(self, index: int, count: int | None) -> list[bytes | None]:
        """Leaf hashes of a block's entries, None where one is missing; count is None where the block's row is."""
        first = index * BLOCK
        if count is None:
            while self._next is not None and self._next.index < first + BLOCK:
                self._check(self._next)
                self._advance()
            return [None] * BLOCK
        hashes = self._span(first, first + count, Kind.REMOVED, "was removed", "were removed")
        while self._next is not None and self._next.index < first + BLOCK:
            at = self._next.index
            self._report.find(Kind.INSERTED, at, at, f"entry {at} ({self._next.entry.event}) stands where padding was")
            self._advance()
        return hashes

    def open_block(self, first: int, end: int) -> None:
        """The entries that no block covers yet."""
        self._span(first, end, Kind.TRUNCATED, "was cut off or removed", "were cut off or removed")
        while self._next is not None:
            at = self._next.index
            text = f"entry {at} ({self._next.entry.event}) stands after the end that the sequencer counts"
            self._report.find(Kind.INSERTED, at, at, text)
            self._advance()

    def _span(self, first: int, end: int, kind: Kind, one: str, many: str) -> list[bytes | None]:
        hashes: list[bytes | None] = []
        at = first
        while at < end:
            stop = end if self._next is None else min(max(self._next.index, at), end)
            if stop > at:
                text = f"entry {at} {one}" if stop == at + 1 else f"entries {at} to {stop - 1} {many}"
                self._report.find(kind, at, stop - 1, text)
                hashes += [None] * (stop - at)
                at = stop
                continue
            row = self._next
            if row is None or row.index < at:
                self._advance()
                continue
            hashes.append(self._check(row))
            self._advance()
            at += 1
        return hashes

    def _advance(self) -> None:
        self._next = next(self._entries, None)

    def _check(self, row: EntryRow) -> bytes:
        report, entry = self._report, row.entry
        report.entries += 1
        name = f"entry {row.index} ({entry.event}, {entry.time:%Y-%m-%d %H:%M:%S})"
        if entry.hash() != row.hash:
            report.find(Kind.EDITED, row.index, row.index, f"{name} was edited: its leaf does not have the kept hash")
        elif row.details is None:
            report.without_details.append(row.index)
        elif not _committed(row):
            report.find(Kind.EDITED, row.index, row.index, f"the details of {name} were edited")
        elif row.found_by != frozenset(entry.objects):
            report.find(Kind.EDITED, row.index, row.index, f"{name} is hidden from searches for its objects")
        if entry.event == self._erasure:
            report.erased.update(entry.objects)
        return row.hash


def _committed(row: EntryRow) -> bool:
    try:
        details = parse_canonical((row.details or "").encode(), depth=DETAILS_DEPTH)
        return isinstance(details, dict) and commitment(row.salt or b"", details) == row.entry.commitment
    except (ComityError, ValueError):
        return False


def verify_erasures(reports: Sequence[LogReport]) -> None:
    """This function finds entries whose details are gone although no erasure names them."""
    named = set[str]().union(*(report.erased for report in reports))
    for report in reports:
        for index in report.without_details:
            if f"{report.id}/{index}" not in named:
                report.find(
                    Kind.REMOVED, index, index, f"the details of entry {index} were removed, and no entry says so"
                )


def compare_kept(kept: Head, witness: str, reports: Sequence[LogReport], starts: Sequence[Start]) -> Finding | None:
    """This function compares the head of ours that a partner keeps with the logs as they are.

    Args:
        kept: the head; its signature is already checked.
        witness: the partner, as people call it.
        reports: of every log, its size among the wanted.
        starts: the statements of this node's recoveries.
    """
    if any(start.previous == kept.log and start.kept < kept.size <= start.known for start in starts):
        return None
    report = next((each for each in reports if each.id == kept.log), None)
    when = f"{kept.time:%Y-%m-%d %H:%M:%S}"
    if report is None:
        text = f"{witness} keeps a head of {when} of a log that is not here: an older database was restored"
        return Finding(Kind.RESTORED, kept.log, 0, kept.size - 1, text)
    if kept.size > report.sealed:
        text = (
            f"{witness} keeps a head of {when} over {kept.size} leaves, and this ledger ends at {report.sealed}: an "
            "older database was restored, or the end was cut off together with its heads"
        )
        return Finding(Kind.RESTORED, kept.log, report.sealed, kept.size - 1, text)
    if report.roots[kept.size] != kept.root:
        text = (
            f"{witness} keeps a head of {when} over {kept.size} leaves with another root: something before "
            f"{kept.size} was edited, or an older database was restored and continued"
        )
        return Finding(Kind.EDITED, kept.log, 0, kept.size - 1, text)
    return None
