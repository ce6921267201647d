"""Amounts as people and programs write them: marks of decimals and thousands, digits of any script, a unit beside.

Which mark divides decimals is a habit of the whole file, so all its amounts are looked at before one is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

LARGEST = Decimal(10) ** 11
"""No amount is larger, whatever its unit."""
HEAVIEST = 1e8
"""No seizure is heavier, in kilograms: a hundred thousand tons."""
_NUMBER = re.compile(r"([+-]?)(\d[\d.,]*|[.,]\d+)(?:e([+-]?\d{1,4}))?", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([+-]?[\d.,]+)\s*([^\d\s.,+-].{0,39})")
_GAPS = re.compile(r"(?<=\d)[\s'\u2019_\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_ABOUT = re.compile(r"^(?:about|approx(?:imately|\.)?|circa|ca?\.|around|~|≈|±)\s*(?=[\d.,])", re.IGNORECASE)
_BOUND = re.compile(r"^(?:>|<|≥|≤|over|under|more than|less than|at least|up to|nearly|almost)|\+$", re.IGNORECASE)
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
        self.mixed = bool(votes["."] and votes[","])
        self.decimal = "," if votes[","] > votes["."] or (semicolons and not votes["."]) else "."
        self._sure = bool(votes["."] or votes[","] or semicolons)

    def read(self, text: str) -> Amount:
        """This function reads one amount."""
        plain = _plain(text)
        bare = _ABOUT.sub("", plain)
        about, unit = bare != plain, ""
        match = _NUMBER.fullmatch(bare)
        if match is None and (beside := _WITH_UNIT.fullmatch(bare)) and (match := _NUMBER.fullmatch(beside[1])):
            unit = beside[2].strip()
        if match is None or _BOUND.search(bare):
            return Amount(reason=_why_not(bare))
        digits = self._digits(match[2])
        if digits is None:
            return Amount(
                reason=f"{text.strip()!r} can be read in two ways, since the file uses comma and point for both"
            )
        try:
            value = Decimal(digits + (f"e{match[3]}" if match[3] else ""))
        except InvalidOperation:
            return Amount(reason="no number")
        if match[1] == "-" and value:
            return Amount(reason="an amount cannot be below zero")
        if value > LARGEST:
            return Amount(reason="no seizure is so large")
        return Amount(value, unit, "", about)

    def _digits(self, text: str) -> str | None:
        """This function returns a number with a point for its decimals, or None where it can be read in two ways."""
        own = _decimal(text)
        if not own and self.mixed and ("," in text or "." in text):
            return None
        mark = own or self.decimal
        other = "," if mark == "." else "."
        return text.replace(other, "").replace(mark, ".", 1) if text.count(mark) <= 1 else text.replace(mark, "")


def _decimal(text: str) -> str:
    """This function returns the mark of decimals where a number shows it by itself, else nothing."""
    points, commas = text.count("."), text.count(",")
    if points and commas:
        last = "." if text.rfind(".") > text.rfind(",") else ","
        return last if text.count(last) == 1 else ""
    if points + commas != 1:
        return {True: ",", False: ""}[points > 1] or ("." if commas > 1 else "")
    mark = "." if points else ","
    before, after = text.split(mark)
    shows = len(after) != 3 or len(before) > 3 or before in {"", "0"}
    return mark if shows else ""


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    if not normal.isascii():
        normal = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in normal)
    return _GAPS.sub("", normal)


def _why_not(text: str) -> str:
    if text.startswith(("=", "@")):
        return "a formula, not an amount"
    if _RANGE.fullmatch(text):
        return "a range, not one amount"
    if _BOUND.search(text) and any(map(str.isdigit, text)):
        return "a bound, not an amount"
    return "no number"
