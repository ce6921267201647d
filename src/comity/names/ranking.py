"""Ranks a pool of names for each of many queries.

Blocking (`comity.names.blocking`) keeps a few names for each query; only these are compared in full. A score depends on
its two names alone; what blocking leaves out scores 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice

from comity.names.blocking import Blocking, Shelf, shelf, sketch
from comity.names.comparison import score as score_of
from comity.names.families import Ready, ready
from comity.names.readings import read

NEAREST = 32
"""Names a query that are compared in full, of those nearest as a whole."""
SHARING = 16
"""Names a query that are compared in full, of those that share a token."""
FAR = 60
FAR_SHARING = 32
"""The same where names are short, or turned and shortened at will: Chinese characters and Latin letters."""
_MANY = frozenset({"Hani", "Latn"})
SURNAMED = 40
"""Those whose surname agrees, where one side has an English given name."""
_READY = 20_000
"""Names of a pool that are kept ready."""
_CHUNK = 2_000

Mapping = Callable[[Callable[[Sequence[str]], Shelf], Iterable[Sequence[str]]], Iterable[Shelf]]


class Pool:
    """A pool of names, sketched once, that queries are ranked against.

    Args:
        names: of the pool.
        kind: what they are names of.
        mapping: how to sketch many chunks of names: `map`, or that of a pool of processes.
    """

    def __init__(self, names: Sequence[str], kind: str = "person", mapping: Mapping = map) -> None:
        self.kind = kind
        self.names = names
        chunks = (names[i : i + _CHUNK] for i in range(0, len(names), _CHUNK))
        self._blocking = Blocking(mapping(partial(shelved, kind=kind), chunks))
        self._at: Callable[[int], Ready] = lru_cache(maxsize=_READY)(lambda i: ready(read(names[i], kind)))

    def __len__(self) -> int:
        return len(self.names)

    def rank(self, queries: Iterable[str], top: int) -> Iterator[list[tuple[int, float]]]:
        """This function yields, for each query, ``min(top, len(pool))`` places in the pool with scores, best first."""
        for query in queries:
            asked = ready(read(query, self.kind))
            places = self.candidates(query)
            found = sorted(((score_of(asked, self._at(i)), i) for i in places), key=lambda p: (-p[0], p[1]))
            rest = ((0.0, i) for i in range(len(self)) if i not in places)
            yield [(i, score) for score, i in islice((*found, *islice(rest, max(0, top - len(found)))), top)]

    def candidates(self, query: str) -> set[int]:
        """This function returns the places in the pool that blocking leaves to be compared with a query in full."""
        name = read(query, self.kind)
        nearest, sharing = (FAR, FAR_SHARING) if name.script in _MANY else (NEAREST, SHARING)
        known = sketch(name)
        return {
            *self._blocking.near(known, nearest).tolist(),
            *self._blocking.sharing(known.tokens, sharing),
            *self._blocking.sharing(known.surnames, SURNAMED),
        }


def shelved(names: Sequence[str], kind: str) -> Shelf:
    """This function reads and sketches names of a pool."""
    return shelf(read(name, kind) for name in names)
