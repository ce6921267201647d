"""Ed25519 signatures over bytes with a named domain, and over documents as compact JWS.

Rules:

1. the algorithm is ``Ed25519`` (RFC 9864) and nothing else; a token names it and its key id, and no other header;
2. a document is canonical JSON; a token has one spelling (strict base64url), so that its hash names it;
3. a public key of small order or in a non-canonical form is refused: it would accept one signature for every message;
4. bytes are signed under a domain, so that a signature for one use is none for another. Tokens begin with ``ey`` and
   signed bytes with ``comity``, so that neither passes for the other.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from comity.crypto import encoding
from comity.crypto.canonical import canonical, parse_canonical
from comity.kernel.errors import InvalidInput

ALGORITHM = "Ed25519"
SIGNATURE_BYTES = 64
PUBLIC_BYTES = 32

_P = 2**255 - 19
_D = -121665 * pow(121666, _P - 2, _P) % _P
_SMALL_ORDER_8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_SMALL_ORDER = frozenset({0, 1, _P - 1, _SMALL_ORDER_8, _P - _SMALL_ORDER_8})
"""The y coordinates of the eight points whose order divides 8."""


class _Registry(jws.JWSRegistry):
    max_payload_length = 256 * 1024 * 1024
    """Sizes are checked where bytes come in, not here."""


_REGISTRY = _Registry(algorithms=[ALGORITHM])


def key_id(public: bytes) -> str:
    """This function returns the short name of a public key: 16 characters of the base32 of its SHA-256, lower case."""
    return base64.b32encode(hashlib.sha256(public).digest()[:10]).decode("ascii").lower()


class SigningKey:
    """A node's Ed25519 key pair."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = key.public_key().public_bytes_raw()
        self.key_id = key_id(self.public)

    @classmethod
    def generate(cls) -> SigningKey:
        """This function makes a fresh key pair."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_private(cls, private: bytes) -> SigningKey:
        """This function makes the key pair of a 32-byte seed (RFC 8032)."""
        return cls(Ed25519PrivateKey.from_private_bytes(private))

    @property
    def private(self) -> bytes:
        """This function returns the 32-byte seed."""
        return self._key.private_bytes_raw()

    def __repr__(self) -> str:
        """This function names the key without showing it."""
        return f"SigningKey({self.key_id})"

    def sign(self, domain: str, data: bytes) -> bytes:
        """This function signs bytes for one use.

        Args:
            domain: the use, a short ASCII name such as ``admission``.
            data: any bytes.

        Returns:
            64 bytes.
        """
        return self._key.sign(_framed(domain, data))

    def sign_document(self, document: Mapping[str, Any]) -> str:
        """This function signs a document and returns it as a compact JWS over canonical JSON."""
        return jws.serialize_compact(
            {"alg": ALGORITHM, "kid": self.key_id},
            canonical(document),
            OKPKey.import_key(self._key),
            algorithms=[ALGORITHM],
            registry=_REGISTRY,
        )


def verify(public: bytes, domain: str, data: bytes, signature: bytes) -> None:
    """This function checks a signature over bytes.

    Raises:
        InvalidInput: the key is unfit, or the signature does not belong to these bytes, this domain and this key.
    """
    check_public_key(public)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _framed(domain, data))
    except InvalidSignature:
        raise _bad_signature() from None


def verify_document(token: str, public: bytes, *, depth: int) -> dict[str, Any]:
    """This function checks a signed document and returns it.

    Args:
        token: compact JWS as `SigningKey.sign_document` writes it.
        public: the 32-byte key that must have signed it.
        depth: the deepest nesting that is accepted.

    Raises:
        InvalidInput: another key, algorithm or header, a bad signature, or a document that is not canonical.
    """
    check_public_key(public)
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii():
        raise InvalidInput("Signed document", "it is not a compact JWS", code="crypto.jws.form")
    if parts[0] != _protected({"alg": ALGORITHM, "kid": key_id(public)}):
        raise InvalidInput(
            "Signed document", f"its header names another key or algorithm than {ALGORITHM}", code="crypto.jws.header"
        )
    payload = encoding.decode(parts[1])
    encoding.decode(parts[2], size=SIGNATURE_BYTES)
    try:
        jws.deserialize_compact(
            token,
            OKPKey.import_key(Ed25519PublicKey.from_public_bytes(public)),
            algorithms=[ALGORITHM],
            registry=_REGISTRY,
        )
    except (JoseError, ValueError):
        raise _bad_signature() from None
    document = parse_canonical(payload, depth=depth)
    if not isinstance(document, dict):
        raise InvalidInput("Signed document", "it is not an object", code="crypto.jws.document")
    return document


def token_key_id(token: str, *, depth: int = 2) -> str:
    """This function returns the key id that a token claims; it proves nothing.

    Raises:
        InvalidInput: the token has no header that can be read.
    """
    header = parse_canonical(encoding.decode(token.split(".", 1)[0]), depth=depth)
    if not isinstance(header, dict) or not isinstance(header.get("kid"), str):
        raise InvalidInput("Signed document", "its header names no key", code="crypto.jws.header")
    return str(header["kid"])


@lru_cache(maxsize=1024)
def check_public_key(public: bytes) -> None:
    """This function checks that bytes are a point of Ed25519 that can be trusted as a key.

    Raises:
        InvalidInput: wrong size, non-canonical, no point of the curve, or of small order.
    """
    reason = _unfit(public)
    if reason:
        raise InvalidInput("Public key", reason, "Ask the partner for a fresh card", code="crypto.key.unfit")


def _unfit(public: bytes) -> str:
    if len(public) != PUBLIC_BYTES:
        return f"it has {len(public)} bytes where {PUBLIC_BYTES} belong"
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= _P:
        return "it is not in canonical form"
    if y in _SMALL_ORDER:
        return "it is of small order"
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    return "" if pow(square, (_P - 1) // 2, _P) == 1 else "it is no point of the curve"


def _framed(domain: str, data: bytes) -> bytes:
    return b"comity " + domain.encode("ascii") + b"\0" + data


def _protected(header: Mapping[str, str]) -> str:
    return encoding.encode(canonical(dict(header)))


def _bad_signature() -> InvalidInput:
    return InvalidInput("Signature", "it does not belong to these bytes and this key", code="crypto.signature.invalid")
