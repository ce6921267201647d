"""What the room linkage says by code, in words that are translated."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    "organisation.name": _("the name of an organisation agrees in the same country"),
    "organisation.none": _("the name of the organisation does not agree, or the country does not"),
    "identity.full.whole": _("the full date of birth agrees"),
    "identity.full.part": _("the full date of birth agrees, and the name in part"),
    "identity.full.none": _("the full date of birth agrees, the name does not"),
    "identity.swapped.whole": _("the date of birth agrees with day and month swapped"),
    "identity.near.whole": _("two of day, month and year of birth agree"),
    "identity.year.whole": _("the year of birth agrees; one record does not know the day"),
    "identity.year.part": _("the year of birth agrees, and the name in part; one record does not know the day"),
    "identity.undated.whole": _("the other record has no date of birth"),
    "identity.unknown.whole": _("no date of birth was known to ask for"),
    "identity.none.whole": _("the date of birth does not agree, or one record has none"),
    "identity.none": _("name and date of birth do not agree together, or are written too differently"),
    "household.phone": _("the same phone, which a family may share"),
    "household.postcode": _("the same postcode, which neighbours share"),
    "household.phone+postcode": _("the same phone and postcode, which a family may share"),
    "household.none": _("the phone or postcode that was asked for does not agree"),
}
RARITIES: dict[str, str | Promise] = {
    "name.close": _("the whole name agrees closely; about one in %(number)s has one like it"),
    "name.whole": _("the whole name agrees; about one in %(number)s has one like it"),
    "name.parts": _("two parts of the name agree; about one in %(number)s has both"),
    "name.part-start": _("a part of the name agrees, and how another begins; about one in %(number)s has both"),
    "name.part": _("a part of the name agrees; about one in %(number)s has it"),
    "name.starts": _("two parts of the name begin alike; so does about one in %(number)s"),
    "name.start": _("a part of the name begins alike; so does about one in %(number)s"),
    "name.organisation": _("about one in %(number)s has a name like it"),
}
"""How rare it is: the factor is one in so many, by own records and the shipped tables."""
UNMET = _("%(kind)s: the number does not agree, or the other record has none")
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
    "name+date": _("name and date of birth"),
    "name-part+date": _("part of the name and date of birth"),
    "name-start+date": _("how a part of the name begins and date of birth"),
    "name+date-either-order": _("name and date of birth, day and month in either order"),
    "name+year": _("name and year of birth"),
    "name-part+year": _("part of the name and year of birth"),
    "name": _("name alone"),
    "name+no-date": _("name, where no date of birth is known"),
    "name+year-day": _("name, year and day of birth"),
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


def reasons(pairs: Iterable[Sequence[object]]) -> list[tuple[str, float]]:
    """This function puts words to the stored reasons of a hit; each comes with the factor on the odds.

    Where the odds begin, and the calibration, are left out: see `frame`.
    """
    read = [(str(code), float(str(factor))) for code, factor in pairs]
    return [(_worded(code, factor), factor) for code, factor in read if code not in {"prior", "calibration"}]


def _worded(code: str, factor: float) -> str:
    if code in RARITIES:
        return str(RARITIES[code]) % {"number": f"{_rounded(factor):,}"}
    if code in REASONS:
        return str(REASONS[code])
    kind, _dot, rest = code.partition(".")
    return str(UNMET) % {"kind": KINDS[kind]} if rest == "none" and kind in KINDS else code


def _rounded(number: float) -> int:
    """This function rounds to two figures, since no rarity is known better."""
    whole = max(int(number), 1)
    step = 10 ** max(len(str(whole)) - 2, 0)
    return int(round(whole / step) * step)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a score was counted, besides its reasons.

    Args:
        prior: the odds to begin with.
        one_in: the same as one in so many, rounded.
        calibration: the factor at the end.
        odds: what comes out, the odds of the score.
    """

    prior: float
    one_in: int
    calibration: float
    odds: float


def frame(pairs: Iterable[Sequence[object]]) -> Frame:
    """This function says how the score of a hit was counted: where the odds begin, and what comes of them."""
    read = [(str(code), float(str(factor))) for code, factor in pairs]
    known = dict(read)
    prior = known.get("prior", 1.0)
    odds = math.prod(factor for _code, factor in read)
    return Frame(prior, _rounded(1 / prior), known.get("calibration", 1.0), odds)


def kinds(codes: Iterable[str]) -> list[str | Promise]:
    """This function puts words to kinds of key."""
    return [KINDS.get(code, code) for code in codes]
