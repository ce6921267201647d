"""The places that ship: tables of this room for Cambodia and Thailand, ISO 3166-2 for every other country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import pycountry

from comity.flows.gazetteer.gazetteer import Gazetteer
from comity.flows.gazetteer.listing import Listing
from comity.flows.gazetteer.model import Place, Point
from comity.flows.gazetteer.shelf import lines, rows
from comity.kernel.countries import country_name

LISTED: Mapping[str, tuple[str, str]] = MappingProxyType({"KH": ("cambodia", "km"), "TH": ("thailand", "th")})
"""Countries with a table: its name, and the language of the names beside the English ones.

Columns of such a table: code, level, parent, name in the country's language, name in Latin letters, and how each of the
two sounds (`comity.flows.gazetteer.index.sound`)."""
_ELSEWHERE: Mapping[str, tuple[int, str]] = MappingProxyType({"TH-S": (2, "TH-20")})
"""ISO 3166-2 has the special city of Pattaya beside the provinces; it lies in one of them."""


def shipped() -> Gazetteer:
    """This function returns the gazetteer of the places that ship; a list is read when it is first asked for."""
    return Gazetteer(listing, countries, points)


@cache
def countries() -> frozenset[str]:
    """This function returns the codes of all countries."""
    return frozenset(country.alpha_2 for country in pycountry.countries)


@cache
def points() -> tuple[Point, ...]:
    """This function returns the known points, of each place the usual one first."""
    return tuple(Point(code, float(north), float(east), source) for code, north, east, source, _ in rows("points"))


@cache
def _usual() -> Mapping[str, Point]:
    """The point that stands for a place; a town stands only for one that has nothing else."""
    return {point.code: point for point in reversed(points())}


@cache
def _spelt() -> Mapping[str, tuple[str, ...]]:
    """Other spellings by code: those in common use, and those of Natural Earth."""
    found = {code: names.split("|") for code, names in rows("spellings")}
    for code, _, _, source, name in rows("points"):
        if source == "label" and name:
            found.setdefault(code, []).append(name)
    return {code: tuple(names) for code, names in found.items()}


def _placed(code: str, level: int, names: dict[str, str], parent: str, also: tuple[str, ...] = ()) -> Place:
    names = {language: name for language, name in names.items() if name}
    others = tuple(s for s in dict.fromkeys((*also, *_spelt().get(code, ()))) if s not in names.values())
    where = _usual().get(code)
    if where is None:
        return Place(code, code[:2], level, MappingProxyType(names), parent, also=others)
    return Place(
        code, code[:2], level, MappingProxyType(names), parent, where.latitude, where.longitude, code, others
    )  # fmt: skip


def listing(country: str) -> Listing:
    """This function reads the places of one country, itself included."""
    iso = _iso(country)
    places = [_placed(country, 0, {language: country_name(country, language) for language in ("en", "km", "vi")}, "")]
    if country not in LISTED:
        return Listing.of([*places, *iso.values()])
    table, language = LISTED[country]
    kept = lines(table)
    listed = {line[: line.index(b"\t")].decode() for line in kept}
    places += [place for code, place in iso.items() if code not in listed]

    def make(at: int) -> Place:
        code, level, parent, local, latin, _, _ = kept[at].decode("utf-8").split("\t")
        names = {language: local, "en": latin}
        return _placed(code, int(level), names, parent, (iso[code].names["en"],) if code in iso else ())

    def sounds(at: int) -> Mapping[str, str]:
        _, _, _, local, latin, *sound = kept[at].decode("utf-8").split("\t")
        return dict(zip((local, latin), sound, strict=True))

    heads = [tuple(line.split(b"\t", 3)[:3]) for line in kept]
    return Listing([(c.decode(), int(n), p.decode()) for c, n, p in heads], make, sounds).with_places(places)


def _divisions(country: str) -> Iterable[Any]:
    found: Iterable[Any] | None = pycountry.subdivisions.get(country_code=country)  # type: ignore[no-untyped-call]
    return found or ()


def _iso(country: str) -> dict[str, Place]:
    """The divisions of a country as ISO 3166-2 has them, by code; some countries have two levels there."""
    found = {division.code: division for division in _divisions(country)}
    made = {}
    for code in sorted(found):
        level, above = 1, found[code].parent_code
        while above in found:
            level, above = level + 1, found[above].parent_code
        parent = found[code].parent_code if level > 1 else country
        level, parent = _ELSEWHERE.get(code, (level, parent))
        made[code] = _placed(code, level, {"en": found[code].name}, parent)
    return made
