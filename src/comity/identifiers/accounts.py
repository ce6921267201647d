"""Bank accounts: IBAN, BIC, and account numbers of banks without either."""

from __future__ import annotations

import re

from comity.identifiers.characters import bare, folded, foreign, latin
from comity.identifiers.model import Identifier, Kind, unreadable
from comity.kernel.countries import country as country_of

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"([A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)")
_BIC_BEFORE = re.compile(_BIC.pattern + r"\s*[/:\-\s]\s*(.*\d.*)")


def iban(text: str, country: str | None = None) -> Identifier:
    """This function reads an international bank account number and its check digits (ISO 13616, mod 97).

    Raises:
        InvalidInput: not two letters, two digits and 11 to 30 letters and digits.
    """
    number = latin(text).removeprefix("IBAN")
    if not _IBAN.fullmatch(number):
        raise unreadable(
            Kind.IBAN, text, "an IBAN has two letters, two digits and 11 to 30 letters and digits",
            "If the bank uses none, give it as an account number",
        )  # fmt: skip
    from stdnum import iban as checker  # its table of countries is read on first use

    agrees = int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1
    note = ""
    if not agrees:
        note = "the check digits disagree"
    elif not checker.is_valid(number):
        note = f"the check digits agree, but {number[:2]} has no IBAN of this form"
    if country and country != number[:2]:
        note = f"{note}; it names {number[:2]}, the record {country}".lstrip("; ")
    valid = agrees and "no IBAN" not in note
    return Identifier(Kind.IBAN, number, number[:2], valid, note, "IBAN with check digits")


def account(text: str, country: str | None = None) -> Identifier:
    """This function reads an account number; an IBAN is recognised by its check, a BIC before it gives the country.

    Raises:
        InvalidInput: fewer than 4 or more than 40 letters and digits, or no digit.
    """
    plain = folded(text).upper()
    whole = latin(plain).removeprefix("IBAN")
    if _IBAN.fullmatch(whole):
        found = iban(whole, country)
        if found.valid:
            return found
    note = ""
    if (match := _BIC_BEFORE.fullmatch(plain)) and country_of(match[1][4:6]):
        plain, country, note = match[2], match[1][4:6], f"at the bank {match[1]}"
    number = bare(plain) if foreign(plain) else latin(plain)
    if not 4 <= len(number) <= 40 or not re.search(r"\d", number):
        raise unreadable(Kind.ACCOUNT, text, "an account number has 4 to 40 letters and digits", "Check the statement")
    return Identifier(Kind.ACCOUNT, number, country, None, note, "account number as the bank writes it")


def bic(text: str, country: str | None = None) -> Identifier:
    """This function reads a bank's BIC (ISO 9362): 8 or 11 letters and digits, brought to 8 where the branch is XXX.

    Raises:
        InvalidInput: another form.
    """
    code = latin(text)
    if not _BIC.fullmatch(code):
        raise unreadable(Kind.BIC, text, "a BIC has 8 or 11 letters and digits", "Look it up at the bank")
    known = country_of(code[4:6])
    note = "" if known else f"{code[4:6]} is no country"
    return Identifier(Kind.BIC, code.removesuffix("XXX"), known or country, bool(known), note, "BIC of a bank")
