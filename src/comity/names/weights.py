"""How much a token tells: titles, legal forms and kinds of place little; common names less than rare ones.

A title is one only in its script and position, and only ever loses weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from comity.names.given import is_english
from comity.names.model import Token
from comity.names.rows import rows

_IN_BRACKETS = 0.3
_INITIAL = 0.4
_GENERIC = 0.5


@cache
def _titles() -> dict[tuple[str, str], tuple[str, float, str]]:
    return {(row[0], row[2]): (row[1], float(row[3]), row[4]) for row in rows("titles")}


@cache
def _common() -> dict[tuple[str, str], float]:
    return {(row[0], word): float(row[1]) for row in rows("common") for word in row[2].split()}


@cache
def _generics() -> dict[tuple[str, str, str], tuple[float, tuple[str, ...]]]:
    return {
        (row[0], row[1], row[2]): (float(row[3]), tuple(row[4].split()) if len(row) > 4 else ())
        for row in rows("generics")
    }


def split_generic(text: str, script: str) -> tuple[tuple[str, tuple[str, ...]] | None, str]:
    """This function parts a kind of place from the name that follows it without a space; the kind with its readings."""
    for (code, place, word), (_, readings) in _generics().items():
        if code == script and place == "start" and script != "Latn" and text.startswith(word):
            return (word, readings), text.removeprefix(word)
    return None, text


def weigh(tokens: Sequence[Token], script: str, kind: str) -> tuple[Token, ...]:
    """This function gives each token its weight and role; the only token of a name keeps its weight."""
    if len(tokens) < 2:
        return tuple(tokens)
    named = len([t for t in tokens if t.role == "name"])
    return tuple(_weighed(t, i, len(tokens), script, kind, named) for i, t in enumerate(tokens))


def _weighed(token: Token, i: int, count: int, script: str, kind: str, named: int) -> Token:
    word = token.readings[0].latin if script == "Latn" and token.readings else token.text
    place = "first" if i == 0 else "last" if i == count - 1 else "middle"
    end = "start" if i == 0 else "end"
    if generic := _generics().get((script, end, word)) or (token.role == "generic" and (_GENERIC, ())):
        return replace(token, weight=generic[0], role="generic")
    if token.role == "in brackets" and named:
        return replace(token, weight=_IN_BRACKETS)
    title = _titles().get((script, word))
    if title and title[0] in {"any", place} and title[2] in {"any", kind}:
        return replace(token, weight=title[1], role="title" if kind == "person" else "legal form")
    if script == "Latn" and len(word) == 1:
        return replace(token, weight=_INITIAL, role="initial")
    if script == "Latn" and is_english(word):
        return replace(token, role="given")
    return replace(token, weight=_common().get((script, word), 1.0))
