"""What one entry of the ledger commits to, and how erasing its details keeps the proof that something was there.

A leaf is the canonical JSON of an `Entry`. It holds no details, only a commitment to them: an HMAC under a random
salt of its own. Details and salt stand in ordinary rows; once both are erased, nobody can tell from the leaf what
they were.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.crypto.canonical import canonical
from comity.kernel.clock import timestamp
from comity.ledger.tree import leaf_hash

LEAF_FORMAT = "comity-ledger-leaf/1"
DETAILS_DOMAIN = b"comity-ledger-details/1\x00"
SALT_BYTES = 32


def commitment(salt: bytes, details: Mapping[str, Any]) -> bytes:
    """This function commits to details: HMAC-SHA256 under a salt of 32 random bytes over their canonical JSON.

    Raises:
        ValueError: the salt has another length.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hmac.digest(salt, DETAILS_DOMAIN + canonical(dict(details)), hashlib.sha256)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as its leaf holds it.

    Args:
        event: what happened, a dotted name such as ``matching.check.sent``.
        actor: the pseudonym of who did it: the random id of an account, or ``system``.
        time: when, aware.
        objects: the ids of what it concerns, in order.
        purpose: the code of the stated purpose, or empty.
        commitment: 32 bytes from `commitment`.
    """

    event: str
    actor: str
    time: datetime
    objects: tuple[str, ...]
    purpose: str
    commitment: bytes

    def leaf(self) -> bytes:
        """This function returns the leaf: the canonical JSON of the entry."""
        return canonical(
            {
                "format": LEAF_FORMAT,
                "event": self.event,
                "actor": self.actor,
                "time": timestamp(self.time),
                "objects": list(self.objects),
                "purpose": self.purpose,
                "commitment": self.commitment.hex(),
            }
        )

    def hash(self) -> bytes:
        """This function returns the hash of the leaf."""
        return leaf_hash(self.leaf())
