"""Chinese names in Latin letters, read in another romanisation: Li Guihua is Li Kwai-Wah in Hong Kong.

Which Cantonese syllable stands for which one of pinyin is counted over the characters of ``tables/hanzi.tsv``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache, lru_cache
from itertools import islice, product

from comity.names.hanzi import cantonese
from comity.names.model import Name, Reading, Token
from comity.names.rows import lines

_MOST = 3
_SHARE = 0.12
"""A Cantonese syllable that stands for less than this share of a pinyin syllable's characters is left out."""
_LONGEST = 6
_COUNTED = frozenset({"name"})


def respelt(name: Name) -> Name | None:
    """This function reads a name that pinyin could have given in Cantonese; None where pinyin could not.

    Args:
        name: in Latin letters.
    """
    tokens: list[Token] = []
    found = False
    for token in name.tokens:
        if token.role not in _COUNTED:
            tokens.append(token)
            continue
        readings = _readings(token.readings[0].latin) if token.readings else ()
        if not readings:
            return None
        found = True
        tokens.append(replace(token, readings=readings))
    return replace(name, tokens=tuple(tokens)) if found else None


@lru_cache(maxsize=16384)
def _readings(latin: str) -> tuple[Reading, ...]:
    syllables = _syllables(latin)
    if not syllables:
        return ()
    choices = [_cantonese()[s] for s in syllables]
    spelt = dict.fromkeys("".join(choice) for choice in islice(product(*choices), 2 * _MOST))
    return tuple(Reading(s, "cantonese") for s in spelt)


def _syllables(latin: str) -> tuple[str, ...]:
    """The fewest pinyin syllables that a word can be divided into, at most three; none where it cannot."""
    best: list[tuple[str, ...] | None] = [(), *([None] * len(latin))]
    for end in range(1, len(latin) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            if before is not None and latin[start:end] in _cantonese():
                way = (*before, latin[start:end])
                if len(way) <= _MOST and (best[end] is None or len(way) < len(best[end] or ())):
                    best[end] = way
    return best[-1] or ()


@cache
def _cantonese() -> dict[str, tuple[str, ...]]:
    """Pinyin syllable to the usual spellings of the Cantonese syllables that its characters have, commonest first."""
    counts: dict[str, Counter[str]] = {}
    for row in (line.split("\t") for line in lines("hanzi")):
        for pinyin, jyutping in zip(row[1].split()[:1], row[2].split()[:1], strict=False):
            counts.setdefault(pinyin.replace("v", "u"), Counter())[jyutping] += 1
    found = {}
    for pinyin, among in counts.items():
        usual = [j for j, n in among.most_common(_MOST) if n >= _SHARE * among.total()]
        found[pinyin] = tuple(dict.fromkeys(cantonese(j)[0] for j in usual))
    return found
