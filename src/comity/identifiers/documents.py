"""Passports: the number, alone or inside a machine readable zone."""

from __future__ import annotations

import re

from comity.identifiers.characters import bare, foreign, latin
from comity.identifiers.model import Identifier, Kind, joined, unreadable
from comity.identifiers.mrz import looks_like_mrz, read_mrz
from comity.identifiers.rows import rows


def passport(text: str, country: str | None = None) -> Identifier:
    """This function reads a passport number or a whole machine readable zone.

    A number alone carries no check digit; its form is compared with the country's where that is known, and a number in
    another form is kept with a note, since forms change and older passports stay valid.

    Raises:
        InvalidInput: fewer than 4 or more than 20 letters and digits.
    """
    if looks_like_mrz(text):
        return _from_zone(text)
    number = latin(text)
    if foreign(text):
        number = bare(text)
    if not 4 <= len(number) <= 20:
        raise unreadable(Kind.PASSPORT, text, "a passport number has 4 to 20 letters and digits", "Check the document")
    if not re.search(r"\d", number):
        raise unreadable(Kind.PASSPORT, text, "a passport number has digits", "Check the document")
    note, form = "", "passport number"
    for code, pattern, words in rows("passports"):
        if code == country:
            form = f"passport number of {code} ({words})"
            if not re.fullmatch(pattern, number):
                note = f"not in the form known for {code}, {words}"
    return Identifier(Kind.PASSPORT, number, country, None, note, form)


def _from_zone(text: str) -> Identifier:
    zone = read_mrz(text)
    note = f"read from a machine readable zone ({zone.form})"
    if zone.failed:
        note = joined(note, "check digits that disagree: " + ", ".join(zone.failed))
    issuer = zone.issuer if len(zone.issuer) == 2 else None
    kind = Kind.PASSPORT if zone.document[:1] == "P" else Kind.ID_CARD
    if not zone.number:
        raise unreadable(kind, text, "the machine readable zone has no document number", "Copy it again")
    return Identifier(kind, zone.number, issuer, "number" not in zone.failed, note, "document number with check digit")
