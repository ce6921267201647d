"""Proving this node's ledger from its rows, and its heads against the copies that partners keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from comity.crypto.signatures import key_id, token_key_id
from comity.kernel import ComityError
from comity.ledger import BLOCK, Entry, Head, read_head
from comity.ledger.rows import BlockRow, EntryRow, Finding, Kind, LogReport, LogRows
from comity.ledger.verification import compare_kept, verify_erasures, verify_log
from comity.node.audit import directory, heartbeat, sequencer, witnessing
from comity.node.audit.models import LedgerBlock, LedgerEntry, LedgerHead, Log, Witness
from comity.node.audit.recording import ERASED
from comity.node.runtime import node_id

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Comparison:
    """A partner's copy of our head, and how it compares.

    Args:
        partner: the partner's node id.
        name: as people call it.
        compared: whether the partner answered now.
        reason: why it was not compared, or what it showed.
        agrees: whether our ledger has the head that the partner keeps; None where it keeps none.
        size: of the head that it keeps.
        last_compared: when its copy was compared last before now.
    """

    partner: str
    name: str
    compared: bool
    reason: str = ""
    agrees: bool | None = None
    size: int | None = None
    last_compared: datetime | None = None


@dataclass
class Proof:
    """What came out.

    Args:
        reports: one for each log of this node.
        findings: everything that does not hold.
        comparisons: one for each partner.
        unknown_keys: heads that were signed with a key that is not known any more; their roots were compared.
    """

    reports: list[LogReport]
    findings: list[Finding] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    unknown_keys: int = 0

    @property
    def holds(self) -> bool:
        """This function tells whether nothing was found."""
        return not self.findings


def prove(*, ask: bool = True) -> Proof:
    """This function proves the ledger of this node. It changes nothing, here or at partners.

    Args:
        ask: whether partners are asked what they keep; their last attestations are compared in any case.
    """
    kept = {partner: _ask(partner) if ask else None for partner in directory.names()}
    on_file = {row.partner: row for row in Witness.objects.all()}
    heads = [each for each in kept.values() if isinstance(each, Head)] + [_witnessed(row) for row in on_file.values()]
    proof = Proof([])
    for log in Log.objects.order_by("number"):
        rows = _rows(log, proof)
        proof.reports.append(verify_log(rows, wanted={h.size for h in heads if h.log == log.id}, erasure=ERASED))
    verify_erasures(proof.reports)
    proof.findings += [finding for report in proof.reports for finding in report.findings]
    for partner, name in directory.names().items():
        _compare(proof, partner, name, kept.get(partner), on_file.get(partner), asked=ask)
    return proof


def _compare(
    proof: Proof, partner: str, name: str, answer: Head | ComityError | None, row: Witness | None, *, asked: bool
) -> None:
    failed = answer if isinstance(answer, ComityError) else None
    head = answer if isinstance(answer, Head) else (_witnessed(row) if row else None)
    starts = [start for start, _ in witnessing.all_starts()]
    finding = compare_kept(head, name, proof.reports, starts) if head else None
    if finding:
        proof.findings.append(finding)
    reason = finding.text if finding else ""
    if failed or not asked:
        reason = failed.reason if failed else "it was not asked"
    elif head is None:
        reason = "it keeps no head of this node yet"
    proof.comparisons.append(
        Comparison(
            partner,
            name,
            compared=asked and failed is None,
            reason=reason,
            agrees=None if head is None else finding is None,
            size=None if head is None else head.size,
            last_compared=row.compared if row else None,
        )
    )


def _ask(partner: str) -> Head | ComityError | None:
    try:
        token = heartbeat.ask_what_is_kept(partner)
        return witnessing.read_attested(partner, token).head if token else None
    except ComityError as error:
        return error


def _witnessed(row: Witness) -> Head:
    return Head(node_id(), row.log, row.size, bytes(row.root), row.attested)


def _rows(log: Log, proof: Proof) -> LogRows:
    # A node may be running: what it appends after the size was read is left out, and is no fault.
    last = LedgerEntry.objects.filter(log=log).aggregate(last=Max("index"))["last"]
    log.refresh_from_db()
    if last is not None and last >= log.size:
        text = f"entries {log.size} to {last} stand after the end that the sequencer counts"
        proof.findings.append(Finding(Kind.EDITED, log.id, log.size, last, text))
    heads = [_head(row, proof) for row in LedgerHead.objects.filter(log=log).order_by("size")]
    now = Log.objects.get(id=log.id).size
    known = [head for head in heads if head.size <= log.size or head.size > now]
    return LogRows(log.id, log.size, _entries(log), _blocks(log), known)


def _head(row: LedgerHead, proof: Proof) -> Head:
    stated = Head(node_id(), row.log_id, row.size, bytes(row.root), row.time)
    try:
        signed = read_head(row.token, node=node_id(), keys=directory.own_keys()).head
    except ComityError:
        if _by_unknown_key(row.token):
            proof.unknown_keys += 1
            return stated
        signed = None
    if signed != stated:
        text = f"the row of the head over {row.size} leaves was edited: its signature does not belong to it"
        proof.findings.append(Finding(Kind.EDITED, row.log_id, 0, row.size - 1, text))
        return signed if signed and signed.log == row.log_id else stated
    return stated


def _by_unknown_key(token: str) -> bool:
    try:
        return token_key_id(token) not in {key_id(key) for key in directory.own_keys()}
    except ComityError:
        return False


def _entries(log: Log) -> Iterator[EntryRow]:
    rows = LedgerEntry.objects.filter(log=log, index__lt=log.size).order_by("index").prefetch_related("found_by")
    for row in rows.iterator(chunk_size=_CHUNK):
        entry = Entry(row.event, row.actor, row.time, row.object_ids, row.purpose, bytes(row.commitment))
        found_by = frozenset(each.object for each in row.found_by.all())
        salt = None if row.salt is None else bytes(row.salt)
        yield EntryRow(row.index, entry, bytes(row.hash), salt, row.details, found_by)


def _blocks(log: Log) -> Iterator[BlockRow]:
    rows = LedgerBlock.objects.filter(log=log, index__lt=log.size // BLOCK).order_by("index")
    for row in rows.iterator(chunk_size=_CHUNK):
        salt = None if row.salt is None else bytes(row.salt)
        yield BlockRow(row.index, tuple(sequencer.split(bytes(row.nodes))), row.padding, salt)
