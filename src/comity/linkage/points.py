"""Cached points: hashing a key to the group costs a third of a multiplication, and is the same in every epoch."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from comity.crypto import oprf
from comity.kernel import UnreadableFile
from comity.linkage.tokens import KEY_ID, key_id

_RECORD = KEY_ID + oprf.POINT


class Points:
    """Points by key id. They stay at the node that made them: who knows them can test guesses of keys.

    Args:
        data: what `to_bytes` wrote, or nothing.
    """

    def __init__(self, data: bytes = b"") -> None:
        if len(data) % _RECORD:
            raise UnreadableFile("the cached points", "they end early", "Delete the file", code="linkage.points")
        self._known = {data[i : i + KEY_ID]: data[i + KEY_ID : i + _RECORD] for i in range(0, len(data), _RECORD)}

    def of(self, inputs: Sequence[bytes]) -> bytes:
        """This function returns the points of inputs, in order, and remembers those that it had to compute."""
        ids = [key_id(data) for data in inputs]
        missing = {key: data for key, data in zip(ids, inputs, strict=True) if key not in self._known}
        made = oprf.hash_to_group(list(missing.values()))
        for i, key in enumerate(missing):
            self._known[key] = made[i * oprf.POINT : (i + 1) * oprf.POINT]
        return b"".join(map(self._known.__getitem__, ids))

    def keep(self, ids: Collection[bytes]) -> None:
        """This function forgets every point whose key is not among some ids."""
        self._known = {key: self._known[key] for key in ids if key in self._known}

    def __len__(self) -> int:
        """This function returns how many points are known."""
        return len(self._known)

    def to_bytes(self) -> bytes:
        """This function writes the points for keeping."""
        return b"".join(key + point for key, point in self._known.items())
