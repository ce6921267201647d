"""Heads on their way: ours to partners, theirs to us, and what each attests to keep of the other's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from comity.kernel import ComityError
from comity.ledger import (
    BLOCK,
    Attestation,
    Carried,
    Head,
    SignedHead,
    Start,
    Verdict,
    check_proof,
    judge,
    log_consistency,
    read_attestation,
    read_carried,
    sign_attestation,
)
from comity.ledger.calls import MOST_UNPROVEN
from comity.ledger.heads import TOKEN_CHARACTERS
from comity.node.audit import directory, sequencer
from comity.node.audit.models import Alarm, AlarmKind, KeptHead, LedgerBlock, LedgerState, Log, Witness
from comity.node.audit.recording import raise_alarm
from comity.node.audit.recovery import begin_recovery, require_able_to_send
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, keyring, node_id


@transaction.atomic
def carried_head(partner_id: str, *, kept: Head | None = None) -> dict[str, Any]:
    """This function returns what a message or answer to a partner carries of the ledger.

    It is a head over everything recorded so far, the consistency proof since the head that the partner is known to
    keep, and our attestation of the partner's head. Call it in the transaction of what is sent; send after the commit.

    Args:
        partner_id: the partner's node id.
        kept: the head that the partner just said it keeps; otherwise what it attested last.

    Raises:
        Refused: ``ledger.recovery``.
    """
    return carried_head_and_size(partner_id, kept=kept)[0]


def carried_head_and_size(partner_id: str, *, kept: Head | None) -> tuple[dict[str, Any], int]:
    """This function returns what `carried_head` does, and the head's size."""
    state = sequencer.locked()
    require_able_to_send(state)
    read = sequencer.blocks(state.log_id, state.log.size)
    signed = sequencer.seal(state, read)
    known = kept or Witness.objects.filter(partner=partner_id).first()
    base, proof = 0, list[bytes]()
    starts: tuple[tuple[Start, str], ...] = ()
    if known is not None and known.log != signed.head.log:
        starts = _starts(known.log)
    elif known is not None and known.size <= signed.head.size:
        base, proof = known.size, log_consistency(read, known.size, signed.head.size)
    carried = Carried(signed, base, tuple(proof), starts, attest(partner_id) or "")
    return carried.document(), signed.head.size


def kept_head(partner_id: str) -> Head | None:
    """This function returns the newest proven head of a partner that this node keeps."""
    kept = KeptHead.objects.filter(partner=partner_id, current=True).first()
    return _head(kept).head if kept else None


def attest(partner_id: str) -> str | None:
    """This function signs which head of a partner this node keeps; None while it keeps none."""
    kept = KeptHead.objects.filter(partner=partner_id, current=True).first()
    if kept is None:
        return None
    attestation = Attestation(node_id(), _head(kept), kept.kept, clock().now())
    return sign_attestation(attestation, keyring().signing)


@transaction.atomic
def keep_head(*, partner_id: str, carried: Mapping[str, Any], asked: Head | None = None) -> Verdict:
    """This function verifies a head that a partner carries to us, keeps it, and takes in what the partner attests.

    A partner that attests to a newer or different head of ours brings this node into recovery.

    Args:
        partner_id: the partner's node id; the caller has checked that the partner sent this.
        carried: what the partner's `carried_head` made.
        asked: for the answer to a call: the head that the call said is kept.

    Raises:
        InvalidInput: the form is wrong.
        Refused: a signature is not the partner's; or ``ledger.head.inconsistent``: roll back, then in a new transaction
            freeze the channel and call `report_inconsistent`.
    """
    sequencer.locked()
    received = read_carried(carried, node=partner_id, keys=directory.signing_keys(partner_id))
    rows = KeptHead.objects.filter(partner=partner_id)
    latest = rows.filter(current=True).first()
    may_have_left = asked is not None or (latest is not None and received.head.log != latest.log)
    verdict = judge(
        received,
        latest=_head(latest).head if latest else None,
        earlier=lambda log, size: next((_head(row).head for row in rows.filter(log=log, size=size)), None),
        left=set(rows.exclude(log=latest.log).values_list("log", flat=True)) if latest and may_have_left else (),
        asked=asked,
    )
    if verdict in {Verdict.KEEP, Verdict.NEW_LOG}:
        _keep(partner_id, received, current=True)
    elif verdict is Verdict.UNPROVEN:
        _keep(partner_id, received, current=False)
    if verdict is Verdict.NEW_LOG:
        statements = [token for _, token in received.starts]
        raise_alarm(
            actor=SYSTEM, kind=AlarmKind.PARTNER_NEW_LOG, partner_id=partner_id, evidence={"starts": statements}
        )
    if received.attestation:
        compare(partner_id=partner_id, token=received.attestation)
    return verdict


@transaction.atomic
def report_inconsistent(*, partner_id: str, carried: Mapping[str, Any], error: ComityError) -> None:
    """This function raises the alarm about a partner's broken ledger, with both signed heads as evidence.

    Args:
        partner_id: the partner's node id.
        carried: what the partner carried.
        error: what `keep_head` raised.
    """
    kept = KeptHead.objects.filter(partner=partner_id, current=True).first()
    shown = carried.get("head")
    evidence = {
        "reason": error.reason,
        "kept": kept.token if kept else "",
        "shown": shown[:TOKEN_CHARACTERS] if isinstance(shown, str) else "",
    }
    raise_alarm(actor=SYSTEM, kind=AlarmKind.PARTNER_INCONSISTENT, partner_id=partner_id, evidence=evidence)


@transaction.atomic
def compare(*, partner_id: str, token: str) -> bool:
    """This function compares our ledger with the head of ours that a partner attests to keep.

    Returns:
        whether our ledger has that head; if not, an alarm is raised and this node is in recovery.

    Raises:
        InvalidInput: the form is wrong.
        Refused: it is not signed by the partner, or not about a head that we signed.
    """
    sequencer.locked()
    attestation = read_attested(partner_id, token)
    kind = _difference(attestation.head)
    if kind is None:
        _remember(partner_id, attestation, token)
        return True
    evidence = {"attestation": token, "log": attestation.head.log, "size": attestation.head.size}
    _found[kind, partner_id] = evidence
    _enter(kind, partner_id, evidence)
    return False


_found: dict[tuple[AlarmKind, str], dict[str, Any]] = {}
"""What was found about our ledger; the transaction in which it was found may be rolled back."""


def forget() -> None:
    """This function forgets what was found, as a start of the process does."""
    _found.clear()


def settle() -> None:
    """This function makes sure, outside any transaction, that recovery began for all that was found in this process."""
    while _found:
        (kind, partner_id), evidence = _found.popitem()
        known = Alarm.objects.filter(kind=kind, partner=partner_id, evidence__attestation=evidence["attestation"])
        if not known.exists():
            _enter(kind, partner_id, evidence)


@transaction.atomic
def _enter(kind: AlarmKind, partner_id: str, evidence: dict[str, Any]) -> None:
    raise_alarm(actor=SYSTEM, kind=kind, partner_id=partner_id, evidence=evidence)
    begin_recovery(actor=SYSTEM, reason=str(AlarmKind(kind).label), partner_id=partner_id)


def read_attested(partner_id: str, token: str) -> Attestation:
    """This function reads what a partner attests to keep of ours.

    Raises:
        InvalidInput: the form is wrong.
        Refused: it is not signed by the partner, or not about a head that we signed.
    """
    return read_attestation(
        token,
        witness=partner_id,
        keys=directory.signing_keys(partner_id),
        node=node_id(),
        own_keys=directory.own_keys(),
    )


def _difference(head: Head) -> AlarmKind | None:
    if explained(head):
        return None
    log = Log.objects.filter(id=head.log).first()
    if log is None or head.size > LedgerBlock.objects.filter(log=log).count() * BLOCK:
        return AlarmKind.OURS_BEHIND
    if sequencer.root_at(head.log, head.size) != head.root:
        return AlarmKind.OURS_DIFFERENT
    return None


def explained(head: Head) -> bool:
    """This function tells whether a head of ours lies in a range that a recovery named as lost."""
    return any(start.previous == head.log and start.kept < head.size <= start.known for start, _ in all_starts())


def all_starts() -> list[tuple[Start, str]]:
    """This function returns the statements with which this node began its later logs, oldest first."""
    return [
        sequencer.read_start(token) for token in Log.objects.exclude(statement="").values_list("statement", flat=True)
    ]


def _starts(known: str) -> tuple[tuple[Start, str], ...]:
    starts = all_starts()
    after = next((i for i, (start, _) in enumerate(starts) if start.previous == known), len(starts))
    return tuple(starts[after:])


def _remember(partner_id: str, attestation: Attestation, token: str) -> None:
    head = attestation.head
    before = Witness.objects.filter(partner=partner_id).first()
    if before is not None and before.attested > attestation.time:
        return
    Witness.objects.update_or_create(
        partner=partner_id,
        defaults={
            "log": head.log,
            "size": head.size,
            "root": head.root,
            "token": token,
            "attested": attestation.time,
            "compared": clock().now(),
        },
    )


def unproven(partner_id: str) -> list[int]:
    """This function returns the sizes of the partner's heads that a live exchange has to prove."""
    current = KeptHead.objects.filter(partner=partner_id, current=True).first()
    if current is None:
        return []
    rows = KeptHead.objects.filter(partner=partner_id, log=current.log, proven=False).order_by("size")
    return list(rows.values_list("size", flat=True)[:MOST_UNPROVEN])


@transaction.atomic
def accept_proofs(
    *, partner_id: str, carried: Mapping[str, Any], proofs: Mapping[int, tuple[bytes, ...]], sizes: Sequence[int]
) -> None:
    """This function checks the proofs that a partner gave for its unproven heads up to the head that it carried.

    Args:
        partner_id: the partner's node id.
        carried: what it carried in the same answer.
        proofs: by size.
        sizes: the sizes that were asked for.

    Raises:
        Refused: ``ledger.head.inconsistent``: one of them is missing or wrong.
    """
    head = read_carried(carried, node=partner_id, keys=directory.signing_keys(partner_id)).head
    for row in KeptHead.objects.filter(partner=partner_id, log=head.log, proven=False, size__in=sizes):
        check_proof(_head(row).head, head, proofs.get(row.size, ()))
        KeptHead.objects.filter(id=row.id).update(proven=True)


def proofs(log: str, sizes: Sequence[int], size: int) -> dict[int, tuple[bytes, ...]]:
    """This function returns consistency proofs from some sizes of our current log to a later one."""
    if not LedgerState.objects.filter(id=1, log=log).exists():
        return {}
    blocks = sequencer.blocks(log)
    whole = [each for each in sizes if 0 < each <= size and each % BLOCK == 0]
    return {each: tuple(log_consistency(blocks, each, size)) for each in whole}


def _keep(partner_id: str, received: Carried, *, current: bool) -> None:
    rows = KeptHead.objects.filter(partner=partner_id)
    if current:
        rows.filter(current=True).update(current=False)
    head = received.head
    row = KeptHead(
        partner=partner_id, log=head.log, size=head.size, root=head.root, time=head.time, token=received.signed.token,
        kept=clock().now(), proven=current, current=current,
    )  # fmt: skip
    KeptHead.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["partner", "log", "size"],
        update_fields=["root", "time", "token", "kept", "proven", "current"],
    )  # fmt: skip


def _head(row: KeptHead) -> SignedHead:
    return SignedHead(Head(row.partner, row.log, row.size, bytes(row.root), row.time), row.token)
