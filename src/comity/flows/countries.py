"""Countries and territories as files of seizures write them; names imply no opinion on status."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import pycountry

from comity.flows.words import folded, rows
from comity.subjects.places import country_of

_BETWEEN = re.compile(r"\s*(?:[;/|>→]|\s-\s|\s&\s|\band\b)\s*")
_REGIONS = re.compile(
    r"(?:(?:east|west|north|south|central|southeast|northeast|northwest|southwest|middle|near|latin|western|eastern|"
    r"northern|southern|sub saharan)\s(?:and\s)?)*(?:africa|asia|europe|america|americas|east|oceania|caribbean|"
    r"balkans|middle east|golden triangle|golden crescent|pacific|world|transcaucasian countries|region)"
)


@lru_cache(maxsize=8192)
def country(words: str) -> str | None:
    """This function returns the alpha-2 code of the one country or territory that words name, or None."""
    text = folded(words)
    parts = _BETWEEN.split(words)
    if not text or (len(parts) > 1 and len({country(part) or "" for part in parts} - {""}) == len(parts)):
        return None
    return _by_words().get(text) or country_of(words.strip())


def why_not(words: str) -> str:
    """This function says why words name no country, for the person who reads the report."""
    parts = _BETWEEN.split(words)
    if len(parts) > 1 and all(country(part) for part in parts):
        return "more than one country is named, and nothing says which"
    if _REGIONS.fullmatch(folded(words)):
        return "a region, not one country"
    if folded(words) in {"other", "others", "other country"}:
        return "no country is named"
    return "no country or territory of ISO 3166 is called so"


def several(words: str) -> tuple[str, ...] | None:
    """This function returns the countries that words name in order, apart by ``;``, ``/`` or ``>``; None for others."""
    if one := country(words):
        return (one,)
    parts = _BETWEEN.split(words)
    if len(parts) == 1:
        parts = words.split(",")
    codes = [country(part) for part in parts]
    return tuple(code for code in codes if code) if len(codes) > 1 and all(codes) else None


@cache
def _by_words() -> dict[str, str]:
    found = {folded(name): code for code, names in rows("countries") for name in names.split("|")}
    for each in pycountry.countries:
        for name in (each.name, getattr(each, "common_name", ""), getattr(each, "official_name", "")):
            if name:
                found.setdefault(folded(name), each.alpha_2)
    return found
