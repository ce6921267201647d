"""Heads: what a node signs about its log, what it carries to partners, and what partners sign that they keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.crypto.signatures import SigningKey, verify_document
from comity.kernel import ComityError, InvalidInput, Refused
from comity.kernel.clock import timestamp
from comity.ledger import fields
from comity.ledger.blocks import BLOCK

HEAD_FORMAT = "comity-ledger-head/1"
ATTESTATION_FORMAT = "comity-ledger-attestation/1"
DEPTH = 4
TOKEN_CHARACTERS = 4096


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a log at a moment.

    Args:
        node: the id of the node whose log it is.
        log: the log's id; a node starts another log only in recovery.
        size: leaves, padding included; a multiple of 256, at least 256.
        root: the root of the tree of that size.
        time: when the head was made.
    """

    node: str
    log: str
    size: int
    root: bytes
    time: datetime

    def document(self) -> dict[str, Any]:
        """This function returns the document that is signed."""
        return {
            "format": HEAD_FORMAT,
            "node": self.node,
            "log": self.log,
            "size": self.size,
            "root": self.root.hex(),
            "time": timestamp(self.time),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Head:
        """This function reads the document of a head.

        Raises:
            InvalidInput: ``ledger.head.form``.
        """
        read = fields.Reader(document, HEAD_FORMAT, thing="a ledger head", code="ledger.head.form")
        head = cls(read.text("node"), read.text("log"), read.size("size"), read.hash("root"), read.time("time"))
        read.finish()
        if head.size < BLOCK or head.size % BLOCK:
            raise InvalidInput(
                "a ledger head", f"its size {head.size} is no positive multiple of {BLOCK}", code="ledger.head.form"
            )
        return head

    def agrees(self, other: Head) -> bool:
        """This function tells whether two heads of one size say the same; heads of other logs or sizes never do."""
        return (self.node, self.log, self.size, self.root) == (other.node, other.log, other.size, other.root)


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head with the token (compact JWS) that carries its signature."""

    head: Head
    token: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """What a node signs about the newest head of a partner that it keeps.

    It holds the partner's own token, so that nobody can attest a head that was never signed.

    Args:
        witness: the node that keeps the head.
        kept: the head that it keeps, with the partner's signature.
        since: when it began to keep this head.
        time: when it signed this.
    """

    witness: str
    kept: SignedHead
    since: datetime
    time: datetime

    @property
    def head(self) -> Head:
        """This function returns the head that is kept."""
        return self.kept.head

    def document(self) -> dict[str, Any]:
        """This function returns the document that is signed."""
        return {
            "format": ATTESTATION_FORMAT,
            "witness": self.witness,
            "head": self.kept.token,
            "since": timestamp(self.since),
            "time": timestamp(self.time),
        }


def sign_head(head: Head, key: SigningKey) -> SignedHead:
    """This function signs a head with a node's signing key."""
    return SignedHead(head, key.sign_document(head.document()))


def read_head(token: str, *, node: str, keys: Iterable[bytes]) -> SignedHead:
    """This function reads a signed head of a known node.

    Args:
        token: the compact JWS.
        node: whose head it must be.
        keys: the public signing keys that this node has or had.

    Raises:
        InvalidInput: the form is wrong.
        Refused: ``ledger.head.signature``, or ``ledger.head.node`` where it is another node's.
    """
    head = Head.from_document(_verified(token, keys, "a ledger head", "ledger.head.signature"))
    if head.node != node:
        raise Refused("a ledger head", f"it is of node {head.node}, not of {node}", code="ledger.head.node")
    return SignedHead(head, token)


def sign_attestation(attestation: Attestation, key: SigningKey) -> str:
    """This function signs an attestation with the witness's signing key."""
    return key.sign_document(attestation.document())


def read_attestation(
    token: str, *, witness: str, keys: Iterable[bytes], node: str, own_keys: Iterable[bytes]
) -> Attestation:
    """This function reads what a partner signed about a head of ours.

    Args:
        token: the compact JWS.
        witness: the partner that must have signed it.
        keys: the partner's public signing keys.
        node: whose head it must be about: ours.
        own_keys: the public signing keys that we have or had.

    Raises:
        InvalidInput: the form is wrong.
        Refused: ``ledger.attestation.signature``, ``ledger.attestation.witness``, ``ledger.head.signature`` or
            ``ledger.head.node``.
    """
    document = _verified(token, keys, "an attestation", "ledger.attestation.signature")
    read = fields.Reader(document, ATTESTATION_FORMAT, thing="an attestation", code="ledger.attestation.form")
    if read.text("witness") != witness:
        raise Refused("an attestation", "it names another witness", code="ledger.attestation.witness")
    kept = read_head(read.text("head", longest=TOKEN_CHARACTERS), node=node, keys=own_keys)
    attestation = Attestation(witness, kept, read.time("since"), read.time("time"))
    read.finish()
    return attestation


def proven(token: str, keys: Iterable[bytes], *, depth: int) -> dict[str, Any] | None:
    """This function returns what a signed document says, if one of these keys signed it; else None."""
    for key in keys:
        try:
            return verify_document(token, key, depth=depth)
        except ComityError:
            continue
    return None


def _verified(token: str, keys: Iterable[bytes], thing: str, code: str) -> dict[str, Any]:
    document = proven(token, keys, depth=DEPTH)
    if document is None:
        raise Refused(thing, "no key of that node signed it", "Compare the partner's card", code=code)
    return document
