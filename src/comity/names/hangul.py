"""Korean: each syllable in the official romanisations and as people spell their own names."""

from __future__ import annotations

from functools import cache

from comity.names.rows import part

SYSTEMS = ("revised", "mccune-reischauer", "popular")
_INITIALS, _VOWELS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FIRST, _LAST = 0xAC00, 0xD7A3


@cache
def _table(what: str) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in part("hangul", what)}


def syllables(word: str) -> list[str]:
    """This function divides Hangul into its syllables."""
    return [c for c in word if _FIRST <= ord(c) <= _LAST]


@cache
def spellings(syllable: str) -> tuple[tuple[str, str], ...]:
    """This function returns pairs of system and spelling for one syllable: Unicode Standard, chapter 3.12."""
    place = ord(syllable) - _FIRST
    initial, vowel, final = place // 588, place % 588 // 28, place % 28
    parts = (_table("initial")[_INITIALS[initial]], _table("vowel")[_VOWELS[vowel]])
    closed = _table("final").get(_FINALS[final], ("", "", ""))
    found = []
    for i, system in enumerate(SYSTEMS):
        spelt = "".join((*(p[i] for p in parts), closed[i]))
        own = _table("whole").get(syllable) if system == "popular" else None
        found += [(system, s) for s in (own[2].split() if own else [spelt])]
    return tuple(found)
