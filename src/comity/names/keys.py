"""Keys: a few short texts that spellings of one name are likely to share, in any script.

A key is the consonant skeleton of a reading, its letters sorted, so that neither the order of the words nor where they
are divided matters. `VERSION` says by which rules; nodes with other rules never compare their keys.
"""

from __future__ import annotations

from comity.names.model import Name
from comity.names.phones import skeleton
from comity.names.readings import read

VERSION = "2.0"
"""Major and minor. The major one changes whenever the keys of many names change: partners with another are refused. The
minor one changes with a few keys, of names that were read badly before: partners still find the others."""

MOST = 3


def keys(text: str, kind: str = "person") -> tuple[str, ...]:
    """This function returns one to three keys of a name, most useful first; none for a text without any character.

    Equal names have equal keys on every machine. Keys are short and shared by many names: combine them with a date of
    birth or another fact.
    """
    name = read(text, kind)
    if not name.tokens:
        return ()
    return tuple(dict.fromkeys(_bag(spelt) for spelt in _wholes(name)))[:MOST]


def _wholes(name: Name) -> list[list[str]]:
    tokens = [t for t in name.tokens if t.role == "name"] or list(name.tokens)
    each = [[reading.latin for reading in t.readings[:MOST]] for t in tokens]
    return [[spelt[min(i, len(spelt) - 1)] for spelt in each] for i in range(max(map(len, each)))]


def _bag(spelt: list[str]) -> str:
    letters = "".join(sorted("".join(map(skeleton, spelt))))
    return letters or "-".join(sorted(spelt))[:16]
