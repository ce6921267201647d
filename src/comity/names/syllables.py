"""Thai and Lao: vowels written before, above, below and after their consonants, read by patterns.

A pattern is a vowel around ``C``, the consonants of a syllable (one, or a cluster of the table). What no pattern takes
is a bare consonant: it ends an open syllable, or carries an inherent vowel (a before another syllable, o within one).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from comity.names.rows import part

_TONES = re.compile("[\u0e46\u0e48-\u0e4b\u0ec6\u0ec8-\u0ecb]")
_KILLED = re.compile("[\u0e01-\u0e2e\u0e81-\u0eae][\u0e34\u0e38\u0eb4\u0eb8]?[\u0e4c\u0ecc]")


@dataclass(frozen=True, slots=True)
class _Table:
    first: dict[str, str]
    last: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _table(name: str) -> _Table:
    consonants = part(name, "consonant")
    first = {row[0]: row[1] for row in consonants}
    clusters = {row[0]: row[1] for row in part(name, "cluster")}
    one = "[" + "".join(first) + "]"
    group = "(?P<c>" + "|".join([*sorted(clusters, key=len, reverse=True), one]) + ")"
    final = f"(?={one}(?![\u0e30-\u0e3a\u0e45\u0e47\u0eb0-\u0ebd]))"
    patterns = []
    for row in part(name, "vowel"):
        text = row[0].replace("F", final)
        patterns.append((re.compile(text.replace("C", group)), row[1]))
    return _Table(first | clusters, {row[0]: row[2] for row in consonants}, tuple(patterns))


def spellings(word: str, table: str) -> tuple[str, ...]:
    """This function returns the spellings of one word: as spoken, and letter by letter where that differs.

    Args:
        word: letters of the script alone.
        table: ``thai`` or ``lao``.
    """
    bare = _TONES.sub("", word)
    spoken = _spell(_KILLED.sub("", bare), _table(table), by_letter=False)
    lettered = _spell(bare.replace("\u0e4c", "").replace("\u0ecc", ""), _table(table), by_letter=True)
    silent = _spell(_KILLED.sub("", bare), _table(table), by_letter=True)
    return tuple(dict.fromkeys(s for s in (spoken, silent, lettered) if s))


def _spell(word: str, table: _Table, *, by_letter: bool) -> str:
    pieces: list[tuple[str, str]] = []
    i = 0
    while i < len(word):
        for pattern, vowel in table.patterns:
            match = pattern.match(word, i)
            if match:
                cluster = match.groupdict().get("c") or ""
                pieces.append((cluster, vowel))
                i = match.end()
                break
        else:
            if word[i] in table.last:
                pieces.append((word[i], ""))
            i += 1
    return _joined(pieces, table, by_letter=by_letter)


def _joined(pieces: list[tuple[str, str]], table: _Table, *, by_letter: bool) -> str:
    out: list[str] = []
    open_ = False
    i = 0
    while i < len(pieces):
        letters, vowel = pieces[i]
        if vowel:
            out.append(table.first.get(letters, "") + vowel)
            open_ = not vowel.endswith(("m", "n", "ai", "ao"))
            i += 1
            continue
        run = i
        while run < len(pieces) and not pieces[run][1]:
            run += 1
        bare = [letters for letters, _ in pieces[i:run]]
        if open_:
            out.append(_last(bare.pop(0), table, by_letter=by_letter))
        out.append(_bare(bare, table, at_end=run == len(pieces), by_letter=by_letter))
        open_ = bool(bare) and run < len(pieces) and len(bare) % 2 == 1
        i = run
    return "".join(out)


def _last(letter: str, table: _Table, *, by_letter: bool) -> str:
    return table.first[letter] if by_letter and table.first[letter] else table.last[letter]


def _bare(bare: list[str], table: _Table, *, at_end: bool, by_letter: bool) -> str:
    out = []
    if at_end and len(bare) == 1:
        return _last(bare[0], table, by_letter=True) if by_letter else ""
    while bare:
        first = table.first[bare.pop(0)]
        odd = len(bare) % 2 == 0
        if odd:
            out.append(first + "a")
        else:
            out.append(first + "o" + _last(bare.pop(0), table, by_letter=by_letter))
    return "".join(out)
