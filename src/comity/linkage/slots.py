"""How many slots of each key were ever used in an epoch, kept as sorted columns so that millions of keys fit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from comity.linkage.tokens import SLOTS

Numbers = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.uint8]
_MERGE_FROM = 65_536


def key_numbers(keys: Sequence[bytes]) -> Numbers:
    """This function shortens key ids to numbers of 8 bytes.

    Where two keys share one, which is rare, each takes slots of both: a slot is skipped, never used twice.
    """
    return np.frombuffer(b"".join(key[:8] for key in keys), dtype=">u8").astype(np.uint64)


class Slots:
    """The slots of an epoch.

    What is new is kept apart until it is worth merging, so that a long run of small batches stays cheap.

    Args:
        keys: numbers of the keys that have used a slot, sorted.
        used: how many each has used.
    """

    def __init__(self, keys: Numbers | None = None, used: Counts | None = None) -> None:
        self._parts: list[tuple[Numbers, Counts]] = [
            (np.empty(0, np.uint64) if keys is None else keys, np.empty(0, np.uint8) if used is None else used.copy()),
            (np.empty(0, np.uint64), np.empty(0, np.uint8)),
        ]

    def take(self, keys: Numbers) -> Counts:
        """This function takes the next slot of each key; `SLOTS` stands where none is left.

        A key that comes several times takes several, in order.
        """
        order = np.argsort(keys, kind="stable")
        unique, first, times = np.unique(keys[order], return_index=True, return_counts=True)
        rank = np.arange(len(keys)) - np.repeat(first, times)
        before = np.zeros(len(unique), dtype=np.int64)
        known = np.zeros(len(unique), dtype=bool)
        for held, used in self._parts:
            at, there = _where(held, unique)
            before[there] = used[at[there]]
            used[at[there]] = np.minimum(before[there] + times[there], SLOTS)
            known |= there
        self._add(unique[~known], np.minimum(times[~known], SLOTS).astype(np.uint8))
        slots = np.empty(len(keys), dtype=np.uint8)
        slots[order] = np.minimum(np.repeat(before, times) + rank, SLOTS)
        return slots

    def _add(self, keys: Numbers, used: Counts) -> None:
        main, fresh = self._parts
        fresh = _merged(fresh, (keys, used))
        if len(fresh[0]) >= max(_MERGE_FROM, len(main[0]) // 4):
            main, fresh = _merged(main, fresh), (np.empty(0, np.uint64), np.empty(0, np.uint8))
        self._parts = [main, fresh]

    def columns(self) -> tuple[Numbers, Counts]:
        """This function returns the keys, sorted, and how many slots each has used."""
        whole = _merged(*self._parts)
        self._parts = [whole, (np.empty(0, np.uint64), np.empty(0, np.uint8))]
        return whole


def _where(held: Numbers, wanted: Numbers) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    at = np.searchsorted(held, wanted)
    there = at < len(held)
    there[there] = held[at[there]] == wanted[there]
    return at, there


def _merged(one: tuple[Numbers, Counts], other: tuple[Numbers, Counts]) -> tuple[Numbers, Counts]:
    if not len(other[0]):
        return one
    at = np.searchsorted(one[0], other[0])
    return np.insert(one[0], at, other[0]), np.insert(one[1], at, other[1])
