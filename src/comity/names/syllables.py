"""Thai and Lao: vowels written before, above, below and after their consonants, read by patterns.

A pattern is a vowel around ``C``, the consonants of a syllable (one, or a cluster of the table). What no pattern takes
is a bare consonant: it ends an open syllable, or carries an inherent vowel (a before another syllable, o within one).
A word is read in several styles: as spoken, as families spell it, letter by letter, and as Pali or Sanskrit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from comity.names.rows import part

_TONES = re.compile("[\u0e46\u0e48-\u0e4b\u0ec6\u0ec8-\u0ecb]")
_KILLED = re.compile("(?:[ดตท]ร|[\u0e01-\u0e2e\u0e81-\u0eae])[\u0e34\u0e38\u0eb4\u0eb8]?[\u0e4c\u0ecc]")
_MUST_CLOSE = frozenset("\u0e31\u0e47\u0eb1")
_SILENT_AFTER = {
    "ร": frozenset("ตทด"),
    "ธ": frozenset("ท"),
    "ฒ": frozenset("ฑด"),
    "ถ": frozenset("ต"),
    "ข": frozenset("ก"),
}
"""Last consonants that are silent after these."""
_Piece = tuple[str, int, bool]
"""Consonants, the place of the pattern of their vowel (-1: bare), whether a final must follow."""
_CLOSING = ("m", "n", "ai", "ao", "um", "un")


@dataclass(frozen=True, slots=True)
class _Table:
    firsts: tuple[dict[str, str], ...]
    """Style (usual, of families, learned) to the reading of a consonant or cluster at the start of a syllable."""
    last: dict[str, str]
    vowels: re.Pattern[str]
    """All patterns as alternatives, each with one group: the consonants."""
    readings: tuple[tuple[str, ...], ...]
    """By style, of the patterns; the last one, of bare consonants, is empty."""
    clusters: frozenset[str]
    respelt: tuple[tuple[str, str], ...]
    """Words of names whose letters do not tell their sound, and letters that do; longest first."""
    words: dict[str, tuple[str, ...]]
    """Words of other languages and how they are spelt there."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How a word is spelt.

    Args:
        column: of the table.
        by_letter: finals are spelt by their letter, not as they sound.
        inherent: every bare consonant within a word carries an a, as in Pali and Sanskrit.
        paired: two bare consonants at the end of a word make a syllable (ถาวร, thawon).
    """

    column: int
    by_letter: bool = False
    inherent: bool = False
    paired: bool = False


_STYLES = (
    (_Style(0, paired=True), "spoken"),
    (_Style(1, paired=True), "spoken"),
    (_Style(0, inherent=True, paired=True), "spoken"),
    (_Style(0), "silent"),
    (_Style(0, by_letter=True), "silent"),
    (_Style(2, by_letter=True, inherent=True), "silent"),
    (_Style(0, by_letter=True), "lettered"),
)
"""Styles, most usual first, and of which text: as spoken, without silenced letters, or with all letters."""


@cache
def _table(name: str) -> _Table:
    consonants, clusters = part(name, "consonant"), part(name, "cluster")
    columns = tuple(
        {row[0]: _column(row, (1, 3, 4)[i]) for row in consonants}
        | {row[0]: _column(row, (1, 2, 2)[i]) for row in clusters}
        for i in range(3)
    )
    one = "[" + "".join(row[0] for row in consonants) + "]"
    group = "(" + "|".join([*sorted((row[0] for row in clusters), key=len, reverse=True), one]) + ")"
    final = f"(?={one}(?![\u0e30-\u0e3a\u0e45\u0e47\u0eb0-\u0ebd]))"
    patterns, readings = [], []
    for row in part(name, "vowel"):
        text = row[0].replace("F", final)
        patterns.append(text.replace("C", group) if "C" in text else f"{text}()")
        readings.append((row[1], _column(row, 2, 1), row[1]))
    readings.append(("", "", ""))
    last = {row[0]: row[2] for row in consonants}
    respelt = sorted(((row[0], row[1]) for row in part(name, "respelt")), key=lambda pair: -len(pair[0]))
    words = {row[0]: tuple(row[1].split()) for row in part(name, "word")}
    named = frozenset(row[0] for row in clusters)
    by_style = tuple(zip(*readings, strict=True))
    return _Table(columns, last, re.compile("|".join(patterns)), by_style, named, tuple(respelt), words)


def _column(row: tuple[str, ...], i: int, other: int = 1) -> str:
    return row[i] if len(row) > i else row[other]


def spellings(word: str, table: str) -> tuple[str, ...]:
    """This function returns the spellings of one word, each in one style, most usual first.

    Args:
        word: letters of the script alone.
        table: ``thai`` or ``lao``.
    """
    known = _table(table)
    bare = _TONES.sub("", word)
    spoken = bare
    for written, said in known.respelt:
        spoken = spoken.replace(written, said)
    silent = _KILLED.sub("", bare)
    lettered = bare.replace("\u0e4c", "").replace("\u0ecc", "")
    texts = {"spoken": _KILLED.sub("", spoken), "silent": silent, "lettered": lettered}
    parted = {text: _pieces(text, known) for text in dict.fromkeys(texts.values())}
    single = {text: _single(pieces, known) for text, pieces in parted.items()}
    spelt: dict[tuple[str, int, bool, bool, bool], str] = {}
    for style, which in _STYLES:
        text = texts[which]
        alike = single[text]  # what matters between bare consonants alone makes no difference
        how = (text, style.column, style.by_letter, alike or style.inherent, alike or style.paired)
        if how not in spelt:
            spelt[how] = _spell(parted[text], known, style)
    return tuple(dict.fromkeys(s for s in (*spelt.values(), *known.words.get(word, ())) if s))


def _single(pieces: list[_Piece], table: _Table) -> bool:
    """Whether no two bare consonants stand side by side."""
    vowels = table.readings[0]
    return all(vowels[one[1]] or vowels[other[1]] for one, other in pairwise(pieces))


def _pieces(word: str, table: _Table) -> list[_Piece]:
    pieces: list[_Piece] = []
    i = 0
    while i < len(word):
        match = table.vowels.match(word, i)
        if match:
            place = (match.lastindex or 1) - 1
            pieces.append((match[place + 1], place, match[0][-1:] in _MUST_CLOSE))
            i = match.end()
        else:
            if word[i] in table.last:
                pieces.append((word[i], -1, False))
            i += 1
    return pieces


def _spell(pieces: list[_Piece], table: _Table, style: _Style) -> str:
    first, readings = table.firsts[style.column], table.readings[style.column]
    vowels = [readings[place] for _, place, _ in pieces]
    out: list[str] = []
    open_ = False
    i, end = 0, len(pieces)
    while i < end:
        if vowel := vowels[i]:
            out.append(first.get(pieces[i][0], "") + vowel)
            open_ = not vowel.endswith(_CLOSING)
            i += 1
            continue
        run = i + 1
        while run < end and not vowels[run]:
            run += 1
        bare = [piece[0] for piece in pieces[i:run]]
        at_end = run == end
        if open_ and not (style.paired and at_end and _pair(bare, must_close=pieces[i - 1][2])):
            out.append(_last(bare.pop(0), table, style))
        if bare:
            out.append(_bare(bare, table, style, at_end=at_end))
        open_ = bool(bare) and not at_end and len(bare) % 2 == 1
        i = run
    return "".join(out)


def _pair(bare: list[str], *, must_close: bool) -> bool:
    """Whether the last two bare consonants of a word are a syllable of their own after an open vowel."""
    if len(bare) != 2 or must_close or bare[0] == bare[1]:
        return False
    return bare[0] not in _SILENT_AFTER.get(bare[1], ())


def _last(letter: str, table: _Table, style: _Style) -> str:
    first = table.firsts[style.column]
    return first[letter] if style.by_letter and first[letter] else table.last[letter]


def _bare(bare: list[str], table: _Table, style: _Style, *, at_end: bool) -> str:
    first = table.firsts[style.column]
    out = []
    left = list(bare)
    if at_end and len(left) == 1:
        return _last(left[0], table, style) if style.by_letter else ""
    if style.paired and len(left) == 3 and "".join(left[:2]) in table.clusters:
        return first["".join(left[:2])] + "o" + _last(left[2], table, style)
    while left:
        letter = left.pop(0)
        if (style.inherent and left and not at_end) or len(left) % 2 == 0:
            out.append(first[letter] + "a")
        else:
            out.append(first[letter] + "o" + _last(left.pop(0), table, style))
    return "".join(out)
