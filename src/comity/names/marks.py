"""Vietnamese marks: where both sides write them, they tell names apart that sound alike without."""

from __future__ import annotations

from comity.names.alignment import Alignment, Pair

PRICE = 3.5
"""Log-odds against, for each pair of tokens that differ in marks alone. Chosen, not fitted: there are no labelled pairs
with marks on both sides."""


def marks_against(found: Alignment) -> float:
    """This function returns the log-odds against that marks give, 0 where a side writes none."""
    return PRICE * len(differing(found))


def differing(found: Alignment) -> list[Pair]:
    """This function returns the pairs of tokens that differ in marks alone."""
    left, right = found.left.name, found.right.name
    if left.script != "Latn" or right.script != "Latn" or left.text.isascii() or right.text.isascii():
        return []
    return [
        pair
        for pair in found.pairs
        if pair.likeness == 1.0
        and " ".join(t.text.casefold() for t in left.tokens[slice(*pair.left)])
        != " ".join(t.text.casefold() for t in right.tokens[slice(*pair.right)])
    ]
