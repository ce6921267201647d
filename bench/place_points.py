"""Known points of countries and provinces, from Natural Earth (public domain), under their ISO codes.

Natural Earth's first levels have no ISO 3166-2 codes here: they meet the code list by their names, one to one. Where
names do not settle it, `BY_HAND` does. A division in several pieces has a label point for each; the main piece is last.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pycountry

from comity.flows.gazetteer.nearness import kilometres
from comity.flows.gazetteer.words import folded
from comity.names import compare

HEAD = """# code\tdegrees north\tdegrees east\twhat the point is (label, town, middle)\tits name
# Source: Natural Earth (public domain): label points of first levels and populated places (1:10m), countries (1:110m).
# Compiled by `python -m bench.place_tables`. Divisions that are younger than Natural Earth's have no label point.
"""
SURE = 0.5
"""Names less probable than this to be spellings of one do not meet."""
CERTAIN = 0.9
"""Towns name their division in texts that are partly damaged; less probable ones than this are left out."""
BY_HAND: Mapping[str, str] = {
    "KHM-1784": "KH-25",  # Kampong Cham before 2013: the point lies east of the Mekong, in what is Tboung Khmum now
    "LAO-3283": "LA-VT", "CHN-1662": "CN-XZ", "IDN-1933": "ID-PB", "PHL-2592": "PH-COM",
    "TWN-1161": "TW-HSZ", "TWN-1162": "TW-HSQ", "TWN-1170": "TW-CYQ", "TWN-1171": "TW-CYI",
    # of Viet Nam some bear the name of another province or of their region
    "VNM-451": "VN-53", "VNM-461": "VN-66", "VNM-462": "VN-HN", "VNM-497": "VN-39", "VNM-499": "", "VNM-500": "VN-45",
    "VNM-505": "VN-73",
    # towns whose division is damaged, or is another one now
    "MM Naypyidaw": "MM-18", "KH Kampong Cham": "KH-3", "KH Takéo": "KH-21", "KH Stoeng Treng": "KH-19",
    "KH Prey Veng": "KH-14",
    "VN Lạng Sơn": "VN-09", "VN Haiphong": "VN-HP", "VN Kon Tum": "VN-28", "VN Mỹ Tho": "VN-46", "VN Vinh": "VN-22",
    "VN Thái Nguyên": "VN-69", "VN Hanoi": "VN-HN", "VN Đông Hà": "VN-25", "VN Sơn Tây": "VN-HN",
    "VN Việt Trì": "VN-68", "VN Hon Quan": "VN-58", "VN Vung Tau": "VN-43", "VN Nam Định": "VN-67", "VN Hue": "VN-26",
    "VN Biên Hòa": "VN-39", "VN Luan Chau": "",
    "PSX": "PS", "SDS": "SS", "SAH": "EH",
}  # fmt: skip
"""Natural Earth's codes of divisions and countries, and its towns, to ISO codes; empty: to none."""
MAIN: Mapping[str, int] = {"TWN-1158": 0, "TWN-1163": 0, "TWN-1167": 0, "TWN-1177": 2, "TWN-3415": 0, "TWN-5128": 2}
"""Which piece is the main one where it is not the last."""
Names = Mapping[str, Sequence[str]]
"""Spellings by code."""
Ring = list[tuple[float, float]]


def compiled_points(folder: Path, listed: Mapping[str, list[tuple[str, int, str, str, str]]]) -> str:
    """This function returns the table of points.

    Args:
        folder: of Natural Earth's files.
        listed: rows of the countries with a list of their own.
    """
    found: list[tuple[str, float, float, str, str]] = []
    labels = _labels(folder / "ne_10m_admin1_label_points_region.geojson")
    found += _middles(folder / "ne_110m_admin_0_countries.json", labels)
    towns = _towns(folder / "mekong_10m_populated_places.geojson")
    for country in sorted(labels):
        names = _names(country, listed.get(country, ()))
        met = _met({key: name for key, (name, _, _) in labels[country].items()}, names)
        for key, (name, north, east) in sorted(labels[country].items()):
            if key in met:
                found.append((met[key], north, east, "label", "" if key in BY_HAND else name))
            elif names and BY_HAND.get(key) != "":
                print(f"{key} {name}: no ISO 3166-2 code found", file=sys.stderr)
        spelt = {code: [*names[code], *(labels[country][k][0] for k, c in met.items() if c == code)] for code in names}
        found += _of_towns(country, towns.get(country, []), spelt)
    rows = dict.fromkeys(found)
    order = {"middle": 0, "label": 1, "town": 2}
    return HEAD + "".join(
        f"{code}\t{north:.4f}\t{east:.4f}\t{source}\t{name}\n"
        for code, north, east, source, name in sorted(rows, key=lambda r: (r[0], order[r[3]], r[4]))
    )


def _features(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        yield feature["properties"], feature["geometry"]


def _labels(path: Path) -> dict[str, dict[str, tuple[str, float, float]]]:
    """Name and label point of the main piece of each division, by country and Natural Earth's code."""
    pieces: dict[str, dict[str, list[tuple[str, float, float]]]] = defaultdict(lambda: defaultdict(list))
    for properties, geometry in _features(path):
        east, north = geometry["coordinates"]
        if "minor island" not in (properties["name"] or ""):
            pieces[properties["iso_a2"]][properties["adm1_code"]].append((properties["name"] or "", north, east))
    return {
        country: {key: each[MAIN.get(key, -1)] for key, each in of.items()} for country, of in pieces.items()
    }  # fmt: skip


def _towns(path: Path) -> dict[str, list[tuple[str, str, bool, float, float]]]:
    """Name, division, whether it is its capital, and position of each town, by country."""
    found: dict[str, list[tuple[str, str, bool, float, float]]] = defaultdict(list)
    for properties, geometry in _features(path):
        east, north = geometry["coordinates"]
        capital = "capital" in properties["FEATURECLA"].lower()
        found[properties["ISO_A2"]].append(
            (properties["NAME"], properties["ADM1NAME"] or "", capital, north, east)
        )  # fmt: skip
    return found


def _names(country: str, rows: Sequence[tuple[str, int, str, str, str]]) -> dict[str, list[str]]:
    """Spellings of the divisions of a country by ISO 3166-2 code."""
    divisions = pycountry.subdivisions.get(country_code=country) or ()
    found = {division.code: [division.name] for division in sorted(divisions, key=lambda d: d.code)}
    for code, level, _, local, latin in rows:
        if level == 1:
            found[code] = [latin, local, *found.get(code, [])]
    return found


def _likeness(name: str, spellings: Sequence[str]) -> float:
    if folded(name) in map(folded, spellings):
        return 2.0
    return max(compare(name, spelling, "place").score for spelling in spellings)


def _same(names: Names) -> dict[str, str]:
    """The code of each spelling, the first where several have it."""
    found: dict[str, str] = {}
    for code, spellings in names.items():
        for spelling in spellings:
            found.setdefault(folded(spelling), code)
    return found


def _met(wanted: Mapping[str, str], names: Names) -> dict[str, str]:
    """The code of each name, one to one, the most alike first."""
    found = {key: BY_HAND[key] for key in wanted if BY_HAND.get(key)}
    same = _same(names)
    for key, name in wanted.items():
        if key not in BY_HAND and (code := same.get(folded(name))) and code not in found.values():
            found[key] = code
    pairs = [
        (_likeness(name, spellings), key, code)
        for key, name in wanted.items() if key not in found and key not in BY_HAND and name
        for code, spellings in names.items() if code not in found.values()
    ]  # fmt: skip
    for likeness, key, code in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if likeness >= SURE and key not in found and code not in found.values():
            found[key] = code
    return found


def _of_towns(
    country: str, towns: Sequence[tuple[str, str, bool, float, float]], names: Names
) -> Iterator[tuple[str, float, float, str, str]]:
    same = _same(names)
    for name, division, capital, north, east in towns:
        code = BY_HAND.get(f"{country} {name}", same.get(folded(division)))
        for text in (division, name if capital else "") if code is None else ():
            if code is None and text:
                likeness, best = max(((_likeness(text, names[c]), c) for c in names), default=(0.0, ""))
                code = best if likeness >= CERTAIN else None
        if code:
            yield code, north, east, "town", name
        elif names and code is None:
            print(f"{country} {name}: lies in {division!r}, which has no ISO 3166-2 code", file=sys.stderr)


def _middles(
    path: Path, labels: Mapping[str, Mapping[str, tuple[str, float, float]]]
) -> Iterator[tuple[str, float, float, str, str]]:
    """A point inside the main part of each country."""
    found = set()
    for properties, geometry in _features(path):
        known = pycountry.countries.get(alpha_3=properties["ADM0_A3"])
        code = known.alpha_2 if known else BY_HAND.get(properties["ADM0_A3"])
        if code is None:
            print(f"{properties['ADMIN']}: no ISO 3166-1 code", file=sys.stderr)
            continue
        parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        north, east = _inside(max((part[0] for part in parts), key=lambda ring: abs(_area(ring))))
        found.add(code)
        yield code, north, east, "middle", properties["ADMIN"]
    for country in sorted(labels.keys() - found):
        points = [(north, east) for _, north, east in labels[country].values()]
        north, east = min(points, key=lambda p: sum(kilometres(p, other) for other in points))
        yield country, north, east, "middle", pycountry.countries.get(alpha_2=country).name


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _inside(ring: Ring) -> tuple[float, float]:
    """The centroid of a ring, degrees north first; moved to the middle of the widest stretch beside it if outside."""
    sides = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    area = _area(ring)
    north = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in sides) / (6 * area)
    east = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in sides) / (6 * area)
    crossed = sorted(
        x1 + (north - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in sides if (y1 > north) != (y2 > north)
    )  # fmt: skip
    stretches = list(zip(crossed[::2], crossed[1::2], strict=False))
    if any(west <= east <= other for west, other in stretches) or not stretches:
        return north, east
    west, other = max(stretches, key=lambda s: s[1] - s[0])
    return north, (west + other) / 2
