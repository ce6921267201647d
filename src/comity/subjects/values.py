"""One value as a record writes it, made into a `Value`: dates, countries, genders, identifiers, plain text.

Nothing is invented: a partial date stays partial, an unknown country is no country. What was repaired stands in
the note.
"""

from __future__ import annotations

import re
import unicodedata

from comity.identifiers import kind_of, normalise
from comity.kernel.dates import PartialDate
from comity.kernel.errors import InvalidInput
from comity.subjects.model import Schema, Value
from comity.subjects.places import country_of
from comity.subjects.properties import COUNTRIES, DATES

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
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def clean(text: str) -> tuple[str, str]:
    """This function returns a text in NFC with single spaces, and a note where something unseen was removed.

    Control characters and bidirectional overrides go, since they make a page show another text than a program reads.
    Joiners stay: Khmer, Burmese and Persian need them.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()), ""
    seen = _UNSEEN.sub("", text)
    note = "control characters were removed" if seen != text else ""
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
    text, note = clean(original)
    if not text:
        raise InvalidInput(prop, "it is empty once control characters are removed", code="subjects.value.empty")
    if prop in DATES:
        return _date(prop, text, original, note)
    if prop in COUNTRIES:
        code = country_of(text)
        if code is None:
            raise InvalidInput(
                prop, "no country is known by this name", "Write its ISO 3166 code", code="subjects.value.country"
            )
        return Value(prop, code, original, note)
    if prop == "gender":
        gender = _GENDER.get(text.casefold())
        if gender is None:
            raise InvalidInput(
                prop, "it is no known gender", "Write male, female, other or unknown", code="subjects.value.gender"
            )
        return Value(prop, gender, original, note)
    if kind := kind_of(prop, schema.value):
        found = normalise(kind, text, country)
        doubts = [note, found.note, "its check fails" if found.valid is False else ""]
        return Value(prop, found.value, original, "; ".join(d for d in doubts if d), found.country or "")
    return Value(prop, text, original, note)


def _date(prop: str, text: str, original: str, note: str) -> Value:
    try:
        date = PartialDate.parse(text)
    except ValueError as error:
        raise InvalidInput(prop, str(error), code="subjects.value.date") from None
    if prop == "birthDate" and date.year < EARLIEST_BIRTH:
        raise InvalidInput(
            prop,
            f"nobody in a record of today was born in {date.year}",
            "Write the year of the Gregorian calendar",
            code="subjects.value.date",
        )
    years = {int(y) for y in _YEAR.findall(text)}
    if years and date.year not in years:
        note = "; ".join(n for n in (note, f"year {max(years)} of the Buddhist era is {date.year}") if n)
    return Value(prop, str(date), original, note)
