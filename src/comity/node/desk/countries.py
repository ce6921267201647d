"""The countries that pages offer to choose from: those that this node has to do with."""

from __future__ import annotations

from collections.abc import Iterable

from comity.node.cases.models import Instrument
from comity.node.countries import country_name
from comity.node.partners import queries as partners
from comity.node.runtime import config


def partners_countries() -> list[str]:
    """This function returns the countries of the accepted partners, without this node's own."""
    return sorted(set(partners.accepted().values_list("country", flat=True)) - {config().country})


def known_countries() -> list[str]:
    """This function returns this node's country, its partners', and the parties of every instrument."""
    rows = Instrument.objects.values_list("parties", "party_terms")
    parties = {code for codes, terms in rows for code in (*codes, *(each["country"] for each in terms))}
    return sorted({config().country, *partners_countries(), *parties})


def choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """This function returns countries as choices of a form, by name in the reader's language."""
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])
