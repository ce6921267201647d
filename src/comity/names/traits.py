"""Traits of an alignment that speak for two names being one, or against it: each a number with a meaning.

The score is made of these alone (`comity.names.calibration`). They depend on the two names and on nothing else.
"""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance.Indel import normalized_similarity as _similar

from comity.names.alignment import Alignment, Pair, Prepared
from comity.names.given import sex_of_characters, sex_of_given
from comity.names.model import Name, Token
from comity.names.rows import rows
from comity.names.sounds import evidence, whole

TRAITS = (
    "sounds", "short", "purity", "worst", "value", "letters", "unusual", "first", "middle", "last", "both", "given",
    "foreign", "sex", "aside", "generic", "order", "number", "surname", "price",
)  # fmt: skip
"""What each trait is:

``sounds``: log-odds of the sounds that met, in tens of nats, tokens weighed;
``short``: how far ``sounds`` stays below what a full name gives;
``purity``: log-odds of what met over what it could have been;
``worst``: that of the least alike pair that tells something;
``value``: share of both names that met and how alike; how alike the surnames are, where they alone can be compared;
``letters``: how alike the readings that met are letter by letter;
``unusual``: how far down among the readings of a token the one that met stands, 0 to 1;
``first``, ``last``: the first or last token of a name met nothing;
``middle``: share of a name that its other tokens make which met nothing;
``both``: the smaller of the shares of either name that met nothing;
``given``: an English given name on one side alone;
``foreign``: an English given name on one side, an Asian one on the other: they cannot be compared;
``sex``: 1 where those two suggest the same sex, -1 where they do not;
``aside``: share of titles, legal forms, words such as bin and what stands in brackets that met nothing;
``generic``: a kind of place met nothing;
``order``: the tokens stand in another order;
``number``: a number met nothing, or another number;
``surname``: a Chinese surname met nothing;
``price``: of the family of readings that had to be assumed, in tenths."""

_ENOUGH = 3.0
"""Log-odds, in tens of nats, from which on more makes a name hardly surer."""
_TELLS = 0.4
"""A pair of tokens that weigh less does not count as the worst one."""
_SURNAME_ALIKE = 0.78
_RARELY = 4
_LONGEST_SURNAME = 1
_TRANSCRIBED = "transcribed"
_NAMED = frozenset({"name", "initial"})


def traits(found: Alignment, family: str = "", price: float = 0.0) -> tuple[float, ...]:
    """This function measures the traits of an alignment, in the order of `TRAITS`.

    Args:
        found: the alignment.
        family: of the readings that it assumes, or nothing.
        price: of assuming it.
    """
    left, right = _sides(found, _NAMED)
    foreign = _foreign(left, right, found)
    if left.given and right.given:
        left, right = _sides(found, _NAMED | {"given"})
    if foreign:
        left.shares = right.shares = [0.0, 0.0, 0.0]
    sounds, purity, worst, letters = _sounds(found)
    numbers = any(_number(t) for t in (*left.lonely(), *right.lonely())) or any(
        _numbers_differ(found, p) for p in found.pairs
    )
    return (
        sounds,
        max(0.0, _ENOUGH - sounds),
        purity,
        worst,
        found.pairs[0].likeness if foreign else found.value,
        letters,
        sum(min(p.rank, _RARELY) for p in found.pairs) / (_RARELY * (len(found.pairs) or 1)),
        float(left.shares[0] > 0) + float(right.shares[0] > 0),
        max(left.shares[1], right.shares[1]),
        float(left.shares[2] > 0) + float(right.shares[2] > 0),
        min(sum(left.shares), sum(right.shares)),
        float(left.given != right.given and not foreign),
        float(foreign),
        _sex(left, right) if foreign else 0.0,
        max(left.aside, right.aside),
        float(left.generic or right.generic),
        float(found.moved),
        float(numbers),
        float(family != _TRANSCRIBED and _surname_missing(found)),
        price * 10,
    )


class _Side:
    """What of one name met nothing."""

    __slots__ = ("aside", "edge_met", "generic", "given", "has_given", "met", "prepared", "shares", "total")

    def __init__(self, prepared: Prepared, spans: list[tuple[int, int]], counted: frozenset[str]) -> None:
        self.prepared = prepared
        self.met = {i for span in spans for i in range(*span)}
        self.total = prepared.sums[-1] or 1.0
        self.shares = [0.0, 0.0, 0.0]
        self.aside = 0.0
        self.given = self.generic = False
        count = len(prepared.name.tokens)
        written = [(i + prepared.by) % count for i in range(count)]
        named = sorted(written[i] for i, t in enumerate(prepared.name.tokens) if t.role in counted)
        edges = (named[:1] if prepared.name.script == "Hani" else named[:1] + named[-1:]) if named else []
        self.edge_met = any(written[i] in edges for i in self.met)
        self.has_given = any(t.role == "given" for t in prepared.name.tokens)
        for i, token in enumerate(prepared.name.tokens):
            if i in self.met:
                continue
            share = prepared.weights[i] / self.total
            if token.role in counted:
                self.shares[0 if written[i] == named[0] else 2 if written[i] == named[-1] else 1] += share
            elif token.role == "given":
                self.given = True
            elif token.role == "generic":
                self.generic = True
            else:
                self.aside += share

    def lonely(self) -> list[Token]:
        return [t for i, t in enumerate(self.prepared.name.tokens) if i not in self.met]


def _sides(found: Alignment, named: frozenset[str]) -> tuple[_Side, _Side]:
    spans = [p.left for p in found.pairs], [p.right for p in found.pairs]
    return _Side(found.left, spans[0], named), _Side(found.right, spans[1], named)


def _foreign(left: _Side, right: _Side, found: Alignment) -> bool:
    """Whether a surname alone met, one side has an English given name and the other one in its own language."""
    if left.given == right.given or len(found.pairs) != 1:
        return False
    english, own = (left, right) if left.given else (right, left)
    pair = found.pairs[0]
    first, end = pair.right if left.given else pair.left
    return end - first == 1 and own.edge_met and not own.has_given and not sum(english.shares) and sum(own.shares) > 0


def _sounds(found: Alignment) -> tuple[float, float, float, float]:
    told = could = alike = size = 0.0
    worst = 1.0
    for pair in found.pairs:
        mine, theirs = pair.reading
        weight = max(_least(found.left, pair.left), _least(found.right, pair.right))
        odds, most = evidence(mine, theirs), (whole(mine) + whole(theirs)) / 2
        told += odds * weight
        could += most * weight
        length = (len(mine) + len(theirs)) * weight
        alike += _similar(mine, theirs) * length
        size += length
        if weight > _TELLS and most > 0:
            worst = min(worst, odds / most)
    if not found.pairs:
        return 0.0, 0.0, 0.0, 0.0
    return told / 10, told / could if could > 0 else 0.0, max(worst, -1.0), alike / size if size else 0.0


def _least(prepared: Prepared, span: tuple[int, int]) -> float:
    return min(t.weight for t in prepared.name.tokens[slice(*span)])


def _number(token: Token) -> bool:
    return token.role == "number" or token.text.isnumeric()


def _numbers_differ(found: Alignment, pair: Pair) -> bool:
    tokens = (*found.left.name.tokens[slice(*pair.left)], *found.right.name.tokens[slice(*pair.right)])
    return pair.likeness < 0.9 and any(_number(t) for t in tokens)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(character for (line,) in rows("surnames_chinese") for character in line)


def _surname_missing(found: Alignment) -> bool:
    """Whether a Chinese surname on one side is met by nothing on the other, in Latin letters."""
    for prepared, other, side in ((found.left, found.right, "left"), (found.right, found.left, "right")):
        name: Name = prepared.name
        if name.script != "Hani" or other.name.script != "Latn" or not 2 <= len(name.tokens) <= 4:
            continue
        words = sum(t.role == "name" for t in other.name.tokens)
        if name.tokens[0].text in _surnames() and not any(
            getattr(p, side)[0] == 0
            and p.likeness > _SURNAME_ALIKE
            and (words == 1 or getattr(p, side)[1] <= _LONGEST_SURNAME)
            for p in found.pairs
        ):
            return True
    return False


def _sex(left: _Side, right: _Side) -> float:
    """1 where an English and a Chinese given name suggest the same sex, -1 where another, 0 where they say nothing."""
    english, own = (left, right) if left.given else (right, left)
    of_english = {sex_of_given(t.readings[0].latin) for t in english.lonely() if t.role == "given"}
    of_own = sex_of_characters("".join(t.text for t in own.lonely())) if own.prepared.name.script == "Hani" else ""
    if not of_own or len(of_english) != 1 or "" in of_english:
        return 0.0
    return 1.0 if of_english == {of_own} else -1.0
