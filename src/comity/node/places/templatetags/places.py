"""Places on pages: their names in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language

from comity.flows.gazetteer import Place
from comity.node.places import queries
from comity.node.places.words import FAULTS, LEVELS, SOURCES, WHY

register = template.Library()


def _spoken() -> str:
    return (get_language() or "en").split("-")[0]


@register.filter
def place_name(code: str) -> str:
    """This function returns what the place of a code is called in the reader's language."""
    return queries.name(code, _spoken())


@register.filter
def full_place_name(code: str) -> str:
    """This function returns the place of a code with those above it, smallest first, without the country."""
    return queries.full_name(code, _spoken())


@register.filter
def above(place: Place) -> str:
    """This function returns where a place lies: the places above it with the country, smallest first."""
    path = queries.gazetteer().path(place.code)[:-1]
    return ", ".join(queries.name(each.code, _spoken()) for each in reversed(path))


@register.filter
def level_name(level: int) -> str | Promise:
    """This function returns the word for a level."""
    return LEVELS.get(level, "")


@register.filter
def point_words(source: str) -> str | Promise:
    """This function says what a known point of a place is."""
    return SOURCES.get(source, "")


@register.filter
def why_words(why: tuple[str, ...]) -> str:
    """This function says why a place was found."""
    return ", ".join(str(WHY[code]) for code in why if code in WHY)


@register.filter
def fault_words(reason: str) -> str | Promise:
    """This function says what is wrong with a row of a list."""
    return FAULTS.get(reason, reason)


@register.filter
def other_names(place: Place) -> list[str]:
    """This function returns the names of a place beside the one that the reader sees."""
    seen = queries.name(place.code, _spoken())
    return [name for name in dict.fromkeys(place.names.values()) if name != seen]


@register.filter
def language_words(code: str) -> str:
    """This function returns the name of a language in itself, or its code."""
    return {"en": "English", "km": "ភាសាខ្មែរ", "vi": "Tiếng Việt", "th": "ไทย"}.get(code, "" if code == "und" else code)


@register.filter
def degrees(value: float, sides: str) -> str:
    """This function writes degrees with the letter of their side: "11.5564° N"."""
    return f"{abs(value):.4f}° {sides[value < 0]}"
