"""Under what people of this node find a holding: words of its names, name keys, identifiers, dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity import identifiers
from comity.kernel import InvalidInput
from comity.node.holdings.parts import parts
from comity.subjects import Schema

LONGEST = 200
KEY, WORD, IDENTIFIER, DATE = "k", "w", "i", "d"
"""Kinds of term, as a row keeps them."""
NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_PERSONS = frozenset({Schema.PERSON.value, Schema.UNKNOWN.value})


def full_names(values: Iterable[tuple[str, str]]) -> list[str]:
    """This function returns the names that properties and values say, first those that stand in one piece."""
    given = list(values)
    whole = [value for prop, value in given if prop in NAMES]
    if not whole:
        parts = [
            value for wanted in ("firstName", "secondName", "middleName", "lastName") for prop, value in given
            if prop == wanted
        ]  # fmt: skip
        whole = [" ".join(parts)] if parts else []
    return list(dict.fromkeys(whole))


def terms(schema: str, values: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """This function gives kind and value of every term of a record, each once.

    Args:
        schema: what the subject is.
        values: property and normalised value of its statements.
    """
    given = list(values)
    found: dict[tuple[str, str], None] = {}
    for name in full_names(given):
        for part in parts(name):
            found[WORD, part] = None
        for key in _keys(name, name_kind(schema)):
            found[KEY, key[:LONGEST]] = None
    for prop, value in given:
        if prop in identifiers.PROPERTIES:
            found[IDENTIFIER, value[:LONGEST]] = None
        elif prop == "birthDate":
            found[DATE, value.removeprefix("circa ")[:LONGEST]] = None
    yield from found


def wanted(text: str, country: str) -> tuple[set[str], set[str]]:
    """This function returns the name keys and the identifiers that a text in a search box may mean.

    Args:
        text: as a person typed it.
        country: alpha-2 code that numbers without a country belong to.
    """
    keys = {*_keys(text, "person"), *_keys(text, "organisation")}
    numbers = set()
    if any(c.isdigit() or c in "@." for c in text):
        for kind in set(identifiers.PROPERTIES.values()):
            try:
                numbers.add(identifiers.normalise(kind, text, country or None).value[:LONGEST])
            except InvalidInput:
                continue
    return {key[:LONGEST] for key in keys}, numbers


def name_kind(schema: str) -> str:
    """This function returns what the room of names calls the names of a schema."""
    return "person" if schema in _PERSONS else "organisation"


def _keys(name: str, kind: str) -> tuple[str, ...]:
    from comity import names  # its tables take memory that a node which records nothing need not give

    return names.keys(name, kind=kind)
