"""Partners' indexes as this node holds them: fetched whole, kept up to date by deltas, verified each time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

import structlog
from django.db import transaction

from comity.crypto.signatures import token_key_id, verify_document
from comity.kernel import ComityError, InvalidInput, Refused, UnreadableFile
from comity.linkage import Index, Manifest
from comity.linkage.deltas import apply, read
from comity.linkage.manifest import check_index, read_manifest
from comity.node.audit.operations import keep_head, record, report_inconsistent
from comity.node.matching import files
from comity.node.matching.calls import INDEX
from comity.node.matching.models import PartnerIndex
from comity.node.partners import operations as partners
from comity.node.partners import peer
from comity.node.partners.models import Partner
from comity.node.partners.peer import Answer
from comity.node.partners.queries import accepted, signers
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, limits, node_id

log = structlog.get_logger()
AGAIN = timedelta(seconds=20)
"""How long after a failure an index that is missing is asked for again."""


def due_partners() -> list[Partner]:
    """This function returns the partners whose index is missing, has ended, or is older than the schedule of deltas."""
    now, waiting = clock().now(), []
    known = {row.partner_id: row for row in PartnerIndex.objects.all()}
    for partner in accepted():
        row = known.get(partner.id)
        missing = row is None or not row.epoch or (row.ends is not None and row.ends <= now)
        pause = AGAIN if missing else timedelta(minutes=limits().delta_minutes)
        if row is None or row.tried is None or now - row.tried >= pause:
            waiting.append(partner)
    return waiting


def fetch(partner: Partner) -> PartnerIndex:
    """This function brings a partner's index up to date.

    Raises:
        Unreachable: the partner is away; what is here stays.
        InvalidInput: what it sent is malformed; it is asked for everything next time.
        Refused: what it sent is for somebody else, or too large.
    """
    row, _ = PartnerIndex.objects.get_or_create(partner=partner)
    PartnerIndex.objects.filter(partner=partner).update(tried=clock().now())
    held = {"epoch": row.epoch, "sequence": row.sequence} if row.epoch else {"epoch": "", "sequence": 0}
    try:
        answer = peer.send(partner, INDEX, held, timeout=60)
        take_head(partner, answer)
        taken = _take(partner, row, answer)
    except ComityError as error:
        fields = {"fault": str(error)[:300]}
        if error.kind in {"invalid", "unreadable"}:
            fields |= {"epoch": ""}
        PartnerIndex.objects.filter(partner=partner).update(**fields)
        log.info("matching.index.failed", partner=partner.id, code=error.code)
        raise
    return taken


def forget_epoch(partner: Partner) -> None:
    """This function lets a partner's index be fetched whole the next time that it is needed."""
    PartnerIndex.objects.filter(partner=partner).update(epoch="")


def take_head(partner: Partner, answer: Answer) -> None:
    """This function keeps the ledger head in an answer; a history that does not hold together freezes the channel.

    Raises:
        Refused: the head contradicts what the partner showed before.
    """
    carried = answer.document.get("head")
    if not isinstance(carried, dict):
        raise InvalidInput("the partner's answer", "it carries no head", code="matching.answer.head")
    try:
        keep_head(partner_id=partner.id, carried=carried)
    except Refused as error:
        if error.code == "ledger.head.inconsistent":
            with transaction.atomic():
                partners.freeze(partner_id=partner.id, reason=str(error)[:400])
                report_inconsistent(partner_id=partner.id, carried=carried, error=error)
        raise


def _take(partner: Partner, row: PartnerIndex, answer: Answer) -> PartnerIndex:
    kind, token = answer.document.get("kind"), answer.document.get("manifest")
    now = clock().now()
    if kind == "none":
        row.epoch, row.manifest, row.entries, row.fetched, row.fault = "", "", 0, now, ""
        row.tried = now
        row.save()
        files.forget_partner_indexes(partner.id)
        return row
    if kind not in {"full", "deltas"} or not isinstance(token, str):
        raise InvalidInput("the partner's answer", "it is no answer about an index", code="matching.answer.form")
    document = verify_document(token, partner.card.signing, depth=limits().document_depth)
    manifest = read_manifest(
        document, owner=partner.id, partner=node_id(), now=now, agreed=partner.agreed_holdings, limits=limits()
    )
    index = _index(partner, row, kind, manifest, answer.body)
    check_index(manifest, index)
    files.keep_partner_index(partner.id, manifest.epoch, manifest.sequence, index.body)
    with transaction.atomic():
        new_epoch = row.epoch != manifest.epoch
        row.epoch, row.sequence, row.entries, row.manifest = manifest.epoch, manifest.sequence, len(index), token
        row.ends, row.fetched, row.tried, row.fault = manifest.ends_at, now, now, ""
        row.save()
        if new_epoch:
            record(
                actor=SYSTEM, event="matching.index.received", objects=[partner.id, manifest.epoch],
                details={"entries": len(index)},
            )  # fmt: skip
    files.forget_partner_indexes(partner.id, but=(manifest.epoch, manifest.sequence))
    return row


def _index(partner: Partner, row: PartnerIndex, kind: str, manifest: Manifest, body: bytes) -> Index:
    salt = bytes.fromhex(manifest.salt)
    if kind == "full":
        return Index(manifest.epoch, salt, body)
    if row.epoch != manifest.epoch:
        raise InvalidInput("the partner's deltas", "they are of another epoch", code="linkage.delta.malformed")
    held = files.partner_index(partner.id, row.epoch, row.sequence, salt)
    index, sequence = apply(held, row.sequence, read(body))
    if sequence != manifest.sequence:
        raise InvalidInput("the partner's deltas", "some are missing", code="linkage.delta.malformed")
    return index


@lru_cache(maxsize=32)
def _verified(token: str, signer: bytes) -> Mapping[str, Any]:
    return verify_document(token, signer, depth=limits().document_depth)


def present(partner: Partner) -> tuple[PartnerIndex, Manifest, Index]:
    """This function returns a partner's index for a look-up, fetched where it is missing or has ended.

    Raises:
        Unreachable: it is missing and the partner is away.
        Refused: the partner releases nothing to this node.
    """
    row = PartnerIndex.objects.filter(partner=partner).first()
    now = clock().now()
    if row is None or not row.epoch or (row.ends is not None and row.ends <= now):
        row = fetch(partner)
    if not row.epoch:
        raise Refused(
            str(partner), "it has no index for this node", "Ask the agency what it releases", code="matching.index.none"
        )
    signer = signers(partner).get(token_key_id(row.manifest))
    if signer is None:
        PartnerIndex.objects.filter(partner=partner).update(epoch="")
        raise Refused(str(partner), "the key that signed its index is revoked", code="matching.index.signer")
    manifest = read_manifest(
        _verified(row.manifest, signer), owner=partner.id, partner=node_id(), now=now, agreed=partner.agreed_holdings,
        limits=limits(),
    )  # fmt: skip
    try:
        index = files.partner_index(partner.id, row.epoch, row.sequence, bytes.fromhex(manifest.salt))
    except UnreadableFile:
        PartnerIndex.objects.filter(partner=partner).update(epoch="")
        raise
    return row, manifest, index
