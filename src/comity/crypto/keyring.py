"""A node's own keys, and how they rest on disk.

Rules:

1. The identity key names the node and signs cards; the signing key signs everything else; sealing keys open mail.
2. A sealing key is used for new mail for a month. When a fresh one takes its place it is kept for the grace span, so
   that mail under way can be opened, and is then destroyed.
3. A key's grace starts when it is replaced, never earlier, so that a clock that jumps years ahead destroys nothing at
   once. A clock that is set back never lengthens the grace of a key beyond one span from now.
4. At rest everything is one file: AES-256-GCM under a key that scrypt (RFC 7914) makes from the passphrase.

A keyring never changes; `rotate_sealing` and the others return a new one for the caller to store.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from comity.crypto import encoding
from comity.crypto.canonical import canonical, parse_canonical
from comity.crypto.sealing import SealingKey
from comity.crypto.signatures import SigningKey, key_id
from comity.kernel.clock import parse_timestamp, timestamp
from comity.kernel.errors import InvalidInput, Refused
from comity.kernel.limits import Limits

FORMAT = "comity-keyring/1"
WORK = 2**16
"""scrypt's N, with r = 8 and p = 2: 64 MiB for a moment (OWASP's figures)."""
_NONCE = 12
_WORKS = frozenset(2**exponent for exponent in range(10, 21))


@dataclass(frozen=True, slots=True)
class SealingPeriod:
    """A sealing key and its span.

    Args:
        key: the key pair.
        since: when it came into use.
        replaced: when another took its place; None while it is in use.
    """

    key: SealingKey
    since: datetime
    replaced: datetime | None = None


@dataclass(frozen=True)
class Keyring:
    """Everything secret that a node owns.

    Args:
        identity: names the node; signs its cards.
        signing: signs packets, documents and heads.
        sealing: oldest first; the last is in use.
        storage: 32 bytes from which the keys for secrets at rest are derived.
        former_identities: public keys that named this node before, oldest first; the first gives the node's id.
        former_signing: public signing keys that were replaced, oldest first; what they signed stays provable.
    """

    identity: SigningKey
    signing: SigningKey
    sealing: tuple[SealingPeriod, ...]
    storage: bytes = field(repr=False)
    former_identities: tuple[bytes, ...] = ()
    former_signing: tuple[bytes, ...] = ()

    @classmethod
    def generate(cls, now: datetime) -> Keyring:
        """This function makes the keys of a new node."""
        return cls(
            SigningKey.generate(),
            SigningKey.generate(),
            (SealingPeriod(SealingKey.generate(), now),),
            secrets.token_bytes(32),
        )

    @property
    def node_id(self) -> str:
        """This function returns the node's id, which comes from its first identity key and never changes."""
        return key_id((*self.former_identities, self.identity.public)[0])

    @property
    def current_sealing(self) -> SealingKey:
        """This function returns the sealing key for the card."""
        return self.sealing[-1].key

    def sealing_by_id(self, wanted: str) -> SealingKey:
        """This function returns a sealing key that is still kept.

        Raises:
            InvalidInput: no such key is kept; the sender must seal anew to the current card.
        """
        for period in self.sealing:
            if period.key.key_id == wanted:
                return period.key
        raise InvalidInput(
            "Sealing key",
            "it is not kept here any more",
            "Fetch the current card and seal again",
            code="crypto.sealing.gone",
        )

    def rotate_sealing(self, now: datetime, limits: Limits) -> Keyring:
        """This function replaces the sealing key when its month is over and destroys what is past its grace.

        Returns:
            a new keyring, or this one when nothing was due.
        """
        periods = tuple(replace(p, replaced=min(p.replaced, now)) if p.replaced else p for p in self.sealing)
        last, span = periods[-1], timedelta(days=limits.sealing_key_days)
        if not last.since - timedelta(days=1) <= now < last.since + span:
            periods = (*periods[:-1], replace(last, replaced=now), SealingPeriod(SealingKey.generate(), now))
        grace = timedelta(days=limits.sealing_key_grace_days)
        kept = tuple(p for p in periods if p.replaced is None or now - p.replaced < grace)
        return self if kept == self.sealing else replace(self, sealing=kept)

    def replace_signing(self) -> Keyring:
        """This function gives the node a fresh signing key; the old one is gone."""
        return replace(self, signing=SigningKey.generate(), former_signing=(*self.former_signing, self.signing.public))

    def replace_identity(self) -> Keyring:
        """This function gives the node a fresh identity key; the old one signs the card first."""
        return replace(
            self, identity=SigningKey.generate(), former_identities=(*self.former_identities, self.identity.public)
        )

    def wrap(self, context: str, data: bytes) -> bytes:
        """This function encrypts a secret that another part keeps at rest.

        Args:
            context: what it is, for example ``epoch/019a…``; it opens under the same context only.
            data: the secret.
        """
        nonce = secrets.token_bytes(_NONCE)
        return b"\x01" + nonce + self._storage_key(context).encrypt(nonce, data, None)

    def unwrap(self, context: str, data: bytes) -> bytes:
        """This function returns what `wrap` encrypted.

        Raises:
            InvalidInput: another keyring, another context, or changed.
        """
        try:
            if data[:1] == b"\x01":
                return self._storage_key(context).decrypt(data[1 : 1 + _NONCE], data[1 + _NONCE :], None)
        except (InvalidTag, ValueError):
            pass
        raise InvalidInput(
            "Secret at rest",
            "these keys do not open it",
            "Restore the keys that belong to this database",
            code="crypto.keyring.unwrap",
        )

    def to_bytes(self, passphrase: str, *, work: int = WORK) -> bytes:
        """This function encrypts the keyring under a passphrase; the result is a line of JSON."""
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(_NONCE)
        head = {"format": FORMAT, "n": work, "salt": encoding.encode(salt), "nonce": encoding.encode(nonce)}
        sealed = _passphrase_key(passphrase, salt, work).encrypt(nonce, canonical(self._document()), canonical(head))
        return canonical({**head, "sealed": encoding.encode(sealed)})

    @classmethod
    def from_bytes(cls, data: bytes, passphrase: str) -> Keyring:
        """This function reads a keyring.

        Raises:
            InvalidInput: not a keyring of this format.
            Refused: the passphrase is wrong, or the file was changed.
        """
        whole = parse_canonical(data.strip(), depth=2)
        try:
            sealed = encoding.decode(whole.pop("sealed"))
            salt, nonce, work = encoding.decode(whole["salt"]), encoding.decode(whole["nonce"]), whole["n"]
        except (KeyError, AttributeError, TypeError):
            raise _not_a_keyring() from None
        if whole["format"] != FORMAT or work not in _WORKS:
            raise _not_a_keyring()
        try:
            plain = _passphrase_key(passphrase, salt, work).decrypt(nonce, sealed, canonical(whole))
        except (InvalidTag, ValueError):
            raise Refused(
                "Keyring",
                "the passphrase does not open it",
                "Give the passphrase that belongs to this file, or restore file and passphrase from the backup",
                code="crypto.keyring.passphrase",
            ) from None
        return cls._from_document(parse_canonical(plain, depth=4))

    def _document(self) -> dict[str, Any]:
        return {
            "identity": encoding.encode(self.identity.private),
            "signing": encoding.encode(self.signing.private),
            "sealing": [
                {
                    "key": encoding.encode(p.key.private),
                    "since": timestamp(p.since),
                    "replaced": timestamp(p.replaced) if p.replaced else None,
                }
                for p in self.sealing
            ],
            "storage": encoding.encode(self.storage),
            "former_identities": [encoding.encode(public) for public in self.former_identities],
            "former_signing": [encoding.encode(public) for public in self.former_signing],
        }

    @classmethod
    def _from_document(cls, document: dict[str, Any]) -> Keyring:
        return cls(
            SigningKey.from_private(encoding.decode(document["identity"])),
            SigningKey.from_private(encoding.decode(document["signing"])),
            tuple(
                SealingPeriod(
                    SealingKey.from_private(encoding.decode(p["key"])),
                    parse_timestamp(p["since"]),
                    parse_timestamp(p["replaced"]) if p["replaced"] else None,
                )
                for p in document["sealing"]
            ),
            encoding.decode(document["storage"]),
            tuple(encoding.decode(public) for public in document["former_identities"]),
            tuple(encoding.decode(public) for public in document["former_signing"]),
        )

    def _storage_key(self, context: str) -> AESGCM:
        return AESGCM(
            HKDF(algorithm=SHA256(), length=32, salt=None, info=b"comity storage\0" + context.encode()).derive(
                self.storage
            )
        )


def _passphrase_key(passphrase: str, salt: bytes, work: int) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=work, r=8, p=2).derive(passphrase.encode()))


def _not_a_keyring() -> InvalidInput:
    return InvalidInput("Keyring", f"the file is no {FORMAT}", "Name the right file", code="crypto.keyring.form")
