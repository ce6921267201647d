"""Aligns the tokens of two names: one token may meet several, and some may meet none."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, product

from rapidfuzz.distance.Indel import normalized_similarity as _similar

from comity.names import hanzi
from comity.names.model import Name, Token
from comity.names.phones import fine
from comity.names.rows import rows

LONGEST_BLOCK = 4
_USUAL = 14
MOST_READINGS = 10
FLOOR = 0.45
"""Below this likeness of fine forms two tokens have nothing in common."""
WORST = 0.1
"""How much the least alike pair counts beside the mean between Chinese characters and Latin letters."""
MIDDLE = 0.5
"""What a middle name that one side leaves out still costs."""
GIVEN = 0.2
"""What an English given name that one side leaves out still costs."""
SURNAME_ALONE = 0.66
"""The value of an equal surname where one side has an English given name and the other an Asian one ("Emily Lau")."""
EQUAL = 0.96
"""From this likeness on a surname counts as equal."""


class Block:
    """The readings of a run of tokens; one object for equal readings, so that pairs are remembered cheaply."""

    __slots__ = ("forms", "longest", "shortest")

    def __init__(self, forms: tuple[tuple[str, str], ...]) -> None:
        self.forms = forms
        """Pairs of fine form and Latin reading."""
        lengths = [len(form) for form, _ in forms]
        self.shortest, self.longest = min(lengths), max(lengths)


class Prepared:
    """A name in one family of readings, ready to be aligned."""

    __slots__ = ("_turns", "blocks", "letters", "name", "sums", "weights")

    def __init__(self, name: Name) -> None:
        tokens = name.tokens
        self.name = name
        self.blocks = tuple(
            tuple(_block(tokens[i : i + n]) for n in range(1, min(LONGEST_BLOCK, len(tokens) - i) + 1))
            for i in range(len(tokens))
        )
        """``blocks[i][n - 1]``: the n tokens from i."""
        self.weights = tuple(_weight(token) for token in tokens)
        self.sums = tuple(accumulate(self.weights, initial=0.0))
        self.letters = "".join(sorted("".join(fine(t.readings[0].latin) for t in tokens if t.role == "name")))
        """The letters of the fine form in the order of the alphabet, to see at once that two names have too little."""
        self._turns: dict[int, Prepared] = {}

    def turned(self, by: int) -> Prepared:
        """This function moves the first tokens of the name to its end."""
        if not by:
            return self
        if by not in self._turns:
            tokens = self.name.tokens
            self._turns[by] = Prepared(replace(self.name, tokens=tokens[by:] + tokens[:by]))
        return self._turns[by]


@dataclass(frozen=True, slots=True)
class Ready:
    """A name ready to be compared: once for each family of readings that it can be spelt in, with the price of each."""

    name: Name
    folded: str
    variants: tuple[tuple[Prepared, float], ...]


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


def ready(name: Name) -> Ready:
    """This function readies a name for comparison; kinds of place go to its end, wherever they are written."""
    name = replace(name, tokens=tuple(sorted(name.tokens, key=lambda token: token.role == "generic")))
    folded = unicodedata.normalize("NFC", name.text.casefold())
    if name.script != "Hani":
        return Ready(name, folded, ((Prepared(name), 0.0),))
    found: dict[tuple[Token, ...], float] = {}
    for price, systems in _families():
        tokens = tuple(_within(token, systems) for token in name.tokens)
        if all(t.readings for t in tokens):
            found.setdefault(tokens, price)
    variants = ((Prepared(replace(name, tokens=tokens)), price) for tokens, price in found.items())
    return Ready(name, folded, tuple(variants) or ((Prepared(name), 0.0),))


def _weight(token: Token) -> float:
    """A long word tells more than a short one, less than its length; titles and kinds of place count as short."""
    size = len(fine(token.readings[0].latin))
    if token.role != "name":
        size = min(size, _USUAL)
    return token.weight * max(2.0, math.pow(size, 0.75))


def _within(token: Token, systems: frozenset[str]) -> Token:
    if token.readings and token.readings[0].system not in _of_families():
        return token
    return replace(token, readings=tuple(r for r in token.readings if r.system in systems))


@cache
def _families() -> tuple[tuple[float, frozenset[str]], ...]:
    """Readings that one family mixes within a name, and the price of assuming so."""
    return tuple((float(price), frozenset(systems.split())) for _, price, systems in rows("families"))


@cache
def _of_families() -> frozenset[str]:
    return frozenset().union(*(systems for _, systems in _families()))


def _block(tokens: tuple[Token, ...]) -> Block:
    if len(tokens) == 1:
        spelt = [r.latin for r in tokens[0].readings]
    else:
        systems = dict.fromkeys(r.system for t in tokens for r in t.readings)
        spelt = [s for system, s in hanzi.word("".join(t.text for t in tokens)) if system in systems]
        for system in systems:
            choices = [[r.latin for r in t.readings if r.system == system] or [t.readings[0].latin] for t in tokens]
            spelt += ["".join(c) for _, c in zip(range(4), product(*choices), strict=False)]
    return _one(tuple(dict.fromkeys(spelt))[:MOST_READINGS])


@lru_cache(maxsize=1 << 20)
def _one(spelt: tuple[str, ...]) -> Block:
    return Block(tuple((fine(s), s) for s in spelt))


@lru_cache(maxsize=1 << 19)
def _likeness(a: Block, b: Block) -> tuple[float, tuple[str, str]]:
    best, how = 0.0, ("", "")
    for fine_a, latin_a in a.forms:
        for fine_b, latin_b in b.forms:
            likeness: float = _similar(fine_a, fine_b) if fine_a and fine_b else float(latin_a == latin_b)
            if likeness > best:
                best, how = likeness, (latin_a, latin_b)
    return best, how


_Step = tuple[int, int, float, tuple[str, str]]
_SKIP_LEFT: _Step = (1, 0, 0.0, ("", ""))
_SKIP_RIGHT: _Step = (0, 1, 0.0, ("", ""))
_RATIO = (2 - FLOOR) / FLOOR
"""Fine forms whose lengths differ by more than this cannot be alike enough."""
_STEPS = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (1, 4), (4, 1))


def align(a: Prepared, b: Prepared) -> Alignment:
    """This function finds the alignment in the given order with the greatest value, from 0 to 1."""
    n, m = len(a.weights), len(b.weights)
    gains = [[0.0] * (m + 1) for _ in range(n + 1)]
    back: list[list[_Step]] = [[_SKIP_RIGHT] * (m + 1)] + [[_SKIP_LEFT] * (m + 1) for _ in range(n)]
    for i in range(1, n + 1):
        row, above = gains[i], gains[i - 1]
        for j in range(1, m + 1):
            best, step = above[j], _SKIP_LEFT
            if row[j - 1] > best:
                best, step = row[j - 1], _SKIP_RIGHT
            for da, db in _STEPS:
                if da > i or db > j:
                    continue
                weight = a.sums[i] - a.sums[i - da] + b.sums[j] - b.sums[j - db]
                before = gains[i - da][j - db]
                if before + weight <= best:
                    continue
                mine, theirs = a.blocks[i - da][da - 1], b.blocks[j - db][db - 1]
                if mine.longest * _RATIO < theirs.shortest or theirs.longest * _RATIO < mine.shortest:
                    continue
                likeness, how = _likeness(mine, theirs)
                if likeness <= FLOOR:
                    continue
                value = before + (likeness - FLOOR) / (1 - FLOOR) * weight
                if value > best + 1e-12:
                    best, step = value, (da, db, likeness, how)
            row[j], back[i][j] = best, step
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
    """Gain over what could be gained; tokens that met nothing cost most where both sides have some."""
    droppable = not {a.name.script, b.name.script} & {"Hani", "Mymr"}
    left = _lonely(a, {i for p in pairs for i in range(*p.left)}, droppable=droppable)
    right = _lonely(b, {i for p in pairs for i in range(*p.right)}, droppable=droppable)
    met = sum(sum(a.weights[slice(*p.left)]) + sum(b.weights[slice(*p.right)]) for p in pairs)
    if left and right and _surname_alone(a, b, pairs) and _all_given(a, left) != _all_given(b, right):
        return SURNAME_ALONE
    mine, theirs = sum(left.values()), sum(right.values())
    whole = met + max(mine, theirs) * 0.6 + min(mine, theirs) * 1.6
    if not whole:
        return 0.0
    worst = min(((p.likeness - FLOOR) / (1 - FLOOR) for p in pairs), default=0.0)
    if mine and theirs:
        worst = min(worst, 1 - min(mine, theirs) / max(mine, theirs))
    share = WORST if {a.name.script, b.name.script} == {"Hani", "Latn"} else 0.0
    return (1 - share) * gain / whole + share * worst


def _lonely(prepared: Prepared, met: set[int], *, droppable: bool) -> dict[int, float]:
    """The cost of each token that met nothing."""
    tokens = prepared.name.tokens
    last = len(tokens) - 1
    return {
        i: weight * (GIVEN if tokens[i].role == "given" else MIDDLE if droppable and 0 < i < last else 1.0)
        for i, weight in enumerate(prepared.weights)
        if i not in met
    }


def _surname_alone(a: Prepared, b: Prepared, pairs: list[Pair]) -> bool:
    """Whether one pair met, equal, and it is the first token of a Chinese name where there is one."""
    if len(pairs) != 1 or pairs[0].likeness <= EQUAL:
        return False
    pair = pairs[0]
    return not (a.name.script == "Hani" and pair.left[0]) and not (b.name.script == "Hani" and pair.right[0])


def _all_given(prepared: Prepared, lonely: dict[int, float]) -> bool:
    """Whether what met nothing is an English given name, with titles and initials at most."""
    roles = {prepared.name.tokens[i].role for i in lonely}
    return "given" in roles and roles <= {"given", "initial", "title"}
