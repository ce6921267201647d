"""Alphabets and abjads, letter by letter, by a table alone: a new script needs no code.

Rows of a table (``tables/cyrillic.tsv``, ``tables/arabic.tsv``):

- ``systems``: the names of the romanisations; the columns of ``letter`` rows follow their order.
- ``vowels``: the letters that ``<`` and ``>`` mean.
- ``between``: a vowel that is put between two consonants, for scripts that leave short vowels out.
- ``drop``: signs that are not read.
- ``letter``: letters (longest first), context, one spelling a system; an empty cell is as the first one, ``-`` is
  silent. The context says where: ``*`` anywhere; ``^`` at the start, ``$`` at the end, ``<`` before a vowel, ``>``
  after one, ``|`` before a consonant, or several of these together.
- ``word``: a whole word and how people spell it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comity.names.rows import part

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class _Table:
    systems: tuple[str, ...]
    vowels: frozenset[str]
    between: str
    drop: frozenset[str]
    letters: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
    words: dict[str, tuple[str, ...]]
    longest: int


@cache
def _table(name: str) -> _Table:
    letters: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    systems = part(name, "systems")[0]
    for letter, context, first, *others in part(name, "letter"):
        cells = [first, *(o or first for o in others)]
        cells += [first] * (len(systems) - len(cells))
        letters.setdefault(letter, []).append((context, tuple("" if c == "-" else c for c in cells)))
    return _Table(
        systems,
        frozenset("".join(row[0] for row in part(name, "vowels"))),
        "".join(row[0] for row in part(name, "between")),
        frozenset("".join(row[0] for row in part(name, "drop"))),
        {letter: tuple(sorted(ways, key=lambda way: way[0] == "*")) for letter, ways in letters.items()},
        {word: tuple(row[1].split()) for row in part(name, "word") for word in row[0].split()},
        max(map(len, letters)),
    )


def spellings(word: str, name: str) -> tuple[tuple[str, str], ...]:
    """This function returns pairs of system and spelling for one word; empty where no letter is in the table.

    Args:
        word: letters of the script alone.
        name: the table.
    """
    table = _table(name)
    bare = "".join(c for c in word.lower() if c not in table.drop)
    whole = [("usual", spelt) for spelt in table.words.get(bare, ())]
    read = [(system, _spelt(bare, table, i)) for i, system in enumerate(table.systems)]
    return tuple(dict.fromkeys((system, spelt) for system, spelt in (*whole, *read) if spelt))


def _spelt(word: str, table: _Table, system: int) -> str:
    out: list[str] = []
    i = 0
    while i < len(word):
        for size in range(min(table.longest, len(word) - i), 0, -1):
            way = next(
                (w for c, w in table.letters.get(word[i : i + size], ()) if _fits(c, word, i, size, table)), None
            )
            if way is not None:
                _put(out, way[system], table.between)
                i += size
                break
        else:
            i += 1
    return "".join(out)


def _put(out: list[str], spelt: str, between: str) -> None:
    if between and spelt and out and out[-1][-1:] not in _VOWELS and spelt[0] not in _VOWELS:
        out.append(between)
    if spelt:
        out.append(spelt)


def _fits(context: str, word: str, i: int, size: int, table: _Table) -> bool:
    before, after = word[i - 1] if i else "", word[i + size : i + size + 1]
    holds = {
        "*": True,
        "^": not before,
        "$": not after,
        "<": after in table.vowels and bool(after),
        ">": before in table.vowels and bool(before),
        "|": bool(after) and after not in table.vowels,
    }
    return all(holds[sign] for sign in context)
