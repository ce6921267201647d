"""Amounts as people write them, and what they weigh."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import pycountry

from comity.flows import units

MOST = Decimal(10) ** 15
"""More than there is of anything; the column holds this much with nine places behind the point."""
NO_MASS: dict[str, Any] = {
    "kilograms": None, "kilograms_low": None, "kilograms_high": None, "factor": None, "factor_source": "",
    "imputed": False,
}  # fmt: skip
_CAS = re.compile(r"([1-9]\d{1,6})-(\d\d)-(\d)", re.ASCII)
_COMMA = re.compile(r"\d{1,3}(,\d{3})+")
_POINTS = re.compile(r"\d{1,3}(\.\d{3}){2,}")


class Ambiguous(ValueError):
    """The text can be read as two numbers."""


def number(text: str) -> Decimal:
    """This function reads a number as it is written, in any script's digits.

    A point stands before decimals. A comma does so too, unless three digits follow it: ``1,5`` is one and a half,
    ``1,250.5`` a thousand and more, and ``1,250`` could be either.

    Raises:
        Ambiguous: it can be read in two ways.
        ValueError: it is no finite number.
    """
    bare = re.sub(r"(?<=\d)[\s\u00a0\u202f'’](?=\d)", "", text.strip())
    if "," in bare:
        whole, point, _decimals = bare.partition(".")
        if point and _COMMA.fullmatch(whole):
            bare = bare.replace(",", "")
        elif not point and _COMMA.fullmatch(bare):
            if bare.count(",") == 1 and not bare.startswith("0"):
                raise Ambiguous(text)
            bare = bare.replace(",", "." if bare.count(",") == 1 else "")
        elif bare.count(",") == 1 and re.fullmatch(r"\d{1,3}(\.\d{3})*,\d+|\d+,\d+", bare):
            bare = bare.replace(".", "").replace(",", ".")
        else:
            raise ValueError(text)
    elif _POINTS.fullmatch(bare):
        bare = bare.replace(".", "")
    try:
        found = Decimal(bare)
    except InvalidOperation:
        raise ValueError(text) from None
    if not found.is_finite():
        raise ValueError(text)
    return found


def amount(text: str) -> Decimal:
    """This function reads an amount: a number that is not negative, to nine places behind the point.

    Raises:
        Ambiguous: as `number`.
        ValueError: it is none, or is more than there is.
    """
    found = number(text)
    if not 0 <= found < MOST:
        raise ValueError(text)
    return round(found, 9)


def is_cas(text: str) -> bool:
    """This function tells whether a text is a CAS number: its last digit checks the others."""
    match = _CAS.fullmatch(text)
    if not match:
        return False
    digits = (match[1] + match[2])[::-1]
    return sum(place * int(digit) for place, digit in enumerate(digits, 1)) % 10 == int(match[3])


@lru_cache(maxsize=256)
def is_currency(text: str) -> bool:
    """This function tells whether a text is a currency of ISO 4217."""
    return len(text) == 3 and pycountry.currencies.get(alpha_3=text) is not None


def mass(amount: Decimal | None, unit: str, drug: str, form: str) -> dict[str, Any]:
    """This function returns what an amount weighs, as the columns of a good; all empty where that is not known."""
    found = units.kilograms(amount, unit, drug or None, form or None)
    if found is None:
        return NO_MASS
    return {
        "kilograms": found.kilograms, "kilograms_low": found.low, "kilograms_high": found.high,
        "factor": found.factor, "factor_source": found.source[:200], "imputed": found.imputed,
    }  # fmt: skip
