"""What an identifier is once it has been read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.kernel.errors import InvalidInput


class Kind(StrEnum):
    """The kinds of identifier."""

    PASSPORT = "passport"
    ID_CARD = "id-card"
    PHONE = "phone"
    IBAN = "iban"
    ACCOUNT = "account"
    BIC = "bic"
    EMAIL = "email"
    WALLET = "wallet"
    DOMAIN = "domain"
    HANDLE = "handle"
    PLATE = "plate"
    VIN = "vin"
    IMEI = "imei"
    IMO = "imo"
    COMPANY_NUMBER = "company-number"
    TAX = "tax"
    LEI = "lei"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One number, normalised and checked.

    Args:
        kind: what it is.
        value: the normalised text; equal for two spellings of the same number.
        country: alpha-2 code of the country that the number belongs to, or None where unknown.
        valid: whether its own check agrees; None where it carries nothing to check.
        note: what was repaired or doubted, in words; empty where nothing was.
        form: what it is and what was checked, in words.
    """

    kind: Kind
    value: str
    country: str | None = None
    valid: bool | None = None
    note: str = ""
    form: str = ""

    def explain(self) -> str:
        """This function says in a sentence or two what the number is, how it was checked, and what is doubtful."""
        checked = {True: "the check agrees", False: "THE CHECK FAILS", None: "nothing to check it with"}[self.valid]
        sentence = f"{self.value}: {self.form or self.kind.value}; {checked}."
        return f"{sentence} {self.note[:1].upper()}{self.note[1:]}." if self.note else sentence


def unreadable(kind: Kind, text: str, reason: str, way_out: str = "") -> InvalidInput:
    """This function makes the error for a text that cannot be an identifier of its kind."""
    shown = text if len(text) <= 60 else text[:57] + "…"
    return InvalidInput(f"{kind.value} {shown!r}", reason, way_out, code=f"identifiers.{kind.value}.unreadable")


def joined(*notes: str) -> str:
    """This function joins the notes that say something with semicolons."""
    return "; ".join(note for note in notes if note)
