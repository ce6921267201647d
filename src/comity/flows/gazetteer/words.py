"""Words for places: what is left when case, spaces and marks do not count, and where the word for a level stands.

"ខេត្តបន្ទាយមានជ័យ", "Banteay Meanchey province" and "banteay meanchey" are one name with or without a word for its
level. What such words are is data (``tables/kinds.tsv``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from comity.flows.gazetteer.shelf import rows

_BETWEEN = re.compile(r"[,;/|()\[\]\n\t•·，、；（）។៖]+|\s[-\N{EN DASH}]\s")
_WORD = re.compile(r"\S+")
_MARKED = frozenset({"LATIN"})
Levels = tuple[int, ...]
_ANY: Levels = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the words for a place that names one place.

    Args:
        whole: as written.
        bare: without the word for a level; the whole where there is none.
        levels: those that the word may stand for, the likelier first; all where there is none.
    """

    whole: str
    bare: str
    levels: Levels = _ANY

    @property
    def says_level(self) -> bool:
        """This function tells whether a word for a level was given."""
        return self.levels is not _ANY


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """This function returns a text without case, spaces and punctuation, in Latin letters also without marks.

    Digits of any script are the same; so are the two ways to write a Khmer subscript t.
    """
    found = []
    for character in unicodedata.normalize("NFKD", text).casefold():
        category = unicodedata.category(character)
        if category == "Nd":
            found.append(str(unicodedata.decimal(character)))
        elif category[0] == "L" or (category in {"Mn", "Mc"} and not 0x300 <= ord(character) < 0x370):
            found.append("d" if character == "đ" else character)
    return "".join(found).replace("្ដ", "្ត")


@cache
def _kinds(position: str) -> dict[str, Levels]:
    """Words for levels at one position: before or after the name, or written to it without a space."""
    found: dict[str, Levels] = {}
    for at, levels, words in rows("kinds"):
        if at == position:
            found |= dict.fromkeys(words.split("|"), tuple(map(int, levels)))
    return found


@cache
def _glued() -> tuple[tuple[str, Levels], ...]:
    return tuple(sorted(_kinds("glued").items(), key=lambda kind: -len(kind[0])))


@cache
def _anywhere() -> re.Pattern[str]:
    """Words that are part of no name, before which a new part begins even without a space."""
    words = sorted(_kinds("anywhere"), key=len, reverse=True)
    return re.compile("(?=" + "|".join(map(re.escape, words)) + ")")


@cache
def _words() -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset({*_kinds("before"), *_kinds("after")}), tuple(word for word, _ in _glued())


def may_say_level(name: str) -> bool:
    """This function tells whether a name begins or ends like a word for a level, so that it is worth dividing."""
    words, glued = _words()
    return name.startswith(glued) or not words.isdisjoint(name.casefold().replace(".", "").split())


@lru_cache(maxsize=1 << 14)
def parts(text: str) -> tuple[Part, ...]:
    """This function divides words for a place into parts, as written; an empty text has none."""
    found: list[Part] = []
    for piece in _BETWEEN.split(text.replace("\u200b", "")):
        for stretch in _anywhere().split(piece):
            found += _divided(_WORD.findall(stretch))
    return tuple(dict.fromkeys(part for part in found if folded(part.whole)))


def _divided(words: list[str]) -> list[Part]:
    before, after = _kinds("before"), _kinds("after")
    found: list[Part] = []
    held: list[str] = []
    first = 0
    levels = _ANY

    def end() -> None:
        nonlocal first, levels
        if held:
            bare = held[first:]
            found.append(Part(" ".join(held), " ".join(bare or held), levels if bare else _ANY))
        held.clear()
        first, levels = 0, _ANY

    for at, word in enumerate(words):
        plain = word.casefold().strip(".:'\"")
        glued = next(((w, n) for w, n in _glued() if word.startswith(w)), None)
        if glued and len(word) > len(glued[0]):
            end()
            held += [glued[0], word[len(glued[0]) :]]
            first, levels = 1, glued[1]
        elif glued or (plain in before and at + 1 < len(words)):
            end()
            held.append(word)
            first, levels = 1, glued[1] if glued else before[plain]
        elif plain == "of" and len(held) == first == 1:
            held.append(word)
            first = 2
        elif plain in after and len(held) > first:
            whole, bare = [*held, word], held[first:]
            found.append(Part(" ".join(whole), " ".join(bare), after[plain] if levels is _ANY else levels))
            held.clear()
            first, levels = 0, _ANY
        else:
            held.append(word)
    end()
    return found
