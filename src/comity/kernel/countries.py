"""Countries and territories by ISO 3166-1 alpha-2 code, in capitals; names as lists and officers write them.

Names of countries and territories imply no opinion on their status. ``pycountry`` (ISO code lists) is the source; the
aliases are those that the lists of the region use beside it, and ``tables/countries.csv`` has the names that are shown.
"""

from __future__ import annotations

import csv
import gettext
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path

import pycountry

Names = Mapping[str, Mapping[str, str]]
_TABLE = Path(__file__).with_name("tables") / "countries.csv"
_WELL_TRANSLATED = {"km"}
"""Languages whose catalogue in ``pycountry`` people here would read as their own."""

_ALIASES = {
    "vietnam": "VN", "viet nam": "VN", "laos": "LA", "lao pdr": "LA", "burma": "MM", "taiwan": "TW", "china": "CN",
    "hong kong": "HK", "macau": "MO", "macao": "MO", "south korea": "KR", "republic of korea": "KR",
    "north korea": "KP", "dprk": "KP", "democratic people's republic of korea": "KP", "russia": "RU", "iran": "IR",
    "syria": "SY", "uk": "GB", "united kingdom": "GB", "usa": "US", "east timor": "TL", "brunei": "BN",
    "turkey": "TR", "ivory coast": "CI", "cote d'ivoire": "CI", "democratic republic of the congo": "CD",
    "tanzania": "TZ", "palestine": "PS", "bolivia": "BO", "venezuela": "VE", "moldova": "MD", "swaziland": "SZ",
    "macedonia": "MK", "cape verde": "CV", "kosovo": "XK", "united states": "US", "united states of america": "US",
    "cambodia": "KH", "kampuchea": "KH", "thailand": "TH", "myanmar": "MM", "australia": "AU", "malaysia": "MY",
    "singapore": "SG", "indonesia": "ID", "philippines": "PH",
}  # fmt: skip


@lru_cache(maxsize=4096)
def country(text: str) -> str | None:
    """This function returns the alpha-2 code of a country given as alpha-2, alpha-3 or name, or None."""
    bare = " ".join(text.split())
    if not bare:
        return None
    if code := _ALIASES.get(bare.lower()):
        return code
    if len(bare) == 2:
        found = pycountry.countries.get(alpha_2=bare.upper())
    elif len(bare) == 3:
        found = pycountry.countries.get(alpha_3=bare.upper())
    else:
        found = (
            pycountry.countries.get(name=bare)
            or pycountry.countries.get(common_name=bare)
            or pycountry.countries.get(official_name=bare)
        )
    return found.alpha_2 if found else None


def country_name(code: str, language: str = "en", own: Names | None = None) -> str:
    """This function returns the name of a country or territory as pages and maps show it.

    ``tables/countries.csv`` is the one table of names; ``pycountry`` gives what it leaves empty, in Khmer too. Where
    neither knows a name in a language the English one stands, and the code where nobody knows it.

    Args:
        code: alpha-2.
        language: en, km or vi.
        own: names that come first: language to name, by code.
    """
    key = code.upper()
    if own and (said := own.get(key, {}).get(language)):
        return said
    return _named(key, language) or (own or {}).get(key, {}).get("en") or _named(key, "en") or code


@lru_cache(maxsize=4096)
def _named(code: str, language: str) -> str:
    if said := _table().get(code, {}).get(language):
        return said
    found = pycountry.countries.get(alpha_2=code)
    if found is None:
        return ""
    english = str(getattr(found, "common_name", None) or found.name)
    if language == "en":
        return english
    return _translated(language)(english) if language in _WELL_TRANSLATED else ""


@cache
def _table() -> dict[str, dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("code"): row for row in csv.DictReader(file)}


@cache
def _translated(language: str) -> Callable[[str], str]:
    """Names from the catalogues of ISO codes that come with ``pycountry``; zero-width marks go."""
    book = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
    return lambda text: re.sub("[\u200b-\u200d]", "", book.gettext(text)).strip()
