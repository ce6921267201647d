"""How much a token tells: what is not the name itself little, common names less than rare ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from comity.names.forms import marked
from comity.names.given import is_english
from comity.names.model import Reading, Token
from comity.names.rows import rows
from comity.names.scripts import script_of

_IN_BRACKETS = 0.3
_INITIAL = 0.4


@cache
def _common() -> dict[tuple[str, str], float]:
    return {(row[0], word): float(row[1]) for row in rows("common") for word in row[2].split()}


@lru_cache(maxsize=64)
def _numerals(kind: str) -> dict[tuple[str, str], str]:
    """Number words and Roman numerals of names of a kind, by script."""
    return {
        (script, word): number
        for script, kinds, number, words in rows("numerals")
        if kind in kinds.split()
        for word in words.split()
    }


def weigh(tokens: Sequence[Token], kind: str) -> tuple[Token, ...]:
    """This function gives each token its weight and role; the only token of a name keeps its weight."""
    if len(tokens) < 2:
        return tuple(tokens)
    return tuple(_weighed(token, kind) for token in _without_lonely_brackets(marked(tokens, kind)))


def _without_lonely_brackets(tokens: Sequence[Token]) -> list[Token]:
    """Brackets around everything are no brackets."""
    if any(t.role == "name" for t in tokens):
        return list(tokens)
    return [replace(t, role="name") if t.role == "in brackets" else t for t in tokens]


def _weighed(token: Token, kind: str) -> Token:
    if token.role == "in brackets":
        return replace(token, weight=_IN_BRACKETS)
    if token.role != "name" or not token.readings:
        return token
    script = script_of(token.text[0])
    word = token.readings[0].latin if script == "Latn" else token.text.casefold()
    if number := _numerals(kind).get((script, word)):
        return replace(token, readings=(Reading(number, "number"), *token.readings), role="number")
    if script == "Latn" and len(word) == 1:
        return replace(token, weight=_INITIAL, role="initial")
    if script == "Latn" and is_english(word):
        return replace(token, role="given")
    weight = _common().get((script, word), 1.0)
    return token if weight == token.weight else replace(token, weight=weight)
