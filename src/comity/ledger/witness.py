"""What a node does with a head that a partner carries to it: keep it, or find that the partner's ledger broke.

Rules:

1. A node keeps the newest head of each partner that is proven to continue the one before it, and attests that one.
2. A head of the size of a kept head has its root, or the ledger is inconsistent.
3. A newer head comes with a consistency proof from the kept one. A message may have been under way for long: its head
   may be older, or proven from an older kept head; then it is kept *unproven*. In the answer to a call that said which
   head is kept, and which are unproven, all of them must be proven: a missing or wrong proof, or an older head, makes
   the ledger inconsistent.
4. A new log is accepted only with the statements that lead to it from the kept one, the first of which admits at least
   the size that is kept. It is always an alarm, never a reason to freeze. Heads of a log that was left are ignored in
   messages, and inconsistent in an answer.
5. What is inconsistent is never kept; both signed heads are the evidence, and the channel is frozen.

Freezing, alarms and storage are left to the node. `judge` decides::

    carried = read_carried(document, node=partner, keys=keys)
    judgement = judge(carried, latest=kept, earlier=find)
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comity.crypto.signatures import verify_document
from comity.kernel import ComityError, Refused
from comity.ledger import fields
from comity.ledger.heads import DEPTH, TOKEN_CHARACTERS, Head, SignedHead, read_head
from comity.ledger.recovery import Start, chain
from comity.ledger.tree import proves_consistency

CARRIED_FORMAT = "comity-ledger-carried/1"
PROOF_HASHES = 128
"""The longest consistency proof of a tree of up to 2^63 leaves is shorter."""

STARTS = 32


@dataclass(frozen=True, slots=True)
class Carried:
    """A head on its way to a partner, with what proves it to that partner.

    Args:
        signed: the head.
        base: the size of the head from which ``proof`` leads to this one; 0 for none.
        proof: consistency proof from ``base``, in the same log.
        starts: statements, signed, that lead from the log that the partner keeps to this one; mostly empty.
        attestation: what the carrier attests to keep of the receiver's log, signed; empty for nothing.
    """

    signed: SignedHead
    base: int = 0
    proof: tuple[bytes, ...] = ()
    starts: tuple[tuple[Start, str], ...] = ()
    attestation: str = ""

    @property
    def head(self) -> Head:
        """This function returns the head."""
        return self.signed.head

    def document(self) -> dict[str, Any]:
        """This function returns the document that travels inside a message or answer."""
        return {
            "format": CARRIED_FORMAT,
            "head": self.signed.token,
            "base": self.base,
            "proof": [each.hex() for each in self.proof],
            "starts": [token for _, token in self.starts],
            "attestation": self.attestation,
        }


def read_carried(document: Mapping[str, Any], *, node: str, keys: Iterable[bytes]) -> Carried:
    """This function reads what a partner carries.

    Raises:
        InvalidInput: the form is wrong.
        Refused: ``ledger.head.signature``, ``ledger.head.node`` or ``ledger.start.signature``.
    """
    keys = tuple(keys)
    read = fields.Reader(document, CARRIED_FORMAT, thing="a carried head", code="ledger.carried.form")
    signed = read_head(read.text("head", longest=TOKEN_CHARACTERS), node=node, keys=keys)
    base, proof = read.size("base"), read.hashes("proof", PROOF_HASHES)
    tokens = read.texts("starts", STARTS, longest=TOKEN_CHARACTERS)
    attestation = read.text("attestation", longest=2 * TOKEN_CHARACTERS, empty=True)
    read.finish()
    return Carried(signed, base, proof, tuple((_read_start(token, node, keys), token) for token in tokens), attestation)


def _read_start(token: str, node: str, keys: Iterable[bytes]) -> Start:
    for key in keys:
        try:
            document = verify_document(token, key, depth=DEPTH)
        except ComityError:
            continue
        start = Start.from_document(document)
        if start.node == node:
            return start
    raise Refused("the start of a new log", "no key of that node signed it", code="ledger.start.signature")


class Verdict(StrEnum):
    """What to do with a carried head."""

    KEEP = "keep"
    """It becomes the one that is attested."""
    KNOWN = "known"
    """It is kept already."""
    UNPROVEN = "unproven"
    """Keep it aside until the answer to a call proves it."""
    NEW_LOG = "new-log"
    """Keep it, and raise an alarm: the partner lost a part of its ledger."""


def judge(
    carried: Carried,
    *,
    latest: Head | None,
    earlier: Callable[[str, int], Head | None],
    left: Container[str] = (),
    asked: Head | None = None,
) -> Verdict:
    """This function decides about a head that a partner carries.

    Args:
        carried: the head, its signature already checked.
        latest: the newest proven head that is kept of this partner; None at first.
        earlier: finds a kept head, proven or not, by log and size.
        left: ids of the logs that this partner has left.
        asked: for the answer to a call: the head that the call said is kept.

    Raises:
        Refused: ``ledger.head.inconsistent``.
    """
    head = carried.head
    if latest is None:
        return Verdict.KEEP
    same = earlier(head.log, head.size)
    if same is not None and not same.agrees(head):
        raise inconsistent(head.node, f"it signed two different heads of size {head.size}")
    if asked is not None:
        _check_answer(carried, asked, left)
    if head.log in left:
        return Verdict.KNOWN
    if head.log != latest.log:
        _check_new_log(carried, latest)
        return Verdict.NEW_LOG
    if head.size > latest.size and carried.base == latest.size:
        check_proof(latest, head, carried.proof)
        return Verdict.KEEP
    return Verdict.UNPROVEN if same is None else Verdict.KNOWN


def check_proof(earlier: Head, head: Head, proof: Iterable[bytes]) -> None:
    """This function checks the proof that a partner gives, when asked, for a head that was kept unproven.

    Raises:
        Refused: ``ledger.head.inconsistent``.
    """
    if earlier.log != head.log or not proves_consistency(
        earlier.size, earlier.root, head.size, head.root, tuple(proof)
    ):
        raise inconsistent(head.node, f"its head of size {head.size} does not continue the one of {earlier.size}")


def inconsistent(node: str, reason: str) -> Refused:
    """This function makes the error for a partner's ledger that broke."""
    return Refused(
        f"the ledger of node {node}",
        reason,
        "The channel is frozen: ask the partner by another way what happened, and keep both signed heads",
        code="ledger.head.inconsistent",
    )


def _check_answer(carried: Carried, asked: Head, left: Container[str]) -> None:
    head = carried.head
    if head.log in left:
        raise inconsistent(head.node, "it went back to a log that it had left")
    if head.log != asked.log:
        return
    if head.size < asked.size:
        raise inconsistent(head.node, f"it went back from size {asked.size} to {head.size}")
    if carried.base != asked.size:
        raise inconsistent(head.node, f"it does not prove that it continues size {asked.size}")
    check_proof(asked, head, carried.proof)


def _check_new_log(carried: Carried, latest: Head) -> None:
    head = carried.head
    starts = chain((start for start, _ in carried.starts), latest.log, head.log)
    if not starts:
        raise inconsistent(head.node, "it shows another log without saying that it began one")
    if starts[0].known < latest.size:
        reason = f"it says that {starts[0].known} entries were known, and {latest.size} are kept here"
        raise inconsistent(head.node, reason)
