"""Sealing to a node: HPKE base mode (RFC 9180) with MLKEM768-X25519, HKDF-SHA256 and AES-256-GCM.

The hybrid's key objects do not serialise, so both components are stored one after the other: public 1,184 bytes of
ML-KEM and 32 of X25519, private a 64-byte seed and 32. The library has no separate associated data; what must be bound
to a sealed part goes into ``info``. There is no forward secrecy within the life of a key.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from comity.kernel.errors import InvalidInput

OVERHEAD = 1136
"""Bytes that sealing adds: 1,088 + 32 of the KEM and 16 of the tag."""
PUBLIC_BYTES = 1216
PRIVATE_BYTES = 96
_MLKEM_PUBLIC = 1184
_MLKEM_SEED = 64

_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class SealingKey:
    """A key pair that others seal to."""

    def __init__(self, mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey) -> None:
        self._mlkem = mlkem
        self._x25519 = x25519
        self._pair = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
        self.public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        self.key_id = sealing_key_id(self.public)

    @classmethod
    def generate(cls) -> SealingKey:
        """This function makes a fresh key pair."""
        return cls(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())

    @classmethod
    def from_private(cls, private: bytes) -> SealingKey:
        """This function makes the key pair of the 96 bytes that `private` returns.

        Raises:
            InvalidInput: another number of bytes.
        """
        if len(private) != PRIVATE_BYTES:
            raise InvalidInput("Sealing key", f"it has not {PRIVATE_BYTES} bytes", code="crypto.sealing.private")
        return cls(
            MLKEM768PrivateKey.from_seed_bytes(private[:_MLKEM_SEED]),
            X25519PrivateKey.from_private_bytes(private[_MLKEM_SEED:]),
        )

    @property
    def private(self) -> bytes:
        """This function returns the private key: the 64-byte seed of ML-KEM, then 32 bytes of X25519."""
        return self._mlkem.private_bytes_raw() + self._x25519.private_bytes_raw()

    def __repr__(self) -> str:
        """This function names the key without showing it."""
        return f"SealingKey({self.key_id})"

    def open(self, info: bytes, sealed: bytes) -> bytes:
        """This function opens what `seal` sealed to this key with the same ``info``.

        Raises:
            InvalidInput: sealed to another key, with other ``info``, or changed.
        """
        try:
            return _SUITE.decrypt(sealed, self._pair, info)
        except (InvalidTag, ValueError, UnsupportedAlgorithm):
            raise InvalidInput(
                "Sealed part", "this key does not open it in this place", code="crypto.sealing.unopened"
            ) from None


def seal(public: bytes, info: bytes, plaintext: bytes) -> bytes:
    """This function seals bytes to a public key and binds them to ``info``.

    Raises:
        InvalidInput: the public key is unfit.
    """
    try:
        return _SUITE.encrypt(plaintext, _public(public), info)
    except ValueError:
        raise _unfit() from None


def check_sealing_key(public: bytes) -> None:
    """This function checks that bytes are a public key that can be sealed to.

    Raises:
        InvalidInput: wrong size, not reduced, or of small order.
    """
    seal(public, b"check", b"")


def sealing_key_id(public: bytes) -> str:
    """This function returns the short name of a public sealing key: 16 characters of the base32 of its SHA-256."""
    return base64.b32encode(hashlib.sha256(public).digest()[:10]).decode("ascii").lower()


def _public(public: bytes) -> hpke.MLKEM768X25519PublicKey:
    if len(public) != PUBLIC_BYTES:
        raise _unfit()
    return hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC]),
        X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:]),
    )


def _unfit() -> InvalidInput:
    return InvalidInput(
        "Sealing key", "nothing can be sealed to it", "Ask the partner for a fresh card", code="crypto.sealing.unfit"
    )
