"""What a place is, and what finding one says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LEVELS = ("country", "province", "district", "commune", "village")
"""Names of the levels from 0 on. What a country calls its own levels stands in ``tables/kinds.tsv``."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country or a division of one.

    Args:
        code: ``KH``, ``KH-12`` (ISO 3166-2), ``KH-1201`` (country and national code).
        country: ISO 3166-1 alpha-2.
        level: 0 country, 1 province, 2 district, 3 commune, 4 village.
        names: by language code, in the script of that language; empty where the publisher's list has none.
        parent: code of the place above; empty for a country.
        latitude: degrees north of its own known point; None where none is known.
        longitude: degrees east.
        position_of: its own code where it has a position, else empty; `Gazetteer.position` looks above it.
        also: other spellings.
    """

    code: str
    country: str
    level: int
    names: Mapping[str, str]
    parent: str
    latitude: float | None = None
    longitude: float | None = None
    position_of: str = ""
    also: tuple[str, ...] = field(default=())

    def called(self, language: str) -> str:
        """This function returns its name in a language, else in English, else its first one; else the code."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()), self.code)

    @property
    def spellings(self) -> tuple[str, ...]:
        """This function returns every way in which it is written, each once."""
        return tuple(dict.fromkeys((*self.names.values(), *self.also)))


@dataclass(frozen=True, slots=True)
class Position:
    """Where a place is, as far as is known.

    Args:
        latitude: degrees north (WGS 84).
        longitude: degrees east.
        of: code of the place whose point this is; another one than asked for where only a place above has a point.
        source: ``label`` (Natural Earth label point), ``town`` (its chief town), ``middle`` (of a country's main
            part), ``own`` (a node's own list).
    """

    latitude: float
    longitude: float
    of: str
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """A place that words may mean.

    Args:
        place: the place.
        score: 0 to 1; 1 for a name written alike, or a code.
        why: what speaks for it, most important first: ``code``, ``written`` (a name is written alike), ``begins`` (a
            name begins so), ``sound`` (spellings of one name, by the name engine), ``kind`` (the word for its level
            was given), ``within`` (a place above it was named), ``part`` (a part of the words says nothing known).
    """

    place: Place
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A place with a known point near a position. It need not be the place that the position lies in.

    Args:
        place: the place.
        kilometres: along the great circle to the nearest of its known points.
        source: of that point, as in `Position`.
    """

    place: Place
    kilometres: float
    source: str


@dataclass(frozen=True, slots=True)
class Point:
    """One known point of a place.

    Args:
        code: of the place.
        latitude: degrees north.
        longitude: degrees east.
        source: as in `Position`.
    """

    code: str
    latitude: float
    longitude: float
    source: str
