"""Packets: the one frame for everything between nodes.

A packet is ``MAGIC ‖ u32 length ‖ header ‖ admission signature ‖ u32 length ‖ sealed part ‖ body``; lengths are
big-endian.

Rules:

1. The header is canonical JSON: format, kind (message, call or answer), id, both nodes, both key ids, the version of
   the sender's card, the version of the recipient's card that the sender holds, and perhaps the sender's card itself.
2. The admission signature covers the header and the SHA-256 of the sealed part and of the body. It is checked before
   anything is stored or opened.
3. The sealed part is a signed document, sealed to the recipient. ``info`` binds it to the format, both nodes, the id,
   the recipient's key and the SHA-256 of the header: a re-addressed or copied sealed part does not open.
4. The document repeats the id and both nodes inside its signature, and the SHA-256 of the body where there is one.

    pack  →  bytes  →  split  →  admit  →  unseal
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comity.crypto import SealingKey, SigningKey, canonical, parse_canonical, seal, verify, verify_document
from comity.crypto.encoding import encode
from comity.crypto.sealing import OVERHEAD
from comity.crypto.signatures import SIGNATURE_BYTES, token_key_id
from comity.exchange.cards import LONGEST
from comity.exchange.texts import KEY, NODE, is_id
from comity.kernel.errors import InvalidInput
from comity.kernel.limits import Limits

FORMAT = "comity-packet/1"
MAGIC = b"comity-packet/1\n"
DOMAIN = "comity-packet/1 admission"
HEADER_BYTES = LONGEST + 1024
_LENGTH = struct.Struct(">I")
_TEXTS = frozenset({"format", "kind", "id", "from", "to", "sealing_key", "signing_key"})
_NUMBERS = frozenset({"from_card", "to_card"})


class Kind(StrEnum):
    """What a packet carries."""

    MESSAGE = "message"
    CALL = "call"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Header:
    """What can be read of a packet without opening it.

    Args:
        kind: message, call or answer.
        id: of the message or call; an answer has the id of its call.
        sender: node id.
        recipient: node id.
        sealing_key: id of the recipient's key that opens the sealed part.
        signing_key: id of the sender's key that admits the packet.
        sender_card: version of the sender's current card.
        recipient_card: version of the recipient's card that the sender holds.
        card: the sender's card, where the recipient may not have it; empty otherwise.
    """

    kind: Kind
    id: str
    sender: str
    recipient: str
    sealing_key: str
    signing_key: str
    sender_card: int
    recipient_card: int
    card: str = ""

    def to_bytes(self) -> bytes:
        """This function writes the header as canonical JSON."""
        document: dict[str, Any] = {
            "format": FORMAT,
            "kind": self.kind.value,
            "id": self.id,
            "from": self.sender,
            "to": self.recipient,
            "sealing_key": self.sealing_key,
            "signing_key": self.signing_key,
            "from_card": self.sender_card,
            "to_card": self.recipient_card,
        }
        return canonical(document | ({"card": self.card} if self.card else {}))


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet taken apart; nothing in it is proved yet."""

    header: Header
    header_bytes: bytes
    admission: bytes
    sealed: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """What a packet held.

    Args:
        token: the signed document as it was sent; its SHA-256 names it for ever.
        document: what it says.
        body: the binary body, bound by the document; empty where there is none.
    """

    token: str
    document: dict[str, Any]
    body: bytes


def token_hash(token: str) -> str:
    """This function returns the SHA-256 of a signed document in base64url: its name in chains and receipts."""
    return encode(hashlib.sha256(token.encode("ascii")).digest())


def body_hash(body: bytes) -> str | None:
    """This function returns what a document says of its body: its SHA-256 in base64url, or None without a body."""
    return encode(hashlib.sha256(body).digest()) if body else None


def pack(header: Header, token: str, *, signing: SigningKey, sealing: bytes, body: bytes = b"") -> bytes:
    """This function seals a signed document to its recipient and frames it.

    Args:
        header: with the ids of the keys that follow.
        token: the signed document.
        signing: the sender's signing key.
        sealing: the recipient's public sealing key.
        body: binary body, bound by the document.
    """
    head = header.to_bytes()
    sealed = seal(sealing, _info(header, head), token.encode("ascii"))
    admission = signing.sign(DOMAIN, _admitted(head, sealed, body))
    return b"".join((MAGIC, _LENGTH.pack(len(head)), head, admission, _LENGTH.pack(len(sealed)), sealed, body))


def split(data: bytes, limits: Limits) -> Packet:
    """This function takes a packet apart without believing anything in it.

    Raises:
        InvalidInput: not a packet of this format.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise _fault("it does not begin as one", "magic")
    head, at = _part(data, len(MAGIC), HEADER_BYTES)
    admission, at = data[at : at + SIGNATURE_BYTES], at + SIGNATURE_BYTES
    sealed, at = _part(data, at, max(limits.packet_bytes, OVERHEAD))
    if len(sealed) < OVERHEAD:
        raise _fault("its sealed part is too short", "length")
    return Packet(_header(head), head, admission, sealed, data[at:])


def admit(packet: Packet, public: bytes) -> None:
    """This function checks the admission signature against the sender's public signing key.

    Raises:
        InvalidInput: another key, or a changed packet.
    """
    verify(public, DOMAIN, _admitted(packet.header_bytes, packet.sealed, packet.body), packet.admission)


def unseal(packet: Packet, key: SealingKey, signers: Mapping[str, bytes], limits: Limits) -> Opened:
    """This function opens an admitted packet and checks the document in it.

    Args:
        packet: admitted before.
        key: the recipient's sealing key that the header names.
        signers: public keys that may have signed the document, by key id.
        limits: of this node.

    Raises:
        InvalidInput: sealed for another place, signed by another key, or other ids inside than outside.
    """
    plain = key.open(_info(packet.header, packet.header_bytes), packet.sealed)
    try:
        token = plain.decode("ascii")
    except UnicodeDecodeError:
        raise _fault("what it holds is no signed document", "document") from None
    public = signers.get(token_key_id(token))
    if public is None:
        raise _fault("its document is signed by a key that is not the sender's", "signer")
    document = verify_document(token, public, depth=limits.document_depth)
    header = packet.header
    if (document.get("id"), document.get("from"), document.get("to")) != (header.id, header.sender, header.recipient):
        raise _fault("its document names another id, sender or recipient than its header", "address")
    if document.get("body") != body_hash(packet.body):
        raise _fault("its body is not the one that was signed", "body")
    return Opened(token, document, packet.body)


def _info(header: Header, head: bytes) -> bytes:
    names = (FORMAT, header.sender, header.recipient, header.id, header.sealing_key)
    return "\0".join(names).encode("ascii") + b"\0" + hashlib.sha256(head).digest()


def _admitted(head: bytes, sealed: bytes, body: bytes) -> bytes:
    return head + hashlib.sha256(sealed).digest() + hashlib.sha256(body).digest()


def _part(data: bytes, at: int, most: int) -> tuple[bytes, int]:
    start = at + _LENGTH.size
    if len(data) < start:
        raise _fault("it is cut off", "length")
    (length,) = _LENGTH.unpack(data[at:start])
    if length > most:
        raise _fault("a part of it is too long", "length")
    if len(data) < start + length:
        raise _fault("it is cut off", "length")
    return data[start : start + length], start + length


def _header(head: bytes) -> Header:
    document = parse_canonical(head, depth=1)
    if not isinstance(document, dict) or set(document) - {"card"} != _TEXTS | _NUMBERS:
        raise _fault("its header has other fields", "header")
    texts = [document[name] for name in _TEXTS] + [document.get("card", "")]
    numbers = [document[name] for name in _NUMBERS]
    if not all(isinstance(t, str) for t in texts) or not all(type(n) is int and 0 <= n < 2**31 for n in numbers):
        raise _fault("a field of its header has the wrong kind", "header")
    if document["format"] != FORMAT or document["kind"] not in set(Kind):
        raise _fault("its format or kind is not known", "header")
    names = all(NODE.fullmatch(document[n]) for n in ("from", "to"))
    keys = all(KEY.fullmatch(document[n]) for n in ("sealing_key", "signing_key"))
    if not names or not keys or not is_id(document["id"]):
        raise _fault("an id in its header has the wrong form", "header")
    return Header(
        kind=Kind(document["kind"]),
        id=document["id"],
        sender=document["from"],
        recipient=document["to"],
        sealing_key=document["sealing_key"],
        signing_key=document["signing_key"],
        sender_card=document["from_card"],
        recipient_card=document["to_card"],
        card=document.get("card", ""),
    )


def _fault(reason: str, part: str) -> InvalidInput:
    return InvalidInput("Packet", reason, code=f"exchange.packet.{part}")
