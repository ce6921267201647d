"""Aligns the tokens of two names: one token may meet several, and some may meet none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rapidfuzz.distance.Indel import normalized_similarity

from comity.names.model import Name, Token
from comity.names.phones import fine

LONGEST_BLOCK = 4
MOST_READINGS = 10
FLOOR = 0.45
"""Below this likeness of fine forms two tokens have nothing in common."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A name ready to be aligned: the readings of every run of tokens, and their weights."""

    name: Name
    blocks: tuple[tuple[tuple[tuple[str, str], ...], ...], ...]
    """``blocks[i][n - 1]``: pairs of fine form and Latin reading of the n tokens from i."""
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Tokens that met: places in both names, how alike, in which readings."""

    left: tuple[int, int]
    right: tuple[int, int]
    likeness: float
    reading: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The best alignment in one order of tokens."""

    value: float
    pairs: tuple[Pair, ...]


@lru_cache(maxsize=65536)
def prepare(name: Name) -> Prepared:
    """This function readies a name for alignment."""
    tokens = name.tokens
    blocks = tuple(
        tuple(_block(tokens[i : i + n]) for n in range(1, min(LONGEST_BLOCK, len(tokens) - i) + 1))
        for i in range(len(tokens))
    )
    weights = tuple(t.weight * max(2.0, len(fine(t.readings[0].latin)) ** 0.75) for t in tokens)
    return Prepared(name, blocks, weights)


def rotated(prepared: Prepared, by: int) -> Prepared:
    """This function moves the first tokens of a name to its end."""
    if not by:
        return prepared
    tokens = prepared.name.tokens
    moved = tokens[by:] + tokens[:by]
    return prepare(Name(prepared.name.text, prepared.name.script, moved, kind=prepared.name.kind))


def _block(tokens: tuple[Token, ...]) -> tuple[tuple[str, str], ...]:
    if len(tokens) == 1:
        spelt = [r.latin for r in tokens[0].readings]
    else:
        systems = dict.fromkeys(r.system for t in tokens for r in t.readings)
        spelt = []
        for system in systems:
            choices = [[r.latin for r in t.readings if r.system == system] or [t.readings[0].latin] for t in tokens]
            spelt += ["".join(c) for _, c in zip(range(4), product(*choices), strict=False)]
    return tuple((fine(s), s) for s in dict.fromkeys(spelt))[:MOST_READINGS]


@lru_cache(maxsize=262144)
def _likeness(a: tuple[tuple[str, str], ...], b: tuple[tuple[str, str], ...]) -> tuple[float, tuple[str, str]]:
    best, how = 0.0, ("", "")
    for fine_a, latin_a in a:
        for fine_b, latin_b in b:
            if fine_a and fine_b:
                likeness = normalized_similarity(fine_a, fine_b, score_cutoff=best)
            else:
                likeness = float(latin_a == latin_b)
            if likeness > best:
                best, how = likeness, (latin_a, latin_b)
    return best, how


_Step = tuple[int, int, float, tuple[str, str]]
_SKIP_LEFT: _Step = (1, 0, 0.0, ("", ""))
_SKIP_RIGHT: _Step = (0, 1, 0.0, ("", ""))
_STEPS = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (1, 4), (4, 1))


def align(a: Prepared, b: Prepared) -> Alignment:
    """This function finds the alignment in the given order with the greatest value, from 0 to 1."""
    n, m = len(a.weights), len(b.weights)
    gains = [[0.0] * (m + 1) for _ in range(n + 1)]
    back: list[list[_Step]] = [[_SKIP_RIGHT] * (m + 1)] + [[_SKIP_LEFT] * (m + 1) for _ in range(n)]
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            best, step = gains[i - 1][j], _SKIP_LEFT
            if gains[i][j - 1] > best:
                best, step = gains[i][j - 1], _SKIP_RIGHT
            for da, db in _STEPS:
                if da > i or db > j:
                    continue
                likeness, how = _likeness(a.blocks[i - da][da - 1], b.blocks[j - db][db - 1])
                if likeness <= FLOOR:
                    continue
                weight = sum(a.weights[i - da : i]) + sum(b.weights[j - db : j])
                value = gains[i - da][j - db] + (likeness - FLOOR) / (1 - FLOOR) * weight
                if value > best + 1e-12:
                    best, step = value, (da, db, likeness, how)
            gains[i][j], back[i][j] = best, step
    pairs = _traced(back, n, m)
    return Alignment(_value(a, b, gains[n][m], pairs), tuple(pairs))


def _traced(back: list[list[_Step]], i: int, j: int) -> list[Pair]:
    pairs = []
    while i or j:
        da, db, likeness, how = back[i][j]
        if da and db:
            pairs.append(Pair((i - da, i), (j - db, j), likeness, how))
        i, j = i - da, j - db
    return pairs[::-1]


def _value(a: Prepared, b: Prepared, gain: float, pairs: list[Pair]) -> float:
    left = sum(a.weights) - sum(sum(a.weights[p.left[0] : p.left[1]]) for p in pairs)
    right = sum(b.weights) - sum(sum(b.weights[p.right[0] : p.right[1]]) for p in pairs)
    met = sum(a.weights) - left + sum(b.weights) - right
    lonely = max(left, right) * 0.6 + min(left, right) * 1.6
    return gain / (met + lonely) if met + lonely else 0.0
