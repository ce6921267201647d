"""Compiles the lands of the maps from Natural Earth's files, and compares them with what is in the tree.

    python -m bench.map_shapes FOLDER [--check]

``FOLDER`` holds ``ne_110m_admin_0_countries.json`` (the world) and ``mekong_50m_countries.geojson`` (eight countries
at 1:50m), both from Natural Earth, public domain. Outlines become arcs that neighbours share, so that a border is drawn
once and simplifying opens no gap. Points are rounded to a fraction of a degree and stored as differences. Arcs say what
they are: c coast, b border, d border of a land that Natural Earth calls disputed, indeterminate or claimed by another,
x seam of a cut, which is never drawn.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import json
import lzma
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "src" / "comity" / "flows" / "maps" / "tables"
WORLD, MEKONG = "ne_110m_admin_0_countries.json", "mekong_50m_countries.geojson"
SCALE = {"world": 50, "mekong": 200}
"""Parts of a degree to which points are rounded."""
TOLERANCE = {"world": 0.06, "mekong": 0.025}
"""Degrees by which a simplified line may lie beside the published one."""
SMALLEST = {"world": 0.12, "mekong": 0.004}
"""Square degrees below which an island is left out, unless it is all that a country has."""
BOX = (76.0, -6.0, 126.0, 38.0)
"""West, south, east, north of what the set of the Mekong holds."""
NEAR = 0.4
"""Degrees within which a line at 1:50m is taken for the border that 1:110m has there."""
CODES = {
    "France": "FR", "Norway": "NO", "N. Cyprus": "", "Somaliland": "", "Kosovo": "XK",
}  # fmt: skip
"""What Natural Earth gives no ISO code in this version, by its name; empty: land without a name of ours."""
INSIDE = {
    "MY": (3.9, 102.2), "ID": (-2.2, 113.0), "US": (39.5, -98.5), "FR": (46.6, 2.4), "NO": (61.5, 9.0),
    "VN": (15.9, 108.0), "JP": (36.2, 138.3), "PH": (15.6, 121.0), "NZ": (-41.5, 173.0), "GB": (52.8, -1.6),
    "CA": (53.5, -105.0), "CN": (31.5, 108.5), "RU": (59.0, 95.0), "TH": (15.6, 101.2), "LA": (19.0, 102.8),
    "SG": (1.35, 103.82), "HK": (22.32, 114.17), "MO": (22.19, 113.55), "MV": (3.2, 73.2), "MU": (-20.3, 57.6),
    "BH": (26.1, 50.55), "MT": (35.9, 14.4), "CV": (15.1, -23.6), "SC": (-4.68, 55.5), "WS": (-13.8, -172.1),
    "TO": (-21.2, -175.2), "GU": (13.45, 144.8), "PF": (-17.65, -149.4), "KI": (1.4, 173.0), "NR": (-0.52, 166.93),
    "PW": (7.5, 134.6), "FM": (6.9, 158.2), "MH": (7.1, 171.2), "TV": (-8.5, 179.2), "CK": (-21.2, -159.8),
    "BB": (13.2, -59.55), "GD": (12.1, -61.7), "LC": (13.9, -61.0), "VC": (13.25, -61.2), "AG": (17.1, -61.8),
    "DM": (15.4, -61.35), "KN": (17.3, -62.7), "CW": (12.2, -69.0), "AW": (12.5, -70.0), "KM": (-11.9, 43.4),
    "ST": (0.2, 6.6), "AD": (42.55, 1.6), "MC": (43.74, 7.42), "LI": (47.15, 9.55), "SM": (43.94, 12.46),
    "GI": (36.14, -5.35), "MP": (15.2, 145.75), "AS": (-14.3, -170.7), "RE": (-21.1, 55.5), "GP": (16.2, -61.5),
    "MQ": (14.65, -61.0), "GF": (4.0, -53.0), "BM": (32.3, -64.75), "KY": (19.3, -81.25), "FO": (62.0, -7.0),
}  # fmt: skip
"""Latitude and longitude where arcs meet a country: those too small for the world's outlines, and those whose widest
land is not where its people live. The others get the middle of their widest land."""
Point = tuple[int, int]
Ring = list[Point]


def main(given: list[str]) -> int:
    """This function compiles the tables, or compares them; it returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench.map_shapes", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the publisher's files lie")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a table differs")
    wants = parser.parse_args(given)
    differ = []
    for name, data in compiled(wants.folder).items():
        path = TABLES / name
        if not wants.check:
            path.write_bytes(data)
        elif not path.exists() or _plain(path.read_bytes()) != _plain(data):
            differ.append(name)
    if differ:
        print(f"not what compiling gives: {', '.join(differ)}; run `python -m bench.map_shapes`", file=sys.stderr)
    return bool(differ)


def compiled(folder: Path) -> dict[str, bytes]:
    """This function makes the tables of the maps, by file name."""
    world, mekong = (_lands(folder / name) for name in (WORLD, MEKONG))
    disputed = _disputed(folder / WORLD)
    world.pop("AQ", None)
    shapes = {
        "world": _arcs(_rounded(world, "world"), "world", disputed),
        "mekong": _detail(world, mekong, disputed),
    }
    text = json.dumps(shapes, separators=(",", ":")).encode()
    return {"shapes.json.xz": lzma.compress(text, preset=9), "anchors.csv": _anchors(world).encode()}


def _plain(data: bytes) -> bytes:
    return lzma.decompress(data) if data[:6] == b"\xfd7zXZ\x00" else data


def _features(path: Path) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    for number, feature in enumerate(json.loads(path.read_text(encoding="utf-8"))["features"]):
        about, shape = feature["properties"], feature["geometry"]
        code = about["ISO_A2"] if about["ISO_A2"] != "-99" else CODES.get(about["NAME"], "")
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        yield code or f"~{number}", about, polygons


def _lands(path: Path) -> dict[str, list[list[list[float]]]]:
    return {code: [ring for polygon in polygons for ring in polygon] for code, _, polygons in _features(path)}


def _disputed(path: Path) -> set[str]:
    """Lands whose borders Natural Earth calls disputed, indeterminate or claimed by another."""
    return {
        code for code, about, _ in _features(path)
        if about["TYPE"] in {"Disputed", "Indeterminate"} or "Claimed by" in (about["NOTE_BRK"] or "")
    }  # fmt: skip


def _rounded(lands: dict[str, list[list[list[float]]]], name: str) -> dict[str, list[Ring]]:
    made: dict[str, list[Ring]] = {}
    for code, rings in lands.items():
        whole = []
        for ring in rings:
            points: Ring = []
            for x, y in ring:
                point = (round(x * SCALE[name]), round(y * SCALE[name]))
                if not points or points[-1] != point:
                    points.append(point)
            if len(points) > 1 and points[0] == points[-1]:
                points.pop()
            if len(points) >= 3:
                whole.append(points)
        whole.sort(key=lambda r: -abs(_area(r)))
        least = SMALLEST[name] * SCALE[name] ** 2
        kept = [r for i, r in enumerate(whole) if i == 0 or abs(_area(r)) >= least]
        if kept:
            made[code] = kept
    return made


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


Edge = frozenset[Point]


def _edges(lands: dict[str, list[Ring]]) -> dict[Edge, set[str]]:
    owners: dict[Edge, set[str]] = defaultdict(set)
    for code, rings in lands.items():
        for ring in rings:
            for edge in zip(ring, ring[1:] + ring[:1], strict=True):
                owners[frozenset(edge)].add(code)
    return owners


def _arcs(
    lands: dict[str, list[Ring]], name: str, disputed: set[str], known: dict[Edge, str] | None = None
) -> dict[str, Any]:
    """Splits outlines where their neighbours change, and stores each piece once.

    Args:
        lands: rings by code.
        name: of the set.
        disputed: lands whose borders are drawn dashed.
        known: kinds of edges that do not follow from the lands here.
    """
    owners = _edges(lands)
    kinds = {edge: (known or {}).get(edge) or _kind(edge, codes, name, disputed) for edge, codes in owners.items()}
    at: dict[Point, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for edge, codes in owners.items():
        for point in edge:
            at[point].append((kinds[edge], frozenset(codes)))
    joints = {point for point, around in at.items() if len(around) != 2 or around[0] != around[1]}
    stored: dict[tuple[Point, ...], int] = {}
    arcs: list[list[int]] = []
    styles: list[str] = []
    made: dict[str, list[list[int]]] = {}
    for code, rings in lands.items():
        made[code] = []
        for ring in rings:
            refs = []
            for piece in _pieces(ring, joints):
                if (ref := _found(stored, piece)) is None:
                    ref = stored[piece] = len(arcs)
                    arcs.append(_stored(_simplified(list(piece), TOLERANCE[name] * SCALE[name])))
                    styles.append(kinds[frozenset(piece[:2])])
                refs.append(ref)
            made[code].append(refs)
    return {"scale": SCALE[name], "arcs": arcs, "styles": "".join(styles), "lands": made}


def _kind(edge: Edge, codes: set[str], name: str, disputed: set[str]) -> str:
    scale, points = SCALE[name], list(edge)
    if name == "world" and all(abs(x) == 180 * scale for x, _ in points):
        return "x"
    if name == "mekong":
        west, south, east, north = (round(side * scale) for side in BOX)
        if any(all(x == side for x, _ in points) for side in (west, east)) or any(
            all(y == side for _, y in points) for side in (south, north)
        ):
            return "x"
    if len(codes) == 1:
        return "c"
    return "d" if codes & disputed else "b"


def _pieces(ring: Ring, joints: set[Point]) -> Iterator[tuple[Point, ...]]:
    cuts = [i for i, point in enumerate(ring) if point in joints]
    if not cuts:
        first = ring.index(min(ring))
        turned = ring[first:] + ring[:first]
        yield (*turned, turned[0])
        return
    turned = ring[cuts[0] :] + ring[: cuts[0] + 1]
    piece = [turned[0]]
    for point in turned[1:]:
        piece.append(point)
        if point in joints:
            yield tuple(piece)
            piece = [point]


def _found(stored: dict[tuple[Point, ...], int], piece: tuple[Point, ...]) -> int | None:
    if piece in stored:
        return stored[piece]
    back = piece[::-1]
    return ~stored[back] if back in stored else None


def _simplified(points: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's way; a closed line keeps at least its farthest points."""
    if len(points) < 3:
        return points
    if points[0] == points[-1]:
        far = max(range(len(points)), key=lambda i: math.dist(points[0], points[i]))
        left, right = _simplified(points[: far + 1], tolerance / 2), _simplified(points[far:], tolerance / 2)
        return left + right[1:] if len(left) + len(right) > 4 else points
    keep, stack = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        away, where = 0.0, 0
        for i in range(first + 1, last):
            if (d := _aside(points[i], points[first], points[last])) > away:
                away, where = d, i
        if away > tolerance:
            keep.add(where)
            stack += [(first, where), (where, last)]
    return [points[i] for i in sorted(keep)]


def _aside(point: Point, start: Point, end: Point) -> float:
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length)) if length else 0.0
    return math.hypot(px - ax - share * dx, py - ay - share * dy)


def _stored(points: Ring) -> list[int]:
    flat, before = [], (0, 0)
    for point in points:
        flat += [point[0] - before[0], point[1] - before[1]]
        before = point
    return flat


def _detail(
    world: dict[str, list[list[list[float]]]], mekong: dict[str, list[list[list[float]]]], disputed: set[str]
) -> dict[str, Any]:
    """The eight countries at 1:50m, with their neighbours at 1:110m below them; no border is drawn twice."""
    coarse = {code: [_cut(ring) for ring in rings] for code, rings in world.items() if code not in mekong}
    fine = {code: [_cut(ring) for ring in rings] for code, rings in mekong.items()}
    lands = _rounded({**coarse, **fine}, "mekong")
    shared = [
        ([(x / SCALE["world"], y / SCALE["world"]) for x, y in edge], codes)
        for edge, codes in _edges(_rounded(world, "world")).items()
        if len(codes) == 2 and len(codes & set(mekong)) == 1
    ]
    known: dict[Edge, str] = {}
    for edge, codes in _edges(lands).items():
        if len(codes) != 1:
            continue
        (code,) = codes
        middle = tuple(sum(p[i] for p in edge) / len(edge) / SCALE["mekong"] for i in (0, 1))
        near = [both for line, both in shared if code in both and _line_distance(middle, line) < NEAR]
        if near:
            style = "d" if any(both & disputed for both in near) else "b"
            known[edge] = style if code in mekong else "x"
    west, south, east, north = (round(side * SCALE["mekong"]) for side in BOX)
    for edge in list(known):
        xs, ys = {x for x, _ in edge}, {y for _, y in edge}
        if xs in ({west}, {east}) or ys in ({south}, {north}):
            known[edge] = "x"
    return _arcs(lands, "mekong", disputed, known)


def _line_distance(point: tuple[float, ...], line: list[tuple[float, float]]) -> float:
    (ax, ay), (bx, by) = line
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = max(0.0, min(1.0, ((point[0] - ax) * dx + (point[1] - ay) * dy) / length)) if length else 0.0
    return math.hypot(point[0] - ax - share * dx, point[1] - ay - share * dy)


def _cut(ring: list[list[float]]) -> list[list[float]]:
    """Sutherland and Hodgman's way: what lies inside the box."""
    for axis, side, keeps_more in ((0, BOX[0], True), (1, BOX[1], True), (0, BOX[2], False), (1, BOX[3], False)):
        made: list[list[float]] = []
        for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
            ins = [(p[axis] >= side) == keeps_more for p in (start, end)]
            if ins[0] != ins[1]:
                share = (side - start[axis]) / (end[axis] - start[axis])
                cross = [s + share * (e - s) for s, e in zip(start, end, strict=True)]
                cross[axis] = side
                made.append(cross)
            if ins[1]:
                made.append(end)
        ring = made
        if not ring:
            break
    return ring


def _anchors(world: dict[str, list[list[list[float]]]]) -> str:
    middles = {code: _middle(max(rings, key=_spread)) for code, rings in world.items() if not code.startswith("~")}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("code", "latitude", "longitude"))
    for code, (latitude, longitude) in sorted((middles | INSIDE).items()):
        writer.writerow((code, f"{latitude:.2f}", f"{longitude:.2f}"))
    return out.getvalue()


def _spread(ring: list[list[float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)))


def _middle(ring: list[list[float]]) -> tuple[float, float]:
    """The point of a grid inside the ring that lies farthest from its outline."""
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    best, where = -1.0, (sum(ys) / len(ys), sum(xs) / len(xs))
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    for i in range(1, 16):
        for j in range(1, 16):
            x, y = min(xs) + wide * i / 16, min(ys) + high * j / 16
            if _inside(x, y, ring):
                away = min(_line_distance((x, y), [(a[0], a[1]), (b[0], b[1])])
                           for a, b in itertools.pairwise(ring))  # fmt: skip
                if away > best:
                    best, where = away, (y, x)
    return where


def _inside(x: float, y: float, ring: list[list[float]]) -> bool:
    odd = False
    for (ax, ay), (bx, by) in itertools.pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
