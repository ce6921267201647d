"""Countries and territories by ISO 3166-1 alpha-2 code, in capitals; names as lists and officers write them.

Names of countries and territories imply no opinion on their status. ``pycountry`` (ISO code lists) is the source; the
aliases are those that the lists of the region use beside it.
"""

from __future__ import annotations

from functools import lru_cache

import pycountry

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


@lru_cache(maxsize=4096)
def country_name(code: str) -> str:
    """This function returns the common English name of an alpha-2 code, or the code itself where unknown."""
    found = pycountry.countries.get(alpha_2=code.upper())
    return getattr(found, "common_name", None) or found.name if found else code
