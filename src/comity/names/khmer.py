"""Khmer: from clusters to syllables to spellings.

A consonant without a vowel ends the syllable before it where that is open, and begins one with the inherent vowel where
it is not. The vowel's reading depends on the series of the consonant, which a shifter changes. Word-final ិ and ុ after a
consonant (from Pali) and the last consonants of a closed cluster are silent in the spelling of persons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from comity.names.rows import part

_CLUSTER = re.compile("([ក-ឡអ])([៉៊]?)((?:្[ក-អ])*)([៉៊]?)([ា-ៅ]?)([ំះៈ់័៌៍៎៏៑]*)|([ឣ-ឳ])|([0-9០-៩])|(ៗ)|.")
_SONORANTS = set("ងញណនមយរលវឡ")
_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_NEVER_FINAL = set("ហអ")
_NASALS = set("ងញណនម")
_VOWEL_SIGNS = frozenset("័ំះៈ")
_VELARS = re.compile("ង[កខគឃ]")


_Cell = tuple[str, str, str]
"""A reading as persons spell it, as the gazetteer does, and as persons do in names of Pali origin."""


@dataclass(slots=True)
class _Cluster:
    consonants: str
    shifter: str
    vowel: str
    signs: str
    whole: str = ""
    bare: bool = False
    """Whether it has no vowel written."""

    def __post_init__(self) -> None:
        self.bare = not self.vowel and not self.whole and _VOWEL_SIGNS.isdisjoint(self.signs)


@cache
def _consonants() -> dict[str, tuple[int, str, str]]:
    return {row[0]: (int(row[1]), row[2], row[3]) for row in part("khmer", "consonant")}


@cache
def _vowels() -> dict[str, tuple[_Cell, _Cell]]:
    return {row[0]: (_styles(row[1]), _styles(row[2])) for row in part("khmer", "vowel")}


def _styles(cell: str) -> _Cell:
    person, gazetteer, learned = [*cell.split("|"), "", ""][:3]
    return person, gazetteer or person, learned or person


@cache
def _whole() -> dict[str, str]:
    return {row[0]: row[1] for what in ("independent", "number") for row in part("khmer", what)}


def number(digits: str) -> tuple[str, ...]:
    """This function returns the words that stand for a number, alone and after ``ti`` (number); none where unknown."""
    word = _whole().get(digits)
    return (word, "ti" + word) if word else ()


@dataclass(frozen=True, slots=True)
class _Style:
    """How a word is spelt.

    Args:
        column: of the table: 0 as persons spell, 1 as the gazetteer does, 2 as persons spell names of Pali origin.
        spread: a sonorant takes the series of the syllable before it (សេរី, serei).
    """

    column: int
    spread: bool = False


_STYLES = (_Style(0), _Style(1), _Style(1, spread=True), _Style(0, spread=True), _Style(2))


def spellings(word: str) -> tuple[str, ...]:
    """This function returns the spellings of one Khmer word: of persons, and of the gazetteer where it differs."""
    clusters = _clusters(_respelt(word))
    spread = any(_spreads(cluster) for cluster in clusters[1:])
    spelt = (_spell(clusters, style) for style in _STYLES if spread or not style.spread)
    return tuple(dict.fromkeys(filter(None, spelt)))


def _spreads(cluster: _Cluster) -> bool:
    """Whether the syllable before may change how this one is read."""
    return not (cluster.bare or cluster.whole or cluster.shifter) and _SONORANTS.issuperset(cluster.consonants)


def _respelt(word: str) -> str:
    for written, said in _respellings():
        word = word.replace(written, said)
    return word


@cache
def _respellings() -> tuple[tuple[str, str], ...]:
    found = [(row[0], row[1] if len(row) > 1 else "") for row in part("khmer", "respelt")]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


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


def _spell(clusters: list[_Cluster], style: _Style) -> str:
    out: list[str] = []
    open_, inherent, series = False, False, 0
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
            following = clusters[run] if run < len(clusters) else None
            spelt, open_ = _run(clusters[i:run], style, open_=open_, following=following)
            out.append(spelt)
            inherent = open_
            i = run
        elif cluster.whole:
            out.append(_styles(cluster.whole)[style.column])
            open_, inherent = True, False
            i += 1
        elif last and open_ and cluster.vowel in {"ិ", "ុ"} and not (cluster.signs or cluster.shifter or style.column):
            out.append(_final(cluster.consonants, "", style.column))
            i += 1
        else:
            letters = cluster.consonants
            if open_ and inherent and len(letters) > 1:
                out.append(_final(letters[0], "", style.column))
                letters = letters[1:]
            series = _series(cluster.consonants, cluster.shifter, series if style.spread and i else 0)
            closed = _closing(clusters[i + 1]) if not last and clusters[i + 1].bare else ""
            out.append(
                _initial(letters, cluster.shifter) + _vowel(series, cluster.vowel, cluster.signs, style.column, closed)
            )
            open_, inherent = not set(cluster.signs) & set("ំះ"), False
            i += 1
    return "".join(out)


def _run(run: list[_Cluster], style: _Style, *, open_: bool, following: _Cluster | None) -> tuple[str, bool]:
    """Spells consonants without vowels: finals of what stands before, and syllables with the inherent vowel.

    Two of them make a syllable; one left over ends the open syllable before it, or carries a vowel of its own. In the
    gazetteer, which writes several words as one, the first one ends the open syllable, and the others carry a vowel. A
    consonant with ់ always ends a syllable; one with a subscript within a word begins one.
    """
    out: list[str] = []
    i = 0
    while i < len(run):
        cluster, left = run[i], len(run) - i
        may_end = open_ and cluster.consonants[0] not in _NEVER_FINAL
        ended = left > 1 and "់" in run[i + 1].signs
        within = following is not None or left > 1
        odd = left % 2 == 1 or style.column > 0
        closes = may_end and not ended and (odd or "់" in cluster.signs)
        if closes and within and (_begins(cluster) or (left == 1 and _before_nasal(cluster, following))):
            closes = False
        alone = following is None and left == 1 and not may_end and i and not style.column
        if closes or alone:
            out.append(_final(cluster.consonants, cluster.shifter, style.column))
            if style.column == 1:  # ង្គ is spelt in full, ង្រ divided
                out.append("k" if _VELARS.match(cluster.consonants) else "ro" if cluster.consonants[1:] == "រ" else "")
            open_ = False
        else:
            after = run[i + 1] if left > 1 else following
            closed = _closing(after) if after and (left > 1 or len(after.consonants) > 1) else ""
            spelt = _vowel(
                _series(cluster.consonants, cluster.shifter, 0), "", "់" if ended else "", style.column, closed
            )
            out.append(_initial(cluster.consonants, cluster.shifter) + spelt)
            open_ = True
        i += 1
    return "".join(out), open_


def _closing(cluster: _Cluster) -> str:
    """What may close a syllable, as rows of vowels name it: a sign that shortens, a consonant, a subscript."""
    short = "់" if "់" in cluster.signs else ""
    return short + cluster.consonants[:1] + ("្" if len(cluster.consonants) > 1 else "")


def _begins(cluster: _Cluster) -> bool:
    """Whether a consonant with a subscript begins a syllable rather than ending one (ក្រ, not ទ្ធ)."""
    return len(cluster.consonants) > 1 and cluster.consonants[0] not in _NASALS and cluster.consonants[1] in "រលវយ"


def _before_nasal(cluster: _Cluster, following: _Cluster | None) -> bool:
    """Whether a bare consonant is a syllable that the nasal of the next cluster ends (ក in កណ្ដាល)."""
    if following is None or len(following.consonants) < 2 or cluster.consonants[0] in _SONORANTS:
        return False
    return following.consonants[0] in _NASALS and following.consonants[1] not in "រយ"


@lru_cache(maxsize=4096)
def _initial(letters: str, shifter: str) -> str:
    table = _consonants()
    out = [table[c][1] for c in letters if c in table]
    if shifter and letters and letters[0] + shifter in table:
        out[0] = table[letters[0] + shifter][1]
    elif len(letters) > 1 and letters[0] == "ប":
        out[0] = "p"
    return "".join(out)


@lru_cache(maxsize=4096)
def _final(letters: str, shifter: str, column: int) -> str:
    table = _consonants()
    final = table.get(letters[0] + shifter, table.get(letters[0], (0, "", "")))[2]
    return _styles(final)[column]


@lru_cache(maxsize=4096)
def _vowel(series: int, vowel: str, signs: str, column: int, closed: str) -> str:
    signs = "".join(s for s in signs if s in "ំះៈ់័")
    table = _vowels()
    signs += "់" if closed.startswith("់") and "់" not in signs else ""
    reading = table.get(vowel + signs + closed.lstrip("់")) or table.get(vowel + signs)
    if reading is None:
        reading = table.get(vowel, table[""])
        for sign in signs:
            extra = table.get(sign)
            if extra and sign in "ំះ":
                tail = {"ំ": "m", "ះ": "h"}[sign]
                reading = _with(reading[0], tail), _with(reading[1], tail)
    return reading[series - 1][column]


def _with(cell: _Cell, tail: str) -> _Cell:
    return cell[0] + tail, cell[1] + tail, cell[2] + tail


@lru_cache(maxsize=4096)
def _series(letters: str, shifter: str, before: int) -> int:
    """The series of a syllable; a sonorant takes that of the syllable before it, where one is given."""
    if shifter:
        return 1 if shifter == "៉" else 2
    table = _consonants()
    strong = [c for c in letters if c not in _SONORANTS]
    if not strong and before:
        return before
    strong = strong or list(letters)
    return table[strong[-1]][0] if strong[-1] in table else 1
