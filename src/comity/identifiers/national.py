"""Identity cards, tax numbers and company numbers, each by its country's form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module

from comity.identifiers import nrc
from comity.identifiers.characters import bare, digits, folded, foreign, latin
from comity.identifiers.model import Identifier, Kind, joined, unreadable
from comity.identifiers.mrz import looks_like_mrz, read_mrz
from comity.identifiers.rows import rows

_KHMER_ENDING = re.compile(r"(\d[\d ]{8,11})\s*\((\d{2})\)")


def national(kind: Kind, text: str, country: str | None = None) -> Identifier:
    """This function reads a number that a state gave to a person or company.

    Raises:
        InvalidInput: fewer than 4 or more than 30 letters and digits, or no digit among them.
    """
    if kind is Kind.ID_CARD and (card := _card(text, country)):
        return card
    number, note = _number(text)
    if not 4 <= len(number) <= 30 or not re.search(r"\d", number):
        raise unreadable(kind, text, "a number has 4 to 30 letters and digits, digits among them", "Check the document")
    known = _forms(kind.value, country)
    for pattern, check, words in known:
        if re.fullmatch(pattern, number):
            return Identifier(kind, number, country, _checked(check, number), note, words)
    if country is None:
        note = joined(note, "without a country there is nothing to check it with")
    elif known:
        note = joined(note, f"not in a form known for {country}: " + ", or ".join(words for _, _, words in known))
    else:
        note = joined(note, f"no form is known for {country}")
    return Identifier(kind, number, country, None, note, kind.value.replace("-", " "))


@cache
def _forms(kind: str, country: str | None) -> tuple[tuple[str, ...], ...]:
    return tuple(row[2:] for row in rows("numbers") if row[0] == kind and row[1] == country)


def _card(text: str, country: str | None) -> Identifier | None:
    """Cards that are not one number: a machine readable zone, a Myanmar card, a Cambodian card with its ending."""
    if looks_like_mrz(text) and (zone := read_mrz(text)).number:
        issuer = zone.issuer if len(zone.issuer) == 2 else None
        note = f"read from a machine readable zone ({zone.form})"
        valid = "number" not in zone.failed
        return Identifier(Kind.ID_CARD, zone.number, issuer, valid, note, "document number with check digit")
    if country == "KH" and (match := _KHMER_ENDING.fullmatch(folded(text))):
        number = national(Kind.ID_CARD, match[1], country)
        return replace(number, note=joined(number.note, f"the ending ({match[2]}) is left out"))
    return nrc.read(text) if country in {"MM", None} else None


def _number(text: str) -> tuple[str, str]:
    if foreign(text):
        return bare(text), "letters of another script are kept"
    note = "native digits were folded" if any(not c.isascii() and c.isdigit() for c in text) else ""
    return latin(text), note


def _checked(check: str, number: str) -> bool | None:
    if check == "-":
        return None
    if check.startswith(":"):
        return _OWN[check[1:]](number)
    module = import_module(f"stdnum.{check}")
    try:
        return bool(module.is_valid(number))
    except (LookupError, ValueError):  # stdnum's table of Chinese counties has gaps, and it stumbles over them
        return None


def _vietnam(number: str) -> bool:
    """Provinces are coded 001 to 096 (Circular 59/2021/TT-BCA, annex 1)."""
    return 1 <= int(number[:3]) <= 96


_SINGAPORE = {"S": (0, "JZIHGFEDCBA"), "T": (4, "JZIHGFEDCBA"), "F": (0, "XWUTRQPNMLK"), "G": (4, "XWUTRQPNMLK"),
              "M": (3, "XWUTRQPNJLK")}  # fmt: skip


def _singapore(number: str) -> bool:
    """Weights 2 7 6 5 4 3 2 and an offset by the first letter (Immigration and Checkpoints Authority)."""
    offset, letters = _SINGAPORE[number[0]]
    total = offset + sum(w * int(d) for w, d in zip((2, 7, 6, 5, 4, 3, 2), number[1:8], strict=True))
    return letters[total % 11] == number[8]


def _hongkong(number: str) -> bool:
    """Weights 9 to 2, a missing first letter counts 36, sum divisible by 11 (Hong Kong Immigration Department)."""
    head, last = number[:-1].rjust(8), number[-1]
    values = [36 if c == " " else int(c, 36) for c in head]
    total = sum(w * v for w, v in zip(range(9, 1, -1), values, strict=True))
    return (total + (10 if last == "A" else int(last))) % 11 == 0


_TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def _taiwan(number: str) -> bool:
    """The letter stands for 10 to 35 in its own order; weights 1 9 8 7 6 5 4 3 2 1 1 (Ministry of the Interior)."""
    values = f"{_TAIWAN.index(number[0]) + 10}{number[1:]}"
    return sum(w * int(d) for w, d in zip((1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), values, strict=True)) % 10 == 0


_OWN: dict[str, Callable[[str], bool]] = {
    "vietnam": _vietnam, "singapore": _singapore, "hongkong": _hongkong, "taiwan": _taiwan,
}  # fmt: skip


def imei(text: str) -> Identifier:
    """This function reads the number of a mobile device: 15 digits, or 14 without check, or 16 with software version.

    The last two are brought to the 15 digits that the same device shows elsewhere, and the note says so.

    Raises:
        InvalidInput: another number of digits.
    """
    number, form = digits(text), "IMEI of a mobile device, 15 digits with check digit (3GPP TS 23.003, Luhn)"
    if len(number) == 15:
        return Identifier(Kind.IMEI, number, None, _luhn(number[:14]) == number[14], "", form)
    if len(number) == 14:
        return Identifier(Kind.IMEI, number + _luhn(number), None, None, "the check digit was computed", form)
    if len(number) == 16:
        note = f"read from an IMEISV; its software version {number[14:]} is left out and the check digit computed"
        return Identifier(Kind.IMEI, number[:14] + _luhn(number[:14]), None, None, note, form)
    raise unreadable(Kind.IMEI, text, f"an IMEI has 14, 15 or 16 digits, not {len(number)}", "Dial *#06# on the device")


def _luhn(number: str) -> str:
    total = sum(sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(reversed(number)))
    return str(-total % 10)


def imo(text: str) -> Identifier:
    """This function reads the IMO number of a ship: 7 digits, the last a check digit (IMO resolution A.1117(30)).

    Raises:
        InvalidInput: not 7 digits.
    """
    number = digits(text)
    if len(number) != 7:
        raise unreadable(Kind.IMO, text, "an IMO number has 7 digits", "It is marked on the hull")
    agrees = str(sum(w * int(d) for w, d in zip(range(7, 1, -1), number, strict=False)))[-1] == number[6]
    return Identifier(Kind.IMO, number, None, agrees, "", "IMO number of a ship, 7 digits with check digit")


def lei(text: str) -> Identifier:
    """This function reads a legal entity identifier: 20 characters with two check digits (ISO 17442).

    Raises:
        InvalidInput: not 20 letters and digits.
    """
    number = latin(folded(text).upper().removeprefix("LEI"))
    if len(number) != 20:
        raise unreadable(
            Kind.LEI, text, "a legal entity identifier has 20 letters and digits", "Look it up at gleif.org"
        )
    agrees = number[18:].isdigit() and int("".join(str(int(c, 36)) for c in number)) % 97 == 1
    return Identifier(Kind.LEI, number, None, agrees, "", "legal entity identifier, 20 characters with check digits")
