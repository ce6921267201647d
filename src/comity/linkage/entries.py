"""Entries as bytes: making, sorting and merging them without an object for each.

An entry is ``tag(8) ‖ hidden(16)``. Entries are sorted by their bytes, so that one set has one form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from comity.linkage.tokens import HANDLE, HIDDEN, SLOTS, TAG, masks, tags_of_slots

ENTRY = TAG + HIDDEN
ROW = np.dtype([("tag", ">u8"), ("hidden", f"V{HIDDEN}")])
_WHOLE = np.dtype([("a", ">u8"), ("b", ">u8"), ("c", ">u8")])
_BUCKETS = 16
Rows = npt.NDArray[np.void]
Tags = npt.NDArray[np.uint64]


class Maker:
    """Makes the entries of a batch, one for each output of the function; `then` may be called from several threads.

    Args:
        salt: of the partner and epoch.
        epoch: 16 bytes.
        slots: of each element; an element without one makes no entry.
        handles: of each element, 12 bytes.
    """

    def __init__(self, salt: bytes, epoch: bytes, slots: npt.NDArray[np.uint8], handles: npt.NDArray[np.uint8]) -> None:
        self._handles, self._kept = handles, slots < SLOTS
        self._made = bytearray(ENTRY * len(slots))
        self.then = self._writer(salt, epoch, slots.tolist())

    def _writer(self, salt: bytes, epoch: bytes, slots: list[int]) -> Callable[[int, bytes], None]:
        made, tags, covering = self._made, tags_of_slots(salt, epoch), masks(salt, epoch)

        def then(i: int, output: bytes) -> None:
            slot = slots[i]
            if slot < SLOTS:
                tag = tags(output)[TAG * slot : TAG * slot + TAG]
                made[ENTRY * i : ENTRY * i + ENTRY] = tag + covering[slot](output)[:HIDDEN]

        return then

    def entries(self) -> tuple[bytes, Tags]:
        """This function returns the entries and their tags, both in the order of the batch; call it once at the end."""
        rows = np.frombuffer(self._made, dtype=np.uint8).reshape(-1, ENTRY)
        rows[:, TAG : TAG + HANDLE] ^= self._handles
        body = rows[self._kept].tobytes()
        return body, tags_of(body)


def tags_of(body: bytes | memoryview) -> Tags:
    """This function returns the tags of entries as numbers."""
    return np.frombuffer(body, dtype=ROW)["tag"].astype(np.uint64)


def sort_entries(body: bytes | memoryview) -> bytes:
    """This function sorts entries by their tag, then by their other bytes."""
    rows = np.frombuffer(body, dtype=_WHOLE)
    tags = rows["a"].astype(np.uint64)
    order = np.argsort(tags, kind="stable")
    tags = tags[order]
    if bool((tags[1:] == tags[:-1]).any()):
        order = np.lexsort((rows["c"], rows["b"], rows["a"]))
    return rows[order].tobytes()


def merge_entries(one: Rows, other: bytes) -> bytes:
    """This function merges two sets of entries that are sorted each; none is compared twice.

    Args:
        one: rows of `ROW`, the larger set.
        other: entries.
    """
    added = np.frombuffer(other, dtype=ROW)
    tags, fresh = one["tag"].astype(np.uint64), added["tag"].astype(np.uint64)
    at = np.searchsorted(tags, fresh)
    same = at < len(tags)
    if bool((tags[at[same]] == fresh[same]).any()):
        return sort_entries(one.tobytes() + other)
    whole = np.empty(len(one) + len(added), dtype=ROW)
    places = at + np.arange(len(added))
    whole[places] = added
    rest = np.ones(len(whole), dtype=bool)
    rest[places] = False
    whole[rest] = one
    return whole.tobytes()


class Sorter:
    """Sorts entries that come batch by batch. Tags are uniform, so a sixteenth of them is sorted at a time."""

    def __init__(self) -> None:
        self._buckets: list[list[bytes]] = [[] for _ in range(_BUCKETS)]
        self.entries = 0

    def add(self, body: bytes) -> None:
        """This function takes entries in any order."""
        ordered = sort_entries(body)
        ends = np.searchsorted(
            tags_of(ordered), np.arange(1, _BUCKETS, dtype=np.uint64) << np.uint64(60), side="left"
        ).tolist()
        for bucket, first, last in zip(self._buckets, [0, *ends], [*ends, len(ordered) // ENTRY], strict=True):
            if last > first:
                bucket.append(ordered[ENTRY * first : ENTRY * last])
        self.entries += len(ordered) // ENTRY

    def parts(self) -> Iterator[bytes]:
        """This function gives the sorted entries in parts, and forgets them as it goes."""
        for number, bucket in enumerate(self._buckets):
            self._buckets[number] = []
            yield sort_entries(b"".join(bucket))
