"""Repairs of the encoding, each of which changes nothing when made twice.

NFC; characters that cannot be seen removed; Khmer clusters in the order of their parts; Burmese from Zawgyi to Unicode.
"""

from __future__ import annotations

import re
import unicodedata

from comity.names.zawgyi import from_zawgyi, looks_like_zawgyi

_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\u034f\u061c\u17b4\u17b5]")
_KHMER_CLUSTER = re.compile("([ក-អ])((?:្[ក-អ]|[៉៊់៌-៑័ា-ៅំះៈ៝])*)")
_KHMER = re.compile("[ក-៿]")
_BURMESE = re.compile("[\u1000-\u109f]")
_KHMER_PART = re.compile("្[ក-អ]|.", re.DOTALL)
_SPLIT_VOWELS = (("េា", "ោ"), ("េី", "ើ"), ("េៅ", "ៅ"))
_QUOTES = str.maketrans("’‘ʼ`´＇", "''''''")


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """This function repairs a name and says what it did, in words an officer understands."""
    if text.isascii():
        return " ".join(text.translate(_QUOTES).split()), ()
    made: list[str] = []
    normal = unicodedata.normalize("NFKC", text)
    seen = _UNSEEN.sub("", normal)
    if len(seen) != len(normal):
        made.append("characters that cannot be seen were removed")
    if _BURMESE.search(seen) and looks_like_zawgyi(seen):
        seen = from_zawgyi(seen)
        made.append("converted from the Zawgyi encoding to Unicode")
    ordered = _KHMER_CLUSTER.sub(_ordered, seen) if _KHMER.search(seen) else seen
    if ordered != seen:
        made.append("Khmer signs were put in order")
    whole = unicodedata.normalize("NFC", ordered.replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3"))
    return " ".join(whole.translate(_QUOTES).split()), tuple(made)


def _ordered(match: re.Match[str]) -> str:
    parts = _KHMER_PART.findall(match[2])
    signs = sorted(parts, key=_rank)
    joined = "".join(signs)
    for split, one in _SPLIT_VOWELS:
        joined = joined.replace(split, one)
    return match[1] + joined


def _rank(part: str) -> tuple[int, int]:
    """Subscripts (ro last), shifters, vowels, signs above, nikahit and reahmuk: Unicode Standard, chapter 16.4."""
    if part[0] == "្":
        return (0, 1 if part[1] == "រ" else 0)
    if part in "៉៊":
        return (1, 0)
    if "ា" <= part <= "ៅ":
        return (2, 0)
    if part in "ំះៈ":
        return (4, 0)
    return (3, 0)
