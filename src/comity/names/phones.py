"""From Latin letters to phones, and from phones to two strengths of folding.

The *fine* form writes each phone as a few letters, its class first, so that a plain edit distance between two fine
forms is small where the phones are alike: k and kh share two of four letters, k and m none. The *skeleton* keeps one
letter for each class of consonant. Both tables are data: ``tables/latin.tsv`` and ``tables/phones.tsv``.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from comity.names.rows import rows

_VOWELS = frozenset("aeiou")
_VOWELS_AND_Y = _VOWELS | {"y"}
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})


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
def _spellings() -> dict[str, tuple[tuple[str, int, str, tuple[str, ...]], ...]]:
    """Spellings by their first two letters, for others by the first: letters, number, context, phones.

    Long ones and special contexts come first.
    """
    found: dict[str, list[tuple[str, int, str, tuple[str, ...]]]] = {}
    for spelling, context, read in rows("latin"):
        found.setdefault(spelling[0], []).append((spelling, len(spelling), context, tuple(read.split())))
    ways = {first: sorted(ways, key=lambda way: (-way[1], way[2] == "*")) for first, ways in found.items()}
    pairs = {way[0][:2] for of in ways.values() for way in of}
    return {
        head: tuple(way for way in ways[head[0]] if way[1] == 1 or (len(head) > 1 and way[0].startswith(head)))
        for head in (*ways, *pairs)
    }


def _fits(context: str, before: str, after: str) -> bool:
    if context == ">":
        return after not in _VOWELS
    if context == "$":
        return before in _VOWELS_AND_Y and after not in _VOWELS_AND_Y
    return after in _VOWELS_AND_Y and (context == "<" or not before)


@cache
def _codes() -> dict[str, tuple[str, str]]:
    return {phone: (code, "" if skeleton == "-" else skeleton) for phone, code, skeleton in rows("phones")}


@lru_cache(maxsize=65536)
def phones(latin: str) -> tuple[str, ...]:
    """This function reads small ASCII letters as phones, doubled ones once."""
    spellings = _spellings()
    found: list[str] = []
    last = ""
    i, end = 0, len(latin)
    while i < end:
        for spelling, size, context, read in spellings.get(latin[i : i + 2]) or spellings.get(latin[i], ()):
            if (size == 1 or latin.startswith(spelling, i)) and (
                context == "*" or _fits(context, latin[i - 1] if i else "", latin[i + size : i + size + 1])
            ):
                for phone in read:
                    if phone != last:
                        found.append(phone)
                        last = phone
                i += size
                break
        else:
            i += 1
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
    return "".join([codes[p][1] for p in phones(latin)])
