"""Live checks: what was asked is looked up again after every delta, until its reason ends.

The tokens that a look-up needs are kept with the check and deleted when it ends. Elements of live checks count
against the budget of every day on which they are looked up; the asker keeps that account, since the responder cannot
see the look-up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comity.linkage.index import Index
from comity.linkage.keys import Key


class Ended(StrEnum):
    """Why a live check ended."""

    CASE_CLOSED = "case-closed"
    PURPOSE_ENDED = "purpose-ended"
    EPOCH_ENDED = "epoch-ended"
    PARTNER_GONE = "partner-gone"
    BASIS_ENDED = "basis-ended"


@dataclass(frozen=True, slots=True)
class Asked:
    """One key of one checked subject with its token.

    Args:
        subject: its number in the check.
        key: what was asked.
        token: 64 bytes.
    """

    subject: int
    key: Key
    token: bytes


Pair = tuple[int, bytes]
"""A checked subject and a handle."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a look-up found that the one before did not, or the reverse.

    Args:
        appeared: pairs with the keys under which they were found.
        changed: pairs known before, with another set of keys now.
        gone: pairs that are no longer there.
    """

    appeared: Mapping[Pair, tuple[Key, ...]]
    changed: Mapping[Pair, tuple[Key, ...]]
    gone: frozenset[Pair]


def find(index: Index, asked: Sequence[Asked]) -> dict[Pair, tuple[Key, ...]]:
    """This function joins what was found for one subject under one handle, the keys in the order of asking."""
    joined: dict[Pair, dict[Key, None]] = {}
    for entry in index.look_up([a.token for a in asked]):
        which = asked[entry.position]
        joined.setdefault((which.subject, entry.handle), {})[which.key] = None
    return {pair: tuple(keys) for pair, keys in joined.items()}


def compare(before: Mapping[Pair, Sequence[str]], now: Mapping[Pair, tuple[Key, ...]]) -> Change:
    """This function says what changed between two look-ups; of the one before, the kinds of key are known."""
    return Change(
        appeared={p: k for p, k in now.items() if p not in before},
        changed={p: k for p, k in now.items() if p in before and set(before[p]) != {key.kind for key in k}},
        gone=frozenset(before) - frozenset(now),
    )


def ended(
    *,
    now: datetime,
    epoch_ends: datetime,
    case_closed: bool,
    purpose_ended: bool,
    partner_active: bool,
    basis_ended: bool = False,
) -> Ended | None:
    """This function says why a live check ends now, or None where it goes on."""
    if not partner_active:
        return Ended.PARTNER_GONE
    if now >= epoch_ends:
        return Ended.EPOCH_ENDED
    if case_closed:
        return Ended.CASE_CLOSED
    if basis_ended:
        return Ended.BASIS_ENDED
    return Ended.PURPOSE_ENDED if purpose_ended else None


def to_bytes(asked: Sequence[Asked]) -> bytes:
    """This function writes keys and tokens for keeping at rest, under lock."""
    return json.dumps([[a.subject, a.key.kind, a.key.value, a.token.hex()] for a in asked]).encode()


def from_bytes(data: bytes) -> list[Asked]:
    """This function reads what `to_bytes` wrote."""
    return [Asked(n, Key(kind, value), bytes.fromhex(token)) for n, kind, value, token in json.loads(data)]
