"""How much the sounds of two readings speak for one name: log-odds, phone by phone.

Each pair of phones has the logarithm of how much more often the two stand for one another in two spellings of one name
than by chance; a phone that the other side leaves out has one too. Both are fitted (``bench/fit_names.py``) and
stand in ``tables/sounds.tsv``. A rare sound that agrees so tells more than a common one, and a long name more than a
short one. The alignment is the one with the greatest sum (Durbin et al., Biological Sequence Analysis, 1998, ch. 2).
"""

from __future__ import annotations

from functools import cache, lru_cache

from comity.names.phones import phones
from comity.names.rows import rows

LEFT_OUT = "-"
"""Stands in the table for no phone."""
ELSE = "*"
"""Stands in the table for every pair without a row."""


@cache
def _odds() -> tuple[dict[str, dict[str, float]], dict[str, float], float]:
    """Odds of pairs, odds of phones that are left out, odds of a pair without a row."""
    pairs: dict[str, dict[str, float]] = {}
    gaps: dict[str, float] = {}
    otherwise = 0.0
    for one, other, cell in rows("sounds"):
        odds = float(cell)
        if one == ELSE:
            otherwise = odds
        elif other == LEFT_OUT:
            gaps[one] = odds
        else:
            pairs.setdefault(one, {})[other] = odds
            pairs.setdefault(other, {})[one] = odds
    return pairs, gaps, otherwise


@lru_cache(maxsize=1 << 18)
def evidence(a: str, b: str) -> float:
    """This function returns the log-odds (nats) that two readings in small ASCII letters are spellings of one name."""
    pairs, gaps, otherwise = _odds()
    one, other = phones(a), phones(b)
    left_out = [gaps[y] for y in other]
    above = [0.0]
    for gap in left_out:
        above.append(above[-1] + gap)
    for x in one:
        of_x, gap_x = pairs[x], gaps[x]
        left = above[0] + gap_x
        row = [left]
        for j, y in enumerate(other):
            met = above[j] + of_x.get(y, otherwise)
            skipped = above[j + 1] + gap_x
            left += left_out[j]
            left = met if met >= skipped and met >= left else max(skipped, left)
            row.append(left)
        above = row
    return above[-1]


@lru_cache(maxsize=1 << 17)
def whole(a: str) -> float:
    """This function returns the log-odds of a reading with itself: how much it could tell."""
    pairs = _odds()[0]
    return sum(pairs[x][x] for x in phones(a))
