"""Places found by name and by position: names that the gazetteer does not have so, typing errors, real files.

The truth comes from published files beside the project: Khmer places in two scripts, spellings of Natural Earth (held
out here, though they ship), names of polygons that hold a province's point, words of real seizures (which have no
truth; what is found of them is counted). Polygons are used for measuring alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from bench.domains import SHARED
from bench.markdown import table
from bench.place_shapes import around, holds, inside
from bench.results import LeftOut, say
from comity.flows.gazetteer import Gazetteer, standard
from comity.flows.gazetteer.listing import Listing
from comity.flows.gazetteer.shelf import rows
from comity.flows.gazetteer.shipped import countries, listing, points
from comity.flows.gazetteer.words import folded
from comity.kernel.countries import country

SEED = 20261122
POSITIONS = 2000
"""Random positions in each country."""
NEIGHBOURS = ("KH", "TH", "LA", "VN", "MM")
SURE = 0.9
_DISTRICT = 2
_START = """
import resource, time
from comity.flows import gazetteer

def now():
    return time.perf_counter() * 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

told = [now()]
for step in (lambda: gazetteer.get("KH-01020101"), lambda: gazetteer.match("Battembang", country="KH")):
    step()
    told.append(now())
print(*[round(b[i] - a[i], 1) for i in (0, 1) for a, b in zip(told, told[1:])])
"""
Asked = tuple[str, str]
"""Words, and the truth."""


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """This function measures everything."""
    folder = SHARED / "data"
    if not (folder / "geometry").is_dir():
        raise LeftOut("the published files are not beside the project (../shared/data)")
    rng = random.Random(SEED)
    found: dict[str, Any] = {"found": {}, "start": _start()}
    for name, (pairs, ask) in {**_khmer(folder, rng, quick=asked.quick), **_provinces(folder)}.items():
        found["found"][name] = _recall(pairs, ask)
        say(f"{name}: {found['found'][name]}")
    found["files"] = _file(folder / "seizures" / "ids_asia_pacific_subset.csv")
    found["near"] = {code: _near(folder, code, rng, 100 if asked.quick else POSITIONS) for code in NEIGHBOURS}
    return found


def _recall(pairs: Sequence[Asked], ask: Callable[[str], list[str]]) -> dict[str, float]:
    right = near = 0
    took = []
    for words, truth in pairs:
        begun = time.perf_counter()
        answers = ask(words)
        took.append(time.perf_counter() - begun)
        right += answers[:1] == [truth]
        near += truth in answers[:5]
    count = max(1, len(pairs))
    return {
        "asked": len(pairs), "first": right / count, "five": near / count, "median_ms": 1000 * median(took or [0]),
    }  # fmt: skip


def _khmer(folder: Path, rng: random.Random, *, quick: bool) -> dict[str, tuple[list[Asked], Callable[..., Any]]]:
    """Khmer places: Latin spellings that the list has otherwise, and both with an error of typing."""
    with (folder / "names" / "pairs_dev.csv").open(encoding="utf-8", newline="") as file:
        pairs = [r for r in csv.DictReader(file) if r["kind"] == "place" and r["country"] == "KH"]
    have = {folded(place.names.get("km", "")): place for place in listing("KH")}
    latin = {folded(s) for place in listing("KH") for s in place.spellings}
    known = [(r["name_a"], r["name_b"]) for r in pairs if folded(r["name_a"]) in have][: 100 if quick else None]

    def ask(words: str) -> list[str]:
        names = [folded(m.place.names.get("km", "")) for m in standard().match(words, country="KH", top=50)]
        return list(dict.fromkeys(names))

    held_out = [(b, folded(a)) for a, b in known if folded(b) not in latin]
    return {
        "Khmer places, in Latin letters otherwise than the list": (held_out, ask),
        "Khmer places in Latin letters, one letter mistyped": ([(mistyped(b, rng), folded(a)) for a, b in known], ask),
        "Khmer places in Khmer, one letter mistyped": ([(mistyped(a, rng), folded(a)) for a, _ in known], ask),
    }


def mistyped(text: str, rng: random.Random) -> str:
    """This function leaves out, doubles or swaps one letter."""
    at = rng.randrange(len(text))
    way = rng.choice(("out", "twice", "swap"))
    if way == "out" and len(text) > 2:
        return text[:at] + text[at + 1 :]
    if way == "swap" and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[: at + 1] + text[at:]


def _provinces(folder: Path) -> dict[str, tuple[list[Asked], Callable[..., Any]]]:
    """Spellings of Natural Earth and of published polygons, asked of lists that have none of them."""

    def without(code: str) -> Listing:
        return Listing.of([replace(place, also=()) for place in listing(code) if place.level <= _DISTRICT])

    bare = Gazetteer(without, countries, points)

    def ask(words: str) -> list[str]:
        code, _, name = words.partition(":")
        return [m.place.code for m in bare.match(name, country=code)]

    spelt = [(f"{code[:2]}:{name}", code) for code, _, _, source, name in rows("points") if source == "label" and name]
    near = [pair for pair in spelt if pair[0][:2] in NEIGHBOURS]
    marked = [(f"{code}:{name}", at) for code in NEIGHBOURS for name, at in _named(folder, code)]
    return {
        "provinces of KH, TH, LA, VN, MM as Natural Earth spells them": (near, ask),
        "first levels of the other countries as Natural Earth spells them": ([p for p in spelt if p not in near], ask),
        "provinces of KH, TH, LA, VN, MM as published polygons spell them": (marked, ask),
    }


def _named(folder: Path, code: str) -> Iterable[Asked]:
    """Names of polygons with the province whose label point lies in them, where exactly one does."""
    for name, shape in _shapes(folder, code):
        within = [p.code for p in points() if p.source == "label" and p.code[:2] == code and holds(shape, p)]
        if len(within) == 1:
            yield name, within[0]


def _shapes(folder: Path, code: str) -> list[tuple[str, Any]]:
    names = {"KH": "Cambodia", "TH": "Thailand", "LA": "Laos", "VN": "Vietnam", "MM": "Myanmar"}
    path = folder / "geometry" / f"{names[code]}_admin1.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [(feature["properties"]["name"], feature["geometry"]) for feature in features]


def _near(folder: Path, code: str, rng: random.Random, count: int) -> dict[str, float]:
    """How often the nearest known point is one of the province that a random position lies in."""
    shapes = [
        (standard().match(name, country=code, level=1)[0].place.code, shape) for name, shape in _shapes(folder, code)
    ]
    right = three = 0
    away = []
    for _ in range(count):
        province, shape = rng.choices(shapes, [around(shape) for _, shape in shapes])[0]
        north, east = inside(shape, rng)
        found = standard().nearest(north, east, code)
        right += found[0].place.code == province
        three += province in [near.place.code for near in found]
        away.append(found[0].kilometres)
    return {"first": right / count, "three": three / count, "median_km": median(away), "positions": count}


def _file(path: Path) -> dict[str, float]:
    """What of the divisions and places of a real file is found, and how fast."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = [(country(r["COUNTRY"]), r["ADMINISTRATIVE_DIVISION"].strip()) for r in csv.DictReader(file)]
    said = [(code, words) for code, words in read if code and words]
    begun = time.perf_counter()
    scores = []
    for code, words in said:
        found = standard().match(words, country=code)
        scores.append(found[0].score if found else 0.0)
    return {
        "rows": len(said), "distinct": len({*said}), "sure": sum(s >= SURE for s in scores) / len(scores),
        "any": sum(s > 0 for s in scores) / len(scores), "seconds": time.perf_counter() - begun,
    }  # fmt: skip


def _start() -> dict[str, float]:
    answer = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True).stdout.split()
    return dict(zip(("get_ms", "match_ms", "get_mb", "match_mb"), map(float, answer), strict=True))


def section(found: dict[str, Any]) -> str:
    """This function tells what was found."""
    recall = [
        [name, f"{f['asked']:,}", f"{f['first']:.1%}", f"{f['five']:.1%}", f"{f['median_ms']:.2f}"]
        for name, f in found["found"].items()
    ]
    near = [
        [code, f"{f['positions']:,}", f"{f['first']:.1%}", f"{f['three']:.1%}", f"{f['median_km']:.0f}"]
        for code, f in found["near"].items()
    ]
    file, start = found["files"], found["start"]
    parts = [
        "Names that the gazetteer does not have so, asked of the whole list of their country (16,474 in Cambodia):",
        table(["what is asked", "names", "right first", "right in five", "median ms"], recall),
        (
            f"Of {file['rows']:,} rows of real seizures that name a division ({file['distinct']:,} different words), "
            f"{file['any']:.1%} are found and {file['sure']:.1%} surely, in {file['seconds']:.1f} s; they have no "
            "truth to compare with."
        ),
        (
            f"The first place takes {start['get_ms']:.0f} ms and {start['get_mb']:.0f} MB, the first match in Cambodia "
            f"{start['match_ms']:.0f} ms and {start['match_mb']:.0f} MB more; before that nothing is read."
        ),
        (
            "Random positions, whose province is known from polygons that do not ship: how often the nearest known "
            "point is one of that province."
        ),
        table(["country", "positions", "nearest is right", "among three", "median km to it"], near),
    ]
    return "\n\n".join(parts)


def headlines(found: dict[str, Any]) -> list[str]:
    """This function says in short what was found."""
    typed = found["found"]["Khmer places in Latin letters, one letter mistyped"]
    share, took = f"{typed['first']:.0%}", f"{typed['median_ms']:.0f} ms"
    return [f"A Khmer place with one letter mistyped is found first among 16,474 in {share} of cases, in {took}."]
