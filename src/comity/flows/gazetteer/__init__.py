"""Places by code and name: Cambodia to the village, Thailand to the district, other countries to their first level.

The lists that ship are tables of this room (Cambodia, Thailand; see NOTICE) and the ISO 3166-2 code list through
``pycountry``. That list may be older than a reform: Viet Nam stands there with the 63 provinces from before the mergers
of July 2025. A node lays its own list over these (`Gazetteer.over`); what is below works on what ships.

Codes: ``KH`` a country, ``KH-12`` a first level as ISO 3166-2 has it, ``KH-1201`` country and national code below.
Positions are points, not borders, and where a place has none the one of the nearest place above stands for it: who
shows a position says whose it is (`Position.of`). Reading a list takes place when it is first asked for.
"""

from __future__ import annotations

from functools import cache

from comity.flows.gazetteer.gazetteer import Gazetteer
from comity.flows.gazetteer.model import Match, Near, Place, Position
from comity.flows.gazetteer.shipped import shipped

__all__ = [
    "Gazetteer", "Match", "Near", "Place", "Position", "children", "get", "match", "name", "nearest", "path",
    "position", "search", "standard",
]  # fmt: skip


@cache
def standard() -> Gazetteer:
    """This function returns the places that ship; nothing is read before it is asked for."""
    return shipped()


def get(code: str) -> Place | None:
    """This function returns the place of a code, or None."""
    return standard().get(code)


def children(code: str) -> list[Place]:
    """This function returns the places one level below a country or place, by code."""
    return standard().children(code)


def path(code: str) -> list[Place]:
    """This function returns the places from the country down to this one; empty where the code is not known."""
    return standard().path(code)


def name(code: str, language: str) -> str:
    """This function returns what a place is called in a language, else in English, else where it is; else its code."""
    return standard().name(code, language)


def position(code: str) -> Position | None:
    """This function returns the best position known for a place: its own, or that of the nearest place above it."""
    return standard().position(code)


def match(
    words: str, country: str | None = None, level: int | None = None, within: str | None = None, top: int = 8
) -> list[Match]:
    """This function finds the places that words may mean, best first; see `Gazetteer.match`."""
    return standard().match(words, country, level, within, top)


def search(words: str, country: str | None = None, within: str | None = None, top: int = 12) -> list[Match]:
    """This function finds places while their name is being typed; see `Gazetteer.search`."""
    return standard().search(words, country, within, top)


def nearest(latitude: float, longitude: float, country: str | None = None, top: int = 3) -> list[Near]:
    """This function returns the places whose known points are nearest to a position; see `Gazetteer.nearest`."""
    return standard().nearest(latitude, longitude, country, top)
