"""Receipts: what a node states, signed, about a message that it took.

Rules:

1. A receipt cites the SHA-256 of the message's signed document, its id and its place.
2. It is made once, in the transaction that stores the message, and kept; a duplicate gets the same bytes.
3. It carries a ledger head that covers the taking.
4. A message whose place could be read but not its fields is *poisoned*: its receipt names every fault, and the chain
   goes on. So does it after a tombstone, whose receipt says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from comity.crypto import SigningKey, verify_document
from comity.exchange.messages import Frame
from comity.exchange.texts import fault_of
from comity.kernel.clock import parse_timestamp, timestamp
from comity.kernel.errors import InvalidInput

FORMAT = "comity-receipt/1"
_FIELDS = {
    "format", "message", "from", "to", "incarnation", "sequence", "hash", "outcome", "reason", "received_at", "head",
}  # fmt: skip
_LONGEST_REASON = 20_000


class Outcome(StrEnum):
    """What became of a message at its recipient."""

    TAKEN = "taken"
    KEPT = "kept"
    """Its type is not known there; it is kept as it came."""
    POISONED = "poisoned"
    ENTOMBED = "entombed"
    """A tombstone stands at its place."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that was proved.

    Args:
        message: id.
        hash: SHA-256 of the signed document that was received at this place.
        outcome: what became of it.
        reason: in words, where it was not simply taken.
        received_at: by the recipient's clock.
        head: the recipient's ledger head as carried.
        token: the signed receipt itself.
    """

    message: str
    hash: str
    outcome: Outcome
    reason: str
    received_at: datetime
    head: Mapping[str, Any]
    token: str


def sign(
    key: SigningKey,
    frame: Frame,
    *,
    token_hash: str,
    outcome: Outcome,
    received_at: datetime,
    head: Mapping[str, Any],
    reasons: Sequence[str] = (),
) -> str:
    """This function writes and signs the receipt of a message."""
    return key.sign_document(
        {
            "format": FORMAT,
            "message": frame.id,
            "from": frame.sender,
            "to": frame.recipient,
            "incarnation": frame.incarnation,
            "sequence": frame.sequence,
            "hash": token_hash,
            "outcome": outcome.value,
            "reason": "; ".join(reasons)[:_LONGEST_REASON],
            "received_at": timestamp(received_at),
            "head": dict(head),
        }
    )


def read(token: str, public: bytes, frame: Frame, *, hashes: Sequence[str], depth: int) -> Receipt:
    """This function proves a receipt for a message that was sent.

    Args:
        token: as received.
        public: the recipient's signing key.
        frame: the place of the message.
        hashes: what may have been received there: the message's hash, and its tombstone's where there is one.
        depth: the deepest nesting that is accepted.

    Raises:
        InvalidInput: not signed by the recipient, or for another message.
    """
    document = verify_document(token, public, depth=depth)
    place = (FORMAT, frame.sender, frame.recipient, frame.incarnation, frame.sequence)
    named = tuple(document.get(n) for n in ("format", "from", "to", "incarnation", "sequence"))
    if set(document) != _FIELDS or named != place or document["hash"] not in hashes:
        raise InvalidInput("Receipt", "it belongs to another message", code="exchange.receipt.other_message")
    try:
        outcome, at = Outcome(document["outcome"]), parse_timestamp(document["received_at"])
    except (ValueError, TypeError):
        raise _unreadable() from None
    reason, head, message = document["reason"], document["head"], document["message"]
    if not isinstance(head, dict) or not isinstance(message, str) or not isinstance(reason, str):
        raise _unreadable()
    if fault_of(reason, longest=_LONGEST_REASON, lines=True):
        raise _unreadable()
    return Receipt(message, document["hash"], outcome, reason, at, head, token)


def _unreadable() -> InvalidInput:
    return InvalidInput("Receipt", "a field of it cannot be read", code="exchange.receipt.form")
