"""Units of amounts, and what an amount weighs in kilograms: by definition, or imputed from a typical weight, and said.

A weight is exact by its unit. A volume, and a number of tablets or plants, weigh something only by a factor of
``tables/factors.tsv``, which has a source and bounds; what it gives is *imputed*. Where no factor is known there is no
weight: none is guessed.

    >>> from decimal import Decimal
    >>> kilograms(Decimal(5), "viss", "heroin").kilograms
    8.16465
    >>> kilograms(Decimal(10), "bottle", "ketamine") is None
    True
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from comity.flows import substances
from comity.flows.words import folded, rows

_TIMES = {
    "hundred": 100, "hundreds": 100, "thousand": 1_000, "thousands": 1_000, "million": 1_000_000,
    "millions": 1_000_000, "dozen": 12, "dozens": 12,
}  # fmt: skip
_MULTIPLES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12}
_SAID = re.compile(r"([^\d(]+?)\s*(?:\(|of\s|à\s|@\s*)?\s*(\d+(?:[.,]\d+)?)\s*([^\W\d]+)\.?\s*\)?")
_BRACKETS = re.compile(r"([^()]+)\([^()\d]*\)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of amounts.

    Args:
        code: how records name it; ``thousand-tablet`` and ``block-350-gram`` are made from others.
        name: in English, as UNODC writes it.
        measure: mass, volume, area or count.
        size: kilograms of a mass, litres of a volume, pieces of a multiple; None where it has no size.
        low: the least that its word is used for, where that differs.
        high: the most.
        source: where the size is from.
        base: code of the unit that this is a multiple of, or empty.
    """

    code: str
    name: str
    measure: str
    size: float | None = None
    low: float | None = None
    high: float | None = None
    source: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """What one piece or litre of a substance weighs where nobody weighed it: kilograms, bounds, and who says so."""

    kilograms: float
    low: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class Mass:
    """What an amount weighs.

    Args:
        kilograms: the weight.
        low: the least that it may be.
        high: the most.
        factor: kilograms of one unit.
        source: where the factor is from.
        imputed: whether a typical weight was used, since nobody weighed it.
    """

    kilograms: float
    low: float
    high: float
    factor: float
    source: str
    imputed: bool


def every() -> tuple[Unit, ...]:
    """This function returns the units of the table; multiples of them are read as well."""
    return tuple(_by_code().values())


@lru_cache(maxsize=4096)
def get(code: str) -> Unit | None:
    """This function returns the unit of a code, also of a multiple or of a piece with its weight, or None."""
    if found := _by_code().get(code):
        return found
    first, _, rest = code.partition("-")
    if first in _MULTIPLES and (base := get(rest)):
        return _multiple(first, base)
    if match := re.fullmatch(r"([a-z]+)-([0-9.]+)-([a-z]+)", code):
        return _weighed(match[1], match[2], match[3])
    return None


@lru_cache(maxsize=4096)
def match(words: str) -> Unit | None:
    """This function returns the unit that words mean, or None where none is known.

    ``Thousand of doses`` is a thousand doses, ``Block (350gr)`` a block that weighs 350 g by what the source says.
    """
    text = folded(words)
    if found := _by_words().get(text):
        return found
    first, _, rest = text.partition(" ")
    if first in _TIMES and (base := match(rest.removeprefix("of "))) and not base.base:
        return _multiple(next(word for word in _MULTIPLES if first.startswith(word)), base)
    if (said := _SAID.fullmatch(words.strip())) and (piece := match(said[1])):
        size, of = said[2].replace(",", "."), match(said[3])
        if piece.measure == "count" and of and of.measure == "mass":
            return _weighed(piece.code, size, of.code)
    if bracketed := _BRACKETS.fullmatch(words.strip()):
        return _by_words().get(folded(bracketed[1]))
    return None


def kilograms(
    amount: Decimal | float | None, unit: str, drug: str | None = None, form: str | None = None
) -> Mass | None:
    """This function returns what an amount weighs, or None where that is not known.

    Args:
        amount: how many units.
        unit: code of the unit.
        drug: code of the substance, or None where unknown.
        form: code of its form; a tablet is counted as one where the unit is a mere unit or piece.
    """
    found = get(unit) if unit else None
    if amount is None or found is None:
        return None
    factor = _factor(found, drug, form)
    if factor is None:
        return None
    each, imputed = factor
    value = float(amount)
    return Mass(
        _tidy(value * each.kilograms),
        _tidy(value * each.low),
        _tidy(value * each.high),
        _tidy(each.kilograms),
        each.source,
        imputed,
    )


@lru_cache(maxsize=4096)
def _factor(unit: Unit, drug: str | None, form: str | None) -> tuple[Factor, bool] | None:
    """This function returns kilograms of one unit, and whether they are imputed."""
    if unit.measure == "mass":
        size = unit.size or 0.0
        return Factor(size, unit.low or size, unit.high or size, unit.source), False
    times, base = (unit.size or 1.0, unit.base) if unit.base else (1.0, unit.code)
    if unit.measure == "volume":
        times, base = unit.size or 0.0, "litre"
    elif base in {"unit", "piece"} and form in {"tablet", "capsule", "blotter", "plant"}:
        base = form
    found = _listed(base, drug)
    if found is None:
        return None
    low, high = (unit.low or times, unit.high or times) if unit.measure == "volume" else (times, times)
    return Factor(times * found.kilograms, low * found.low, high * found.high, found.source), True


def _listed(unit: str, drug: str | None) -> Factor | None:
    substance = substances.get(drug) if drug else None
    for what in (drug, substance.group if substance else None, "*"):
        if what and (found := _factors().get((what, unit))):
            return found
    return None


def _multiple(word: str, base: Unit) -> Unit:
    times = _MULTIPLES[word]
    size = times * (base.size or 1.0)
    name = f"{word.capitalize()} of {base.name.lower()}s".replace("ss", "s")
    return Unit(f"{word}-{base.code}", name, base.measure, size, source=base.source, base=base.code)


def _weighed(piece: str, size: str, of: str) -> Unit | None:
    what, mass = _by_code().get(piece), _by_code().get(of)
    if what is None or mass is None or mass.measure != "mass":
        return None
    weight = float(Decimal(size) * Decimal(str(mass.size)))
    name = f"{what.name} ({size} {mass.name.lower()})"
    return Unit(f"{piece}-{size}-{of}", name, "mass", weight, source="the weight that the unit itself states")


@cache
def _by_code() -> Mapping[str, Unit]:
    return {
        code: Unit(code, name, measure, _number(size), _number(low), _number(high), source)
        for code, name, measure, size, low, high, source, _ in rows("units")
    }


@cache
def _by_words() -> Mapping[str, Unit]:
    found: dict[str, Unit] = {}
    for code, name, *_, names in rows("units"):
        for words in (code, name, *names.split("|")):
            if words:
                found.setdefault(folded(words), _by_code()[code])
    return found


@cache
def _factors() -> Mapping[tuple[str, str], Factor]:
    return {
        (what, unit): Factor(float(weight), float(low), float(high), source)
        for what, several, weight, low, high, source in rows("factors")
        for unit in several.split()
    }


def _tidy(value: float) -> float:
    """This function drops what binary fractions add behind the twelfth digit."""
    return float(f"{value:.12g}")


def _number(text: str) -> float | None:
    return float(text) if text else None
