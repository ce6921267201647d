"""Burmese: syllables, each of an initial, medials and a rime, read as newspapers write names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from comity.names.rows import part

_SYLLABLE = re.compile(
    "[\u1000-\u1021\u103f\u1023-\u102a](?:[\u102b-\u1032\u1036-\u1038\u103a-\u103e]|[\u1000-\u1021]\u1037?\u103a)*"
)
_STACK = re.compile("([\u1000-\u1021])\u1039(?=[\u1000-\u1021])")
_TONES = re.compile("[့း]")


@cache
def _table(what: str) -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1].split()) or ("",) for row in part("burmese", what)}


def syllables(word: str) -> list[str]:
    """This function divides a Burmese word into syllables."""
    spread = _STACK.sub("\\1်", word.replace("င်္", "င်"))
    found = _SYLLABLE.findall(spread)
    return [s for s in found if s]


@lru_cache(maxsize=8192)
def spellings(syllable: str) -> tuple[str, ...]:
    """This function returns spellings of one syllable, most usual first; a creaky nasal also with t (Thant)."""
    creaky = "့" in syllable
    bare = _TONES.sub("", syllable)
    initials, rimes = _table("initial"), _table("rime")
    aspirated = "ှ" in bare
    if aspirated:  # the sign of aspiration goes first, so that it is found beside its consonant
        bare = re.sub("([ျြွ]+)ှ", "ှ\\1", bare) if bare[0] in "ရယ" else bare
    for size in (3, 2, 1):
        head = bare[:size]
        if head in initials:
            rest = bare[size:]
            break
    else:
        return ()
    if aspirated and head not in {"ရှ", "ယှ", "လျှ", "သျှ"}:
        rest = rest.replace("ှ", "", 1)
    glide = "y" if rest[:1] in {"ျ", "ြ"} else ""
    rest = rest[1:] if glide else rest
    first = [("h" if aspirated and i[:1] in {"l", "m", "n", "w"} else "") + i + glide for i in initials[head]]
    found = rimes.get(rest)
    if found is None and rest.startswith("ွ"):
        found = tuple("w" + r for r in rimes.get(rest[1:], ("",)))
    if found is None:
        found = next((rimes[rest[:n]] for n in range(len(rest), 0, -1) if rest[:n] in rimes), ("a",))
    out = [f + r for f in first for r in found]
    if head in initials and head in "ဣဤဥဦဧဩဪ":
        out = [f + (r if rest else "") for f in first for r in (found if rest else ("",))]
    if creaky and out and out[0].endswith("n"):
        out = [o + "t" if o.endswith("n") else o for o in out[:1]] + out
    return tuple(dict.fromkeys(out))[:4]
