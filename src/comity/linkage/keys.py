"""Linkage keys of a subject: what two records of the same subject are likely to share.

At most 16 a subject, the most telling first; which kinds there are, what each costs and what it gains is measured in
``docs/evidence.md``. Both sides have to derive keys the same way, so the way has a version, `version`, which is part of
every function input, of every manifest and of every check.

A key of name and birth year says whether its record knows the day: a record with a full date does not ask for others
with a full date in the same year, since those either share more of the date, and another key says so, or are somebody
else. Keys of the name alone are released and asked only where both agencies agreed to that (`comity.linkage.policy`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from anyascii import anyascii

from comity import identifiers, names
from comity.kernel import InvalidInput, Limits, PartialDate
from comity.kernel.countries import country
from comity.linkage.spelt import Spelt, full_names, wholes_of
from comity.subjects.model import Schema, Subject

DERIVATION = "2"
"""Version of what this module does; names have their own."""


class Kind(StrEnum):
    """The kinds of key that are made of more than one value; the others are the kinds of identifier."""

    NAME_DATE = "name+date"
    PART_DATE = "name-part+date"
    START_DATE = "name-start+date"
    NAME_DATE_EITHER = "name+date-either-order"
    NAME_YEAR = "name+year"
    PART_YEAR = "name-part+year"
    NAME_ALONE = "name"
    NAME_UNDATED = "name+no-date"
    NAME_YEAR_DAY = "name+year-day"
    NAME_MONTH = "name+month"
    NAME_DAY = "name+day"
    NAME_PHONE = "name+phone"
    DATE_PHONE = "date+phone"
    NAME_POSTCODE = "name+postcode"
    DATE_POSTCODE = "date+postcode"
    ORGANISATION_COUNTRY = "organisation+country"


NAMES_ALONE = frozenset({Kind.NAME_ALONE, Kind.NAME_UNDATED})
"""Kinds that are released and asked only where both agencies agreed to find persons by their name alone."""


class Key(NamedTuple):
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
ENOUGH, ENOUGH_ASKED = 11, 13
"""So many keys are enough: below, those follow that only help who has little else. Asking takes two more, since some
kinds are only asked for and stand in an index where a record knows little."""
_SHORTEST = 5
_DOCUMENTS = 5
_DATES = 2
_PHONES = 2
_WORD = re.compile(r"[a-z0-9]+")


def version() -> str:
    """This function names the way in which keys are derived: by this module, and by names (the major version)."""
    return f"{DERIVATION}/{names.VERSION.partition('.')[0]}"


def keys_of(subject: Subject, *, limits: Limits, asking: bool = False) -> tuple[Key, ...]:
    """This function derives the keys of a subject, the most telling first.

    Args:
        subject: with values normalised as its reader left them; what cannot be read makes no key.
        limits: `Limits.keys_per_subject` is the most that are made.
        asking: whether the keys are to be asked, or to stand in an index.
    """
    found = dict.fromkeys(_keys(subject, asking=asking))
    room = (ENOUGH_ASKED if asking else ENOUGH) - len(found)
    if room > 0:
        found |= dict.fromkeys(islice(_where_there_is_room(subject), room))
    return tuple(found)[: limits.keys_per_subject]


def _keys(subject: Subject, *, asking: bool) -> Iterator[Key]:
    countries = _countries(subject)
    documents, phones = _identifiers(subject, countries)
    yield from documents[:_DOCUMENTS]
    if subject.schema in _OF_PERSONS:
        yield from _of_person(subject, [p.value for p in phones], asking=asking)
    if subject.schema in _OF_ORGANISATIONS:
        for key in wholes_of(subject.get("name", "alias"), "organisation"):
            yield from (Key(Kind.ORGANISATION_COUNTRY, f"{key}|{place}") for place in countries[:2])
    yield from phones


def _of_person(subject: Subject, phones: Sequence[str], *, asking: bool) -> Iterator[Key]:
    """This function yields the keys that name, birth date, phone and address make together."""
    spelt, dates = Spelt.of(full_names(subject)), _dates(subject)
    full, wholes, first = [d for d in dates if d.is_full], spelt.wholes, spelt.wholes[:1]
    days = list(map(str, full))
    for day in days:
        yield from (Key(Kind.NAME_DATE, f"{whole}|{day}") for whole in wholes[:2])
    for year in dict.fromkeys(year for date in dates for year in _years(date, asking=asking)):
        yield from (Key(Kind.NAME_YEAR, f"{whole}|{year}") for whole in wholes)
    for day in days:
        yield from (Key(Kind.PART_DATE, f"{part}|{day}") for part in spelt.parts)
    yield from (Key(Kind.NAME_ALONE, close) for close in spelt.close)
    if asking or not dates:
        yield from (Key(Kind.NAME_UNDATED, whole) for whole in wholes[:2])
    yield from (Key(Kind.NAME_PHONE, f"{whole}|{phone}") for whole in first for phone in phones[:1])
    for date, day in zip(full[:1], days, strict=False):
        yield from (Key(Kind.DATE_PHONE, f"{day}|{phone}") for phone in phones[:1])
        yield from (Key(Kind.NAME_DATE_EITHER, f"{w}|{either}") for w in first if (either := either_order(date)))
        yield from (Key(Kind.START_DATE, f"{start}|{day}") for start in spelt.starts)
    for year in dict.fromkeys(f"{date.year:04}" for date in dates if asking or not date.is_full):
        yield from (Key(Kind.PART_YEAR, f"{part}|{year}") for part in spelt.parts[:2])
    yield from (Key(Kind.DATE_POSTCODE, f"{day}|{code}") for day in days[:1] for code in _postcodes(subject))


def _where_there_is_room(subject: Subject) -> Iterator[Key]:
    """This function yields keys that only help who has little else: of postcodes, and of dates with one part wrong."""
    if subject.schema not in _OF_PERSONS:
        return
    first = wholes_of(full_names(subject), "person")[:1]
    days = [d for d in _dates(subject) if d.is_full][:1]
    yield from (Key(Kind.NAME_POSTCODE, f"{whole}|{code}") for whole in first for code in _postcodes(subject))
    for day in days:
        yield from (Key(Kind.NAME_YEAR_DAY, f"{whole}|{day.year:04}-{day.day:02}") for whole in first)
        yield from (Key(Kind.NAME_MONTH, f"{whole}|{day.year:04}-{day.month:02}") for whole in first)
        yield from (Key(Kind.NAME_DAY, f"{whole}|{day.month:02}-{day.day:02}") for whole in first)


def _years(date: PartialDate, *, asking: bool) -> tuple[str, ...]:
    """This function writes a year with whether the day is known in the record itself, or in those that are sought."""
    full, bare = f"{date.year:04}|day", f"{date.year:04}|"
    if not asking:
        return (full if date.is_full else bare,)
    return (bare,) if date.is_full else (full, bare)


def either_order(day: PartialDate) -> str | None:
    """This function writes a date so that day and month may have been swapped, or None where that cannot be."""
    if day.month is None or day.day is None or day.day > 12 or day.day == day.month:
        return None
    low, high = sorted((day.month, day.day))
    return f"{day.year:04}-{low:02}/{high:02}"


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


def _postcodes(subject: Subject) -> list[str]:
    return [_plain(text) for text in subject.get("postalCode")][:1]


def _plain(text: str) -> str:
    return "".join(_WORD.findall(anyascii(text).lower()))
