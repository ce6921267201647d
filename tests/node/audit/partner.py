"""A partner in memory: it keeps a ledger of its own, and our heads, by the same rules, with no database or network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from comity.crypto.keyring import Keyring
from comity.kernel import Clock, Unreachable
from comity.ledger import (
    BLOCK,
    Answer,
    Attestation,
    Carried,
    Head,
    Question,
    SignedHead,
    Verdict,
    close,
    judge,
    log_consistency,
    log_root,
    read_carried,
    sign_attestation,
    sign_head,
)


class SimulatedPartner:
    """Grows a log of whole blocks; answers `audit.heads`; can lie, forget and be away."""

    def __init__(self, clock: Clock, own_node: str, own_keys: Callable[[], tuple[bytes, ...]]) -> None:
        self.clock, self.own_node, self.own_keys = clock, own_node, own_keys
        self.keyring = Keyring.generate(clock.now())
        self.id = self.keyring.node_id
        self.name = f"Partner {self.id[:4]}"
        self.log = "log-1"
        self.starts: tuple[Any, ...] = ()
        self.blocks: list[list[bytes]] = []
        self.kept: SignedHead | None = None
        self.reachable = True
        self.grow()

    def grow(self, salt: bytes = b"") -> None:
        """One more block."""
        count = len(self.blocks)
        leaves = [bytes([i]) * 24 + count.to_bytes(4, "big") + salt.ljust(4, b"\0") for i in range(BLOCK)]
        self.blocks.append(close(self.blocks.__getitem__, count, leaves))

    @property
    def size(self) -> int:
        return len(self.blocks) * BLOCK

    def head(self) -> SignedHead:
        root = log_root(self.blocks.__getitem__, self.size)
        return sign_head(Head(self.id, self.log, self.size, root, self.clock.now()), self.keyring.signing)

    def attestation(self) -> str:
        if self.kept is None:
            return ""
        now = self.clock.now()
        return sign_attestation(Attestation(self.id, self.kept, now, now), self.keyring.signing)

    def carried(self, base: int = 0) -> dict[str, Any]:
        proof = log_consistency(self.blocks.__getitem__, base, self.size) if 0 < base <= self.size else []
        return Carried(self.head(), base, tuple(proof), self.starts, self.attestation()).document()

    def keep(self, carried: Mapping[str, Any]) -> Verdict:
        """What this partner does with our head."""
        received = read_carried(carried, node=self.own_node, keys=self.own_keys())
        latest = self.kept.head if self.kept else None
        verdict = judge(received, latest=latest, earlier=lambda _log, _size: None)
        if verdict in {Verdict.KEEP, Verdict.NEW_LOG}:
            self.kept = received.signed
        return verdict

    def ask(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The call `audit.heads`."""
        if not self.reachable:
            raise Unreachable(self.name, "it does not answer", "Try later", code="peer.unreachable")
        question = Question.from_document(document)
        if question.head is None:
            return Answer(None, self.attestation()).document()
        self.keep(question.head)
        attested = read_carried(question.head, node=self.own_node, keys=self.own_keys()).attestation
        base = 0
        if attested:
            from comity.ledger import read_attestation

            base = read_attestation(
                attested,
                witness=self.own_node,
                keys=self.own_keys(),
                node=self.id,
                own_keys=[self.keyring.signing.public],
            ).head.size
        known = [size for size in question.unproven if size <= self.size]
        proofs = {s: tuple(log_consistency(self.blocks.__getitem__, s, self.size)) for s in known}
        return Answer(self.carried(base), "", proofs).document()


class SimulatedDirectory:
    """The partners of a test."""

    def __init__(self, *partners: SimulatedPartner) -> None:
        self.partners = {partner.id: partner for partner in partners}
        self.frozen: dict[str, str] = {}

    def signing_keys(self, partner_id: str) -> list[bytes]:
        return [self.partners[partner_id].keyring.signing.public] if partner_id in self.partners else []

    def names(self) -> dict[str, str]:
        return {partner.id: partner.name for partner in self.partners.values()}

    def own_keys(self) -> list[bytes]:
        return []

    def ask(self, partner_id: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.partners[partner_id].ask(document)

    def freeze(self, partner_id: str, reason: str) -> None:
        self.frozen[partner_id] = reason
