"""Cards: how a node describes itself, and when a newer card takes the place of an older one.

Rules:

1. A card is signed by the node's identity key; the node's id is the key id of its *first* identity key.
2. An identity key is changed by a statement that the old key signs; a card carries every such statement, so that the
   id leads to the key that signed the card.
3. The fingerprint is made of the node id and the identity key only, in eight groups of five digits, which are read
   aloud in every language. It changes when the identity key does, and then people compare it anew.
4. A newer card has a higher version. The same version with other bytes is an alarm.
5. Text fields are short and hold nothing that a page could mistake; the address is a plain http or https URL.
6. A card says which versions of which types of message its node understands (`versions`); one that says nothing is an
   older node's.

What is left to others: who accepted a card, when, and after which comparison (`node.partners`).

    >>> from datetime import UTC, datetime
    >>> ring = Keyring.generate(datetime(2026, 11, 22, tzinfo=UTC))
    >>> token = issue(ring, agency="Agency", country="KH", address="https://node.example", contact="", version=1,
    ...               issued=datetime(2026, 11, 22, tzinfo=UTC))
    >>> read(token).node == ring.node_id
    True
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from comity.crypto import (
    Keyring,
    SigningKey,
    check_public_key,
    check_sealing_key,
    key_id,
    parse_canonical,
    verify_document,
)
from comity.crypto.encoding import decode, encode
from comity.exchange.texts import NODE, address_fault, fault_of
from comity.exchange.versions import UNDECLARED, UNDERSTOOD, Known, declaration, read_declaration
from comity.kernel.clock import parse_timestamp, timestamp
from comity.kernel.countries import country as known_country
from comity.kernel.errors import Conflicting, InvalidInput

FORMAT = "comity-card/1"
CHANGE = "comity-key-change/1"
LONGEST = 16_384
"""Characters of a card's token."""
_DEPTH = 3
_MOST_CHANGES = 8
_FIELDS = frozenset({
    "format", "node", "agency", "country", "address", "contact",
    "identity", "signing", "sealing", "version", "issued", "changes",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """A card that was read and proved to be the node's own.

    Args:
        node: the node's id.
        agency: who runs it.
        country: ISO 3166-1 alpha-2.
        address: URL under which partners reach it; ``/v1/peer`` is appended.
        contact: whom to call.
        identity: public identity key.
        signing: public signing key.
        sealing: public sealing key.
        version: higher is newer.
        issued: when, by the node's own clock.
        identities: every identity key since the first, the current one last.
        token: the signed card itself.
        understands: types of message with the versions that the node understands.
    """

    node: str
    agency: str
    country: str
    address: str
    contact: str
    identity: bytes
    signing: bytes
    sealing: bytes
    version: int
    issued: datetime
    identities: tuple[bytes, ...]
    token: str
    understands: Known = field(default_factory=lambda: UNDECLARED, hash=False)

    @property
    def fingerprint(self) -> str:
        """This function returns what people compare: eight groups of five digits."""
        return fingerprint(self.node, self.identity)


class Succession(Enum):
    """How a card relates to the one that is held."""

    SAME = "same"
    OLDER = "older"
    NEWER = "newer"
    NEW_IDENTITY = "new identity"


def issue(
    keyring: Keyring,
    *,
    agency: str,
    country: str,
    address: str,
    contact: str,
    version: int,
    issued: datetime,
    changes: Sequence[str] = (),
    understands: Known | None = UNDERSTOOD,
) -> str:
    """This function writes and signs a node's own card.

    Args:
        keyring: the node's keys.
        agency: who runs the node.
        country: ISO 3166-1 alpha-2.
        address: URL under which partners reach the node.
        contact: whom to call.
        version: higher than that of every card before.
        issued: now.
        changes: the statements of `change_identity`, oldest first.
        understands: types of message with the versions that the node understands; None says nothing about them.

    Raises:
        InvalidInput: a field that partners would refuse.
    """
    token = keyring.identity.sign_document(
        {
            "format": FORMAT,
            "node": keyring.node_id,
            "agency": agency,
            "country": country,
            "address": address.rstrip("/"),
            "contact": contact,
            "identity": encode(keyring.identity.public),
            "signing": encode(keyring.signing.public),
            "sealing": encode(keyring.current_sealing.public),
            "version": version,
            "issued": timestamp(issued),
            "changes": list(changes),
            **({} if understands is None else {"understands": declaration(understands)}),
        }
    )
    read(token)
    return token


def change_identity(old: SigningKey, new: bytes, *, node: str) -> str:
    """This function states, signed by the old identity key, that another key takes its place."""
    return old.sign_document({"format": CHANGE, "node": node, "from": encode(old.public), "to": encode(new)})


def read(token: str) -> Card:
    """This function reads a card and proves that the node made it.

    Raises:
        InvalidInput: not a card, a field that cannot be right, an unfit key, or a signature that does not belong.
    """
    token = re.sub(r"\s+", "", token)
    if len(token) > LONGEST:
        raise _fault("it is too long to be one")
    return _proven(token)


@lru_cache(maxsize=256)
def _proven(token: str) -> Card:
    """This function proves a card once: what a token says never changes, and every packet needs two cards."""
    claimed = _claimed_identity(token)
    document = verify_document(token, claimed, depth=_DEPTH)
    _check_fields(document)
    identities = _identities(document)
    if identities[-1] != claimed:
        raise _fault("its changes of key do not lead to the key that signed it")
    signing, sealing = decode(document["signing"], size=32), decode(document["sealing"])
    check_public_key(signing)
    check_sealing_key(sealing)
    return Card(
        node=document["node"],
        agency=document["agency"],
        country=document["country"],
        address=document["address"],
        contact=document["contact"],
        identity=claimed,
        signing=signing,
        sealing=sealing,
        version=document["version"],
        issued=_moment(document["issued"]),
        identities=identities,
        token=token,
        understands=read_declaration(document["understands"]) if "understands" in document else UNDECLARED,
    )


def fingerprint(node: str, identity: bytes) -> str:
    """This function returns eight groups of five digits (132 bits) of a node's id and identity key."""
    digest = hashlib.sha256(b"comity fingerprint\0" + node.encode() + identity).digest()
    number = int.from_bytes(digest, "big")
    groups = []
    for _ in range(8):
        number, group = divmod(number, 100_000)
        groups.append(f"{group:05}")
    return " ".join(groups)


def same_fingerprint(first: str, second: str) -> bool:
    """This function compares two fingerprints as people type them: only digits count."""
    return _digits(first) == _digits(second) != ""


def succession(held: Card, offered: Card) -> Succession:
    """This function tells how an offered card relates to the one that is held.

    Raises:
        InvalidInput: another node's card, or an identity that the held one never signed over to.
        Conflicting: the same version with other bytes, or a newer version signed by an identity that was given up.
    """
    if held.node != offered.node or held.identity not in offered.identities:
        if held.node == offered.node and offered.identity in held.identities:
            raise Conflicting(
                f"card of {held.node}",
                "it is signed by an identity key that was given up",
                "Ask the partner by another channel: the old key may be in other hands",
                code="exchange.card.identity_given_up",
            )
        raise InvalidInput("Card", "it belongs to another node or identity", code="exchange.card.other_node")
    if offered.token == held.token:
        return Succession.SAME
    if offered.version == held.version:
        raise Conflicting(
            f"card of {held.node}",
            f"there are two different cards with version {held.version}",
            "Ask the partner by another channel: its keys may be in other hands",
            code="exchange.card.two_of_one_version",
        )
    if offered.version < held.version:
        return Succession.OLDER
    return Succession.NEWER if offered.identity == held.identity else Succession.NEW_IDENTITY


def _claimed_identity(token: str) -> bytes:
    # The card names the key that must have signed it; what the key is worth is decided by the fingerprint.
    parts = token.split(".")
    if len(parts) != 3:
        raise _fault("it is not a signed document")
    document = parse_canonical(decode(parts[1]), depth=_DEPTH)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _fault(f"it is not of the format {FORMAT}")
    identity = document.get("identity")
    if not isinstance(identity, str):
        raise _fault("it has no identity key")
    return decode(identity, size=32)


def _check_fields(document: dict[str, Any]) -> None:
    if set(document) - {"understands"} != _FIELDS:
        raise _fault(f"its fields are not those of {FORMAT}")
    texts = {name: document[name] for name in _FIELDS - {"version", "changes"}}
    if not all(isinstance(value, str) for value in texts.values()):
        raise _fault("a field that is text holds something else")
    version, changes = document["version"], document["changes"]
    if type(version) is not int or not 1 <= version <= 1_000_000_000:
        raise _fault("its version is no number from 1 to 1,000,000,000")
    if not isinstance(changes, list) or len(changes) > _MOST_CHANGES or not all(isinstance(c, str) for c in changes):
        raise _fault("its changes of key cannot be read")
    faults = {
        "agency": fault_of(document["agency"], longest=200) or ("" if document["agency"].strip() else "it is empty"),
        "contact": fault_of(document["contact"], longest=500),
        "address": address_fault(document["address"]),
        "country": ""
        if known_country(document["country"]) == document["country"]
        else "it is no ISO code of a country",
        "node": "" if NODE.fullmatch(document["node"]) else "it is no node id",
    }
    wrong = [f"{name}: {fault}" for name, fault in faults.items() if fault]
    if wrong:
        raise _fault("; ".join(wrong))


def _identities(document: dict[str, Any]) -> tuple[bytes, ...]:
    current = decode(document["identity"], size=32)
    if not document["changes"]:
        keys: list[bytes] = [current]
    else:
        keys = []
        for statement in document["changes"]:
            keys = _follow(keys, statement, document["node"])
    for key in keys:
        check_public_key(key)
    if key_id(keys[0]) != document["node"]:
        raise _fault("its node id does not come from its identity key")
    return tuple(keys)


def _follow(keys: list[bytes], statement: str, node: str) -> list[bytes]:
    parts = statement.split(".")
    claimed = parse_canonical(decode(parts[1]), depth=1) if len(parts) == 3 else None
    if not isinstance(claimed, dict) or not isinstance(claimed.get("from"), str):
        raise _fault("a change of key cannot be read")
    old = keys[-1] if keys else decode(claimed["from"], size=32)
    change = verify_document(statement, old, depth=1)
    if set(change) != {"format", "node", "from", "to"} or change["format"] != CHANGE or change["node"] != node:
        raise _fault("a change of key is another node's or of another format")
    if change["from"] != encode(old) or not isinstance(change["to"], str):
        raise _fault("a change of key does not follow from the one before")
    return [*(keys or [old]), decode(change["to"], size=32)]


def _moment(text: str) -> datetime:
    try:
        return parse_timestamp(text)
    except ValueError:
        raise _fault("its date of issue cannot be read") from None


def _digits(text: str) -> str:
    return "".join(str(int(c)) for c in text if c.isdigit() and c.isdecimal())


def _fault(reason: str) -> InvalidInput:
    return InvalidInput("Card", reason, "Ask the partner to hand over its card again", code="exchange.card.invalid")
