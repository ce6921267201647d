"""Words under which people of this node find a holding: name keys, names, identifiers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from comity import identifiers
from comity.kernel import InvalidInput
from comity.node.holdings.models import Holding, Statement, Term, TermKind
from comity.subjects import Schema

LONGEST = 200
NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_PERSONS = frozenset({Schema.PERSON.value, Schema.UNKNOWN.value})


def folded(text: str) -> str:
    """This function returns a name without case and with single spaces, for finding a part of it."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())[:LONGEST]


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
        found[TermKind.NAME.value, folded(name)] = None
        for key in _keys(name, name_kind(schema)):
            found[TermKind.KEY.value, key[:LONGEST]] = None
    for prop, value in given:
        if prop in identifiers.PROPERTIES:
            found[TermKind.IDENTIFIER.value, value[:LONGEST]] = None
    yield from found


def refresh_terms(holding_ids: Sequence[str]) -> None:
    """This function writes the terms of holdings anew, inside the caller's transaction, after statements changed."""
    Term.objects.filter(holding_id__in=holding_ids).delete()
    schemas = dict(Holding.objects.filter(id__in=holding_ids).values_list("id", "subject__schema"))
    said: dict[str, list[tuple[str, str]]] = {holding_id: [] for holding_id in schemas}
    standing = Statement.objects.filter(holding_id__in=holding_ids, withdrawn=None)
    for holding_id, prop, value in standing.values_list("holding_id", "property", "value"):
        said[holding_id].append((prop, value))
    Term.objects.bulk_create(
        Term(holding_id=holding_id, kind=kind, value=value)
        for holding_id, values in said.items()
        for kind, value in terms(schemas[holding_id], values)
    )


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
