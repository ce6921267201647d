"""Which script a text is in, by its code points, and which reader and table read it: ``tables/scripts.tsv``."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cache

from comity.names.rows import rows


@cache
def _ranges() -> tuple[tuple[int, ...], tuple[tuple[int, str], ...]]:
    """Where the ranges start, and where each ends with its script, in order."""
    found = []
    for code, ranges, *_ in rows("scripts"):
        for one in ranges.split():
            first, _, last = one.partition("-")
            found.append((int(first, 16), int(last or first, 16), code))
    found.sort()
    return tuple(first for first, _, _ in found), tuple((last, code) for _, last, code in found)


@cache
def _readers() -> dict[str, tuple[str, str]]:
    return {code: (reader, table) for code, _, reader, table in rows("scripts")}


@cache
def script_of(character: str) -> str:
    """This function returns the ISO 15924 code of a character's script; ``Zyyy`` for signs, ``Zzzz`` for others."""
    starts, ends = _ranges()
    place = bisect_right(starts, ord(character)) - 1
    if place >= 0 and ord(character) <= ends[place][0]:
        return ends[place][1]
    return "Zzzz" if character.isalpha() else "Zyyy"


def reader_of(script: str) -> tuple[str, str]:
    """This function returns the reader of a script and its table; ``fallback`` where the script has no row."""
    return _readers().get(script, ("fallback", "-"))


def main_script(text: str) -> str:
    """This function returns the script that most letters of a text are in."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else "Zyyy"
    counts = Counter(map(script_of, text))
    del counts["Zyyy"]
    return max(counts, key=lambda code: (counts[code], code)) if counts else "Zyyy"
