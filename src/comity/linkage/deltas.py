"""How deltas travel and when they are made.

A delta's body is ``sequence(8) ‖ additions(4) ‖ removals(4) ‖ entries ‖ tags ‖ root(32)``, numbers big endian.
Several are written one after the other. They carry no reasons.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import datetime, timedelta

from comity.kernel import InvalidInput, Limits
from comity.linkage.entries import ENTRY
from comity.linkage.index import Index
from comity.linkage.publication import Delta
from comity.linkage.tokens import TAG

_HEAD = struct.Struct(">QII")
_ROOT = 32
KEPT = 240
"""How many deltas an owner keeps for a partner that is behind; one further behind gets the full index."""


def due(last: datetime, now: datetime, limits: Limits) -> bool:
    """This function tells whether the next delta is due: the schedule is fixed, whatever there is to say."""
    return now - last >= timedelta(minutes=limits.delta_minutes)


def entering(waiting: int, limits: Limits) -> bool:
    """This function tells whether waiting holdings may enter: only with enough others. Removals never wait."""
    return waiting >= limits.delta_holdings


def write(deltas: Iterable[Delta]) -> bytes:
    """This function writes deltas one after the other."""
    return b"".join(
        _HEAD.pack(d.sequence, len(d.additions) // ENTRY, len(d.removals) // TAG)
        + d.additions
        + d.removals
        + bytes.fromhex(d.root)
        for d in deltas
    )


def read(data: bytes) -> list[Delta]:
    """This function reads deltas that came from a partner.

    Raises:
        InvalidInput: the bytes end too early.
    """
    deltas, at = [], 0
    while at < len(data):
        if len(data) - at < _HEAD.size:
            raise _malformed("they end within a head")
        sequence, additions, removals = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        end = at + additions * ENTRY
        last = end + removals * TAG
        if last + _ROOT > len(data):
            raise _malformed("they end within a body")
        deltas.append(Delta(sequence, data[at:end], data[end:last], data[last : last + _ROOT].hex()))
        at = last + _ROOT
    return deltas


def apply(index: Index, sequence: int, deltas: Iterable[Delta]) -> tuple[Index, int]:
    """This function brings a partner's index up to date and returns it with the sequence that it has then.

    Args:
        index: as it is.
        sequence: of the last delta in it.
        deltas: the next ones, in order.

    Raises:
        InvalidInput: one is missing, malformed, or leads to another root than it names.
    """
    for delta in deltas:
        if delta.sequence != sequence + 1:
            raise _malformed(f"delta {delta.sequence} came where {sequence + 1} was expected")
        index = index.changed(delta.additions, delta.removals)
        if index.root != delta.root:
            raise _malformed(f"delta {delta.sequence} leads to another root than it names")
        sequence = delta.sequence
    return index, sequence


def _malformed(reason: str) -> InvalidInput:
    return InvalidInput(
        "the partner's deltas", reason, "The full index is fetched again", code="linkage.delta.malformed"
    )
