"""How rare a name is: evidence that two records share a common name is worth less.

Two sources, the larger share counts: how often a name key occurs among this node's own holdings, and a small table of
common names that is shipped (``tables/name_shares.csv``, written by hand, with its sources in its head).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from anyascii import anyascii

from comity import names
from comity.linkage.keys import Key, Kind

UNLISTED = 0.004
"""Share of a part of a name that the table does not list."""
COMMONEST = 0.05
RAREST = 2e-6
_PRIOR_COUNT = 2000
_LEADING_NAME = frozenset({
    Kind.NAME_DATE, Kind.NAME_DATE_EITHER, Kind.NAME_YEAR_COUNTRY, Kind.NAME_YEAR, Kind.NAME_MONTH, Kind.NAME_DAY,
    Kind.NAME_PHONE, Kind.NAME_POSTCODE,
})  # fmt: skip
_PART_SHARES = (0.5, 0.35, 0.08, 0.006)
_LONG_PART = 0.003
_LATIN = re.compile(r"[\u0000-\u024f\u0300-\u036f\u1e00-\u1eff]*")
_WORD = re.compile(r"[a-z]+")


@cache
def table() -> Mapping[str, float]:
    """This function reads the shipped table: name in Latin letters → share."""
    text = (files("comity.linkage") / "tables" / "name_shares.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["name"]: float(row["share"]) for row in rows}


def name_of(key: Key) -> str | None:
    """This function returns the name key within a key, or None where there is none."""
    return key.value.split("|", 1)[0] if key.kind in _LEADING_NAME else None


@dataclass(frozen=True, slots=True)
class Rarity:
    """What is known of how common names are.

    Args:
        counts: name key → how many of this node's own subjects have it.
        total: of those subjects.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    total: int = 0

    @classmethod
    def of(cls, subjects: Iterable[Iterable[Key]]) -> Rarity:
        """This function counts the name keys of one's own subjects, each subject once."""
        counts: Counter[str] = Counter()
        total = 0
        for keys in subjects:
            counts.update({name for key in keys if (name := name_of(key)) is not None})
            total += 1
        return cls(counts, total)

    def share(self, name_key: str, texts: Iterable[str] = ()) -> float:
        """This function returns the share of persons who bear a name: the larger of what the two sources say.

        Args:
            name_key: as `names.keys` gives it.
            texts: the name as it is written, in any script, for the table.
        """
        own = self.counts.get(name_key, 0) / (self.total + _PRIOR_COUNT)
        listed = max((_listed(text) for text in texts), default=0.0)
        return min(max(own, listed, RAREST), COMMONEST)


def part_share(part: str) -> float:
    """This function returns the share of persons who have a part of a name: short skeletons stand for many names."""
    by_length = _PART_SHARES[len(part) - 1] if 0 < len(part) <= len(_PART_SHARES) else _LONG_PART
    return min(max(by_length, _listed_parts().get(part, 0.0)), 0.5)


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
    """This function returns the share of a name that is written in Latin letters; 0 for another script."""
    words = _WORD.findall(anyascii(text).lower()) if _LATIN.fullmatch(text) else []
    share = 1.0
    for word in words:
        share *= table().get(word, UNLISTED)
    return share if words else 0.0
