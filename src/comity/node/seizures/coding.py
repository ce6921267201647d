"""Words become codes, by the tables of `comity.flows` and the places of this node; others keep an empty code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from comity.flows import codes, substances, units
from comity.flows.gazetteer import Gazetteer
from comity.flows.words import folded
from comity.node.places.queries import gazetteer
from comity.node.seizures.words import DETECTIONS

AHEAD = timedelta(days=1)
"""How far ahead of the node's clock a date may lie: a seizure is made where the day began earlier."""
LEVELS = ("province", "district", "commune", "village")


def transport(words: str) -> str:
    """This function returns the code of a means of transport; empty where the words are none."""
    return codes.TRANSPORTS.match(words) or ""


def routing(words: str) -> str:
    """This function returns the code of a routing; empty where the words are none."""
    return codes.ROUTINGS.match(words) or ""


def place_kind(words: str) -> str:
    """This function returns the code of a kind of place; empty where the words are none."""
    return codes.INSTALLATIONS.match(words) or ""


def hiding(words: str) -> str:
    """This function returns the code of a hiding place; empty where the words are none."""
    return codes.HIDING_PLACES.match(words) or ""


def detection(words: str) -> str:
    """This function returns the code of how a seizure was found; empty where the words are none."""
    code = folded(words).replace(" ", "-")
    return code if code in DETECTIONS else ""


def unit(words: str) -> str:
    """This function returns the code of a unit; empty where the words are none."""
    found = units.match(words) or units.get(words)
    return found.code if found else ""


def form(words: str) -> str:
    """This function returns the code of a form of a drug; empty where the words are none."""
    return codes.FORMS.match(words) or ""


def substance(words: str) -> tuple[str, str]:
    """This function returns the code of a substance, and the form that the words say with it; empty where none."""
    found = substances.match(words)
    return (found.substance.code, found.form) if found else ("", "")


@lru_cache(maxsize=1024)
def group(code: str) -> str | None:
    """This function returns the group of a substance, or None where it has none."""
    found = substances.get(code) if code else None
    return found.group if found else None


def country_of_place(code: str) -> str | None:
    """This function returns the country of a place's code, or None where there is no such place."""
    found = gazetteer().get(code)
    return found.country if found else None


def province_of(code: str) -> str:
    """This function returns the province that a place is or lies in; empty where there is none."""
    return dict(_path(gazetteer(), code)).get("province", "") if code else ""


def at_or_below(code: str) -> list[str]:
    """This function returns the code of a place and of every place below it."""
    places, found, level = gazetteer(), [], [code]
    while level:
        found += level
        level = [place.code for each in level for place in places.children(each)]
    return found


def placed(country: str, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """This function completes codes of a place: a smaller one names the larger ones above it.

    Args:
        country: alpha-2, or empty.
        given: codes by level of `LEVELS`; empty where not given.

    Returns:
        the code of each level and ``country``, and what is wrong by level.
    """
    found = {"country": country, **dict.fromkeys(LEVELS, "")}
    faults: dict[str, str] = {}
    for level in LEVELS:
        code = given[level]
        if not code:
            continue
        above = _path(gazetteer(), code)
        if not above or above[-1][0] != level:
            faults[level] = _("it is no code of a place at this level")
        elif any(found[name] not in {"", each} for name, each in above):
            faults[level] = _("it does not lie in the other places that are given")
        else:
            found.update(above)
    return found, faults


@lru_cache(maxsize=16_384)
def _path(places: Gazetteer, code: str) -> tuple[tuple[str, str], ...]:
    levels = ("country", *LEVELS)
    return tuple((levels[place.level], place.code) for place in places.path(code))
