"""Chinese: each character in the ways that families of different origin spell it."""

from __future__ import annotations

import re
from functools import cache

from comity.names.rows import part, rows

_PINYIN = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxrzcs])?(.+)")
_JYUTPING = re.compile("(gw|kw|ng(?=[aeiou])|[bpmfdtnlgkhwzcsj](?=.))?(.+)")


@cache
def _characters() -> dict[str, tuple[str, str, str]]:
    return {row[0]: (row[1], row[2], row[3]) for row in rows("hanzi")}


@cache
def _dialects() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for characters, dialect, spelt in rows("dialects"):
        for c in characters:
            found.setdefault(c, []).extend((dialect, s) for s in spelt.split())
    return {c: tuple(pairs) for c, pairs in found.items()}


@cache
def spellings(character: str) -> tuple[tuple[str, str], ...]:
    """This function returns pairs of dialect and spelling for one character; empty where it is not known."""
    known = _characters().get(character)
    found: list[tuple[str, str]] = []
    if known:
        pinyin, jyutping, vietnamese = known
        found += [("pinyin", pinyin), ("wade-giles", respelt(pinyin, "wade_giles"))]
        found += [("cantonese", s) for s in cantonese(jyutping)]
        if vietnamese:
            found.append(("vietnamese", vietnamese))
        if (tongyong := respelt(pinyin, "tongyong")) != pinyin:
            found.append(("tongyong", tongyong))
    found += _dialects().get(character, ())
    return tuple(dict.fromkeys(found))


@cache
def respelt(pinyin: str, table: str) -> str:
    """This function respells a pinyin syllable without tone by a table: ``wade_giles`` or ``tongyong``."""
    whole = {row[0]: row[1] for row in part(table, "whole")}
    if pinyin in whole:
        return whole[pinyin]
    match = _PINYIN.fullmatch(pinyin)
    if not match:
        return pinyin
    initials = {row[0]: row[1] for row in part(table, "initial")}
    finals = {row[0]: row[1] for row in part(table, "final")}
    head, tail = match[1] or "", str(match[2])
    return initials.get(head, head) + finals.get(tail, tail)


@cache
def cantonese(jyutping: str) -> tuple[str, ...]:
    """This function respells a Jyutping syllable without tone as names are spelt in Hong Kong, most usual first."""
    whole = {row[0]: row[1].split() for row in part("cantonese", "whole")}
    if jyutping in whole:
        return tuple(whole[jyutping])
    match = _JYUTPING.fullmatch(jyutping)
    if not match:
        return (jyutping,)
    initials = {row[0]: row[1].split() or [""] for row in part("cantonese", "initial")}
    finals = {row[0]: row[1].split() for row in part("cantonese", "final")}
    heads, tails = initials.get(match[1] or "", [match[1] or ""]), finals.get(match[2], [match[2]])
    return tuple(dict.fromkeys([heads[0] + tails[0], heads[-1] + tails[0], heads[0] + tails[-1]]))
