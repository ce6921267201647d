"""Oblivious pseudo-random function: RFC 9497, suite ristretto255-SHA512, mode OPRF, in batches.

A batch of points is one byte string of 32 bytes a point, as it goes over the wire. Work is split over threads, since
the library releases the interpreter's lock while it multiplies. Scalars are Python integers while blinds are inverted,
which is not constant time; this matters only to somebody who measures on the same machine.

Sources: RFC 9497 (OPRF), RFC 9380 section 5.3.1 (expand_message_xmd), RFC 9496 (ristretto255).
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from comity.crypto import sodium
from comity.kernel import InvalidInput

POINT = 32
"""Bytes of a point and of a scalar."""
OUTPUT = 64
"""Bytes of an output."""
ORDER = 2**252 + 27742317777372353535851937790883648493
"""The order of the group."""

_CONTEXT = b"OPRFV1-\x00-ristretto255-SHA512"
_TO_GROUP = b"HashToGroup-" + _CONTEXT
_TO_SCALAR = b"HashToScalar-" + _CONTEXT
_DERIVE = b"DeriveKeyPair" + _CONTEXT
_BLOCK = 128
_IDENTITY = bytes(POINT)
_THREAD_FROM = 64  # below this, starting threads costs more than it saves

Randomness = Callable[[int], bytes]


def expand_message_xmd(message: bytes, dst: bytes, length: int) -> bytes:
    """This function expands a message to uniform bytes with SHA-512 (RFC 9380, section 5.3.1).

    Args:
        message: anything.
        dst: domain separation tag, 1 to 255 bytes.
        length: how many bytes, at most 255 × 64.
    """
    blocks = -(-length // OUTPUT)
    if not 0 < len(dst) <= 255 or blocks > 255:
        raise ValueError("the tag has 1 to 255 bytes, the output at most 255 blocks")
    tail = dst + bytes((len(dst),))
    first = hashlib.sha512(bytes(_BLOCK) + message + length.to_bytes(2, "big") + b"\x00" + tail).digest()
    block = hashlib.sha512(first + b"\x01" + tail).digest()
    out = [block]
    for i in range(2, blocks + 1):
        mixed = bytes(a ^ b for a, b in zip(first, block, strict=True))
        block = hashlib.sha512(mixed + bytes((i,)) + tail).digest()
        out.append(block)
    return b"".join(out)[:length]


def cores() -> int:
    """This function returns how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_threads(count: int, work: Callable[[int, int], None], threads: int | None = None) -> None:
    """This function runs work over ranges of a batch, one range a thread.

    Args:
        count: elements of the batch.
        work: takes the first element and the one after the last.
        threads: how many; as many as there are cores where None.
    """
    number = cores() if threads is None else threads
    if count < _THREAD_FROM or number == 1:
        work(0, count)
        return
    step = -(-count // number)
    with ThreadPoolExecutor(number) as pool:
        list(pool.map(lambda start: work(start, min(start + step, count)), range(0, count, step)))


PADDED = hashlib.sha512(bytes(_BLOCK))
GROUP_TAIL = _TO_GROUP + bytes((len(_TO_GROUP),))
GROUP_FIRST = (OUTPUT).to_bytes(2, "big") + b"\x00" + GROUP_TAIL
GROUP_SECOND = b"\x01" + GROUP_TAIL


def hash_to_group(inputs: Sequence[bytes]) -> bytes:
    """This function maps inputs to points, 32 bytes each, in order; about 12 µs each."""
    out = ctypes.create_string_buffer(POINT * len(inputs))
    base = ctypes.addressof(out)

    def work(start: int, stop: int) -> None:
        to_point, sha512 = sodium.from_hash, hashlib.sha512
        for i in range(start, stop):
            state = PADDED.copy()
            state.update(inputs[i] + GROUP_FIRST)
            to_point(base + POINT * i, sha512(state.digest() + GROUP_SECOND).digest())

    in_threads(len(inputs), work)
    return out.raw


def _multiplied(points: bytes, scalars: bytes, what: str) -> bytes:
    """This function multiplies each point with its scalar, or all with one where one scalar is given."""
    count, rest = divmod(len(points), POINT)
    if rest:
        raise InvalidInput(
            what,
            f"{len(points)} bytes are no whole number of points",
            "Send 32 bytes a point",
            code="crypto.oprf.length",
        )
    stride = 0 if len(scalars) == POINT else POINT
    if stride and len(scalars) != len(points):
        raise ValueError("as many scalars as points")
    out = ctypes.create_string_buffer(len(points))
    source = ctypes.create_string_buffer(points, len(points))
    factors = ctypes.create_string_buffer(scalars, len(scalars))
    to, of, by = ctypes.addressof(out), ctypes.addressof(source), ctypes.addressof(factors)
    wrong: list[int] = []

    def work(start: int, stop: int) -> None:
        multiply = sodium.scalarmult
        for i in range(start, stop):
            at = POINT * i
            if multiply(to + at, by + stride * i, of + at):
                wrong.append(i)
                return

    in_threads(count, work)
    if wrong:
        raise not_a_point(what, min(wrong))
    return out.raw


def not_a_point(what: str, element: int) -> InvalidInput:
    """This function says that an element of a batch is no point, or the identity."""
    return InvalidInput(
        what,
        f"element {element} is no point of the group, or the identity",
        "Send elements as RFC 9496 encodes them",
        code="crypto.oprf.point",
    )


def wrong_length(elements: int, expected: int) -> InvalidInput:
    """This function says that an evaluated batch has another number of elements than what was sent."""
    return InvalidInput(
        "the evaluated batch", f"it has {elements} elements and not {expected}", "Ask again", code="crypto.oprf.length"
    )


@dataclass(frozen=True, slots=True)
class SecretKey:
    """The secret of a function.

    Args:
        scalar: 32 bytes, little endian, neither zero nor above the order of the group.
    """

    scalar: bytes

    def __post_init__(self) -> None:
        """This function checks the scalar.

        Raises:
            InvalidInput: it is none.
        """
        if len(self.scalar) != POINT or not 0 < int.from_bytes(self.scalar, "little") < ORDER:
            raise InvalidInput("the secret of the function", "it is no scalar of the group", code="crypto.oprf.secret")

    def __repr__(self) -> str:
        """This function shows no secret."""
        return "SecretKey(…)"

    @property
    def public(self) -> bytes:
        """This function returns k·G, 32 bytes."""
        out = ctypes.create_string_buffer(POINT)
        sodium.scalarmult_base(ctypes.addressof(out), self.scalar)
        return out.raw


def generate(randomness: Randomness = secrets.token_bytes) -> SecretKey:
    """This function makes a new secret key."""
    return SecretKey(random_scalars(1, randomness))


def derive_key(seed: bytes, info: bytes) -> SecretKey:
    """This function derives a secret key from a 32-byte seed (RFC 9497, section 3.2.1)."""
    material = seed + len(info).to_bytes(2, "big") + info
    for counter in range(256):
        uniform = expand_message_xmd(material + bytes((counter,)), _DERIVE, OUTPUT)
        if scalar := int.from_bytes(uniform, "little") % ORDER:
            return SecretKey(scalar.to_bytes(POINT, "little"))
    raise InvalidInput("the seed of the function", "no key can be derived from it", code="crypto.oprf.derive")


def check_points(points: bytes, what: str = "the batch") -> None:
    """This function checks that a batch holds points of the group other than the identity, and nothing else.

    Raises:
        InvalidInput: it does not.
    """
    if len(points) % POINT:
        raise InvalidInput(what, "it is no whole number of points", "Send 32 bytes a point", code="crypto.oprf.length")
    for i in range(0, len(points), POINT):
        point = points[i : i + POINT]
        if point == _IDENTITY or not sodium.is_valid_point(point):
            raise not_a_point(what, i // POINT)


def random_scalars(count: int, randomness: Randomness) -> bytes:
    """This function draws scalars, uniform to within 2^-256, none of them zero."""
    drawn = randomness(OUTPUT * count)
    return b"".join(
        (int.from_bytes(drawn[i : i + OUTPUT], "little") % (ORDER - 1) + 1).to_bytes(POINT, "little")
        for i in range(0, len(drawn), OUTPUT)
    )


def inverted(scalars: bytes) -> bytes:
    """This function inverts scalars with one inversion for all (Montgomery's trick)."""
    values = [int.from_bytes(scalars[i : i + POINT], "little") for i in range(0, len(scalars), POINT)]
    products, running = [], 1
    for value in values:
        products.append(running)
        running = running * value % ORDER
    inverse = pow(running, -1, ORDER)
    out = [b""] * len(values)
    for i in range(len(values) - 1, -1, -1):
        out[i] = (inverse * products[i] % ORDER).to_bytes(POINT, "little")
        inverse = inverse * values[i] % ORDER
    return b"".join(out)


def blind(
    points: bytes, *, blinds: bytes | None = None, randomness: Randomness = secrets.token_bytes
) -> tuple[bytes, bytes]:
    """This function blinds a batch of points and returns the blinds and the blinded points.

    Args:
        points: what `hash_to_group` gave.
        blinds: a scalar for each point; drawn where None.
        randomness: where they are drawn from.

    Raises:
        InvalidInput: a point is none.
    """
    scalars = random_scalars(len(points) // POINT, randomness) if blinds is None else blinds
    return scalars, _each(points, scalars, "the points to blind")


def _each(points: bytes, scalars: bytes, what: str) -> bytes:
    if len(scalars) != len(points):
        raise ValueError("as many scalars as points")
    return _multiplied(points, scalars, what)


def evaluate(secret: SecretKey, points: bytes) -> bytes:
    """This function multiplies every point of a batch with the secret; about 40 µs each.

    Raises:
        InvalidInput: the batch has another length, an invalid point or the identity in it.
    """
    return _multiplied(points, secret.scalar, "the batch to evaluate")


def unblind(blinds: bytes, evaluated: bytes) -> bytes:
    """This function takes the blinds off a batch that was evaluated.

    Raises:
        InvalidInput: the batch has another length than the blinds, an invalid point or the identity in it.
    """
    if len(blinds) != len(evaluated):
        raise wrong_length(len(evaluated) // POINT, len(blinds) // POINT)
    return _each(evaluated, inverted(blinds), "the evaluated batch") if blinds else b""


def finalize(inputs: Sequence[bytes], points: bytes) -> list[bytes]:
    """This function turns unblinded (or directly evaluated) points into outputs of 64 bytes."""
    sha512 = hashlib.sha512
    return [
        sha512(
            len(data).to_bytes(2, "big") + data + b"\x00\x20" + points[POINT * i : POINT * i + POINT] + b"Finalize"
        ).digest()
        for i, data in enumerate(inputs)
    ]
