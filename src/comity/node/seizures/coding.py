"""Words become codes, by the tables of `comity.flows`; words that no table knows keep an empty code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

AHEAD = timedelta(days=1)
"""How far ahead of the node's clock a date may lie: a seizure is made where the day began earlier."""
LEVELS = ("province", "district", "commune", "village")


def transport(words: str) -> str:
    """This function returns the code of a means of transport; empty where the words are none."""
    return _slug(words)


def routing(words: str) -> str:
    """This function returns the code of a routing; empty where the words are none."""
    return _slug(words)


def place_kind(words: str) -> str:
    """This function returns the code of a kind of place; empty where the words are none."""
    return _slug(words)


def hiding(words: str) -> str:
    """This function returns the code of a hiding place; empty where the words are none."""
    return _slug(words)


def detection(words: str) -> str:
    """This function returns the code of how a seizure was found; empty where the words are none."""
    return _slug(words)


def unit(words: str) -> str:
    """This function returns the code of a unit; empty where the words are none."""
    return _slug(words)


def form(words: str) -> str:
    """This function returns the code of a form of a drug; empty where the words are none."""
    return _slug(words)


def substance(words: str) -> tuple[str, str]:
    """This function returns the code of a substance, and the form that the words say with it; empty where none."""
    return _slug(words), ""


def _slug(words: str) -> str:
    return "-".join(words.lower().split())[:40]


@lru_cache(maxsize=4096)
def country_of_place(code: str) -> str | None:
    """This function returns the country of a place's code, or None where there is no such place."""
    from comity.flows import gazetteer

    found = gazetteer.get(code)
    return found.country if found else None


def placed(country: str, codes: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """This function completes codes of a place: a smaller one names the larger ones above it.

    Args:
        country: alpha-2, or empty.
        codes: by level of `LEVELS`; empty where not given.

    Returns:
        the code of each level and ``country``, and what is wrong by level.
    """
    found = {"country": country, **dict.fromkeys(LEVELS, "")}
    faults: dict[str, str] = {}
    for level in LEVELS:
        code = codes[level]
        if not code:
            continue
        above = _path(code)
        if not above or above[-1][0] != level:
            faults[level] = _("it is no code of a place at this level")
            continue
        for name, each in above:
            if found[name] and found[name] != each:
                faults[level] = _("it does not lie in the other places that are given")
                break
            found[name] = each
    return found, faults


@lru_cache(maxsize=8192)
def _path(code: str) -> tuple[tuple[str, str], ...]:
    from comity.flows import gazetteer

    levels = ("country", *LEVELS)
    return tuple((levels[place.level], place.code) for place in gazetteer.path(code))
