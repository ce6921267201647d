"""What words for a place mean within one country: parts that name a place, and parts that name places above it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from comity.flows.gazetteer.index import Allowed, Index
from comity.flows.gazetteer.listing import Listing
from comity.flows.gazetteer.model import Match
from comity.flows.gazetteer.words import Levels, Part, folded, parts

OTHER_LEVEL = 0.9
"""What a place is worth whose level is another one than the words say."""
LESS_LIKELY = 0.97
"""What a place is worth of a level that the word may stand for, but seldom does."""
UNSAID = 0.25
"""What is taken off where no other part of the words names a place above."""
ENOUGH = 0.9
"""From this score on a name is taken as found, and no other way is tried."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that one part of the words may mean.

    Args:
        at: its number in the list.
        score: 0 to 1.
        why: as in `Match`.
    """

    at: int
    score: float
    why: tuple[str, ...]


class Finder:
    """Finds places in one country's list.

    Args:
        listing: the places.
        index: of their names.
    """

    def __init__(self, listing: Listing, index: Index) -> None:
        self._listing = listing
        self._index = index

    def find(self, words: str, level: int | None, within: str | None, *, sounds: bool, typing: bool) -> list[Match]:
        """This function returns the places that words may mean, best first.

        Args:
            words: as written.
            level: only places of this one; None: any.
            within: only this place and those below it.
            sounds: whether names that sound alike count.
            typing: whether the words may be the beginning of a name.
        """
        inside = self._listing.below(within) if within else None

        def allowed(at: int) -> bool:
            return (inside is None or at in inside) and (level is None or self._listing.heads[at][1] == level)

        def anywhere(at: int) -> bool:
            return inside is None or at in inside

        found = parts(words)
        whole = Part(words, found[0].bare, found[0].levels) if len(found) == 1 else Part(words, words)
        best = self._best(whole, allowed, sounds=sounds and len(found) < 2, typing=typing)
        if len(found) > 1 and max((f.score for f in best.values()), default=0.0) < ENOUGH:
            each = [self._best(part, anywhere, sounds=sounds, typing=False) for part in found]
            for candidate in self._together(each, allowed):
                if candidate.at not in best or candidate.score > best[candidate.at].score:
                    best[candidate.at] = candidate
        heads = self._listing.heads
        ranked = sorted(
            best.values(), key=lambda f: (-_step(f.score, typing=typing), heads[f.at][1], -f.score, heads[f.at][0])
        )
        return [Match(self._listing.place(f.at), round(f.score, 4), f.why) for f in ranked[:_MOST]]

    def _best(self, part: Part, allowed: Allowed, *, sounds: bool, typing: bool) -> dict[int, Found]:
        """Each place that a part may mean, by number."""
        best: dict[int, Found] = {}
        for at, score, why in self._ways(part, allowed, sounds=sounds, typing=typing):
            found = Found(at, score, why)
            if part.says_level:
                found = _weighed(found, self._listing.heads[at][1], part.levels)
            if at not in best or found.score > best[at].score:
                best[at] = found
        return best

    def _ways(
        self, part: Part, allowed: Allowed, *, sounds: bool, typing: bool
    ) -> Iterator[tuple[int, float, tuple[str, ...]]]:
        near = False
        for text in dict.fromkeys((part.whole, part.bare)):
            for at, worth in self._index.written(text):
                if allowed(at):
                    near = True
                    yield at, worth, ("written",)
        if typing:
            for at, worth in self._index.begins(part.bare, allowed):
                near = True
                yield at, worth, ("begins",)
        if sounds and not near and len(folded(part.bare)) > 1:
            for at, score in self._index.sounding(part.bare, allowed):
                yield at, score, ("sound",)

    def _together(self, each: list[dict[int, Found]], allowed: Allowed) -> Iterator[Found]:
        """Places that one part means, weighed by how many of the other parts name a place above it."""
        for i, meant in enumerate(each):
            others = [other for j, other in enumerate(each) if j != i]
            for found in meant.values():
                if not allowed(found.at):
                    continue
                above = list(self._listing.above(found.at))
                said = [max((o[at].score for at in above if at in o), default=0.0) for o in others]
                score = found.score * (1 - UNSAID * (1 - sum(said) / len(said)))
                score -= _SHORT_OF * (len(self._listing.heads[found.at][0]) == _COUNTRY)
                why = [*found.why, *(["within"] if any(said) else []), *([] if all(said) else ["part"])]
                yield Found(found.at, score, tuple(why))


def _step(score: float, *, typing: bool) -> float:
    """Scores that count as one, so that larger places come first: of names that only begin so, a tenth wide."""
    return math.floor(score * 10) if typing else round(score, 6)


def _weighed(found: Found, level: int, said: Levels) -> Found:
    if level not in said:
        return Found(found.at, found.score * OTHER_LEVEL, found.why)
    return Found(found.at, found.score * LESS_LIKELY ** said.index(level), (*found.why, "kind"))


_MOST = 50
"""Matches that are kept for words, at most."""
_COUNTRY = 2
_SHORT_OF = 0.05
"""What is taken off a country that is named beside a place: the place is meant."""
