"""Finds places by name within one list: names written alike, names that begin so, and names that sound alike.

How a name sounds is the fine form of the name engine (`comity.names.phones`). A plain distance between such forms
leaves a few names, and only these are compared in full; what ships has its forms in its tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from comity.flows.gazetteer.listing import Listing
from comity.flows.gazetteer.words import folded, may_say_level, parts
from comity.names.blocking import sketch
from comity.names.comparison import score as score_of
from comity.names.families import Ready, ready
from comity.names.readings import read

COMPARED = 24
"""Names of near sound that are compared in full."""
SPELT = 8
"""Names that are nearly written so and are compared in full beside them."""
WRITTEN = 0.2
"""How much the letters themselves count beside what the name engine says: most errors are one letter."""
LEAST = 0.5
"""Names less probable than this to be spellings of one are not found."""
BARE = 0.98
"""What a name is worth that is written alike but for the word for a level."""
_FAR = 0.45
"""Names whose sounds are less alike than this are not compared."""

Allowed = Callable[[int], bool]


def sound(name: str) -> str:
    """This function returns how a name of a place sounds, as tables keep it; names of near sound have near forms."""
    return sketch(read(_bare(name), "place")).wholes[0]


def _bare(name: str) -> str:
    if not may_say_level(name):
        return name
    found = parts(name)
    return found[0].bare if len(found) == 1 else name


@lru_cache(maxsize=1 << 15)
def _ready(name: str) -> Ready:
    return ready(read(name, "place"))


class Index:
    """The names of a list of places.

    Args:
        listing: whose places are found by their number in it.
    """

    def __init__(self, listing: Listing) -> None:
        self._written: dict[str, list[int]] = {}
        self._bare: dict[str, list[int]] = {}
        self._names: dict[str, list[int]] = {}
        heard: dict[str, dict[str, None]] = {}
        for at, place in enumerate(listing):
            sounds = listing.sounds(at)
            for name in place.spellings:
                self._written.setdefault(folded(name), []).append(at)
                if (bare := folded(_bare(name))) != folded(name):
                    self._bare.setdefault(bare, []).append(at)
                if name not in self._names:
                    heard.setdefault(sounds.get(name) or sound(name), {})[name] = None
                self._names.setdefault(name, []).append(at)
        self._sounds = list(heard)
        self._heard = [tuple(names) for names in heard.values()]
        self._spelt = list(self._names)
        self._folded = [folded(name) for name in self._spelt]

    def written(self, text: str) -> Iterator[tuple[int, float]]:
        """This function yields the places with a name written so, and what that is worth."""
        key = folded(text)
        for at in self._written.get(key, ()):
            yield at, 1.0
        for at in self._bare.get(key, ()):
            yield at, BARE

    def begins(self, text: str, allowed: Allowed) -> Iterator[tuple[int, float]]:
        """This function yields places with a name that begins so (first), or that has a word that begins so."""
        key = folded(text)
        for name in self._names:
            start = folded(name)
            if start.startswith(key):
                worth = 0.9 + 0.1 * len(key) / max(1, len(start))
            elif key in start and any(folded(word).startswith(key) for word in _from_each_word(name)):
                worth = 0.8
            else:
                continue
            for at in self._names[name]:
                if allowed(at):
                    yield at, worth

    def sounding(self, text: str, allowed: Allowed) -> Iterator[tuple[int, float]]:
        """This function yields the places with a name that may be a spelling of this one, and how probable that is."""
        asked = _ready(text)
        wholes = list(dict.fromkeys(sketch(asked.name).wholes))
        if not any(wholes) or not self._sounds:
            return
        key = folded(text)
        for name, places in self._near(wholes, key, allowed):
            written = Indel.normalized_similarity(key, folded(_bare(name)))
            score = (1 - WRITTEN) * score_of(asked, _ready(_bare(name))) + WRITTEN * written
            if score >= LEAST:
                yield from ((at, min(score, BARE)) for at in places)

    def _near(self, wholes: list[str], key: str, allowed: Allowed) -> Iterator[tuple[str, list[int]]]:
        """Names of near sound, and names that are nearly written so, with the places that may be meant."""
        heard = process.cdist(wholes, self._sounds, scorer=Indel.normalized_similarity, dtype=np.float32).max(axis=0)
        near = (name for i in np.argsort(-heard, kind="stable") if heard[i] >= _FAR for name in self._heard[i])
        spelt = process.cdist([key], self._folded, scorer=Indel.normalized_similarity, dtype=np.float32)[0]
        alike = (self._spelt[i] for i in np.argsort(-spelt, kind="stable") if spelt[i] >= _FAR)
        seen: set[str] = set()
        for names, most in ((near, COMPARED), (alike, SPELT)):
            left = most
            for name in names:
                places = [at for at in self._names[name] if allowed(at)] if name not in seen else []
                if not left:
                    break
                if places:
                    left -= 1
                    seen.add(name)
                    yield name, places


def _from_each_word(name: str) -> Iterable[str]:
    words = name.split()
    return (" ".join(words[i:]) for i in range(1, len(words)))
