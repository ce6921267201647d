"""Which names of a pool are worth comparing with a query: sketches that are small, quick to compare, and made once.

A sketch of a name is a set of bits, one for each pair of neighbouring phones that some reading of it has, its fine
form, and the marks of its tokens. The sketches of a pool are arrays: a million names take some 200 megabytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from comity.names import hanzi
from comity.names.families import families_of
from comity.names.model import Name
from comity.names.phones import fine, skeleton

WORDS = 4
"""64-bit words in a sketch."""
_ROUGH = 400
"""Names that the bits let pass, for each query."""
_MOST_WHOLES = 9
_COMMON = 20
"""A mark that more than one name in so many has tells nothing."""
_MOST_HOLDERS = 10_000
_FIRST = 6
_BEGINS = "begins"
_BEGINNING = 3
_FOREIGN = "transcribed"
_SURNAMED = frozenset({"Hani", "Latn"})
_NAMED = frozenset({"name", "initial"})


@dataclass(frozen=True, slots=True)
class Sketch:
    """What blocking knows of a name.

    Args:
        wholes: fine forms of the whole name, the usual reading in the written order first.
        marks: numbers of what another name may share: tokens, and its surname by the kind of given name beside it.
        tokens: the marks of tokens to look for.
        surnames: the marks to look for of names with the same surname and a given name of the other kind.
    """

    wholes: tuple[str, ...]
    marks: tuple[int, ...]
    tokens: tuple[int, ...]
    surnames: tuple[int, ...]


def sketch(name: Name) -> Sketch:
    """This function sketches a name."""
    english = any(t.role == "given" for t in name.tokens)
    tokens, surnames = _tokens(name), _surnames(name, english=english)
    held = tokens | _beginnings(name) | {_mark(("english", "own")[not english], s) for s in surnames}
    sought = {_mark(("own", "english")[not english], s) for s in surnames}
    return Sketch(tuple(_wholes(name)), tuple(held), tuple(tokens), tuple(sought))


@lru_cache(maxsize=1 << 16)
def _bits(whole: str) -> tuple[int, ...]:
    """The places of the bits of a fine form: pairs of neighbouring letters, with a step over every second one."""
    pairs = {whole[i : i + 3] for i in range(len(whole) - 2)} | {whole[:2], whole[-2:]}
    return tuple(sorted({zlib.crc32(pair.encode()) % (64 * WORDS) for pair in pairs}))


def bits(wholes: Iterable[str]) -> NDArray[np.uint64]:
    """This function returns the bits of fine forms: one row of `WORDS` words each."""
    forms = list(wholes)
    spread = np.zeros((len(forms), 64 * WORDS), dtype=np.uint8)
    for i, whole in enumerate(forms):
        spread[i, list(_bits(whole))] = 1
    packed: NDArray[np.uint64] = np.packbits(spread, axis=1).view(np.uint64).reshape(len(forms), WORDS)
    return packed


@dataclass(frozen=True, slots=True)
class Shelf:
    """The sketches of some names of a pool, as arrays.

    Args:
        wholes: the fine form of each name.
        bits: of these; one row of `WORDS` words each.
        counts: marks of each name.
        marks: of all of them, one after the other.
    """

    wholes: list[str]
    bits: NDArray[np.uint64]
    counts: NDArray[np.int32]
    marks: NDArray[np.uint32]


def shelf(names: Iterable[Name]) -> Shelf:
    """This function sketches names of a pool."""
    wholes: list[str] = []
    marks: list[int] = []
    counts: list[int] = []
    for name in names:
        found = sketch(name)
        wholes.append(found.wholes[0])
        counts.append(len(found.marks))
        marks += found.marks
    return Shelf(wholes, bits(wholes), np.array(counts, dtype=np.int32), np.array(marks, dtype=np.uint32))


class Blocking:
    """The sketches of a pool."""

    def __init__(self, shelves: Iterable[Shelf]) -> None:
        among = [Shelf([], bits([]), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint32)), *shelves]
        self.wholes = [whole for one in among for whole in one.wholes]
        self.bits = np.concatenate([one.bits for one in among])
        self.sizes = np.bitwise_count(self.bits).sum(axis=1).astype(np.float32)
        counts, marks = (np.concatenate([getattr(one, what) for one in among]) for what in ("counts", "marks"))
        order = np.argsort(marks, kind="stable")
        self.marks = marks[order]
        self.holders = np.repeat(np.arange(len(self.wholes), dtype=np.int32), counts)[order]

    def __len__(self) -> int:
        return len(self.wholes)

    def near(self, asked: Sketch, count: int) -> NDArray[np.int64]:
        """This function returns the places of at most ``count`` names whose sounds are nearest, in any order."""
        if not len(self):
            return np.zeros(0, dtype=np.int64)
        rough = self._rough(asked)
        likeness = process.cdist(
            asked.wholes, [self.wholes[i] for i in rough], scorer=Indel.normalized_similarity, dtype=np.float32
        ).max(axis=0)
        best = np.argsort(-likeness, kind="stable")[:count]
        return rough[best]

    def _rough(self, asked: Sketch) -> NDArray[np.int64]:
        if len(self) <= _ROUGH:
            return np.arange(len(self))
        best = np.zeros(len(self), dtype=np.float32)
        for row in np.unique(bits(asked.wholes), axis=0):
            common = np.bitwise_count(self.bits & row).sum(axis=1, dtype=np.uint16)
            np.maximum(best, common / (self.sizes + np.float32(np.bitwise_count(row).sum())), out=best)
        return np.sort(np.argpartition(-best, _ROUGH)[:_ROUGH])

    def sharing(self, sought: Sequence[int], count: int) -> list[int]:
        """This function returns the places of at most ``count`` names that have rare ones of these marks."""
        weights: dict[int, float] = {}
        for mark in sought:
            start, end = np.searchsorted(self.marks, [mark, mark + 1])
            if end - start <= 1 + len(self) // _COMMON:
                for i in islice(self.holders[start:end].tolist(), _MOST_HOLDERS):
                    weights[i] = weights.get(i, 0.0) + 1.0 / (1 + end - start)
        return sorted(weights, key=lambda i: (-weights[i], i))[:count]


def _wholes(name: Name) -> list[str]:
    """Fine forms of the whole name: each family of readings, and with the first or last token at the other end."""
    found: dict[str, None] = {}
    for variant in families_of(name):
        tokens = [t for t in variant if t.role in _NAMED] or list(variant)
        if not tokens:
            return [""]
        parts = [t.readings[0].latin for t in tokens]
        found[fine("".join(parts))] = None
        if len(parts) > 1 and name.script != "Hani":
            found[fine("".join(parts[1:] + parts[:1]))] = None
            found[fine("".join(parts[-1:] + parts[:-1]))] = None
        found[fine("".join(t.readings[min(1, len(t.readings) - 1)].latin for t in tokens))] = None
    return list(found)[:_MOST_WHOLES] or [""]


def _tokens(name: Name) -> set[int]:
    """Marks of the tokens, and of runs of Chinese characters that stand for one foreign word."""
    named = [t for t in name.tokens if t.role == "name"]
    found = {_mark(skeleton(r.latin), fine(r.latin)[:_FIRST]) for t in named for r in t.readings}
    if name.script == "Hani":
        for size in (2, 3, 4):
            for i in range(len(named) - size + 1):
                run = named[i : i + size]
                spelt = [s for _, s in hanzi.word("".join(t.text for t in run))]
                foreign = [next((r.latin for r in t.readings if r.system == _FOREIGN), "") for t in run]
                spelt += ["".join(foreign)] if all(foreign) else []
                found |= {_mark(skeleton(s), fine(s)[:_FIRST]) for s in spelt}
                found |= {_mark(_BEGINS, skeleton(s)[:_BEGINNING]) for s in spelt if len(skeleton(s)) >= _BEGINNING}
    return found


def _beginnings(name: Name) -> set[int]:
    """Marks by which Chinese characters that stand for a foreign word are found, of names in Latin letters."""
    spelt = [skeleton(t.readings[0].latin) for t in name.tokens if t.role == "name"] if name.script == "Latn" else []
    return {_mark(_BEGINS, s[:_BEGINNING]) for s in spelt if len(s) >= _BEGINNING}


def _surnames(name: Name, *, english: bool) -> set[str]:
    """Fine forms of what may be the surname."""
    named = [t for t in name.tokens if t.role == "name"]
    if not english:
        named = named[:1] if name.script == "Hani" else [*named[:1], *named[-1:]]
    return {fine(r.latin) for t in named for r in t.readings} if name.script in _SURNAMED else set()


@lru_cache(maxsize=1 << 16)
def _mark(kind: str, text: str) -> int:
    return zlib.crc32(f"{kind}:{text}".encode())
