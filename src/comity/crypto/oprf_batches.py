"""Whole ways of the function in one pass: hash, multiply and finalize element by element, several threads at a time.

The library releases the interpreter's lock for the two expensive steps. Doing all steps of an element before the next
keeps what Python does in between short, so that threads hardly wait for each other; doing them step by step over a
batch would let one thread hold the lock while the others starve.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Sequence

from comity.crypto import sodium
from comity.crypto.oprf import (
    GROUP_FIRST,
    GROUP_SECOND,
    PADDED,
    POINT,
    SecretKey,
    in_threads,
    inverted,
    not_a_point,
    wrong_length,
)

Then = Callable[[int, bytes], None]
"""What is done with the output of one element, by its place in the batch; it may be called from several threads."""


def evaluate_inputs(
    secret: SecretKey, inputs: Sequence[bytes], then: Then, *, points: bytes | None = None, threads: int | None = None
) -> bytes:
    """This function evaluates the function directly, as the holder of the secret may; about 55 µs each.

    Args:
        secret: of the function.
        inputs: of which the function is evaluated.
        then: gets each output of 64 bytes.
        points: of the inputs where they are cached; hashed where None.
        threads: how many; all cores where None.

    Returns:
        the points of the inputs, 32 bytes each.
    """
    known = ctypes.create_string_buffer(points or b"", POINT * len(inputs))
    at, scalar, hashing = ctypes.addressof(known), secret.scalar, points is None
    failed: list[int] = []

    def work(start: int, stop: int) -> None:
        sha512, multiply, to_point = hashlib.sha512, sodium.scalarmult, sodium.from_hash
        product = ctypes.create_string_buffer(POINT)
        place = ctypes.addressof(product)
        for i in range(start, stop):
            data = inputs[i]
            if hashing:
                state = PADDED.copy()
                state.update(data + GROUP_FIRST)
                to_point(at + POINT * i, sha512(state.digest() + GROUP_SECOND).digest())
            if multiply(place, scalar, at + POINT * i):
                failed.append(i)
                return
            then(i, sha512(len(data).to_bytes(2, "big") + data + b"\x00\x20" + product.raw + b"Finalize").digest())

    in_threads(len(inputs), work, threads)
    if failed:
        raise not_a_point("the points", min(failed))
    return known.raw


def blind_inputs(
    inputs: Sequence[bytes], blinds: bytes, *, points: bytes | None = None, threads: int | None = None
) -> bytes:
    """This function hashes inputs to the group and blinds them; about 55 µs each.

    Args:
        inputs: what is asked.
        blinds: a scalar for each.
        points: of the inputs where they are cached.
        threads: how many; all cores where None.

    Returns:
        blinded points, 32 bytes each.
    """
    if len(blinds) != POINT * len(inputs):
        raise ValueError("as many scalars as inputs")
    out = ctypes.create_string_buffer(POINT * len(inputs))
    factors = ctypes.create_string_buffer(blinds, len(blinds))
    known = None if points is None else ctypes.create_string_buffer(points, len(points))
    to, by = ctypes.addressof(out), ctypes.addressof(factors)
    held = None if known is None else ctypes.addressof(known)
    failed: list[int] = []

    def work(start: int, stop: int) -> None:
        sha512, multiply, to_point = hashlib.sha512, sodium.scalarmult, sodium.from_hash
        hashed = ctypes.create_string_buffer(POINT)
        place = ctypes.addressof(hashed)
        for i in range(start, stop):
            if held is None:
                state = PADDED.copy()
                state.update(inputs[i] + GROUP_FIRST)
                to_point(place, sha512(state.digest() + GROUP_SECOND).digest())
            if multiply(to + POINT * i, by + POINT * i, place if held is None else held + POINT * i):
                failed.append(i)
                return

    in_threads(len(inputs), work, threads)
    if failed:
        raise not_a_point("the points to blind", min(failed))
    return out.raw


def finalize_inputs(
    inputs: Sequence[bytes], blinds: bytes, evaluated: bytes, then: Then, *, threads: int | None = None
) -> None:
    """This function takes the blinds off an evaluated batch and hands out each output; about 45 µs each.

    Args:
        inputs: what was asked.
        blinds: the scalar of each.
        evaluated: what came back for each, 32 bytes.
        then: gets each output of 64 bytes.
        threads: how many; all cores where None.

    Raises:
        InvalidInput: the batch has another length than the inputs, an invalid point or the identity in it.
    """
    if len(evaluated) != len(blinds):
        raise wrong_length(len(evaluated) // POINT, len(blinds) // POINT)
    if not inputs:
        return
    source = ctypes.create_string_buffer(evaluated, len(evaluated))
    factors = ctypes.create_string_buffer(inverted(blinds), len(blinds))
    of, by = ctypes.addressof(source), ctypes.addressof(factors)
    failed: list[int] = []

    def work(start: int, stop: int) -> None:
        sha512, multiply = hashlib.sha512, sodium.scalarmult
        product = ctypes.create_string_buffer(POINT)
        place = ctypes.addressof(product)
        for i in range(start, stop):
            if multiply(place, by + POINT * i, of + POINT * i):
                failed.append(i)
                return
            data = inputs[i]
            then(i, sha512(len(data).to_bytes(2, "big") + data + b"\x00\x20" + product.raw + b"Finalize").digest())

    in_threads(len(inputs), work, threads)
    if failed:
        raise not_a_point("the evaluated batch", min(failed))
