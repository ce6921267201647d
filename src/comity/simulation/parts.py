"""The parts that names are made of: tables of this room's own, written by hand as data.

The spellings come from how passports, newspapers and clerks of the region write such names. They owe nothing to
`comity.names`, so that the name engine is never tested against itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from random import Random

CULTURES = {"KH": "khmer", "VN": "vietnamese", "TH": "thai", "LA": "lao", "MM": "burmese", "CN": "chinese"}
"""Alpha-2 code of the country and the name of its table."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name.

    Args:
        native: in the script of its country.
        latin: spellings in Latin letters, the one of most passports first; for Chinese: Mandarin, then Cantonese.
    """

    native: str
    latin: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one kind, with how common they are."""

    every: tuple[Part, ...]
    cumulated: tuple[float, ...]

    def draw(self, rng: Random) -> Part:
        """This function draws a part, common ones more often."""
        return rng.choices(self.every, cum_weights=self.cumulated)[0]


@dataclass(frozen=True, slots=True)
class Habit:
    """What officers of one country write for a sound that they hear in a foreign name."""

    heard: str
    written: str


def rows(table: str) -> list[dict[str, str]]:
    """This function reads a table of this room."""
    text = resources.files(__package__).joinpath("tables", f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@cache
def parts(country: str, *kinds: str) -> Parts:
    """This function returns the parts of one or more kinds of a country's names."""
    found = [row for row in rows(CULTURES[country]) if row["part"] in kinds]
    return Parts(
        tuple(Part(row["native"], tuple(dict.fromkeys(row["latin"].split()))) for row in found),
        tuple(accumulate(float(row["weight"]) for row in found)),
    )


@cache
def habits(country: str) -> Sequence[Habit]:
    """This function returns the habits of a country's officers."""
    return tuple(Habit(row["heard"], row["written"]) for row in rows("habits") if row["officer"] == country)


@cache
def places(country: str) -> Sequence[Part]:
    """This function returns provinces and towns of a country, native and Latin."""
    return tuple(Part(row["native"], (row["latin"],)) for row in rows("places") if row["country"] == country)


@cache
def companies(country: str) -> Sequence[Part]:
    """This function returns the forms of company names of a country; ``{0}`` stands for the name itself."""
    return tuple(Part(row["native"], (row["latin"],)) for row in rows("organisations") if row["country"] == country)
