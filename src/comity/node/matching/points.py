"""Cached points: hashing a key to the group costs a fourth of evaluating it, and is the same in every epoch.

They stay at the node that made them, since who knows them can test guesses of keys. Kept are 50 bytes a key: the id,
the point, and the day on which it was last needed; sorted by id and mapped, so that millions of them take little
memory. What is new goes to a journal first. A point that was not needed for two days is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from comity.crypto import oprf
from comity.linkage.tokens import KEY_ID
from comity.node.matching import files

_ROW = np.dtype([("id", f"S{KEY_ID}"), ("point", f"V{oprf.POINT}"), ("day", "<u2")])
_LINE = b"comity-points/2\n"
_KEPT_DAYS = 2
_PART = 200_000
Rows = npt.NDArray[np.void]


class Points:
    """The cached points of this node's own keys.

    Args:
        path: of the file; its journal stands beside it. A file of another format counts as empty.
        today: the present day.
    """

    def __init__(self, path: Path, today: date) -> None:
        self._path, self._journal = path, path.with_name(path.name + ".journal")
        self._today = today.toordinal() % 65_536
        data = memoryview(files.mapped(path)) if path.is_file() else memoryview(b"")
        fits = bytes(data[: len(_LINE)]) == _LINE and (len(data) - len(_LINE)) % _ROW.itemsize == 0
        self._rows: Rows = np.frombuffer(data[len(_LINE) :] if fits else b"", dtype=_ROW)
        self._ids = np.ascontiguousarray(self._rows["id"])
        self._needed = np.zeros(len(self._rows), dtype=bool)
        self._journal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._journal.unlink(missing_ok=True)
        self._journal.touch(mode=0o600)

    def __len__(self) -> int:
        """This function returns how many points were kept when the file was opened."""
        return len(self._rows)

    def of(self, ids: Sequence[bytes], inputs: Sequence[bytes]) -> bytes | None:
        """This function returns the points of inputs where some are known, or None where all are new.

        Whoever hashes them then tells it by `add`.
        """
        wanted = np.array(ids, dtype=f"S{KEY_ID}")
        at = np.searchsorted(self._ids, wanted)
        there = at < len(self._ids)
        there[there] = self._ids[at[there]] == wanted[there]
        if not bool(there.any()):
            return None
        self._needed[at[there]] = True
        found = np.empty((len(ids), oprf.POINT), dtype=np.uint8)
        points = self._rows["point"][at[there]].tobytes()
        found[there] = np.frombuffer(points, dtype=np.uint8).reshape(-1, oprf.POINT)
        missing = np.flatnonzero(~there).tolist()
        made = oprf.hash_to_group([inputs[i] for i in missing])
        found[missing] = np.frombuffer(made, dtype=np.uint8).reshape(-1, oprf.POINT)
        self.add([ids[i] for i in missing], made)
        return found.tobytes()

    def add(self, ids: Sequence[bytes], points: bytes) -> None:
        """This function remembers points that were hashed."""
        rows = np.empty(len(ids), dtype=_ROW)
        rows["id"], rows["day"] = ids, self._today
        rows["point"] = np.frombuffer(points, dtype=f"V{oprf.POINT}")
        with self._journal.open("ab") as journal:
            journal.write(rows.tobytes())

    def need(self, ids: Sequence[bytes]) -> None:
        """This function notes that keys are still there, though nothing is evaluated for them."""
        wanted = np.array(ids, dtype=f"S{KEY_ID}")
        at = np.searchsorted(self._ids, wanted)
        there = at < len(self._ids)
        there[there] = self._ids[at[there]] == wanted[there]
        self._needed[at[there]] = True

    def keep(self, *, whole: bool) -> None:
        """This function writes the points, old and new.

        Args:
            whole: whether every holding was looked at, so that what was not needed may age.
        """
        days = (self._today - self._rows["day"].astype(np.int64)) % 65_536
        kept = self._needed | (days <= _KEPT_DAYS) if whole else np.ones(len(self._rows), dtype=bool)
        new = np.fromfile(self._journal, dtype=_ROW)
        if not len(new) and bool(kept.all()) and not (whole and bool((self._needed & (days > 0)).any())):
            self._journal.unlink(missing_ok=True)
            return
        _, first = np.unique(new["id"], return_index=True)
        new = new[first]
        old = np.flatnonzero(kept)
        order = np.argsort(np.concatenate([self._ids[old], new["id"]]), kind="stable")
        files.write(self._path, self._written(order, old, new))
        self._journal.unlink(missing_ok=True)

    def _written(self, order: npt.NDArray[np.intp], old: npt.NDArray[np.intp], new: Rows) -> Iterator[bytes]:
        yield _LINE
        for first in range(0, len(order), _PART):
            part = order[first : first + _PART]
            ours = part < len(old)
            rows = np.empty(len(part), dtype=_ROW)
            rows[ours] = self._rows[old[part[ours]]]
            rows["day"][ours] = np.where(self._needed[old[part[ours]]], self._today, rows["day"][ours])
            rows[~ours] = new[part[~ours] - len(old)]
            yield rows.tobytes()
