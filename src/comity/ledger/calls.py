"""The documents of the call ``audit.heads``, by which two nodes show each other their heads.

The question carries the caller's head and says which heads of the other side are unproven; the answer carries the other
side's head with a proof for each. A question without a head only asks what is kept, and is answered with an attestation
alone; so is any question by a node in recovery.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.ledger.fields import Reader
from comity.ledger.heads import TOKEN_CHARACTERS
from comity.ledger.witness import PROOF_HASHES

QUESTION_FORMAT = "comity-ledger-heads-question/1"
ANSWER_FORMAT = "comity-ledger-heads-answer/1"
MOST_UNPROVEN = 100
"""The most heads that one question wants proven."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the caller sends.

    Args:
        head: its carried head as a document, or None where it only asks what is kept.
        log: the log of the other side in which heads are unproven; empty for none.
        unproven: their sizes.
    """

    head: Mapping[str, Any] | None = None
    log: str = ""
    unproven: tuple[int, ...] = ()

    def document(self) -> dict[str, Any]:
        """This function returns the document that is sent."""
        return {"format": QUESTION_FORMAT, "head": self.head, "log": self.log, "unproven": list(self.unproven)}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Question:
        """This function reads a question.

        Raises:
            InvalidInput: ``ledger.heads.form``.
        """
        read = Reader(document, QUESTION_FORMAT, thing="a question about heads", code="ledger.heads.form")
        question = cls(
            read.mapping_or_none("head"), read.text("log", empty=True), read.sizes("unproven", MOST_UNPROVEN)
        )
        read.finish()
        return question


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answers.

    Args:
        head: its carried head as a document, or None.
        attestation: where it carries no head: what it attests to keep of the caller's; empty for nothing.
        proofs: for each unproven size that it can prove, the consistency proof up to its head.
    """

    head: Mapping[str, Any] | None = None
    attestation: str = ""
    proofs: Mapping[int, tuple[bytes, ...]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """This function returns the document that is sent."""
        return {
            "format": ANSWER_FORMAT,
            "head": self.head,
            "attestation": self.attestation,
            "proofs": [{"size": size, "proof": [h.hex() for h in proof]} for size, proof in self.proofs.items()],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Answer:
        """This function reads an answer.

        Raises:
            InvalidInput: ``ledger.heads.form``.
        """
        read = Reader(document, ANSWER_FORMAT, thing="an answer about heads", code="ledger.heads.form")
        head = read.mapping_or_none("head")
        attestation = read.text("attestation", longest=2 * TOKEN_CHARACTERS, empty=True)
        proofs = dict[int, tuple[bytes, ...]]()
        for each in read.mappings("proofs", MOST_UNPROVEN):
            part = Reader({"format": ANSWER_FORMAT, **each}, ANSWER_FORMAT, thing="a proof", code="ledger.heads.form")
            proofs[part.size("size")] = part.hashes("proof", PROOF_HASHES)
            part.finish()
        read.finish()
        return cls(head, attestation, proofs)
