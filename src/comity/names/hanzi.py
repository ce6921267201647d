"""Chinese: each character in the ways that families of different origin spell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from comity.names import hangul
from comity.names.rows import lines, part, rows

_Spelt = tuple[str, str]
"""A system and a spelling in it."""
_PINYIN = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxrzcs])?(.+)")
_JYUTPING = re.compile("(gw|kw|ng(?=[aeiou])|[bpmfdtnlgkhwzcsj](?=.))?(.+)")


@cache
def _characters() -> dict[str, str]:
    """A character to its line; most of them are never asked for."""
    return {line.partition("\t")[0]: line for line in lines("hanzi")}


@cache
def _written() -> dict[str, tuple[tuple[str, str], ...]]:
    """What tables written by hand say of a character: pairs of system and spelling."""
    found: dict[str, list[tuple[str, str]]] = {}
    for characters, system, spelt in (*rows("dialects"), *rows("transcribed")):
        for c in characters:
            found.setdefault(c, []).extend((system, s) for s in spelt.split())
    return {c: tuple(pairs) for c, pairs in found.items()}


@cache
def _words() -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        word: tuple((system, s) for s in spelt.split())
        for words, system, spelt in rows("words_chinese")
        for word in words.split()
    }


def word(characters: str) -> tuple[tuple[str, str], ...]:
    """This function returns pairs of system and spelling of several characters that are read as a whole."""
    return _words().get(characters, ())


@cache
def spellings(character: str) -> tuple[tuple[str, str], ...]:
    """This function returns pairs of system and spelling for one character; empty where it is not known."""
    line = _characters().get(character, "\t" * 4)
    pinyins, jyutpings, vietnamese, koreans = (cell.split() for cell in line.split("\t")[1:])
    found: list[tuple[str, str]] = []
    for pinyin, jyutping in zip_longest(pinyins, jyutpings):  # the most usual in each system first
        if pinyin:
            found += [("pinyin", s) for s in _umlauts(pinyin)]
            found.append(("wade-giles", respelt(pinyin.replace("v", "u"), "wade_giles")))
        if jyutping:
            found += [("cantonese", s) for s in cantonese(jyutping)]
        if pinyin:
            found += [(system, respelt(pinyin.replace("v", "u"), system)) for system in ("tongyong", "mps2")]
    found += [("vietnamese", spelt) for spelt in vietnamese]
    found += [("korean", s) for syllable in koreans for _, s in hangul.spellings(syllable)]
    return tuple(dict.fromkeys(_merged(_written().get(character, ()), found)))


def _merged(written: Sequence[_Spelt], computed: Sequence[_Spelt]) -> Iterator[_Spelt]:
    """Where families have their own spelling in a system, it comes first; of what follows by rule, one stays."""
    own = {system for system, _ in written}
    seen: set[str] = set()
    for system, spelt in computed:
        first = system not in seen
        seen.add(system)
        if first:
            yield from (pair for pair in written if pair[0] == system)
        if first or system not in own:
            yield system, spelt
    yield from written


def _umlauts(pinyin: str) -> tuple[str, ...]:
    """Passports write ü after l and n as v, yu or u."""
    if "v" not in pinyin:
        return (pinyin,)
    return tuple(pinyin.replace("v", letters) for letters in ("u", "v", "yu"))


@cache
def _column(table: str, what: str) -> dict[str, str]:
    return {row[0]: row[1] for row in part(table, what)}


@cache
def respelt(pinyin: str, table: str) -> str:
    """This function respells a pinyin syllable without tone by a table: ``wade_giles`` or ``tongyong``."""
    if pinyin in (whole := _column(table, "whole")):
        return whole[pinyin]
    match = _PINYIN.fullmatch(pinyin)
    if not match:
        return pinyin
    head, tail = match[1] or "", str(match[2])
    return _column(table, "initial").get(head, head) + _column(table, "final").get(tail, tail)


@cache
def cantonese(jyutping: str) -> tuple[str, ...]:
    """This function respells a Jyutping syllable without tone as names are spelt in Hong Kong, most usual first."""
    if whole := _column("cantonese", "whole").get(jyutping):
        return tuple(whole.split())
    match = _JYUTPING.fullmatch(jyutping)
    if not match:
        return (jyutping,)
    heads = _column("cantonese", "initial").get(match[1] or "", match[1] or "").split() or [""]
    tails = _column("cantonese", "final").get(match[2], match[2]).split()
    return tuple(dict.fromkeys([heads[0] + tails[0], heads[-1] + tails[0], heads[0] + tails[-1]]))
