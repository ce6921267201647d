"""Reads places: what ships with Comity, with this node's own lists over it."""

from __future__ import annotations

import time
from functools import lru_cache

from django.db.models import QuerySet

from comity.flows.gazetteer import Gazetteer, Match, Near, Place, standard
from comity.node.countries import country_name
from comity.node.permissions import Action, Actor, require
from comity.node.places.models import OwnPlace, PlaceList
from comity.node.runtime import config

FRESH = 5.0
"""Seconds after which a process looks whether another one loaded a list."""
MOST = 50
"""Matches that are looked at."""
SAME = frozenset({"code", "written", "begins"})
"""Why a place of this node's own country is taken as the one that is meant, without looking at other countries."""
LONGEST = 200
"""Characters that are searched for."""
_looked: list[tuple[float, Gazetteer]] = []


def gazetteer() -> Gazetteer:
    """This function returns the places that this node knows; its own lists lie over those that ship, newest on top."""
    now = time.monotonic()
    if _looked and now - _looked[0][0] < FRESH:
        return _looked[0][1]
    lists = tuple(PlaceList.objects.filter(undone=None).order_by("at", "id").values_list("id", flat=True))
    _looked[:] = [(now, _over(lists))]
    return _looked[0][1]


def forget() -> None:
    """This function lets this process look again at once for the lists that are loaded."""
    _looked.clear()


@lru_cache(maxsize=2)
def _over(lists: tuple[str, ...]) -> Gazetteer:
    if not lists:
        return standard()
    found: dict[str, Place] = {}
    for each in lists:
        found |= {own.code: own.place for own in OwnPlace.objects.filter(list_id=each).iterator()}
    return standard().over(found.values())


def name(code: str, language: str) -> str:
    """This function returns what a place is called in a language; a country as this node calls it."""
    if not code:
        return ""
    return country_name(code) if len(code) == len("KH") else gazetteer().name(code, language)


def full_name(code: str, language: str) -> str:
    """This function returns a place with those above it, without the country: smallest first."""
    path = gazetteer().path(code)[1:]
    return ", ".join(place.called(language) for place in reversed(path)) or name(code, language)


def deepest(*codes: str) -> str:
    """This function returns the last code that is given, of province, district, commune and village."""
    return next((code for code in reversed(codes) if code), "")


def place(actor: Actor, code: str) -> Place | None:
    """This function returns a place, or None where the code is not known.

    Raises:
        Refused: the actor may not.
    """
    require(actor, Action.PLACE_READ)
    return gazetteer().get(code)


def children(actor: Actor, code: str) -> list[Place]:
    """This function returns the places one level below another."""
    require(actor, Action.PLACE_READ)
    return gazetteer().children(code)


def below(actor: Actor, code: str) -> list[Place]:
    """This function returns a place and every place below it, higher levels first."""
    require(actor, Action.PLACE_READ)
    known = gazetteer()
    found: list[Place] = []
    level = [top] if (top := known.get(code)) else []
    while level:
        found += level
        level = [child for each in level for child in known.children(each.code)]
    return found


def search(
    actor: Actor, words: str, *, country: str | None = None, within: str | None = None, level: int | None = None,
    top: int = 12,
) -> list[Match]:  # fmt: skip
    """This function finds places while their name is being typed, in any script.

    Without a country those of this node's own come first, and others are looked at where none of it is written so.

    Raises:
        Refused: the actor may not.
    """
    require(actor, Action.PLACE_READ)
    known, words = gazetteer(), words[:LONGEST]
    found = known.search(words, country or (within or config().country)[:2], within or None, MOST)
    found = [match for match in found if level in {None, match.place.level}]
    if not (country or within) and not (found and SAME & {*found[0].why}):
        others = known.search(words, top=MOST)
        found += [m for m in others if m.place.country != config().country and level in {None, m.place.level}]
        found.sort(key=lambda match: -match.score)
    return found[:top]


def nearest(actor: Actor, latitude: float, longitude: float, *, country: str | None = None, top: int = 3) -> list[Near]:
    """This function returns the places with a known point nearest to a position."""
    require(actor, Action.PLACE_READ)
    return gazetteer().nearest(latitude, longitude, country or None, top)


def lists(actor: Actor) -> QuerySet[PlaceList]:
    """This function returns the lists that were loaded, newest first.

    Raises:
        Refused: the actor may not.
    """
    require(actor, Action.PLACE_LOAD)
    return PlaceList.objects.all()
