"""The index as a partner holds it: sorted entries of 24 bytes, looked up in one batch.

An entry is ``tag(8) ‖ hidden(16)``. Entries are sorted by their bytes. The root is the SHA-256 of scheme, epoch,
number of entries and entries; the signed manifest and every delta name it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.kernel import InvalidInput
from comity.linkage.tokens import HIDDEN, SCHEME, SLOTS, TAG, epoch_bytes, mask, shown, slot_tags

ENTRY = TAG + HIDDEN
_ROW = np.dtype([("tag", ">u8"), ("hidden", f"V{HIDDEN}")])


@dataclass(frozen=True, slots=True)
class Found:
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
        body: the entries, sorted.

    Raises:
        InvalidInput: the body is no whole number of entries, or not sorted.
    """

    def __init__(self, epoch: str, salt: bytes, body: bytes) -> None:
        if len(body) % ENTRY:
            raise _invalid("it is no whole number of entries")
        self.epoch, self.salt, self.body = epoch, salt, body
        self._tags: npt.NDArray[np.uint64] = _tags(body)
        if self._tags.size > 1 and bool((self._tags[1:] < self._tags[:-1]).any()):
            raise _invalid("its entries are not sorted")

    def __len__(self) -> int:
        """This function returns the number of entries, dummies among them."""
        return len(self._tags)

    @property
    def root(self) -> str:
        """This function returns the root in hexadecimal."""
        return root(self.epoch, self.body)

    def look_up(self, tokens: Sequence[bytes]) -> list[Found]:
        """This function finds every entry under the eight tags of every token; false ones are told by their padding."""
        if not tokens or not len(self):
            return []
        epoch = epoch_bytes(self.epoch)
        asked = np.frombuffer(slot_tags(self.salt, epoch, tokens), dtype=">u8").astype(np.uint64)
        first = np.searchsorted(self._tags, asked, side="left")
        there = np.flatnonzero(self._tags[np.minimum(first, len(self) - 1)] == asked)
        found = []
        for at in there.tolist():
            position, slot = divmod(at, SLOTS)
            covering = mask(self.salt, epoch, slot, tokens[position])
            row, tag = int(first[at]), asked[at]
            while row < len(self) and self._tags[row] == tag:
                handle = shown(self.body[row * ENTRY + TAG : (row + 1) * ENTRY], covering)
                if handle is not None:
                    found.append(Found(position, slot, handle))
                row += 1
        return found

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
        rest = np.frombuffer(self.body, dtype=_ROW)[kept].tobytes()
        return Index(self.epoch, self.salt, sort_entries(rest + Index(self.epoch, self.salt, additions).body))


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


def _tags(body: bytes) -> npt.NDArray[np.uint64]:
    return np.frombuffer(body, dtype=_ROW)["tag"].astype(np.uint64)


def sort_entries(body: bytes) -> bytes:
    """This function sorts entries by their tag, then by their other bytes, so that one set has one form."""
    rows = np.frombuffer(body, dtype=np.dtype([("a", ">u8"), ("b", ">u8"), ("c", ">u8")]))
    order = np.lexsort((rows["c"], rows["b"], rows["a"]))
    return rows[order].tobytes()


def root(epoch: str, body: bytes) -> str:
    """This function returns the root of sorted entries, in hexadecimal."""
    count = (len(body) // ENTRY).to_bytes(8, "big")
    return hashlib.sha256(f"{SCHEME}/index\n".encode() + epoch_bytes(epoch) + count + body).hexdigest()


def _invalid(reason: str) -> InvalidInput:
    return InvalidInput("the index", reason, "Fetch it again from the partner", code="linkage.index.malformed")
