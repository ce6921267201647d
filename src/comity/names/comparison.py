"""Compares two names: the best alignment over the orders of tokens that cultures use, its price and reasons."""

from __future__ import annotations

import unicodedata

from rapidfuzz.distance.Indel import normalized_similarity

from comity.names.alignment import Alignment, Prepared, align, prepare, rotated
from comity.names.model import Comparison, Name, Reason
from comity.names.readings import read

_ORDER_PRICE = {"Mymr": 0.25, "Thai": 0.12, "Laoo": 0.12, "Khmr": 0.04, "Hani": 0.03, "Latn": 0.04}
_MARKS_PRICE = 0.25
_SCRIPT_PRICE = 0.5


def compare(a: str, b: str, kind: str = "person") -> Comparison:
    """This function tells how alike two names are, from 0 to 1, and why; the same for (a, b) and (b, a).

    Args:
        a: a name in any script.
        b: another.
        kind: what both are names of: ``person``, ``organisation``, ``place`` or ``vessel``.
    """
    left, right = _in_order(read(a, kind), read(b, kind))
    if _folded(left) == _folded(right):
        return Comparison(1.0 if left.tokens else 0.0, (Reason("same", "both are written alike", 1.0),))
    score, best, turned = evaluate(left, right)
    return Comparison(score, _reasons(left, right, best, turned, score))


def compare_read(a: Name, b: Name) -> float:
    """This function returns the score alone of two names that were read."""
    left, right = _in_order(a, b)
    return 1.0 if left.tokens and _folded(left) == _folded(right) else evaluate(left, right)[0]


def _in_order(a: Name, b: Name) -> tuple[Name, Name]:
    return (b, a) if (b.script, b.text) < (a.script, a.text) else (a, b)


def evaluate(left: Name, right: Name) -> tuple[float, Alignment, int]:
    """This function scores two names that were read and put in order; it returns the alignment and the turn it used."""
    one, other = prepare(left), prepare(right)
    if not one.weights or not other.weights:
        return 0.0, Alignment(0.0, ()), 0
    best, turned = align(one, other), 0
    score = best.value
    price = max(_ORDER_PRICE.get(left.script, 0.06), _ORDER_PRICE.get(right.script, 0.06))
    if best.value < 0.97:
        for by in _turns(other):
            found = align(one, rotated(other, by))
            if found.value - price > score:
                best, turned, score = found, by, found.value - price
    score -= _marks(left, right, best, turned)
    if left.script == right.script != "Latn":
        native = normalized_similarity(_folded(left), _folded(right))
        score = min(score, native + (1 - native) * (1 - _SCRIPT_PRICE))
    return min(max(score, 0.0), 0.999), best, turned


def _turns(prepared: Prepared) -> tuple[int, ...]:
    count = len(prepared.weights)
    return (1, count - 1) if count > 2 else (1,) if count == 2 else ()


def _folded(name: Name) -> str:
    return unicodedata.normalize("NFC", name.text.casefold())


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
