"""What partners ask of this node: its index for them, and the evaluation of their batches."""

from __future__ import annotations

from django.db import transaction

from comity.kernel import InvalidInput, Refused, UnreadableFile
from comity.kernel.purposes import Purpose
from comity.linkage.checks import SINGLE, Statement, admit, answer, read_statement, repeated
from comity.node.audit.operations import carried_head, record
from comity.node.matching import debits, files, publishing
from comity.node.matching.models import AnsweredCheck, OwnIndex
from comity.node.partners.models import Partner
from comity.node.partners.peer import Answer, Call
from comity.node.permissions import SYSTEM, Action, require
from comity.node.runtime import clock, keyring, node_id


def _row(partner: Partner) -> OwnIndex | None:
    return (
        OwnIndex.objects.filter(partner=partner, epoch__ended=None, epoch__ends__gt=clock().now())
        .select_related("epoch")
        .defer("waiting")
        .first()
    )


def answer_index(call: Call) -> Answer:
    """This function gives a partner its index, the deltas since it last asked, or nothing where nothing is released."""
    row = _row(call.partner)
    if row is None:
        return Answer({"kind": "none", "manifest": "", "head": _head(call.partner)})
    has = call.document.get("sequence")
    body, kind = b"", "deltas"
    same = call.document.get("epoch") == row.epoch_id
    if same and isinstance(has, int) and 0 <= has <= row.sequence:
        try:
            body = b"".join(files.own_delta(row.epoch_id, row.partner_id, n) for n in range(has + 1, row.sequence + 1))
        except UnreadableFile:
            same = False
    else:
        same = False
    if not same:
        body, kind = bytes(files.own_index(row.epoch_id, row.partner_id, row.sequence)), "full"
    token = keyring().signing.sign_document(publishing.manifest(row).document())
    return Answer({"kind": kind, "manifest": token, "head": _head(call.partner)}, body)


def answer_check(call: Call) -> Answer:
    """This function evaluates a partner's batch: admitted first, then debited and recorded, then evaluated.

    Raises:
        InvalidInput: it is malformed.
        Refused: another epoch or key version, or an unknown purpose.
        Conflicting: its id was used for another batch.
        Exhausted: the budget does not allow it.
    """
    require(SYSTEM, Action.CHECK_ANSWER)
    statement = read_statement({k: v for k, v in call.document.items() if k != "head"})
    if statement.purpose not in set(Purpose):
        raise InvalidInput("the check", "its purpose is not known here", code="matching.check.purpose")
    row = _row(call.partner)
    if row is None:
        raise Refused(
            "the check", "this node has no index for you", "Ask the agency what it releases", code="linkage.check.epoch"
        )
    admit(statement, call.body, asker=call.partner.id, responder=node_id(), epoch=row.epoch_id, keys=row.epoch.keys)
    with transaction.atomic():
        evaluated = _charge(call.partner, statement, row, call.body)
        if evaluated is not None:
            return Answer({"id": statement.id, "head": carried_head(call.partner.id)}, evaluated)
    evaluated = answer(files.secret_of(row.epoch_id), call.body)
    with transaction.atomic():
        AnsweredCheck.objects.filter(partner=call.partner, check_id=statement.id).update(answer=evaluated)
        head = carried_head(call.partner.id)
    return Answer({"id": statement.id, "head": head}, evaluated)


def _charge(partner: Partner, statement: Statement, row: OwnIndex, body: bytes) -> bytes | None:
    """This function debits and records a batch once, inside the caller's transaction.

    Returns:
        the answer, where it was given before or the batch is small enough to be evaluated here; a large one is
        evaluated once the transaction has ended, so that nobody waits for it.
    """
    debits.lock(partner.id)
    before = AnsweredCheck.objects.filter(partner=partner, check_id=statement.id).first()
    if repeated(statement, before.fingerprint if before else None) and before is not None:
        return bytes(before.answer) if before.answer is not None else None
    if statement.joint is None:
        debits.debit_locked(partner.id, statement.purpose, statement.elements, asked_by_us=False)
    else:
        debits.debit_joint(partner, statement)
    small = statement.elements <= SINGLE
    evaluated = answer(files.secret_of(row.epoch_id), body) if small else None
    AnsweredCheck.objects.create(
        partner=partner, check_id=statement.id, epoch=row.epoch, fingerprint=statement.fingerprint,
        purpose=statement.purpose, case=statement.case[:60], legal_basis=statement.legal_basis[:60],
        joint=statement.joint or "", elements=statement.elements, at=clock().now(), answer=evaluated,
    )  # fmt: skip
    record(
        actor=SYSTEM, event="matching.check.answered", objects=[partner.id, statement.id, row.epoch_id],
        details={
            "elements": statement.elements, "purpose": statement.purpose, "case": statement.case,
            "legal_basis": statement.legal_basis, "body": statement.body,
        },
    )  # fmt: skip
    return evaluated


def _head(partner: Partner) -> dict[str, object]:
    with transaction.atomic():
        return carried_head(partner.id)
