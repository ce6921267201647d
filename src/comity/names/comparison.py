"""Compares two names: the best alignment over families of readings and orders of tokens, its score and its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance.Indel import normalized_similarity as similarity

from comity.names.alignment import Alignment, align, nearness
from comity.names.calibration import HIGHEST, log_odds, probability
from comity.names.families import Ready, in_cantonese, ready
from comity.names.marks import marks_against
from comity.names.model import Comparison, Reason
from comity.names.readings import LONGEST, read
from comity.names.reasons import reasons
from comity.names.traits import traits

_SCRIPT_PRICE = 0.5
"""Of two names in one script of their own, what differs in the writing counts at least so much."""
_FAMILIES = 3
"""Families of readings that are aligned, at most."""
_WORSE = 0.15
"""Alignments whose value is less than the best one by more than this are not looked at further."""
_BEHIND = 0.1
"""Families of readings whose letters agree less than those of the best one by more than this are not aligned."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to compare two names.

    Args:
        found: how their tokens meet.
        family: in whose readings; empty where there is one.
        traits: of the alignment, in the order of `traits.TRAITS`.
        odds: the log-odds that the two are spellings of one name.
    """

    found: Alignment
    family: str
    traits: tuple[float, ...]
    odds: float


def compare(a: str, b: str, kind: str = "person") -> Comparison:
    """This function tells how probable it is that two names are spellings of one, from 0 to 1, and why.

    It is the same for (a, b) and (b, a), and knows nothing but the two.

    Args:
        a: a name in any script.
        b: another.
        kind: what both are names of: ``person``, ``organisation``, ``place`` or ``vessel``.
    """
    left, right = in_order(_ready(a[: LONGEST + 1], kind), _ready(b[: LONGEST + 1], kind))
    if left.folded == right.folded:
        return Comparison(1.0 if left.name.tokens else 0.0, (Reason("same", "both are written alike", 1.0, "same"),))
    way = _best(left, right)
    if way is None:
        return Comparison(0.0, (Reason("against", "one of them has nothing to compare", -1.0, "nothing"),))
    score = _score(left, right, way)
    found = reasons(left.name, right.name, way.found, way.family, way.traits, score)
    if score < HIGHEST * probability(way.odds):
        text = f"in one script, and written only {_written(left, right):.0%} alike"
        found = (*found, Reason("against", text, score - HIGHEST * probability(way.odds), "written"))
    return Comparison(score, found)


def score(a: Ready, b: Ready) -> float:
    """This function returns the score alone of two names that are ready."""
    left, right = in_order(a, b)
    if left.folded == right.folded:
        return 1.0 if left.name.tokens else 0.0
    way = _best(left, right)
    return 0.0 if way is None else _score(left, right, way)


def ways(left: Ready, right: Ready) -> Iterator[Way]:
    """This function yields the ways to compare two names whose readings are near enough, by family of readings."""
    pairs = [(one, other) for one in left.variants for other in right.variants]
    if left.name.script == right.name.script == "Latn":
        pairs += [(one, right.variants[0]) for one in in_cantonese(left)]
        pairs += [(left.variants[0], other) for other in in_cantonese(right)]
    if len(pairs) > 1:
        near = [nearness(one.prepared, other.prepared) for one, other in pairs]
        least = max(near)[0] - _BEHIND
        order = sorted(range(len(pairs)), key=lambda i: near[i], reverse=True)[:_FAMILIES]
        pairs = [pairs[i] for i in order if near[i][0] >= least]
    aligned = [(align(one.prepared, other.prepared), one, other) for one, other in pairs]
    worth = [found.value - one.price - other.price for found, one, other in aligned]
    for (found, one, other), value in zip(aligned, worth, strict=True):
        if value >= max(worth) - _WORSE:
            family = one.family or other.family
            told = traits(found, family, one.price + other.price)
            yield Way(found, family, told, log_odds(left.name, right.name, told) - marks_against(found))


@lru_cache(maxsize=4096)
def _ready(text: str, kind: str) -> Ready:
    return ready(read(text, kind))


def in_order(a: Ready, b: Ready) -> tuple[Ready, Ready]:
    """This function puts two names into the order in which they are compared, whichever came first."""
    return (b, a) if (b.name.script, b.name.text) < (a.name.script, a.name.text) else (a, b)


def _best(left: Ready, right: Ready) -> Way | None:
    if not left.name.tokens or not right.name.tokens:
        return None
    return max(ways(left, right), key=lambda way: way.odds)


def _score(left: Ready, right: Ready, way: Way) -> float:
    score = HIGHEST * probability(way.odds)
    if left.name.script == right.name.script != "Latn":
        written = _written(left, right)
        score = min(score, written + (1 - written) * (1 - _SCRIPT_PRICE))
    return score


def _written(left: Ready, right: Ready) -> float:
    likeness: float = similarity(left.folded, right.folded)
    return likeness
