"""The index as a partner holds it: sorted entries of 24 bytes, looked up in one batch.

An entry is ``tag(8) ‖ hidden(16)``. Entries are sorted by their bytes. The root is the SHA-256 of scheme, epoch,
number of entries and entries; the signed manifest and every delta name it.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from comity.kernel import InvalidInput
from comity.linkage.entries import ENTRY, ROW, merge_entries, tags_of
from comity.linkage.tokens import HANDLE, HIDDEN, SCHEME, SLOTS, TAG, epoch_bytes, masks, slot_tags

Body = bytes | memoryview | mmap.mmap


class Found(NamedTuple):
    """One entry that a look-up returned.

    Args:
        position: of the token in the batch.
        slot: under which it was found.
        handle: of the holding, 12 bytes.
    """

    position: int
    slot: int
    handle: bytes


class Index:
    """The entries of one epoch for one partner, immutable.

    Args:
        epoch: its id.
        salt: of this partner and epoch.
        body: the entries, sorted; in memory, or a file that is mapped.

    Raises:
        InvalidInput: the body is no whole number of entries, or not sorted.
    """

    def __init__(self, epoch: str, salt: bytes, body: Body) -> None:
        if len(body) % ENTRY:
            raise _invalid("it is no whole number of entries")
        self.epoch, self.salt, self.body = epoch, salt, memoryview(body)
        self._tags: npt.NDArray[np.uint64] = tags_of(self.body)
        if self._tags.size > 1 and bool((self._tags[1:] < self._tags[:-1]).any()):
            raise _invalid("its entries are not sorted")
        self._root = ""

    def __len__(self) -> int:
        """This function returns the number of entries, dummies among them."""
        return len(self._tags)

    @property
    def root(self) -> str:
        """This function returns the root in hexadecimal; it is computed once."""
        if not self._root:
            self._root = root(self.epoch, self.body)
        return self._root

    def look_up(self, tokens: Sequence[bytes]) -> list[Found]:
        """This function finds every entry under the eight tags of every token; false ones are told by their padding."""
        if not tokens or not len(self):
            return []
        return self.look_up_tags(slot_tags(self.salt, epoch_bytes(self.epoch), tokens), tokens.__getitem__)

    def look_up_tags(self, tags: bytes | bytearray, token: Callable[[int], bytes]) -> list[Found]:
        """This function does what `look_up` does, where the eight tags of each token are known already.

        Args:
            tags: 64 bytes for each token, as `slot_tags` writes them.
            token: returns a token by its place; called only for those that seem to be there.
        """
        if not len(self):
            return []
        asked = np.frombuffer(tags, dtype=">u8").astype(np.uint64)
        first = np.searchsorted(self._tags, asked, side="left")
        there = np.flatnonzero(self._tags[np.minimum(first, len(self) - 1)] == asked)
        if not there.size:
            return []
        first = first[there]
        times = np.searchsorted(self._tags, asked[there], side="right") - first
        rows = np.repeat(first - (np.cumsum(times) - times), times) + np.arange(times.sum())
        of = np.repeat(there, times)
        covered = self._hidden(rows) ^ np.repeat(self._masks(there.tolist(), token), times, axis=0)
        fits = ~covered[:, HANDLE:].any(axis=1)
        handles = covered[fits, :HANDLE].tobytes()
        return [
            Found(place // SLOTS, place % SLOTS, handles[HANDLE * i : HANDLE * i + HANDLE])
            for i, place in enumerate(of[fits].tolist())
        ]

    def _hidden(self, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.uint8]:
        return np.frombuffer(self.body, dtype=np.uint8).reshape(-1, ENTRY)[rows, TAG:]

    def _masks(self, places: Sequence[int], token: Callable[[int], bytes]) -> npt.NDArray[np.uint8]:
        made = masks(self.salt, epoch_bytes(self.epoch))
        said = b"".join([made[place % SLOTS](token(place // SLOTS))[:HIDDEN] for place in places])
        return np.frombuffer(said, dtype=np.uint8).reshape(-1, HIDDEN)

    def changed(self, additions: bytes, removals: bytes) -> Index:
        """This function returns the index after a delta.

        Args:
            additions: entries, sorted.
            removals: tags of entries to take out, sorted, one for each entry.

        Raises:
            InvalidInput: a part is malformed, or a removal has no entry.
        """
        gone = Tags(removals)
        kept = np.ones(len(self), dtype=bool)
        at = np.searchsorted(self._tags, gone.values, side="left") + gone.repeated
        inside = at < len(self)
        if not bool(inside.all()) or not bool((self._tags[at] == gone.values).all()):
            raise _invalid("a removal has no entry")
        kept[at] = False
        Index(self.epoch, self.salt, additions)
        return Index(self.epoch, self.salt, merge_entries(np.frombuffer(self.body, dtype=ROW)[kept], additions))


class Tags:
    """The removals of a delta: sorted tags of 8 bytes; a tag that comes n times takes n entries."""

    def __init__(self, data: bytes) -> None:
        if len(data) % TAG:
            raise _invalid("the removals are no whole number of tags")
        self.values = np.frombuffer(data, dtype=">u8").astype(np.uint64)
        if self.values.size > 1 and bool((self.values[1:] < self.values[:-1]).any()):
            raise _invalid("the removals are not sorted")
        first = np.searchsorted(self.values, self.values, side="left")
        self.repeated = np.arange(self.values.size) - first


def root(epoch: str, body: Body) -> str:
    """This function returns the root of sorted entries, in hexadecimal."""
    said = hashlib.sha256(f"{SCHEME}/index\n".encode() + epoch_bytes(epoch) + (len(body) // ENTRY).to_bytes(8, "big"))
    said.update(body)
    return said.hexdigest()


def _invalid(reason: str) -> InvalidInput:
    return InvalidInput("the index", reason, "Fetch it again from the partner", code="linkage.index.malformed")
