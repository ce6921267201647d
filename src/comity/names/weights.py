"""How much a token tells: titles and legal forms little, by script and position; common names less than rare ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from comity.names.model import Token
from comity.names.rows import rows


@cache
def _titles() -> dict[tuple[str, str], tuple[str, float, str]]:
    return {(row[0], row[2]): (row[1], float(row[3]), row[4]) for row in rows("titles")}


@cache
def _common() -> dict[tuple[str, str], float]:
    return {(row[0], word): float(row[1]) for row in rows("common") for word in row[2].split()}


def weigh(tokens: Sequence[Token], script: str, kind: str) -> tuple[Token, ...]:
    """This function gives each token its weight and role; titles only lose weight, and never the only token."""
    out = []
    last = len(tokens) - 1
    for i, token in enumerate(tokens):
        word = token.readings[0].latin if script == "Latn" and token.readings else token.text
        place = "first" if i == 0 else "last" if i == last else "middle"
        weight, role = _common().get((script, word), 1.0), "name"
        title = _titles().get((script, word))
        if title and last > 0 and title[0] in {"any", place} and title[2] in {"any", kind}:
            weight, role = min(weight, title[1]), "title" if kind == "person" else "legal form"
        elif len(word) == 1 and script == "Latn":
            weight, role = 0.4, "initial"
        out.append(replace(token, weight=weight, role=role))
    return tuple(out)
