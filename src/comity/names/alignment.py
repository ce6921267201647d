"""Aligns the tokens of two names: one token may meet several, some may meet none, and some meet out of order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, pairwise, product

from rapidfuzz.distance.Indel import normalized_similarity as _similar

from comity.names import hanzi
from comity.names.model import Name, Token
from comity.names.phones import fine

LONGEST_BLOCK = 4
_USUAL = 14
MOST_READINGS = 10
FLOOR = 0.45
"""Below this likeness of fine forms two tokens have nothing in common."""
ENOUGH = 0.72
"""Names whose letters agree less than this in any order are not tried in other orders."""
CROSSED = 0.72
"""From this likeness on two tokens meet although what stands between them does not stand in the same order."""
INITIAL = 0.75
"""How alike an initial and a name are that begins with it; what they tell is the one letter."""
STRANGE = 0.8
"""From this likeness on an English given name meets a token of another kind."""
_STRANGE = frozenset({"given", "initial"})
_ORDER = 0.04
"""By how much another order has to be better before it is taken."""
_LETTERINGS = 3


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

    __slots__ = ("_turns", "blocks", "by", "english", "letters", "name", "strange", "sums", "weights")

    def __init__(self, name: Name, by: int = 0) -> None:
        tokens = name.tokens
        self.name = name
        self.by = by
        """How many of the first tokens were moved to the end."""
        self.blocks = tuple(
            tuple(_block(tokens[i : i + n]) for n in range(1, _longest_run(tokens, i) + 1)) for i in range(len(tokens))
        )
        """``blocks[i][n - 1]``: the n tokens from i; a number stands alone."""
        self.weights = tuple(_weight(token) for token in tokens)
        self.sums = tuple(accumulate(self.weights, initial=0.0))
        self.letters = tuple(dict.fromkeys(_letterings(name)))
        """The letters of fine forms in the order of the alphabet, to see at once that two names have too little."""
        self.strange = tuple(t.role in _STRANGE for t in tokens)
        """Which tokens are English given names or initials: these meet others only where they are very much alike."""
        self.english = any(t.role == "given" for t in tokens)
        """Whether it has an English given name."""
        self._turns: dict[int, Prepared] = {}

    def turned(self, by: int) -> Prepared:
        """This function moves the first tokens of the name to its end."""
        if not by:
            return self
        if by not in self._turns:
            tokens = self.name.tokens
            self._turns[by] = Prepared(replace(self.name, tokens=tokens[by:] + tokens[:by]), by)
        return self._turns[by]


@dataclass(frozen=True, slots=True)
class Pair:
    """Tokens that met: places in both names, how alike, in which readings."""

    left: tuple[int, int]
    right: tuple[int, int]
    likeness: float
    reading: tuple[str, str]
    rank: int
    """How many more usual readings of either side were passed over."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the tokens of two names meet.

    Args:
        left: the name on the left as it was aligned, its tokens perhaps turned.
        right: that on the right.
        pairs: what met.
        value: the share of both names that met and how alike, 0 to 1.
        moved: whether the tokens stand in another order.
    """

    left: Prepared
    right: Prepared
    pairs: tuple[Pair, ...]
    value: float
    moved: bool


def _longest_run(tokens: tuple[Token, ...], i: int) -> int:
    """How many tokens from one on may meet another as a whole: up to a number, which never does."""
    most = min(LONGEST_BLOCK, len(tokens) - i)
    return next((n for n in range(most) if n and (tokens[i + n].role == "number" or tokens[i].role == "number")), most)


def _weight(token: Token) -> float:
    """A long word tells more than a short one, less than its length; titles and kinds of place count as short."""
    size = len(fine(token.readings[0].latin))
    if token.role != "name":
        size = min(size, _USUAL)
    return token.weight * max(2.0, math.pow(size, 0.75))


def _letterings(name: Name) -> Iterator[str]:
    """The letters of a name in its usual readings, and with runs of Chinese characters as words."""
    named = [t for t in name.tokens if t.role == "name"]
    for i in range(_LETTERINGS):
        yield _sorted(t.readings[min(i, len(t.readings) - 1)].latin for t in named)
    if name.script == "Hani":
        yield _sorted(_worded(named))


def _worded(tokens: Sequence[Token]) -> Iterator[str]:
    """Readings of tokens, of runs as a whole where they are a word of the system."""
    systems = {r.system for t in tokens for r in t.readings}
    i = 0
    while i < len(tokens):
        for end in range(min(len(tokens), i + LONGEST_BLOCK), i, -1):
            known = (s for system, s in hanzi.word("".join(t.text for t in tokens[i:end])) if system in systems)
            if end == i + 1 or (spelt := next(known, None)) is not None:
                yield tokens[i].readings[0].latin if end == i + 1 else str(spelt)
                i = end
                break


def _sorted(readings: Iterable[str]) -> str:
    return "".join(sorted("".join(fine(latin) for latin in readings)))


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


@lru_cache(maxsize=1 << 18)
def _one(spelt: tuple[str, ...]) -> Block:
    return Block(tuple((fine(s), s) for s in spelt))


@lru_cache(maxsize=1 << 18)
def _likeness(a: Block, b: Block) -> tuple[float, _How]:
    best, how = 0.0, _NOT
    for i, (fine_a, latin_a) in enumerate(a.forms):
        size = len(fine_a)
        for j, (fine_b, latin_b) in enumerate(b.forms):
            other = len(fine_b)
            if 2 * min(size, other) < best * (size + other):
                continue
            likeness: float = _similar(fine_a, fine_b) if size and other else float(latin_a == latin_b)
            if likeness > best:
                best, how = likeness, (latin_a, latin_b, i + j)
    return best, how


_How = tuple[str, str, int]
_NOT: _How = ("", "", 0)
_Step = tuple[int, int, float, _How]
_SKIP_LEFT: _Step = (1, 0, 0.0, _NOT)
_SKIP_RIGHT: _Step = (0, 1, 0.0, _NOT)
_RATIO = (2 - FLOOR) / FLOOR
"""Fine forms whose lengths differ by more than this cannot be alike enough."""
_STEPS = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (1, 4), (4, 1))


def overlap(a: Prepared, b: Prepared) -> float:
    """This function returns how much of the letters of two names is common to them in any order, 0 to 1."""
    best: float = 0.0
    for mine in a.letters:
        for theirs in b.letters:
            best = max(best, _similar(mine, theirs))
    return best


def nearness(a: Prepared, b: Prepared) -> tuple[float, float]:
    """This function tells how near two names are before they are aligned, to choose among families of readings.

    Where one side alone has an English given name, the surname is what can be compared, then the letters of all.
    """
    common = overlap(a, b)
    if a.english == b.english:
        return common, common
    return max((_likeness(*pair)[0] for pair in product(_ends(a), _ends(b))), default=0.0), common


def _ends(prepared: Prepared) -> list[Block]:
    """The first token of a name, and the last one but in Chinese characters: one of them is the surname."""
    named = [i for i, t in enumerate(prepared.name.tokens) if t.role == "name"]
    ends = named[:1] if prepared.name.script == "Hani" else dict.fromkeys(named[:1] + named[-1:])
    return [prepared.blocks[i][0] for i in ends]


def align(a: Prepared, b: Prepared) -> Alignment:
    """This function finds the best alignment in the orders of tokens that people use: as written, and turned."""
    best = _in_order(a, b)
    if best.value < 1 - _ORDER and overlap(a, b) >= ENOUGH:
        for by in _turns(b):
            best = _better(best, _in_order(a, b.turned(by)))
        for by in _turns(a):
            best = _better(best, _in_order(a.turned(by), b))
    return _crossed(best) if best.pairs else best


def _turns(prepared: Prepared) -> tuple[int, ...]:
    """A name in Chinese characters is never turned: its surname stands first."""
    count = 0 if prepared.name.script == "Hani" else len(prepared.weights)
    return (1, count - 1) if count > 2 else (1,) if count == 2 else ()


def _better(best: Alignment, other: Alignment) -> Alignment:
    return replace(other, moved=True) if other.value > best.value + (0.0 if best.moved else _ORDER) else best


def _in_order(a: Prepared, b: Prepared) -> Alignment:
    """The best alignment in which no pairs cross: dynamic programming over the places between tokens."""
    n, m = len(a.weights), len(b.weights)
    sums_a, sums_b, blocks_a, blocks_b = a.sums, b.sums, a.blocks, b.blocks
    strange_a, strange_b = a.strange, b.strange
    gains = [[0.0] * (m + 1) for _ in range(n + 1)]
    back: list[list[_Step]] = [[_SKIP_RIGHT] * (m + 1)] + [[_SKIP_LEFT] * (m + 1) for _ in range(n)]
    for i in range(1, n + 1):
        row, above, back_row = gains[i], gains[i - 1], back[i]
        for j in range(1, m + 1):
            best, step = above[j], _SKIP_LEFT
            if row[j - 1] > best:
                best, step = row[j - 1], _SKIP_RIGHT
            whole = sums_a[i] + sums_b[j]
            for da, db in _steps(min(i, LONGEST_BLOCK), min(j, LONGEST_BLOCK)):
                if da > len(blocks_a[i - da]) or db > len(blocks_b[j - db]):
                    continue
                before = gains[i - da][j - db]
                weight = whole - sums_a[i - da] - sums_b[j - db]
                if before + weight <= best:
                    continue
                mine, theirs = blocks_a[i - da][da - 1], blocks_b[j - db][db - 1]
                if mine.longest * _RATIO < theirs.shortest or theirs.longest * _RATIO < mine.shortest:
                    continue
                likeness, how = _likeness(mine, theirs)
                if likeness <= FLOOR or (likeness < STRANGE and strange_a[i - 1] != strange_b[j - 1]):
                    continue
                value = before + (likeness - FLOOR) / (1 - FLOOR) * weight
                if value > best + 1e-12:
                    best, step = value, (da, db, likeness, how)
            row[j], back_row[j] = best, step
    pairs = _traced(back, n, m)
    return Alignment(a, b, pairs, _value(a, b, gains[n][m], pairs), moved=False)


@cache
def _steps(most_a: int, most_b: int) -> tuple[tuple[int, int], ...]:
    """How many tokens of either side may meet: one meets one to four."""
    return tuple((da, db) for da, db in _STEPS if da <= most_a and db <= most_b)


def _traced(back: list[list[_Step]], i: int, j: int) -> tuple[Pair, ...]:
    pairs = []
    while i or j:
        da, db, likeness, how = back[i][j]
        if da and db:
            pairs.append(Pair((i - da, i), (j - db, j), likeness, how[:2], how[2]))
        i, j = i - da, j - db
    return tuple(pairs[::-1])


def _value(a: Prepared, b: Prepared, gain: float, pairs: tuple[Pair, ...]) -> float:
    """Gain over what could be gained; tokens that met nothing cost most where both sides have some."""
    met_a = sum(a.sums[p.left[1]] - a.sums[p.left[0]] for p in pairs)
    met_b = sum(b.sums[p.right[1]] - b.sums[p.right[0]] for p in pairs)
    mine, theirs = a.sums[-1] - met_a, b.sums[-1] - met_b
    whole = met_a + met_b + max(mine, theirs) * 0.6 + min(mine, theirs) * 1.6
    return gain / whole if whole > 0 else 0.0


def _crossed(found: Alignment) -> Alignment:
    """Tokens that met nothing on either side meet one another where they are alike, wherever they stand."""
    left = [i for i in range(len(found.left.weights)) if not any(p.left[0] <= i < p.left[1] for p in found.pairs)]
    right = [j for j in range(len(found.right.weights)) if not any(p.right[0] <= j < p.right[1] for p in found.pairs)]
    if not left or not right:
        return found
    ways = sorted(
        (-likeness, i, j, how)
        for i in left
        for j in right
        for likeness, how in (_single(found, i, j),)
        if likeness >= CROSSED
    )
    pairs = list(found.pairs)
    for minus, i, j, how in ways:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append(Pair((i, i + 1), (j, j + 1), -minus, how[:2], how[2]))
    if len(pairs) == len(found.pairs):
        return found
    gain = sum((p.likeness - FLOOR) / (1 - FLOOR) * _weighed(found, p) for p in pairs)
    ordered = tuple(sorted(pairs, key=lambda p: p.left))
    crossing = any(one.right >= other.right for one, other in pairwise(ordered))
    value = _value(found.left, found.right, gain, ordered)
    return replace(found, pairs=ordered, value=value, moved=found.moved or crossing)


def _single(found: Alignment, i: int, j: int) -> tuple[float, _How]:
    """How alike two tokens are; an initial and a name that begins with its letter are somewhat."""
    one, other = found.left.name.tokens[i], found.right.name.tokens[j]
    if "initial" in {one.role, other.role} and one.readings and other.readings:
        mine, theirs = one.readings[0].latin, other.readings[0].latin
        return (INITIAL, (mine[:1], mine[:1], 0)) if mine[:1] == theirs[:1] else (0.0, _NOT)
    return _likeness(found.left.blocks[i][0], found.right.blocks[j][0])


def _weighed(found: Alignment, pair: Pair) -> float:
    (a0, a1), (b0, b1) = pair.left, pair.right
    return found.left.sums[a1] - found.left.sums[a0] + found.right.sums[b1] - found.right.sums[b0]
