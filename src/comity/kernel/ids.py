"""Identifiers: UUID version 7 (RFC 9562), sortable by time of making."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime

ID_RANDOMNESS = 10
"""Random bytes that an id takes."""


def new_id(moment: datetime, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """This function makes a UUIDv7 in its 36-character text form.

    Args:
        moment: aware time; its milliseconds become the first 48 bits.
        random_bytes: source of randomness, `secrets.token_bytes` unless a simulation passes its own.
    """
    return id_of(int(moment.timestamp() * 1000) & ((1 << 48) - 1), random_bytes(ID_RANDOMNESS))


def id_of(milliseconds: int, randomness: bytes) -> str:
    """This function writes a UUIDv7.

    Args:
        milliseconds: since 1970, its first 48 bits.
        randomness: `ID_RANDOMNESS` bytes for the rest; the six bits in which version and variant stand are left out.
    """
    tail = int.from_bytes(randomness, "big")
    value = milliseconds << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64 | 0b10 << 62 | tail & ((1 << 62) - 1)
    return str(uuid.UUID(int=value))
