"""From traits to a score: the probability that two names are spellings of one, at even odds beforehand.

A logistic regression over `traits.TRAITS`. Its weights are fitted (``bench/fit_names.py``) and stand in
``tables/calibration.tsv``: for all pairs of names, and for each pair of traditions of which enough pairs are known.
A weight of nought has no row.
"""

from __future__ import annotations

import math
import re
from functools import cache

from comity.names.model import Name
from comity.names.rows import rows
from comity.names.traits import TRAITS

VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.IGNORECASE)
"""Letters that among languages in Latin letters only Vietnamese writes."""
OWN = frozenset({"Khmr", "Laoo", "Thai", "Mymr", "Hani", "Latn"})
ALL = "all"
"""Stands in the table for every pair without rows of its own."""
CONSTANT = "constant"
HIGHEST = 0.999
"""The score that two names come near to which are not written alike."""


def tradition(name: Name) -> str:
    """This function returns the script of a name, ``Viet`` for Vietnamese letters, ``Zzzz`` for rarer scripts."""
    if name.script == "Latn" and VIETNAMESE.search(name.text):
        return "Viet"
    return name.script if name.script in OWN else "Zzzz"


def pair_of(left: Name, right: Name) -> str:
    """This function names the pair of traditions of two names: by the one beside Latin, or as two others."""
    one, other = sorted((tradition(left), tradition(right)), key=lambda code: (code == "Latn", code))
    return one if other == "Latn" else "same" if one == other else "cross"


@cache
def weights(pair: str) -> tuple[float, ...]:
    """This function returns the weights for a pair of traditions: the constant first, then those of the traits."""
    table = {(of, trait): float(cell) for of, trait, cell in rows("calibration")}
    known = pair if (pair, CONSTANT) in table else ALL
    return tuple(table.get((known, trait), 0.0) for trait in (CONSTANT, *TRAITS))


def log_odds(left: Name, right: Name, found: tuple[float, ...]) -> float:
    """This function returns the log-odds that two names are one, of the traits of their alignment."""
    constant, *factors = weights(pair_of(left, right))
    return constant + sum(factor * trait for factor, trait in zip(factors, found, strict=True))


def probability(odds: float) -> float:
    """This function returns the probability of log-odds."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, odds))))
