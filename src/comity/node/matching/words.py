"""What the room linkage says by code, in words that are translated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "document.passport": _("the same passport number"),
    "document.id-card": _("the same identity card number"),
    "document.tax": _("the same tax number"),
    "document.company-number": _("the same company number"),
    "document.lei": _("the same legal entity identifier"),
    "document.vin": _("the same vehicle identification number"),
    "document.imo": _("the same IMO number"),
    "document.imei": _("the same telephone device (IMEI)"),
    "document.wallet": _("the same wallet"),
    "document.email": _("the same e-mail address"),
    "document.handle": _("the same name on a social network"),
    "document.plate": _("the same number plate"),
    "document.iban": _("the same bank account (IBAN)"),
    "document.account": _("the same bank account"),
    "organisation.country": _("the same name of an organisation in the same country"),
    "name.very-common": _("the name agrees, and is very common"),
    "name.common": _("the name agrees, and is common"),
    "name.rare": _("the name agrees, and is rare"),
    "name.part": _("a part of the name agrees"),
    "date.full": _("the full date of birth agrees"),
    "date.swapped": _("the date of birth agrees with day and month swapped"),
    "date.year": _("the year of birth agrees; one record does not know the day"),
    "date.year-country": _("year of birth and country agree; one record does not know the day"),
    "date.month": _("year and month of birth agree, the day does not"),
    "date.day": _("day and month of birth agree, the year does not"),
    "contact.phone": _("the same phone, which a family may share"),
    "place.address": _("the same address, which a family shares"),
    "place.postcode": _("the same postcode"),
    "against.name": _("the name does not agree, or is written too differently"),
    "against.name-part": _("the rest of the name does not agree"),
    "against.date": _("the date of birth does not agree, or one record has none"),
}
KINDS: dict[str, str | Promise] = {
    "passport": _("passport"),
    "id-card": _("identity card"),
    "tax": _("tax number"),
    "company-number": _("company number"),
    "lei": _("legal entity identifier"),
    "vin": _("vehicle identification number"),
    "imo": _("IMO number"),
    "imei": _("IMEI"),
    "wallet": _("wallet"),
    "email": _("e-mail"),
    "handle": _("social network"),
    "plate": _("number plate"),
    "iban": _("IBAN"),
    "account": _("bank account"),
    "phone": _("phone"),
    "address": _("address"),
    "name+date": _("name and date of birth"),
    "name+date-either-order": _("name and date of birth, day and month in either order"),
    "name-part+date": _("part of the name and date of birth"),
    "name+year+country": _("name, year of birth and country"),
    "name+year": _("name and year of birth"),
    "name+month": _("name, year and month of birth"),
    "name+day": _("name, day and month of birth"),
    "name+phone": _("name and phone"),
    "date+phone": _("date of birth and phone"),
    "name+postcode": _("name and postcode"),
    "date+postcode": _("date of birth and postcode"),
    "organisation+country": _("organisation and country"),
}
WARNINGS: dict[str, str | Promise] = {
    "unusual-rate": _("Unusually many of the checked subjects were found: look at what this partner holds."),
}


def reasons(pairs: Iterable[Sequence[object]]) -> list[tuple[str | Promise, float]]:
    """This function puts words to the stored reasons of a hit; each comes with the factor on the odds."""
    return [(REASONS.get(str(code), str(code)), float(str(factor))) for code, factor in pairs]


def kinds(codes: Iterable[str]) -> list[str | Promise]:
    """This function puts words to kinds of key."""
    return [KINDS.get(code, code) for code in codes]
