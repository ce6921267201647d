"""From a key to the input of the function, from its output to slot tags and masks.

What the function is evaluated on names the scheme, the version of the derivation and the kind of key, so that equal
text of two kinds gives two tokens. All concatenations below are of parts with a fixed size.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256, sha512
from typing import Any

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


Keyed = Callable[[bytes], bytes]
"""HMAC under one key of what always begins alike."""


def tags_of_slots(salt: bytes, epoch: bytes) -> Keyed:
    """This function returns what makes the eight tags of 8 bytes of a token, one after the other."""
    return _keyed(sha512, salt, b"tags" + epoch)


def slot_tags(salt: bytes, epoch: bytes, tokens: Iterable[bytes]) -> bytes:
    """This function returns eight tags of 8 bytes for each token, one after the other."""
    return b"".join(map(tags_of_slots(salt, epoch), tokens))


def masks(salt: bytes, epoch: bytes) -> list[Keyed]:
    """This function returns, for each slot, what makes of a token the bytes whose first 16 hide a handle there."""
    return [_keyed(sha256, salt, b"mask" + epoch + bytes((slot,))) for slot in range(SLOTS)]


def _keyed(algorithm: Callable[..., Any], key: bytes, beginning: bytes) -> Keyed:
    """This function prepares HMAC (RFC 2104) as far as it is the same for all: half of its work, and of its time."""
    block = algorithm().block_size
    padded = (key if len(key) <= block else algorithm(key).digest()).ljust(block, b"\0")
    inner = algorithm(bytes(byte ^ 0x36 for byte in padded) + beginning).copy
    outer = algorithm(bytes(byte ^ 0x5C for byte in padded)).copy

    def keyed(data: bytes) -> bytes:
        state = inner()
        state.update(data)
        whole = outer()
        whole.update(state.digest())
        made: bytes = whole.digest()
        return made

    return keyed
