"""Amounts as people and programs write them: marks of decimals and thousands, digits of any script, a unit beside.

Which mark divides decimals is a habit of the whole file, so all its amounts are looked at before one is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LARGEST = Decimal(10) ** 11
"""No amount is larger, whatever its unit."""
HEAVIEST = 1e8
"""No seizure is heavier, in kilograms: a hundred thousand tons."""
_NUMBER = re.compile(r"([+-]?)(\d[\d.,]*|[.,]\d+)(?:e([+-]?\d{1,6}))?", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([+-]?[\d.,]+)\s*([^\d\s.,+-].{0,39})")
_GAPS = re.compile(r"(?<=\d)[\s'\u2019_\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_ABOUT = re.compile(r"^(?:about|approx(?:imately|\.)?|circa|ca?\.|around|~|≈|±)\s*(?=[\d.,])", re.IGNORECASE)
_BOUND = re.compile(r"^(?:>|<|≥|≤|over|under|more than|less than|at least|up to|nearly|almost)|\+$", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_NO_NUMBER = "no number"
_SELDOM = 0.05
"""A mark that so small a share of amounts uses is a slip, not a habit."""
_RANGE = re.compile(r"[\d.,]+\s*(?:-|–|—|to)\s*[\d.,]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell of amounts says.

    Args:
        value: the number, or None.
        unit: words of a unit that stand beside it, or empty.
        reason: why there is no number; empty where there is one, or where the cell says none.
        about: whether the source says that it is approximate.
    """

    value: Decimal | None = None
    unit: str = ""
    reason: str = ""
    about: bool = False


class Marks:
    """Which mark divides decimals in a file.

    Args:
        texts: every different amount.
        semicolons: whether semicolons divide its columns, as where the comma divides decimals.
    """

    def __init__(self, texts: Iterable[str], *, semicolons: bool = False) -> None:
        """This function looks for amounts that can be read in one way only."""
        votes = {"": 0, ".": 0, ",": 0}
        for text in texts:
            if match := _NUMBER.match(_plain(text)):
                votes[_decimal(match[2])] += 1
        seldom, often = sorted((votes["."], votes[","]))
        self._mixed = seldom > _SELDOM * often
        self._decimal = "," if votes[","] > votes["."] or (semicolons and not votes["."]) else "."

    def read(self, text: str) -> Amount:
        """This function reads one amount."""
        plain = _plain(text)
        bare = _ABOUT.sub("", plain)
        number, unit = _parted(bare)
        try:
            value = self._value(number)
        except ValueError as error:
            return Amount(reason=str(error) if number else _why_not(bare))
        return Amount(value, unit, "", bare != plain)

    def _value(self, text: str) -> Decimal:
        """This function returns the value of a number.

        Raises:
            ValueError: it has none, in words.
        """
        match = _NUMBER.fullmatch(text)
        if match is None:
            raise ValueError(_NO_NUMBER)
        value = Decimal(self._digits(match[2]) + (f"e{match[3]}" if match[3] else ""))
        if match[1] == "-" and value:
            raise ValueError("an amount cannot be below zero")
        if value > LARGEST:
            raise ValueError("no seizure is so large")
        return value

    def _digits(self, text: str) -> str:
        """This function returns a number with a point for its decimals.

        Raises:
            ValueError: it can be read in two ways, or in none.
        """
        own = _decimal(text)
        if not own and self._mixed and ("," in text or "." in text):
            raise ValueError("it can be read in two ways, since comma and point both divide decimals in this file")
        mark = own or self._decimal
        whole, _, rest = text.partition(mark) if text.count(mark) == 1 else (text, "", "")
        bare = whole.replace(",", "").replace(".", "")
        if (bare != whole and not _THOUSANDS.fullmatch(whole)) or not (bare + rest).isdigit():
            raise ValueError(_NO_NUMBER)
        return f"{bare}.{rest}"


def _parted(text: str) -> tuple[str, str]:
    """This function returns the number of a text and the unit beside it; no number where there is none, or several."""
    if _RANGE.fullmatch(text) or _BOUND.search(text):
        return "", ""
    if _NUMBER.fullmatch(text):
        return text, ""
    beside = _WITH_UNIT.fullmatch(text)
    return (beside[1], beside[2].strip()) if beside else ("", "")


def _decimal(text: str) -> str:
    """This function returns the mark of decimals where a number shows it by itself, else nothing."""
    points, commas = text.count("."), text.count(",")
    if points and commas:
        last = "." if text.rfind(".") > text.rfind(",") else ","
        return last if text.count(last) == 1 else ""
    if points + commas > 1:
        return "," if points else "."
    if not points + commas:
        return ""
    before, after = text.split("." if points else ",")
    shows = len(after) != 3 or len(before) > 3 or before in {"", "0"}
    return ("." if points else ",") if shows else ""


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    if not normal.isascii():
        normal = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in normal)
    return _GAPS.sub("", normal)


def _why_not(text: str) -> str:
    if _RANGE.fullmatch(text):
        return "a range, not one amount"
    if text.startswith(("=", "@")):
        return "a formula, not an amount"
    if _BOUND.search(text) and any(map(str.isdigit, text)):
        return "a bound, not an amount"
    return _NO_NUMBER
