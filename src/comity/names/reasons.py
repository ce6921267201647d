"""Why a score is what it is, in words that an officer can defend."""

from __future__ import annotations

from collections.abc import Mapping

from comity.names.alignment import Alignment, Pair
from comity.names.calibration import pair_of, weights
from comity.names.marks import PRICE, differing
from comity.names.model import Name, Reason, Token
from comity.names.sounds import evidence
from comity.names.traits import TRAITS

_ALIKE = 0.75
_TOO_LITTLE = 0.5
_FAMILIES: Mapping[str, str] = {
    "mainland": "read in pinyin",
    "taiwan": "read as names are spelt in Taiwan",
    "hong kong": "read as names are spelt in Hong Kong",
    "overseas": "read as families of southern China spell names in Malaysia, Singapore, Cambodia and Thailand",
    "viet nam": "read in Sino-Vietnamese",
    "korea": "read in Sino-Korean",
    "transcribed": "read as characters that stand for the sounds of a foreign name",
}


def reasons(
    left: Name, right: Name, found: Alignment, family: str, told: tuple[float, ...], score: float
) -> tuple[Reason, ...]:
    """This function lists the reasons for a score: what met, how read, in which order; what did not; what was repaired.

    Args:
        left: the name on the left as it was read.
        right: that on the right.
        found: how their tokens meet.
        family: the family of readings that was assumed.
        told: the traits of the alignment.
        score: of the two.
    """
    _, *factors = weights(pair_of(left, right))
    effect = {trait: factor * value for trait, factor, value in zip(TRAITS, factors, told, strict=True)}
    value = dict(zip(TRAITS, told, strict=True))
    factor = dict(zip(TRAITS, factors, strict=True))
    listed = [_met(found, pair, family, factor["sounds"]) for pair in found.pairs]
    if value["foreign"]:
        code, text = _foreign(value["sex"])
        listed.append(Reason("ignored", text, effect["foreign"] + effect["sex"], code))
    listed += _lonely(found, value, effect)
    if value["order"]:
        listed.append(Reason("order", "the tokens stand in another order", effect["order"], "order"))
    if value["number"]:
        listed.append(Reason("against", "the numbers are not the same", effect["number"], "number"))
    if value["surname"]:
        text = "the Chinese surname has no counterpart of its own"
        listed.append(Reason("against", text, effect["surname"], "surname"))
    for pair in differing(found):
        both = _texts(found, pair)
        listed.append(Reason("against", f"{' and '.join(both)} differ in their marks", -PRICE, "marks", both))
    for name in (left, right):
        listed += (
            Reason("repaired", f"{name.text}: {made}", 0.0, "repaired", (name.text, made)) for made in name.repairs
        )
    if score < _TOO_LITTLE:
        listed.append(Reason("against", "too little agrees", score - 1, "little"))
    return tuple(listed)


def _met(found: Alignment, pair: Pair, family: str, factor: float) -> Reason:
    mine, theirs = pair.reading
    how = f"read as {mine} and {theirs}" if mine != theirs else f"both read as {mine}"
    described = f", {_FAMILIES[family]}" if family in _FAMILIES else ""
    what = "met" if pair.likeness >= _ALIKE else "against"
    both, share = _texts(found, pair), f"{pair.likeness:.0%}"
    text = f"{' and '.join(both)}, {how}{described}: {share} alike"
    values = (*both, mine, theirs, family if family in _FAMILIES else "", share)
    return Reason(what, text, factor * evidence(mine, theirs) / 10, "met", values)


def _texts(found: Alignment, pair: Pair) -> tuple[str, str]:
    return _shown(found.left.name, pair.left), _shown(found.right.name, pair.right)


def _shown(name: Name, span: tuple[int, int]) -> str:
    return ("" if name.script in {"Hani", "Mymr"} else " ").join(t.text for t in name.tokens[slice(*span)])


def _lonely(found: Alignment, value: Mapping[str, float], effect: Mapping[str, float]) -> list[Reason]:
    """What met nothing; the effect of all of it is shared out by weight."""
    lonely: list[tuple[Token, float]] = []
    for prepared, spans in (
        (found.left, [p.left for p in found.pairs]),
        (found.right, [p.right for p in found.pairs]),
    ):
        met = {i for span in spans for i in range(*span)}
        lonely += [(t, prepared.weights[i]) for i, t in enumerate(prepared.name.tokens) if i not in met]
    whole = sum(weight for _, weight in lonely) or 1.0
    cost = sum(effect[trait] for trait in ("first", "middle", "last", "both", "given", "aside", "generic"))
    return [
        Reason(
            "missing" if t.role == "name" and not value["foreign"] else "ignored",
            f"{t.text} ({t.role}) has no counterpart",
            cost * weight / whole,
            "lonely",
            (t.text, t.role),
        )
        for t, weight in lonely
    ]


def _foreign(sex: float) -> tuple[str, str]:
    text = "an English given name and one in another language cannot be compared; the surname alone met"
    if sex > 0:
        return "foreign.same-sex", f"{text}; both are usual for the same sex"
    return ("foreign.other-sex", f"{text}; they are usual for different sexes") if sex < 0 else ("foreign", text)
