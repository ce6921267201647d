"""What happens to the truth on its way into a file: the rates, and the damage itself.

The rates are set once, from what registers of the region and studies of linkage report, and not from what the matcher
can repair: clerical errors in 2 to 5 % of typed fields, dates that lack day and month in a few per cent at home and
more abroad, "1 January" where the day is not known, day and month swapped in one or two of a hundred. They describe a
record made from documents or from an interview at a border, not a census.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

_BUDDHIST = 543


@dataclass(frozen=True, slots=True)
class Damage:
    """How often what goes wrong; every figure is a share between 0 and 1.

    Args:
        name_mistyped: one wrong, missing, doubled or swapped letter in the Latin spelling.
        name_respelt: another spelling than that of the person's documents.
        name_heard: written as an officer of another tongue heard it.
        name_reordered: words in the order of a form abroad.
        middle_lost: a middle name is left out.
        number_mistyped: one wrong, missing or swapped character in a number.
        date_missing: no date of birth.
        date_year: the year only.
        date_january: 1 January, because the day was not known.
        date_swapped: day and month swapped, where that makes a date.
        date_mistyped: another day, month or year, off by little.
        gender_missing: no gender.
    """

    name_mistyped: float
    name_respelt: float
    name_heard: float
    name_reordered: float
    middle_lost: float
    number_mistyped: float
    date_missing: float
    date_year: float
    date_january: float
    date_swapped: float
    date_mistyped: float
    gender_missing: float


HOME = Damage(
    name_mistyped=0.02, name_respelt=0.10, name_heard=0.0, name_reordered=0.01, middle_lost=0.01, number_mistyped=0.015,
    date_missing=0.01, date_year=0.03, date_january=0.01, date_swapped=0.005, date_mistyped=0.01, gender_missing=0.02,
)  # fmt: skip
"""Records of an agency about its own nationals."""

ABROAD = Damage(
    name_mistyped=0.04, name_respelt=0.18, name_heard=0.15, name_reordered=0.10, middle_lost=0.05, number_mistyped=0.03,
    date_missing=0.03, date_year=0.06, date_january=0.02, date_swapped=0.015, date_mistyped=0.015, gender_missing=0.05,
)  # fmt: skip
"""Records of an agency about foreigners."""


def mistyped(text: str, rng: Random) -> str:
    """This function makes one typing error: a character swapped, lost, doubled, or replaced by one of its kind."""
    spots = [i for i, c in enumerate(text) if c.isalnum() and i > 0]
    if len(spots) < 3:
        return text
    i = rng.choice(spots)
    kind = rng.randrange(4)
    if kind == 0 and i + 1 < len(text) and text[i + 1].isalnum() and text[i + 1] != text[i]:
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    if kind == 1:
        return text[:i] + text[i + 1 :]
    if kind == 2:
        return text[:i] + text[i] + text[i:]
    row = "0123456789" if text[i].isdigit() else "abcdefghijklmnopqrstuvwxyz"
    other = rng.choice([c for c in row if c != text[i].lower()])
    return text[:i] + (other.upper() if text[i].isupper() else other) + text[i + 1 :]


def birth(born: date, damage: Damage, form: str, rng: Random) -> str:
    """This function writes a date of birth as a record has it, damaged at the given rates; empty where it is missing.

    Args:
        born: the true date.
        damage: the rates.
        form: ``iso``, ``slashes`` (day first) or ``buddhist`` (day first, year of the Buddhist era).
        rng: where chance comes from.
    """
    year, month, day = born.year, born.month, born.day
    written_year = year + _BUDDHIST if form == "buddhist" else year
    rates = {
        "missing": damage.date_missing, "year": damage.date_year, "january": damage.date_january,
        "swapped": damage.date_swapped, "mistyped": damage.date_mistyped,
    }  # fmt: skip
    kind = rng.choices([*rates, "right"], [*rates.values(), 1 - sum(rates.values())])[0]
    if kind == "missing":
        return ""
    if kind == "year":
        return str(written_year)
    if kind == "january":
        month = day = 1
    elif kind == "swapped" and day <= 12:
        month, day = day, month
    elif kind == "mistyped":
        year, month, day = _off(year, month, day, rng)
        written_year = year + _BUDDHIST if form == "buddhist" else year
    return f"{year:04}-{month:02}-{day:02}" if form == "iso" else f"{day:02}/{month:02}/{written_year}"


def _off(year: int, month: int, day: int, rng: Random) -> tuple[int, int, int]:
    match rng.randrange(3):
        case 0:
            return year + rng.choice((-10, -1, 1, 10)), month, min(day, 28)
        case 1:
            return year, month % 12 + 1, min(day, 28)
        case _:
            return year, month, day - 1 if day > 1 else 2
