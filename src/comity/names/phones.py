"""From Latin letters to phones, and from phones to two strengths of folding.

The *fine* form writes each phone as a few letters, its class first, so that a plain edit distance between two fine
forms is small where the phones are alike: k and kh share two of four letters, k and m none. The *skeleton* keeps one
letter for each class of consonant. Both tables are data: ``tables/latin.tsv`` and ``tables/phones.tsv``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from comity.names.rows import rows

VOWELS = "aeiouy"
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})
_CONTEXTS = {"*": "{}", "<": "{}(?=[aeiouy])", ">": "{}(?![aeiou])", "^": r"(?<![a-z]){}(?=[aeiouy])",
             "$": "(?<=[aeiouy]){}(?![aeiouy])"}  # fmt: skip


def plain(text: str) -> str:
    """This function returns small ASCII letters: marks removed, letters such as đ folded.

    Only Latin text may be given to it: in other scripts a mark may be a vowel.
    """
    lower = text.lower()
    if lower.isascii() and lower.isalpha():
        return lower
    decomposed = unicodedata.normalize("NFD", lower.translate(_LETTERS))
    return "".join(c for c in decomposed if "a" <= c <= "z")


@cache
def _spellings() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    ordered = sorted(rows("latin"), key=lambda row: (-len(row[0]), row[1] == "*"))
    names = {f"r{i}": tuple(row[2].split()) for i, row in enumerate(ordered)}
    parts = (f"(?P<r{i}>{_CONTEXTS[row[1]].format(row[0])})" for i, row in enumerate(ordered))
    return re.compile("|".join(parts)), names


@cache
def _codes() -> dict[str, tuple[str, str]]:
    return {phone: (code, "" if skeleton == "-" else skeleton) for phone, code, skeleton in rows("phones")}


@lru_cache(maxsize=65536)
def phones(latin: str) -> tuple[str, ...]:
    """This function reads small ASCII letters as phones, doubled ones once."""
    pattern, names = _spellings()
    found: list[str] = []
    for match in pattern.finditer(latin):
        for phone in names[match.lastgroup or ""]:
            if not found or found[-1] != phone:
                found.append(phone)
    return tuple(found)


@lru_cache(maxsize=65536)
def fine(latin: str) -> str:
    """This function returns the fine form of small ASCII letters."""
    codes = _codes()
    return "".join(codes[p][0] for p in phones(latin))


@lru_cache(maxsize=65536)
def skeleton(latin: str) -> str:
    """This function returns the consonant skeleton of small ASCII letters; a name of vowels alone gives its vowels."""
    codes = _codes()
    found: list[str] = []
    for phone in phones(latin):
        letter = codes[phone][1]
        if letter:
            found.append(letter)
    return "".join(found)
