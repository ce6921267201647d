"""Compares two names: the best alignment over the orders of tokens that cultures use, its price and reasons."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance.Indel import normalized_similarity as similarity

from comity.names.alignment import Alignment, Prepared, Ready, align, ready
from comity.names.model import Comparison, Name, Reason
from comity.names.readings import LONGEST, read
from comity.names.rows import rows

_ORDER_PRICE = {"Mymr": 0.25, "Thai": 0.12, "Laoo": 0.12, "Khmr": 0.08, "Hani": 0.03, "Latn": 0.04}
_MARKS_PRICE = 0.25
_SCRIPT_PRICE = 0.5
_SURNAME_ALIKE = 0.78
_WITHOUT_SURNAME = 0.6
_ENOUGH = 0.6
"""Names whose letters agree less than this in any order are not tried in other orders."""


def compare(a: str, b: str, kind: str = "person") -> Comparison:
    """This function tells how alike two names are, from 0 to 1, and why; the same for (a, b) and (b, a).

    Args:
        a: a name in any script.
        b: another.
        kind: what both are names of: ``person``, ``organisation``, ``place`` or ``vessel``.
    """
    left, right = _in_order(_ready(a[: LONGEST + 1], kind), _ready(b[: LONGEST + 1], kind))
    if left.folded == right.folded:
        return Comparison(1.0 if left.name.tokens else 0.0, (Reason("same", "both are written alike", 1.0),))
    score, best, turned = _evaluate(left, right)
    return Comparison(score, _reasons(left.name, right.name, best, turned, score))


def score(a: Ready, b: Ready) -> float:
    """This function returns the score alone of two names that are ready."""
    left, right = _in_order(a, b)
    return 1.0 if left.name.tokens and left.folded == right.folded else _evaluate(left, right)[0]


@lru_cache(maxsize=4096)
def _ready(text: str, kind: str) -> Ready:
    return ready(read(text, kind))


def _in_order(a: Ready, b: Ready) -> tuple[Ready, Ready]:
    return (b, a) if (b.name.script, b.name.text) < (a.name.script, a.name.text) else (a, b)


def _evaluate(left: Ready, right: Ready) -> tuple[float, Alignment, int]:
    best, turned, score = Alignment(0.0, ()), 0, 0.0
    for one, price in left.variants:
        for other, further in right.variants:
            found, by, value = _best_order(one, other)
            value -= price + further
            if value > score and (by_surname := _surname(left.name, right.name, found)) * value > score:
                best, turned, score = found, by, value * by_surname
    score -= _marks(left.name, right.name, best, turned)
    if left.name.script == right.name.script != "Latn":
        native = similarity(left.folded, right.folded)
        score = min(score, native + (1 - native) * (1 - _SCRIPT_PRICE))
    return min(max(score, 0.0), 0.999), best, turned


@cache
def _surnames() -> frozenset[str]:
    return frozenset(character for (line,) in rows("surnames_chinese") for character in line)


def _surname(left: Name, right: Name, found: Alignment) -> float:
    """What is left of a score when a Chinese surname on one side is met by nothing on the other."""
    for name, other, side in ((left, right, "left"), (right, left, "right")):
        tokens = name.tokens
        if name.script != "Hani" or other.script != "Latn" or not 2 <= len(tokens) <= 4:
            continue
        if tokens[0].text in _surnames() and not any(
            getattr(p, side)[0] == 0 and p.likeness > _SURNAME_ALIKE for p in found.pairs
        ):
            return _WITHOUT_SURNAME
    return 1.0


def _best_order(one: Prepared, other: Prepared) -> tuple[Alignment, int, float]:
    if not one.weights or not other.weights:
        return Alignment(0.0, ()), 0, 0.0
    best, turned = align(one, other), 0
    score = best.value
    price = max(_ORDER_PRICE.get(p.name.script, 0.06) for p in (one, other))
    if score < 1 - price and similarity(one.letters, other.letters) >= _ENOUGH:
        for by in _turns(other):
            found = align(one, other.turned(by))
            if found.value - price > score:
                best, turned, score = found, by, found.value - price
    return best, turned, score


def _turns(prepared: Prepared) -> tuple[int, ...]:
    count = len(prepared.weights)
    return (1, count - 1) if count > 2 else (1,) if count == 2 else ()


def _marks(left: Name, right: Name, best: Alignment, turned: int) -> float:
    """Where both sides write Vietnamese marks, a pair that differs in marks alone speaks against."""
    if left.script != "Latn" or right.script != "Latn" or left.text.isascii() or right.text.isascii():
        return 0.0
    tokens = right.tokens[turned:] + right.tokens[:turned]
    price = 0.0
    for pair in best.pairs:
        mine = " ".join(t.text.casefold() for t in left.tokens[slice(*pair.left)])
        theirs = " ".join(t.text.casefold() for t in tokens[slice(*pair.right)])
        if pair.likeness == 1.0 and mine != theirs:
            price += _MARKS_PRICE
    return price


def _reasons(left: Name, right: Name, best: Alignment, turned: int, score: float) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    tokens = right.tokens[turned:] + right.tokens[:turned]
    met_left: set[int] = set()
    met_right: set[int] = set()
    for pair in best.pairs:
        mine = _shown(left, pair.left, left.tokens)
        theirs = _shown(right, pair.right, tokens)
        met_left.update(range(*pair.left))
        met_right.update(range(*pair.right))
        how = f"read as {pair.reading[0]} and {pair.reading[1]}" if pair.reading[0] != pair.reading[1] else (
            f"both read as {pair.reading[0]}")  # fmt: skip
        what = "met" if pair.likeness >= 0.75 else "against"
        reasons.append(Reason(what, f"{mine} and {theirs}, {how}: {pair.likeness:.0%} alike", pair.likeness))
    for name, among, met in ((left, left.tokens, met_left), (right, tokens, met_right)):
        for i, token in enumerate(among):
            if i not in met:
                what = "ignored" if token.role != "name" else "missing"
                reasons.append(Reason(what, f"{token.text} ({token.role}) has no counterpart", -token.weight))
        reasons += [Reason("repaired", f"{name.text}: {made}") for made in name.repairs]
    if turned:
        reasons.append(Reason("order", "the tokens stand in another order", -0.1))
    if score < 0.5:
        reasons.append(Reason("against", "too little agrees", score - 1))
    return tuple(reasons)


def _shown(name: Name, span: tuple[int, int], tokens: tuple[object, ...]) -> str:
    texts = [getattr(t, "text", "") for t in tokens[slice(*span)]]
    return ("" if name.script in {"Hani", "Mymr"} else " ").join(texts)
