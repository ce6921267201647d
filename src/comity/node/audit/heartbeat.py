"""The call ``audit.heads``: each hour a node and a partner show each other their heads, and what they keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from django.db import transaction

from comity.kernel import ComityError, Refused, Unreachable
from comity.ledger import Answer, Question, read_carried
from comity.node.audit import directory, witnessing
from comity.node.audit.recording import record
from comity.node.audit.recovery import in_recovery, require_able_to_send
from comity.node.permissions import SYSTEM

log = structlog.get_logger()
EXCHANGED = "audit.heads.exchanged"


_compared: set[str] = set()
"""Partners with whom this process compared since its start."""


def forget() -> None:
    """This function makes this process compare anew with everyone, as after a start."""
    _compared.clear()
    witnessing.forget()


def ensure_compared(partner_id: str) -> None:
    """This function compares with a partner before the first head goes to it after a start, without showing a head.

    A restored node that showed a head first would show a second history, and be frozen for it.

    Raises:
        Unreachable: the partner does not answer; then nothing is sent to it.
        Refused: ``ledger.recovery``, or the partner refuses.
        InvalidInput: its answer has a wrong form.
    """
    if partner_id not in _compared:
        token = ask_what_is_kept(partner_id)
        if token:
            witnessing.compare(partner_id=partner_id, token=token)
        _compared.add(partner_id)
    require_able_to_send()


def exchange_all() -> int:
    """This function exchanges heads with every partner that answers, and returns with how many."""
    done = 0
    for partner in directory.names():
        try:
            exchange(partner)
        except Unreachable:
            log.info("audit.heartbeat.unreachable", partner=partner)
        except ComityError as error:
            log.warning("audit.heartbeat.failed", partner=partner, code=error.code)
        else:
            done += 1
    witnessing.settle()
    return done


def exchange(partner_id: str) -> None:
    """This function shows a partner our head, and verifies and keeps the partner's.

    Raises:
        Unreachable: the partner does not answer.
        Refused: it refuses; or ``ledger.head.inconsistent``, after the channel was frozen and an alarm raised.
        InvalidInput: its answer has a wrong form.
    """
    if not in_recovery():
        ensure_compared(partner_id)
    asked = witnessing.kept_head(partner_id)
    sizes = witnessing.unproven(partner_id)
    with transaction.atomic():
        head = None if in_recovery() else witnessing.carried_head(partner_id)
    question = Question(head, asked.log if asked else "", tuple(sizes))
    reply = Answer.from_document(directory.ask(partner_id, question.document()))
    if reply.head is None:
        if reply.attestation:
            witnessing.compare(partner_id=partner_id, token=reply.attestation)
        return
    with _freezing(partner_id, reply.head), transaction.atomic():
        witnessing.keep_head(partner_id=partner_id, carried=reply.head, asked=asked)
        witnessing.accept_proofs(partner_id=partner_id, carried=reply.head, proofs=reply.proofs, sizes=sizes)
        _record(partner_id)


def answer(partner_id: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """This function answers a partner's call; it is not called inside a transaction.

    Raises:
        InvalidInput: the form is wrong.
        Refused: ``ledger.head.inconsistent``, after the channel was frozen and an alarm raised.
    """
    question = Question.from_document(document)
    if question.head is not None:
        with _freezing(partner_id, question.head), transaction.atomic():
            witnessing.keep_head(partner_id=partner_id, carried=question.head)
            _record(partner_id)
    if question.head is None or in_recovery():
        return Answer(None, witnessing.attest(partner_id) or "").document()
    received = read_carried(question.head, node=partner_id, keys=directory.signing_keys(partner_id))
    kept = witnessing.read_attested(partner_id, received.attestation).head if received.attestation else None
    with transaction.atomic():
        head, size = witnessing.carried_head_and_size(partner_id, kept=kept)
        proofs = witnessing.proofs(question.log, question.unproven, size)
    return Answer(head, "", proofs).document()


def ask_what_is_kept(partner_id: str) -> str:
    """This function asks a partner which head of ours it keeps, and returns its attestation; empty for none.

    Raises:
        Unreachable: the partner does not answer.
        Refused: it refuses.
        InvalidInput: its answer has a wrong form.
    """
    return Answer.from_document(directory.ask(partner_id, Question().document())).attestation


def _record(partner_id: str) -> None:
    kept = witnessing.kept_head(partner_id)
    details = {"log": kept.log, "size": kept.size, "root": kept.root.hex()} if kept else {}
    record(actor=SYSTEM, event=EXCHANGED, objects=[partner_id], details=details)


@contextmanager
def _freezing(partner_id: str, carried: Mapping[str, Any]) -> Iterator[None]:
    try:
        yield
    except Refused as error:
        if error.code == "ledger.head.inconsistent":
            witnessing.report_inconsistent(partner_id=partner_id, carried=carried, error=error)
            directory.freeze(partner_id, error.reason)
        raise
