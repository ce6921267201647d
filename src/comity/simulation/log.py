"""A simulated partner's ledger: real heads and proofs over leaves in memory, and the ways in which it can lie."""

from __future__ import annotations

from typing import Any

from comity.crypto import SigningKey
from comity.kernel import Clock
from comity.ledger import BLOCK, Entry, Head, SignedHead, commitment, log_consistency, log_root, padded, sign_head
from comity.ledger.blocks import close
from comity.ledger.witness import Carried


class MemoryLog:
    """A ledger in memory.

    Args:
        node: whose.
        name: the log's id.
        clock: of the node.
        salts: gives 32 bytes each time.
    """

    def __init__(self, node: str, name: str, clock: Clock, salts: Any) -> None:
        self._node, self._name, self._clock, self._salts = node, name, clock, salts
        self._open: list[bytes] = []
        self._blocks: list[list[bytes]] = []
        self._carried: dict[str, int] = {}

    def record(self, event: str, *objects: str) -> None:
        """This function appends an entry."""
        entry = Entry(event, "system", self._clock.now(), objects, "", commitment(self._salts(32), {}))
        self._append(entry.hash())

    def head(self, key: SigningKey) -> SignedHead:
        """This function signs a head that covers everything recorded so far."""
        if self._open or not self._blocks:
            for each in padded(self._open, len(self._blocks), self._salts(32))[len(self._open) :]:
                self._append(each)
        size = len(self._blocks) * BLOCK
        root = log_root(self._blocks.__getitem__, size)
        return sign_head(Head(self._node, self._name, size, root, self._clock.now()), key)

    def carried(self, recipient: str, key: SigningKey) -> dict[str, Any]:
        """This function returns a head with its proof since the one that was carried to this recipient last."""
        signed = self.head(key)
        base = self._carried.get(recipient, 0)
        proof = log_consistency(self._blocks.__getitem__, base, signed.head.size) if base else []
        self._carried[recipient] = signed.head.size
        return Carried(signed, base, tuple(proof)).document()

    def rewrite(self) -> None:
        """This function begins the same log anew: a history that does not continue the one that partners saw."""
        self._open.clear()
        self._blocks.clear()
        self._carried.clear()

    def _append(self, leaf: bytes) -> None:
        self._open.append(leaf)
        if len(self._open) == BLOCK:
            self._blocks.append(close(self._blocks.__getitem__, len(self._blocks), self._open))
            self._open = []
