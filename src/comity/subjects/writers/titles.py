"""What a subject is called in formats that want one name."""

from __future__ import annotations

from comity.subjects.model import Subject

_NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_PARTS = ("firstName", "secondName", "middleName", "lastName")
_NUMBERS = (
    "iban", "accountNumber", "publicKey", "registrationNumber", "imoNumber", "vin", "phone", "email", "website",
    "passportNumber", "idNumber",
)  # fmt: skip


def title_of(subject: Subject) -> str:
    """This function returns the first name, the parts of a name together, or a number; never nothing."""
    for prop in _NAMES:
        if found := subject.get(prop):
            return found[0]
    if parts := [text for prop in _PARTS for text in subject.get(prop)]:
        return " ".join(parts)
    return next((found[0] for prop in _NUMBERS if (found := subject.get(prop))), "without a name")
