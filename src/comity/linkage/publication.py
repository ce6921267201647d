"""What an owner knows of one index that it gives to one partner: handles, slots, dummies.

A slot of a key is never used twice in an epoch, so that nobody without the token can see that a holding came back.
Dummies are random entries; the owner knows their tags so that it can take them out again. Everything is kept in
columns, since an index has millions of keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt

from comity.linkage.entries import ENTRY, Maker, Sorter, sort_entries, tags_of
from comity.linkage.index import Index
from comity.linkage.padding import SMALLEST, padded
from comity.linkage.slots import Slots, key_numbers
from comity.linkage.tokens import HANDLE, KEY_ID, SLOTS, TAG, epoch_bytes

Randomness = Callable[[int], bytes]
Columns = dict[str, npt.NDArray[Any]]
RESERVE = 256
ID = 36
"""The longest id of a holding."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A holding that enters the index, with its tokens.

    Args:
        holding: its id at this node.
        keys: the key ids (`tokens.key_id`).
        tokens: the function's output for each.
    """

    holding: str
    keys: Sequence[bytes]
    tokens: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Delta:
    """A change of the index.

    Args:
        sequence: 1 for the first after the full index, then one more each.
        additions: entries, sorted.
        removals: tags, sorted.
        root: of the index after it.
    """

    sequence: int
    additions: bytes
    removals: bytes
    root: str

    def __len__(self) -> int:
        """This function returns how many entries come and go."""
        return len(self.additions) // ENTRY + len(self.removals) // TAG


def _no_holdings() -> Columns:
    return {
        "holdings": np.empty(0, f"S{ID}"),
        "handles": np.empty((0, HANDLE), np.uint8),
        "keys": np.empty((0, KEY_ID), np.uint8),
        "entries": np.empty(0, np.uint8),
        "tags": np.empty(0, np.uint64),
    }


class Publication:
    """The owner's side of one partner's index in one epoch.

    Args:
        epoch: its id.
        salt: 32 random bytes.
        sequence: of the last delta.
        left_out: entries that were left out because all slots of their key were used.
        columns: what `columns` returned; empty for a new index.
    """

    def __init__(
        self,
        epoch: str,
        salt: bytes,
        *,
        sequence: int = 0,
        left_out: int = 0,
        columns: Mapping[str, npt.NDArray[Any]] | None = None,
    ) -> None:
        self.epoch, self.salt, self.sequence, self.left_out = epoch, salt, sequence, left_out
        given = columns or {}
        self._placed = {name: given.get(name, empty) for name, empty in _no_holdings().items()}
        self._fresh: list[Columns] = []
        self._order: npt.NDArray[np.int64] | None = None
        self._slots = Slots(given.get("slot-keys"), given.get("slot-counts"))
        self._dummies: npt.NDArray[np.uint64] = given.get("dummies", np.empty(0, np.uint64))

    def __len__(self) -> int:
        """This function returns how many holdings are in the index."""
        return len(self._placed["holdings"]) + sum(len(part["holdings"]) for part in self._fresh)

    def columns(self) -> Columns:
        """This function returns everything but epoch, salt and the two numbers, for keeping under lock."""
        keys, used = self._slots.columns()
        return {**self._whole(), "slot-keys": keys, "slot-counts": used, "dummies": self._dummies}

    def handles(self) -> dict[str, bytes]:
        """This function returns the handle of every holding; for a large index look into `columns` instead."""
        whole = self._whole()
        return {h.decode(): bytes(handle) for h, handle in zip(whole["holdings"], whole["handles"], strict=True)}

    def publish(self, entrants: Sequence[Entrant], randomness: Randomness) -> Index:
        """This function makes the first full index of the epoch."""
        sorter = Sorter()
        sorter.add(self._enter(entrants, randomness))
        sorter.add(self.fill(sorter.entries, randomness))
        return Index(self.epoch, self.salt, b"".join(sorter.parts()))

    def change(
        self, index: Index, enter: Sequence[Entrant], leave: Sequence[str], randomness: Randomness
    ) -> tuple[Delta, Index]:
        """This function makes the next delta, empty or not, and the index after it."""
        gone = self.leave(leave)
        return self.close(index, self._enter(enter, randomness), gone, randomness)

    def leave(self, holdings: Sequence[str]) -> npt.NDArray[np.uint64]:
        """This function takes holdings out, where they are in, and returns the tags of their entries."""
        whole = self._whole()
        out = np.zeros(len(whole["holdings"]), dtype=bool)
        rows = self.rows(holdings)
        out[rows[rows >= 0]] = True
        if not bool(out.any()):
            return np.empty(0, np.uint64)
        tags = np.repeat(out, whole["entries"])
        gone: npt.NDArray[np.uint64] = whole["tags"][tags]
        self._placed, self._order = {n: (c[~tags] if n == "tags" else c[~out]) for n, c in whole.items()}, None
        return gone

    def entering(self, holdings: Sequence[str], keys: Sequence[Sequence[bytes]], randomness: Randomness) -> Entering:
        """This function gives each holding a handle and the next free slot of each of its keys.

        Args:
            holdings: ids; none is in the index.
            keys: key ids of each.
            randomness: for handles.
        """
        lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
        handles = np.frombuffer(randomness(HANDLE * len(holdings)), dtype=np.uint8).reshape(-1, HANDLE)
        slots = self._slots.take(key_numbers([key for each in keys for key in each]))
        maker = Maker(self.salt, epoch_bytes(self.epoch), slots, np.repeat(handles, lengths, axis=0))
        placed = slots < SLOTS
        owners = np.repeat(np.arange(len(holdings)), lengths)[placed]
        columns = {
            "holdings": np.array([h.encode() for h in holdings], dtype=f"S{ID}"),
            "handles": handles,
            "keys": np.frombuffer(b"".join(map(keys_digest, keys)), dtype=np.uint8).reshape(-1, KEY_ID),
            "entries": np.bincount(owners, minlength=len(holdings)).astype(np.uint8),
        }
        return Entering(self, maker, columns, int(len(slots) - placed.sum()))

    def took(self, columns: Columns, left_out: int) -> None:
        """This function notes holdings whose entries are made."""
        self._fresh.append(columns)
        self.left_out += left_out

    def fill(self, entries: int, randomness: Randomness) -> bytes:
        """This function returns the dummies that belong into a full index of so many entries."""
        return self._more_dummies(padded(entries + _reserve(entries)) - entries, randomness)

    def close(
        self, index: Index, entries: bytes, gone: npt.NDArray[np.uint64], randomness: Randomness
    ) -> tuple[Delta, Index]:
        """This function makes a delta of entries that came and tags that went, and the index after it.

        Additions and removals are padded each on its own. Dummies leave so that dummies can come: an empty delta
        moves as many as a small one.
        """
        removed, added = len(gone), len(entries) // ENTRY
        leaving = self._drawn(min(padded(removed) - removed, len(self._dummies)), randomness)
        missing = _reserve(len(index)) - len(self._dummies)
        coming = padded(added + max(missing, 0)) - added
        additions = sort_entries(entries + self._more_dummies(coming, randomness))
        removals = np.sort(np.concatenate([gone, leaving])).astype(">u8").tobytes()
        after = index.changed(additions, removals)
        self.sequence += 1
        return Delta(self.sequence, additions, removals, after.root), after

    def rows(self, holdings: Sequence[str]) -> npt.NDArray[np.int64]:
        """This function returns where holdings stand in the columns; -1 for one that is not in the index.

        Raises:
            ValueError: a holding is in the index twice.
        """
        known = self._whole()["holdings"]
        if self._order is None:
            self._order = np.argsort(known, kind="stable")
            if bool((known[self._order[1:]] == known[self._order[:-1]]).any()):
                raise ValueError("a holding is in the index twice")
        order = self._order
        wanted = np.array([h.encode() for h in holdings], dtype=f"S{ID}")
        at = np.searchsorted(known, wanted, sorter=order)
        there = at < len(known)
        there[there] = known[order[at[there]]] == wanted[there]
        found = np.full(len(wanted), -1, dtype=np.int64)
        found[there] = order[at[there]]
        return found

    def holdings(self) -> list[str]:
        """This function returns the ids of the holdings in the index."""
        return [h.decode() for h in self._whole()["holdings"].tolist()]

    def digests(self, holdings: Sequence[str]) -> list[bytes | None]:
        """This function returns the `keys_digest` with which each holding entered; None for one that is not in."""
        keys = self._whole()["keys"]
        return [keys[row].tobytes() if row >= 0 else None for row in self.rows(holdings).tolist()]

    def _enter(self, entrants: Sequence[Entrant], randomness: Randomness) -> bytes:
        entering = self.entering([e.holding for e in entrants], [e.keys for e in entrants], randomness)
        for i, token in enumerate(token for entrant in entrants for token in entrant.tokens):
            entering.then(i, token)
        return entering.done()

    def _whole(self) -> Columns:
        if self._fresh:
            parts = [self._placed, *self._fresh]
            self._placed = {name: np.concatenate([part[name] for part in parts]) for name in self._placed}
            self._fresh, self._order = [], None
        return self._placed

    def _more_dummies(self, count: int, randomness: Randomness) -> bytes:
        drawn = randomness(ENTRY * count)
        self._dummies = np.concatenate([self._dummies, tags_of(drawn)])
        return drawn

    def _drawn(self, count: int, randomness: Randomness) -> npt.NDArray[np.uint64]:
        """This function takes dummies out, chosen at random."""
        held, last = self._dummies.copy(), len(self._dummies)
        for choice in np.frombuffer(randomness(8 * count), dtype=">u8").tolist():
            at = choice % last
            last -= 1
            held[at], held[last] = held[last], held[at]
        self._dummies = held[:last]
        return held[last:]


class Entering:
    """Holdings that are about to enter: their entries come into being as the function is evaluated on their keys.

    `then` takes the output of each key by its place, one holding's keys after the other's, from any thread.
    """

    def __init__(self, publication: Publication, maker: Maker, columns: Columns, left_out: int) -> None:
        self._publication, self._maker, self._columns, self._left_out = publication, maker, columns, left_out
        self.then = maker.then

    def done(self) -> bytes:
        """This function returns the entries, unsorted, once every key has its output."""
        entries, tags = self._maker.entries()
        self._publication.took({**self._columns, "tags": tags}, self._left_out)
        return entries


def keys_digest(keys: Sequence[bytes]) -> bytes:
    """This function names a set of keys, so that a holding whose keys changed is known."""
    return sha256(b"".join(sorted(keys))).digest()[:KEY_ID]


def _reserve(count: int) -> int:
    """This function returns how many dummies an index keeps, so that removals can always be padded."""
    return max(RESERVE, count // 10, SMALLEST)
