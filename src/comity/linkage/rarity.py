"""How rare a name is: evidence that two records share a common name is worth less.

Three sources: how often the key occurs among this node's own subjects; how common keys of its form and length are
(``tables/key_shares.csv``, fitted); and a small table of common names (``tables/name_shares.csv``, written by hand with
its sources). One's own count moves the fitted share as far as the number of own subjects goes; the larger of that and
the listed share counts.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files

from anyascii import anyascii

from comity import names
from comity.linkage.keys import Key, Kind

UNLISTED = 0.004
"""Share of a part of a name that the table does not list."""
COMMONEST = 0.5
RAREST = 1e-6
WEIGHT = 1000
"""So many own subjects weigh as much as the fitted share."""
_LATIN = re.compile(r"[\u0000-\u024f\u0300-\u036f\u1e00-\u1eff]*")
_WORD = re.compile(r"[a-z]+")


class Form(StrEnum):
    """How much of a name a key has."""

    CLOSE = "close"
    WHOLE = "whole"
    PART = "part"
    START = "start"
    ORGANISATION = "organisation"


_FORMS: Mapping[str, Form] = {
    Kind.NAME_ALONE: Form.CLOSE,
    Kind.START_DATE: Form.START,
    Kind.ORGANISATION_COUNTRY: Form.ORGANISATION,
    **dict.fromkeys((Kind.PART_DATE, Kind.PART_YEAR), Form.PART),
    **dict.fromkeys((
        Kind.NAME_DATE, Kind.NAME_DATE_EITHER, Kind.NAME_YEAR, Kind.NAME_UNDATED, Kind.NAME_MONTH, Kind.NAME_DAY,
        Kind.NAME_YEAR_DAY, Kind.NAME_PHONE, Kind.NAME_POSTCODE,
    ), Form.WHOLE),
}  # fmt: skip


def named(key: Key) -> tuple[Form, str] | None:
    """This function returns what a key has of a name, or None where it has nothing of one."""
    form = _FORMS.get(key.kind)
    return None if form is None else (form, key.value.split("|", 1)[0])


def name_of(key: Key) -> str | None:
    """This function returns the name key within a key, or None where there is none."""
    found = named(key)
    return found[1] if found and found[0] is Form.WHOLE else None


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """This function reads a table of this room; lines that begin with ``#`` say where it comes from."""
    text = (files("comity.linkage") / "tables" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def table() -> Mapping[str, float]:
    """This function reads the shipped table: name in Latin letters → share."""
    return {row["name"]: float(row["share"]) for row in rows("name_shares.csv")}


@cache
def fitted() -> Mapping[str, Mapping[int, float]]:
    """This function reads how common keys are: form → length → share."""
    found: dict[str, dict[int, float]] = {}
    for row in rows("key_shares.csv"):
        found.setdefault(row["form"], {})[int(row["length"])] = float(row["share"])
    return found


def typical(form: Form, value: str) -> float:
    """This function returns the share of persons that an unknown key of this form and length stands for."""
    every = fitted()[form]
    return every[min(max(len(value), min(every)), max(every))]


@dataclass(frozen=True, slots=True)
class Rarity:
    """What is known of how common names are.

    Args:
        counts: form and key → how many of this node's own subjects have it.
        totals: form → of how many.
    """

    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, subjects: Iterable[Iterable[Key]]) -> Rarity:
        """This function counts what the keys of one's own subjects have of names, each subject once."""
        counts: Counter[tuple[str, str]] = Counter()
        total = 0
        for keys in subjects:
            counts.update({found for key in keys if (found := named(key)) is not None})
            total += 1
        return cls(counts, dict.fromkeys(Form, total))

    @classmethod
    def counted(cls, wholes: Mapping[str, int], total: int, asked: Iterable[Iterable[Key]] = ()) -> Rarity:
        """This function joins counts of whole names among all own subjects with what the keys of some of them say.

        Args:
            wholes: key of a whole name → how many of the own subjects have it.
            total: of the own subjects.
            asked: keys of subjects, for the parts of names.
        """
        some = cls.of(asked)
        counts = {key: n for key, n in some.counts.items() if key[0] is not Form.WHOLE}
        counts |= {(Form.WHOLE, value): n for value, n in wholes.items()}
        return cls(counts, {**some.totals, Form.WHOLE: total})

    def share(self, form: Form, value: str, texts: Iterable[str] = ()) -> float:
        """This function returns the share of persons who have a key.

        Args:
            form: of the key.
            value: of the key.
            texts: the name as it is written, in any script, for the table of common names.
        """
        others = max(self.counts.get((form, value), 0) - 1, 0)
        own = (others + WEIGHT * typical(form, value)) / (self.totals.get(form, 0) + WEIGHT)
        if form in {Form.WHOLE, Form.CLOSE}:
            own = max(own, max((_listed(text) for text in texts), default=0.0))
        elif form is Form.PART:
            own = max(own, _listed_parts().get(value, 0.0))
        return min(max(own, RAREST), COMMONEST)


@cache
def _listed_parts() -> Mapping[str, float]:
    """This function returns the share of each key of a part that stands for names of the table."""
    shares: dict[str, float] = {}
    for name, share in table().items():
        for part in names.keys(name)[:1]:
            shares[part] = shares.get(part, 0.0) + share
    return shares


@cache
def _listed(text: str) -> float:
    """This function returns the share of a name of several words in Latin letters; 0 where that cannot be told."""
    words = _WORD.findall(anyascii(text).lower()) if _LATIN.fullmatch(text) else []
    share = 1.0
    for word in words:
        share *= table().get(word, UNLISTED)
    return share if len(words) > 1 else 0.0
