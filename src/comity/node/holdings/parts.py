"""Words of a name, so that a part of it is found by its beginning: ``dar`` finds Sok Dara.

Marks of Latin letters are left out, since people type without them. Scripts that put no space between words have no
word of their own to begin with: there every letter begins a part, so that any part of a name is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from anyascii import anyascii

LONGEST = 24
"""Letters of a part that are kept."""
PARTS = 24
"""The most parts of one name that are kept."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_LATIN = re.compile(r"[\x00-\u024f\u0300-\u036f\u1e00-\u1eff’]*")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def words(text: str) -> list[str]:
    """This function returns the words of a text as parts of names are kept, each once."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    # Vowel signs are no letters to Python, but belong to the word.
    found = (_plain(word) for chunk in plain.split() for word in _split(chunk))
    return list(dict.fromkeys(word for word in found if word))


def parts(name: str) -> list[str]:
    """This function returns the parts under which a name is kept, at most `PARTS`."""
    found: dict[str, None] = {}
    for word in words(name):
        for part in _beginnings(word):
            found[part[:LONGEST]] = None
            if len(found) >= PARTS:
                return list(found)
    return list(found)


def _split(chunk: str) -> Iterator[str]:
    if _LATIN.fullmatch(chunk):
        yield from _WORD.findall(chunk)
        return
    kept = "".join(c if c.isalnum() or unicodedata.category(c) in {"Mn", "Mc"} else " " for c in chunk)
    yield from kept.split()


def _plain(word: str) -> str:
    if word.isascii():
        return word.replace("'", "")
    if _LATIN.fullmatch(word):
        return "".join(c for c in anyascii(word).lower() if c.isalnum())
    return word


def _beginnings(word: str) -> Iterator[str]:
    yield word
    if _UNSPACED.match(word):
        for place in range(1, len(word)):
            if unicodedata.category(word[place]) not in {"Mn", "Mc"}:
                yield word[place:]
