"""Ranks a pool of names for each of many queries.

Blocking keeps, for each query, the names whose fine forms are nearest in any order of tokens and those that share a
rare token; only these are compared in full. A score depends on its two names alone; what blocking leaves out scores 0.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from comity.names.alignment import Ready, ready
from comity.names.comparison import score as score_of
from comity.names.model import Name
from comity.names.phones import fine, skeleton
from comity.names.readings import read

NEAREST = 80
"""Names a query that are compared in full, of those nearest as a whole."""
SHARING = 40
"""Names a query that are compared in full, of those that share a token."""
_BATCH = 64
_MOST_WHOLES = 6


class Pool:
    """A pool of names, prepared once, that queries are ranked against."""

    def __init__(self, names: Sequence[str], kind: str = "person") -> None:
        self.kind = kind
        self.names = [read(name, kind) for name in names]
        self._ready: list[Ready | None] = [None] * len(names)
        self._wholes = [_wholes(name)[0] for name in self.names]
        self._sharing: dict[str, list[int]] = defaultdict(list)
        for i, name in enumerate(self.names):
            for mark in _marks(name):
                self._sharing[mark].append(i)

    def __len__(self) -> int:
        return len(self.names)

    def rank(self, queries: Sequence[str], top: int) -> Iterator[list[tuple[int, float]]]:
        """This function yields, for each query, ``min(top, len(pool))`` places in the pool with scores, best first."""
        for start in range(0, len(queries), _BATCH):
            batch = [read(query, self.kind) for query in queries[start : start + _BATCH]]
            for query, near in zip(batch, self._nearest(batch), strict=True):
                yield self._best(query, near, top)

    def _nearest(self, batch: Sequence[Name]) -> Iterator[np.ndarray]:
        forms = [(i, form) for i, name in enumerate(batch) for form in _wholes(name)]
        likeness = process.cdist(
            [form for _, form in forms], self._wholes, scorer=Indel.normalized_similarity, dtype=np.float32
        )
        keep = min(NEAREST, len(self.names))
        owners = np.array([i for i, _ in forms])
        for i in range(len(batch)):
            best = likeness[owners == i].max(axis=0)
            yield np.argpartition(-best, keep - 1)[:keep] if keep else np.array([], dtype=int)

    def _best(self, query: Name, near: np.ndarray, top: int) -> list[tuple[int, float]]:
        places = set(near.tolist())
        shared: dict[int, float] = defaultdict(float)
        for mark in _marks(query):
            among = self._sharing.get(mark, [])
            if len(among) <= 1 + len(self.names) // 20:
                for i in among:
                    shared[i] += 1.0 / (1 + len(among))
        places.update(heapq.nlargest(SHARING, shared, key=lambda i: (shared[i], -i)))
        asked = ready(query)
        scored = sorted(((score_of(asked, self._at(i)), i) for i in places), key=lambda p: (-p[0], p[1]))[:top]
        out = [(i, score) for score, i in scored]
        if len(out) < min(top, len(self.names)):
            rest = (i for i in range(len(self.names)) if i not in places)
            out += [(i, 0.0) for _, i in zip(range(min(top, len(self.names)) - len(out)), rest, strict=False)]
        return out

    def _at(self, place: int) -> Ready:
        found = self._ready[place]
        if found is None:
            found = self._ready[place] = ready(self.names[place])
        return found


def _wholes(name: Name) -> list[str]:
    """Fine forms of the whole name: each reading, and with the first or last token at the other end."""
    tokens = [t for t in name.tokens if t.role in {"name", "initial"}] or list(name.tokens)
    if not tokens:
        return [""]
    systems = dict.fromkeys(r.system for t in tokens for r in t.readings)
    found: dict[str, None] = {}
    for system in systems:
        parts = [next((r.latin for r in t.readings if r.system == system), t.readings[0].latin) for t in tokens]
        found[fine("".join(parts))] = None
        if len(parts) > 1 and name.script != "Hani":
            found[fine("".join(parts[1:] + parts[:1]))] = None
            found[fine("".join(parts[-1:] + parts[:-1]))] = None
    second = [t.readings[1].latin if len(t.readings) > 1 else t.readings[0].latin for t in tokens]
    found[fine("".join(second))] = None
    return list(found)[: _MOST_WHOLES + 3]


def _marks(name: Name) -> set[str]:
    """What two names may share: a token's skeleton with its first vowel class, in any reading."""
    marks = {_mark(r.latin) for t in name.tokens if t.role == "name" for r in t.readings}
    first = [t for t in name.tokens if t.role == "name"][:1]
    if any(t.role == "given" for t in name.tokens) or name.script == "Hani":
        among = name.tokens if name.script != "Hani" else first
        marks |= {"given:" + fine(r.latin) for t in among if t.role == "name" for r in t.readings}
    return marks


@cache
def _mark(latin: str) -> str:
    return skeleton(latin) + ":" + fine(latin)[:6]
