"""Telephone numbers in E.164 form."""

from __future__ import annotations

from functools import lru_cache

from comity.identifiers.characters import digits, folded
from comity.identifiers.model import Identifier, Kind, joined, unreadable

_FORM = "telephone number in international form (E.164)"


def phone(text: str, country: str | None = None) -> Identifier:
    """This function reads a telephone number, as it is dialled in a country where one is given.

    Without a country, a number that is valid once a plus is put before it is read so and noted; any other keeps its
    digits, so that it can still meet the same digits elsewhere.

    Raises:
        InvalidInput: fewer than 5 or more than 20 digits.
    """
    plain = folded(text).lower().removeprefix("tel:").strip()
    number = digits(plain)
    if not 5 <= len(number) <= 20:
        raise unreadable(Kind.PHONE, text, "a telephone number has 5 to 20 digits", "Write it with its country code")
    found = [f for dialled, region, note in _ways(plain, number, country) if (f := _dialled(dialled, region, note))]
    for identifier in found:
        if identifier.valid:
            return identifier
    if found and (country or plain.lstrip("( ").startswith("+")):
        return found[0]
    note = "its country is not known, so only its digits are kept"
    return Identifier(Kind.PHONE, number, country, None, note, "telephone number")


def _ways(plain: str, number: str, country: str | None) -> list[tuple[str, str | None, str]]:
    """The ways to dial it, most likely first: what is dialled, from which country, and what to note."""
    if plain.lstrip("( ").startswith("+"):
        return [("+" + number, None, "")]
    ways: list[tuple[str, str | None, str]] = [(plain, country, ""), (number, country, "")] if country else []
    if number.startswith("00"):
        ways.append(("+" + number[2:], None, "read as international, since it begins with 00"))
    elif not number.startswith("0") and len(number) >= 10:
        ways.append(("+" + number, None, "read as international, though it has no plus"))
    return ways


def _dialled(dialled: str, region: str | None, note: str) -> Identifier | None:
    found = _parsed(dialled, region)
    if found is None:
        return None
    value, country, valid = found
    doubt = "" if valid else "no number of this length or range is in use there"
    return Identifier(Kind.PHONE, value, country, valid, joined(note, doubt), _FORM)


@lru_cache(maxsize=4096)
def _parsed(dialled: str, region: str | None) -> tuple[str, str | None, bool] | None:
    """The number in E.164 form, its country, and whether it is in use; None for what cannot be dialled.

    A number that is none may lose another trunk zero at each reading: it is read on until nothing changes.
    """
    import phonenumbers  # only where a phone is read: an idle node stays small

    try:
        parsed = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return None
    value = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if value != dialled and (settled := _parsed(value, None)):
        return settled
    place = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(
        parsed.country_code or 0
    )
    country = place if place and place.isalpha() and place != "ZZ" else None
    return value, country, phonenumbers.is_valid_number(parsed)
