"""What the names of a subject give for keys: the whole, its parts, the letters that they begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from comity import names
from comity.subjects.model import Subject

_TEXTS = 6
_WHOLES = 3
_PARTS = 3
_STARTS = 3


def full_names(subject: Subject) -> tuple[str, ...]:
    """This function returns the names of a subject as written, its own before its aliases."""
    given, family = subject.get("firstName"), subject.get("lastName")
    together = [
        " ".join((*g.split(), *m.split(), *f.split()))
        for f in family[:2] or ("",)
        for g in given[:2] or ("",)
        for m in subject.get("middleName")[:1] or ("",)
    ]
    texts = (*subject.get("name"), *together, *subject.get("alias", "weakAlias"))
    return tuple(islice((t for t in dict.fromkeys(texts) if t.strip()), _TEXTS))


def wholes_of(texts: Iterable[str], kind: str) -> tuple[str, ...]:
    """This function returns the few name keys of all spellings, the first of each spelling before the second of any."""
    each = [names.keys(text, kind) for text in texts]
    ranked = (keys[i] for i in range(max(map(len, each), default=0)) for keys in each if i < len(keys))
    return tuple(dict.fromkeys(ranked))[:_WHOLES]


@dataclass(frozen=True, slots=True)
class Spelt:
    """What the names of a person give for keys.

    Args:
        wholes: keys of the whole name, by `names.keys`.
        parts: keys of its parts, the longer and so more telling first.
        starts: the letters that its parts begin with.
        close: the whole name by its parts, with the letter that each begins with; closer than `wholes`.
    """

    wholes: tuple[str, ...]
    parts: tuple[str, ...]
    starts: tuple[str, ...]
    close: tuple[str, ...]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Spelt:
        """This function reads the names of a person."""
        read = [_read(text) for text in texts[:2]]
        parts = dict.fromkeys(key for tokens in read for _, keys in tokens for key in keys[:2])
        main = read[0] if read else []
        return cls(
            wholes=wholes_of(texts, "person"),
            parts=tuple(sorted(parts, key=len, reverse=True))[:_PARTS],
            starts=tuple(dict.fromkeys(letter for letter, _ in main))[:_STARTS],
            close=(" ".join(sorted(f"{letter}{keys[0]}" for letter, keys in main)),) if main else (),
        )


def _read(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """This function returns the first letter and the keys of each part of a name."""
    tokens = [t for t in names.read(text).tokens if t.role not in {"title", "legal form"} and t.readings]
    return [(t.readings[0].latin[:1], keys) for t in tokens if (keys := _keys_of_part(t.text))]


@lru_cache(maxsize=1 << 14)
def _keys_of_part(text: str) -> tuple[str, ...]:
    # Most parts of names are parts of many names.
    return names.keys(text)
