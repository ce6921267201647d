"""Linkage keys of a subject: what two records of the same subject are likely to share.

At most 16 a subject, the most telling first. A key of the name alone is never made: it would tell too much about
people who only share a name. Both sides have to derive keys the same way, so the way has a version, `version`, which
is part of every function input, of every manifest and of every check.

A key of name and birth year says whether its record knows the day: a record with a full date does not ask for others
with a full date in the same year, since those either share the day, and another key says so, or are somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from anyascii import anyascii

from comity import identifiers, names
from comity.kernel import InvalidInput, Limits, PartialDate
from comity.kernel.countries import country
from comity.subjects.model import Schema, Subject

DERIVATION = "1"
"""Version of what this module does; names have their own."""


class Kind(StrEnum):
    """The kinds of key that are made of more than one value; the others are the kinds of identifier."""

    NAME_DATE = "name+date"
    NAME_DATE_EITHER = "name+date-either-order"
    PART_DATE = "name-part+date"
    NAME_YEAR_COUNTRY = "name+year+country"
    NAME_YEAR = "name+year"
    NAME_MONTH = "name+month"
    NAME_DAY = "name+day"
    NAME_PHONE = "name+phone"
    DATE_PHONE = "date+phone"
    NAME_POSTCODE = "name+postcode"
    DATE_POSTCODE = "date+postcode"
    ADDRESS = "address"
    ORGANISATION_COUNTRY = "organisation+country"


@dataclass(frozen=True, slots=True)
class Key:
    """A linkage key.

    Args:
        kind: a `Kind` or an `identifiers.Kind`.
        value: normalised; parts are separated by ``|``.
    """

    kind: str
    value: str


_TELLING = (
    identifiers.Kind.PASSPORT, identifiers.Kind.ID_CARD, identifiers.Kind.TAX, identifiers.Kind.COMPANY_NUMBER,
    identifiers.Kind.LEI, identifiers.Kind.VIN, identifiers.Kind.IMO, identifiers.Kind.IMEI, identifiers.Kind.WALLET,
    identifiers.Kind.IBAN, identifiers.Kind.ACCOUNT, identifiers.Kind.EMAIL, identifiers.Kind.HANDLE,
    identifiers.Kind.PLATE,
)  # fmt: skip
_OF_PERSONS = frozenset({Schema.PERSON, Schema.UNKNOWN})
_OF_ORGANISATIONS = frozenset({Schema.ORGANIZATION, Schema.COMPANY, Schema.VESSEL, Schema.UNKNOWN})
_NATIONAL = frozenset({identifiers.Kind.PLATE, identifiers.Kind.COMPANY_NUMBER, identifiers.Kind.ACCOUNT})
_SHORTEST = 5
_DOCUMENTS = 5
_NAMES = 3
_PARTS = 5
_DATES = 2
_PHONES = 2
_WORD = re.compile(r"[a-z0-9]+")


def version() -> str:
    """This function names the way in which keys are derived, names included."""
    return f"{DERIVATION}/{names.VERSION}"


def keys_of(subject: Subject, *, limits: Limits, asking: bool = False) -> tuple[Key, ...]:
    """This function derives the keys of a subject, the most telling first.

    Args:
        subject: with values normalised as its reader left them; what cannot be read makes no key.
        limits: `Limits.keys_per_subject` is the most that are made.
        asking: whether the keys are to be asked, or to stand in an index.
    """
    countries = _countries(subject)
    documents, phones = _identifiers(subject, countries)
    found = [*islice(documents, _DOCUMENTS)]
    if subject.schema in _OF_PERSONS:
        found += _of_person(subject, countries, [p.value for p in phones], asking=asking)
    if subject.schema in _OF_ORGANISATIONS:
        found += (
            Key(Kind.ORGANISATION_COUNTRY, f"{key}|{place}")
            for key in _name_keys(subject.get("name", "alias"), "organisation")
            for place in countries[:2]
        )
    found += phones
    return tuple(dict.fromkeys(found))[: limits.keys_per_subject]


def _of_person(subject: Subject, countries: list[str], phones: list[str], *, asking: bool) -> Iterator[Key]:
    """This function yields the keys that name, birth date, phone and address make together."""
    keys = _name_keys(_full_names(subject), "person")
    dates = _dates(subject)
    days = [d for d in dates if d.is_full]
    place = countries[0] if countries else ""
    postcodes = [_plain(text) for text in subject.get("postalCode")][:1]
    first, parts = keys[:1], _parts(_full_names(subject)) if days else []
    for day in days:
        yield from (Key(Kind.NAME_DATE, f"{key}|{day}") for key in keys)
    for year in dict.fromkeys(year for date in dates for year in _years(date, asking=asking)):
        yield from (Key(Kind.NAME_YEAR_COUNTRY, f"{key}|{year}|{place}") for key in first if place)
        yield from (Key(Kind.NAME_YEAR, f"{key}|{year}") for key in keys)
    yield from (Key(Kind.NAME_PHONE, f"{key}|{phone}") for key in first for phone in phones)
    yield from (Key(Kind.DATE_PHONE, f"{day}|{phone}") for day in days for phone in phones[:1])
    for day in days:
        yield from (Key(Kind.NAME_DATE_EITHER, f"{key}|{either}") for key in first if (either := _either_order(day)))
        yield from (Key(Kind.PART_DATE, f"{part}|{day}|{place}") for part in parts)
    yield from (Key(Kind.NAME_POSTCODE, f"{key}|{code}") for key in first for code in postcodes)
    yield from (Key(Kind.DATE_POSTCODE, f"{day}|{code}") for day in days[:1] for code in postcodes)
    # What agrees in part of a name or of a date only is asked within one country, where that is known.
    months = [str(date)[:7] for date in dates[:1] if date.month and not date.circa]
    yield from (Key(Kind.NAME_MONTH, f"{key}|{month}|{place}") for key in first for month in months)
    yield from (Key(Kind.NAME_DAY, f"{key}|{day.month:02}-{day.day:02}|{place}") for key in first for day in days[:1])
    yield from islice(_addresses(subject), 1)


def _years(date: PartialDate, *, asking: bool) -> tuple[str, ...]:
    """This function writes a year with whether the day is known in the record itself, or in those that are sought."""
    full, bare = f"{date.year:04}|day", f"{date.year:04}|"
    if not asking:
        return (full if date.is_full else bare,)
    return (bare,) if date.is_full else (full, bare)


def _either_order(day: PartialDate) -> str | None:
    """This function writes a date so that day and month may have been swapped, or None where that cannot be."""
    if day.month is None or day.day is None or day.day > 12 or day.day == day.month:
        return None
    low, high = sorted((day.month, day.day))
    return f"{day.year:04}-{low:02}/{high:02}"


def _full_names(subject: Subject) -> Iterable[str]:
    given, family = subject.get("firstName"), subject.get("lastName")
    together = [
        " ".join((*g.split(), *m.split(), *f.split()))
        for f in family[:2] or ("",)
        for g in given[:2] or ("",)
        for m in subject.get("middleName")[:1] or ("",)
    ]
    return (*subject.get("name"), *together, *subject.get("alias", "weakAlias"))


def _name_keys(texts: Iterable[str], kind: str) -> list[str]:
    """This function returns the few name keys of all spellings, the first of each spelling before the second of any."""
    each = [names.keys(text, kind) for text in islice((t for t in texts if t.strip()), 4)]
    ranked = (keys[i] for i in range(max(map(len, each), default=0)) for keys in each if i < len(keys))
    return list(dict.fromkeys(ranked))[:_NAMES]


def _parts(texts: Iterable[str]) -> list[str]:
    """This function returns the keys of the parts of a name, the longer and so more telling first."""
    found: dict[str, None] = {}
    for text in islice((t for t in texts if t.strip()), 2):
        for token in names.read(text).tokens:
            if token.role not in {"title", "legal form"}:
                found.update(dict.fromkeys(names.keys(token.text)[:2]))
    return sorted(found, key=len, reverse=True)[:_PARTS]


def _dates(subject: Subject) -> list[PartialDate]:
    dates = []
    for text in subject.get("birthDate"):
        try:
            dates.append(PartialDate.parse(text))
        except ValueError:
            continue
    return dates[:_DATES]


def _countries(subject: Subject) -> list[str]:
    texts = subject.get("nationality", "citizenship", "country", "jurisdiction", "flag", "birthCountry")
    return list(dict.fromkeys(code for text in texts if (code := country(text))))


def _identifiers(subject: Subject, countries: list[str]) -> tuple[list[Key], list[Key]]:
    """This function returns the keys of documents and accounts, the most telling first, and those of phones."""
    found: dict[str, list[Key]] = {}
    for value in subject.values:
        kind = identifiers.kind_of(value.property, subject.schema)
        if kind is None:
            continue
        try:
            read = identifiers.normalise(kind, value.value, countries[0] if countries else None)
        except InvalidInput:
            continue
        if len(read.value) < _SHORTEST or len(set(read.value)) < 3:
            continue
        text = f"{read.value}|{read.country or ''}" if kind in _NATIONAL else read.value
        found.setdefault(read.kind, []).append(Key(read.kind, text))
    documents = [key for kind in _TELLING for key in found.get(kind, ())]
    return list(dict.fromkeys(documents)), list(dict.fromkeys(found.get(identifiers.Kind.PHONE, ())))[:_PHONES]


def _addresses(subject: Subject) -> Iterator[Key]:
    """This function yields addresses as their sorted words, where they name a house."""
    for text in subject.get("address"):
        words = sorted(set(_WORD.findall(anyascii(text).lower())))
        if len(words) >= 3 and any(w.isdigit() for w in words):
            yield Key(Kind.ADDRESS, " ".join(words))


def _plain(text: str) -> str:
    return "".join(_WORD.findall(anyascii(text).lower()))
