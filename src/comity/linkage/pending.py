"""What the asker of a check keeps until the answer comes, so that the same bytes can be sent again."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from comity.crypto.oprf import POINT
from comity.kernel import UnreadableFile

_HEAD = struct.Struct(">4sIII")
_MAGIC = b"cpb2"


@dataclass(frozen=True, slots=True)
class Pending:
    """What the asker keeps until the answer comes, and destroys then.

    Args:
        body: as sent.
        blinds: of the real elements and canaries, in the order of `inputs`.
        places: where these stand in the body.
        inputs: function inputs, the canaries last.
        canaries: how many of them are canaries.
    """

    body: bytes
    blinds: bytes
    places: tuple[int, ...]
    inputs: tuple[bytes, ...]
    canaries: int

    def to_bytes(self) -> bytes:
        """This function writes the batch for keeping at rest, under lock, since it holds keys and blinds."""
        count = len(self.inputs)
        return b"".join(
            (
                _HEAD.pack(_MAGIC, len(self.body) // POINT, count, self.canaries),
                self.body,
                self.blinds,
                np.array(self.places, dtype=">u4").tobytes(),
                np.fromiter(map(len, self.inputs), dtype=">u4", count=count).tobytes(),
                *self.inputs,
            )
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Pending:
        """This function reads what `to_bytes` wrote.

        Raises:
            UnreadableFile: it is another format, as a version before wrote it.
        """
        if len(data) < _HEAD.size or data[:4] != _MAGIC:
            raise UnreadableFile(
                "the batch under way", "an earlier version wrote it", "It is asked anew", code="linkage.pending.format"
            )
        _, elements, count, canaries = _HEAD.unpack_from(data)
        ends = list(accumulate((elements * POINT, count * POINT, count * 4, count * 4), initial=_HEAD.size))
        body, blinds, places, lengths = (data[a:b] for a, b in pairwise(ends))
        cuts = accumulate(np.frombuffer(lengths, dtype=">u4").tolist(), initial=ends[-1])
        inputs = tuple(data[a:b] for a, b in pairwise(cuts))
        return cls(body, blinds, tuple(np.frombuffer(places, dtype=">u4").tolist()), inputs, canaries)
