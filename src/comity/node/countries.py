"""Names of countries and territories as this node shows them: its own from ``node.toml``, else the usual ones."""

from __future__ import annotations

from django.utils.translation import get_language

from comity.kernel import countries
from comity.node.runtime import config


def country_name(code: str, language: str = "") -> str:
    """This function returns the name of a country or territory in the reader's language.

    Args:
        code: ISO 3166-1 alpha-2.
        language: en, km or vi; empty: the reader's.
    """
    spoken = (language or get_language() or config().language).split("-")[0]
    return countries.country_name(code, spoken, config().countries)
