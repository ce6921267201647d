"""Khmer: from clusters to syllables to spellings.

A consonant without a vowel ends the syllable before it where that is open, and begins one with the inherent vowel where
it is not. The vowel's reading depends on the series of the consonant, which a shifter changes. Word-final ិ and ុ after a
consonant (from Pali) and the last consonants of a closed cluster are silent in the spelling of persons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from comity.names.rows import part

_CLUSTER = re.compile("([ក-ឡអ])([៉៊]?)((?:្[ក-អ])*)([៉៊]?)([ា-ៅ]?)([ំះៈ់័៌៍៎៏៑]*)|([ឣ-ឳ])|([0-9០-៩])|(ៗ)|.")
_SONORANTS = set("ងញណនមយរលវឡ")
_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_NEVER_FINAL = set("ហអ")


@dataclass(slots=True)
class _Cluster:
    consonants: str
    shifter: str
    vowel: str
    signs: str
    whole: str = ""

    @property
    def bare(self) -> bool:
        return not self.vowel and not set(self.signs) & set("័ំះៈ") and not self.whole


@cache
def _consonants() -> dict[str, tuple[int, str, str]]:
    return {row[0]: (int(row[1]), row[2], row[3]) for row in part("khmer", "consonant")}


@cache
def _vowels() -> dict[str, tuple[tuple[str, str], tuple[str, str]]]:
    return {row[0]: (_styles(row[1]), _styles(row[2])) for row in part("khmer", "vowel")}


def _styles(cell: str) -> tuple[str, str]:
    person, _, gazetteer = cell.partition("|")
    return person, gazetteer or person


@cache
def _whole() -> dict[str, str]:
    return {row[0]: row[1] for what in ("independent", "number") for row in part("khmer", what)}


def number(digits: str) -> tuple[str, ...]:
    """This function returns the words that stand for a number, alone and after ``ti`` (number); none where unknown."""
    word = _whole().get(digits)
    return (word, "ti" + word) if word else ()


def spellings(word: str) -> tuple[str, ...]:
    """This function returns the spellings of one Khmer word: of persons, and of the gazetteer where it differs."""
    clusters = _clusters(word.replace("ាំង", "ាង"))
    return tuple(dict.fromkeys(s for style in (0, 1) if (s := _spell(clusters, style))))


def _clusters(word: str) -> list[_Cluster]:
    found: list[_Cluster] = []
    for match in _CLUSTER.finditer(word):
        base, shift1, subs, shift2, vowel, signs, independent, digit, repeat = match.groups()
        if base:
            found.append(_Cluster(base + subs.replace("្", ""), shift1 or shift2, vowel, signs))
        elif independent or digit:
            found.append(_Cluster("", "", "", "", _whole().get((independent or digit).translate(_DIGITS), "")))
        elif repeat:
            found += found[-2:]
    return [c for c in found if c.whole or c.consonants]


def _spell(clusters: list[_Cluster], style: int) -> str:
    out: list[str] = []
    open_, inherent = False, False
    i = 0
    while i < len(clusters):
        cluster = clusters[i]
        last = i == len(clusters) - 1
        if "៍" in cluster.signs and cluster.bare:
            i += 1
        elif cluster.bare:
            run = i
            while run < len(clusters) and clusters[run].bare and "៍" not in clusters[run].signs:
                run += 1
            spelt, open_ = _run(clusters[i:run], style, open_=open_, before_end=run == len(clusters))
            out.append(spelt)
            inherent = open_
            i = run
        elif cluster.whole:
            out.append(cluster.whole)
            open_, inherent = True, False
            i += 1
        elif last and open_ and cluster.vowel in {"ិ", "ុ"} and not cluster.signs and not cluster.shifter and not style:
            out.append(_final(cluster.consonants, ""))
            i += 1
        else:
            letters = cluster.consonants
            if open_ and inherent and len(letters) > 1:
                out.append(_final(letters[0], ""))
                letters = letters[1:]
            out.append(_initial(letters, cluster.shifter) + _vowel(cluster.consonants, cluster, style))
            open_, inherent = not set(cluster.signs) & set("ំះ"), False
            i += 1
    return "".join(out)


def _run(run: list[_Cluster], style: int, *, open_: bool, before_end: bool) -> tuple[str, bool]:
    """Spells consonants without vowels: finals of what stands before, and syllables with the inherent vowel.

    Two of them make a syllable; one left over ends the open syllable before it, or carries a vowel of its own. A
    consonant with ់ always ends a syllable.
    """
    out: list[str] = []
    i = 0
    while i < len(run):
        cluster, left = run[i], len(run) - i
        may_end = open_ and cluster.consonants[0] not in _NEVER_FINAL
        ended = left > 1 and "់" in run[i + 1].signs
        closes = may_end and not ended and (left % 2 == 1 or "់" in cluster.signs)
        if closes or (before_end and left == 1 and not may_end and i):
            out.append(_final(cluster.consonants, cluster.shifter))
            open_ = False
        else:
            vowel = _Cluster(cluster.consonants, cluster.shifter, "", "់" if ended else "")
            out.append(_initial(cluster.consonants, cluster.shifter) + _vowel(cluster.consonants, vowel, style))
            open_ = True
        i += 1
    return "".join(out), open_


def _initial(letters: str, shifter: str) -> str:
    table = _consonants()
    out = [table[c][1] for c in letters if c in table]
    if shifter and letters and letters[0] + shifter in table:
        out[0] = table[letters[0] + shifter][1]
    return "".join(out)


def _final(letters: str, shifter: str) -> str:
    table = _consonants()
    return table.get(letters[0] + shifter, table.get(letters[0], (0, "", "")))[2]


def _vowel(letters: str, cluster: _Cluster, style: int) -> str:
    series = _series(letters, cluster.shifter)
    vowel, signs = cluster.vowel, "".join(s for s in cluster.signs if s in "ំះៈ់័")
    if vowel == "ុ" and not signs and cluster.shifter:
        signs = ""
    table = _vowels()
    reading = table.get(vowel + signs)
    if reading is None:
        reading = table.get(vowel, table[""])
        for sign in signs:
            extra = table.get(sign)
            if extra and sign in "ំះ":
                tail = {"ំ": "m", "ះ": "h"}[sign]
                reading = (tuple(r + tail for r in reading[0]), tuple(r + tail for r in reading[1]))  # type: ignore[assignment]
    return reading[series - 1][style]


def _series(letters: str, shifter: str) -> int:
    if shifter:
        return 1 if shifter == "៉" else 2
    table = _consonants()
    strong = [c for c in letters if c not in _SONORANTS] or list(letters)
    return table[strong[-1]][0] if strong[-1] in table else 1
