"""How much a token tells: what is not the name itself little, common names less than rare ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from comity.names.forms import marked
from comity.names.given import english
from comity.names.model import Reading, Token
from comity.names.rows import rows
from comity.names.scripts import script_of

_IN_BRACKETS = 0.3
_INITIAL = 0.4


@lru_cache(maxsize=64)
def _known(kind: str) -> dict[tuple[str, str], tuple[str, str, float]]:
    """Script and word to the number that it stands for in names of a kind, its role, and its weight."""
    found = {(row[0], word): ("", "name", float(row[1])) for row in rows("common") for word in row[2].split()}
    found |= {("Latn", word): ("", "given", 1.0) for word in english()}
    for script, kinds, number, words in rows("numerals"):
        if kind in kinds.split():
            found |= {(script, word): (number, "number", 1.0) for word in words.split()}
    return found


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
    number, role, weight = _known(kind).get((script, word), ("", token.role, 1.0))
    if number:
        return replace(token, readings=(Reading(number, "number"), *token.readings), role=role)
    if script == "Latn" and len(word) == 1:
        role, weight = "initial", _INITIAL
    if role == token.role and weight == token.weight:
        return token
    return Token(token.text, token.readings, weight, role)
