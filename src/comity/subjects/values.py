"""One value as a record writes it, made into a `Value`: dates, countries, genders, identifiers, plain text.

Nothing is invented: a partial date stays partial, an unknown country is no country. What was repaired or is doubted
stands in the note, and `Examined` says it apart, so that a reading can count it. Burmese in the Zawgyi encoding is
converted; the text as it stood is kept beside the value.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from comity.identifiers import kind_of, normalise
from comity.kernel.dates import PartialDate
from comity.kernel.errors import InvalidInput
from comity.names.zawgyi import from_zawgyi, looks_like_zawgyi
from comity.subjects.model import Schema, Value
from comity.subjects.places import country_of
from comity.subjects.properties import COUNTRIES, DATES
from comity.subjects.written_dates import Order, Written, written_date, written_dates

EARLIEST_BIRTH = 1850
"""A birth year before this is a year of another calendar, not of a person in today's records."""
_GENDERS = {
    "male": "male m man boy 男 ប្រុស ชาย ຊາຍ ကျား nam",
    "female": "female f woman girl 女 ស្រី หญิง ຍິງ မ nữ nu",
    "other": "other x",
    "unknown": "unknown u ? -",
}
_GENDER = {word: gender for gender, words in _GENDERS.items() for word in words.split()}
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_BURMESE = re.compile("[\u1000-\u109f]")
_ZAWGYI = re.compile(
    "(?:^|[\\s\u104a\u104b])[\u1031\u103b]|[\u105a\u1060-\u1097]|\u1039(?![\u1000-\u1021])|\u1031\u1031"
)
"""What no Burmese in Unicode has; other signs are merely rarer there, and a short name is not changed for them."""
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DAY_FIRST = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
CIRCA = "the source says that it is approximate"
ZAWGYI = "converted from the Zawgyi encoding to Unicode"
PERHAPS_ZAWGYI = "it may be in the Zawgyi encoding"
UNSEEN = "control characters were removed"
CHECK = "its check fails"
ERA = "years of another era were converted"


@dataclass(frozen=True, slots=True)
class Examined:
    """A value with what was done to its text.

    Args:
        value: as it is kept; its note says all of it.
        repaired: what was converted, each in words that are alike for alike repairs.
        doubted: what was assumed or does not agree, likewise.
    """

    value: Value
    repaired: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()


def clean(text: str) -> tuple[str, str]:
    """This function returns a text in NFC with single spaces, and a note where something unseen was removed.

    Control characters and bidirectional overrides go, since they make a page show another text than a program reads.
    Joiners stay: Khmer, Burmese and Persian need them.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()), ""
    seen = _UNSEEN.sub("", text)
    note = UNSEEN if seen != text else ""
    return " ".join(unicodedata.normalize("NFC", seen).split()), note


def value_of(prop: str, original: str, *, schema: Schema = Schema.PERSON, country: str | None = None) -> Value:
    """This function reads one value of a property.

    Args:
        prop: FollowTheMoney property name.
        original: the text as it stood in the source.
        schema: what the subject is; a vehicle's registration number is its plate.
        country: alpha-2 code that an identifier belongs to unless it says otherwise.

    Raises:
        InvalidInput: the text is no such value; the reason says why.
    """
    return examined(prop, original, schema=schema, country=country).value


def examined(prop: str, original: str, *, schema: Schema = Schema.PERSON, country: str | None = None) -> Examined:
    """This function reads one value as `value_of` does, and says what was done to it."""
    text, note = _cleaned(prop, original)
    repaired: tuple[str, ...] = (note,) if note else ()
    if prop in DATES:
        found = written_date(text)
        if found is None:
            raise _no_date(prop, text)
        return _dated(prop, original, found, repaired)
    if prop in COUNTRIES:
        code = country_of(text)
        if code is None:
            raise InvalidInput(
                prop, "no country is known by this name", "Write its ISO 3166 code", code="subjects.value.country"
            )
        return Examined(Value(prop, code, original, note), repaired)
    if prop == "gender":
        gender = _GENDER.get(text.casefold())
        if gender is None:
            raise InvalidInput(
                prop, "it is no known gender", "Write male, female, other or unknown", code="subjects.value.gender"
            )
        return Examined(Value(prop, gender, original, note), repaired)
    if kind := kind_of(prop, schema.value):
        number = normalise(kind, text, country)
        doubts = [note, number.note, CHECK if number.valid is False else ""]
        value = Value(prop, number.value, original, "; ".join(d for d in doubts if d), number.country or "")
        return Examined(value, repaired, (CHECK,) if number.valid is False else ())
    doubted: tuple[str, ...] = ()
    if _BURMESE.search(text) and looks_like_zawgyi(text):
        converted = unicodedata.normalize("NFC", from_zawgyi(text))
        if not _ZAWGYI.search(text) or looks_like_zawgyi(converted):
            doubted = (PERHAPS_ZAWGYI,)
        else:
            text, repaired = converted, (*repaired, ZAWGYI)
    return Examined(Value(prop, text, original, "; ".join(repaired)), repaired, doubted)


def examined_dates(prop: str, original: str, order: Order | None = None) -> list[Examined]:
    """This function reads every date of a text: alternatives, and the years of a range.

    Args:
        prop: a property whose values are dates.
        original: the text as it stood in the source.
        order: in which the source writes day, month and year; where None, the day is taken to stand first.

    Raises:
        InvalidInput: the text, or a part of it, is no date.
    """
    text, note = _cleaned(prop, original)
    found = written_dates(text, order)
    if not found:
        raise _no_date(prop, text)
    return [_dated(prop, original, each, (note,) if note else ()) for each in found]


def _cleaned(prop: str, original: str) -> tuple[str, str]:
    text, note = clean(original)
    if not text:
        raise InvalidInput(prop, "it is empty once control characters are removed", code="subjects.value.empty")
    return text, note


def _dated(prop: str, original: str, found: Written, repaired: tuple[str, ...]) -> Examined:
    date = found.date
    if prop == "birthDate" and date.year < EARLIEST_BIRTH:
        raise InvalidInput(
            prop,
            f"nobody in a record of today was born in {date.year}",
            "Write the year of the Gregorian calendar",
            code="subjects.value.date",
        )
    said = dict.fromkeys((*repaired, found.note, found.repaired))
    alike = ERA if found.repaired else ""
    return Examined(
        Value(prop, str(date), original, "; ".join(n for n in said if n)),
        tuple(r for r in (*repaired, alike) if r),
        tuple(d for d in (found.doubted, CIRCA if date.circa else "") if d),
    )


def _no_date(prop: str, text: str) -> InvalidInput:
    match = _BASIC.fullmatch(text)
    try:
        PartialDate.parse("-".join(match.groups()) if match else text.replace("-", "/") if "-" in text[1:3] else text)
    except ValueError as error:
        reason = str(error)
    else:
        reason = f"{text!r} is no date"
    way_out = "Where the month stands first, state it in a mapping" if _DAY_FIRST.fullmatch(text) else ""
    return InvalidInput(prop, reason, way_out, code="subjects.value.date")
