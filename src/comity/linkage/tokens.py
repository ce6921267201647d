"""From a key to the input of the function, from its output to slot tags and masks.

What the function is evaluated on names the scheme, the version of the derivation and the kind of key, so that equal
text of two kinds gives two tokens. All concatenations below are of parts with a fixed size.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Iterable, Sequence
from hashlib import sha256

from comity.crypto import oprf
from comity.linkage.keys import Key

SCHEME = "comity/hit-no-hit/1"
SLOTS = 8
TAG = 8
HANDLE = 12
HIDDEN = 16
KEY_ID = 16


def function_input(key: Key, version: str) -> bytes:
    """This function writes a key as the function's input: scheme, version of the keys, kind, value, one a line."""
    return f"{SCHEME}\n{version}\n{key.kind}\n{key.value}".encode()


def key_id(data: bytes) -> bytes:
    """This function names a function input at its own node: 16 bytes of its SHA-256. It never leaves the node."""
    return sha256(data).digest()[:KEY_ID]


def epoch_bytes(epoch: str) -> bytes:
    """This function returns the 16 bytes of an epoch's id.

    Raises:
        ValueError: it is no UUID in its 36-character form.
    """
    found = uuid.UUID(epoch)
    if str(found) != epoch:
        raise ValueError("the epoch's id is no UUID in its plain form")
    return found.bytes


def own_tokens(secret: oprf.SecretKey, inputs: Sequence[bytes], points: bytes | None = None) -> list[bytes]:
    """This function evaluates the function directly, as the holder of the secret may.

    Args:
        secret: of the epoch.
        inputs: what `function_input` wrote.
        points: their points where they are cached.
    """
    return oprf.finalize(inputs, oprf.evaluate(secret, oprf.hash_to_group(inputs) if points is None else points))


def tags_prefix(epoch: str) -> bytes:
    """This function returns what stands before a token where its eight tags are made."""
    return b"tags" + epoch_bytes(epoch)


def slot_tags(salt: bytes, epoch: bytes, tokens: Iterable[bytes]) -> bytes:
    """This function returns eight tags of 8 bytes for each token, one after the other."""
    prefix = b"tags" + epoch
    return b"".join(hmac.digest(salt, prefix + token, "sha512") for token in tokens)


def mask(salt: bytes, epoch: bytes, slot: int, token: bytes) -> bytes:
    """This function returns the 16 bytes that hide a handle under one slot of a token."""
    return hmac.digest(salt, b"mask" + epoch + bytes((slot,)) + token, "sha256")[:HIDDEN]


def hide(handle: bytes, covering: bytes) -> bytes:
    """This function hides a handle of 12 bytes and four zero bytes under a mask; applied again it shows it."""
    padded = int.from_bytes(handle.ljust(HIDDEN, b"\0"), "big")
    return (padded ^ int.from_bytes(covering, "big")).to_bytes(HIDDEN, "big")


def shown(hidden: bytes, covering: bytes) -> bytes | None:
    """This function returns the handle under a mask, or None where the mask does not fit."""
    plain = hide(hidden, covering)
    return plain[:HANDLE] if not any(plain[HANDLE:]) else None
