"""The ground of the map: lands, coasts and borders as paths, and where arcs meet a country.

Outlines are Natural Earth's (public domain), compiled by ``python -m bench.map_shapes``; nothing is fetched.
"""

from __future__ import annotations

import csv
import json
import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from comity.flows.maps.marks import tag
from comity.flows.maps.projection import Point
from comity.flows.maps.views import Frame

TABLES = Path(__file__).with_name("tables")
FINE = 10
"""Parts of a unit in which lands are written, so that they need no decimals."""
CLOSE = 11
"""Parts within which a point of an outline is left out."""
SPECK = 2.0
"""Units below which an island is not drawn."""
BEYOND = 0.6
"""How far beside the frame lands are kept, as a share of it, for another frame that borrows them."""
Line = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Lands as a frame shows them: path data by code, and lines by what they are."""

    lands: dict[str, str]
    lines: dict[str, str]

    def drawn(self, named: Iterable[str]) -> str:
        """This function draws the ground.

        Args:
            named: codes of the lands that the flows touch.
        """
        wanted = set(named) & set(self.lands)
        quiet = "".join(path for code, path in self.lands.items() if code not in wanted)
        parts = [tag("path", class_="cm-land", d=quiet)]
        parts += [tag("path", class_="cm-land cm-land--named", d=self.lands[code]) for code in sorted(wanted)]
        parts += [
            tag("path", class_=f"cm-{kind}", d=self.lines[style])
            for style, kind in (("c", "coast"), ("b", "border"), ("d", "disputed"))
            if self.lines.get(style)
        ]
        return tag("g", *parts, transform=f"scale({1 / FINE:g})")


@cache
def anchors() -> dict[str, Point]:
    """This function returns latitude and longitude of the point at which arcs meet a country, by alpha-2 code."""
    with (TABLES / "anchors.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}


@lru_cache(maxsize=12)
def ground(frame: Frame) -> Ground:
    """This function projects the lands of a frame's view; those far outside are left out."""
    shapes = _shapes()[frame.view.shapes]
    arcs = [_projected(arc, shapes["scale"], frame) for arc in shapes["arcs"]]
    lands: dict[str, str] = {}
    shown: set[int] = set()
    for code, rings in shapes["lands"].items():
        paths = []
        for ring in rings:
            outline = _outline(ring, arcs)
            if outline and _near(outline, frame):
                paths.append(_path(outline) + "z")
                shown |= {ref if ref >= 0 else ~ref for ref in ring}
        if paths:
            lands[code] = "".join(paths)
    lines = {
        style: "".join(_path(arcs[i]) for i in sorted(shown) if shapes["styles"][i] == style and len(arcs[i]) > 1)
        for style in "cbd"
    }
    return Ground(lands, lines)


@cache
def _shapes() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lzma.decompress((TABLES / "shapes.json.xz").read_bytes()))
    return found


def _projected(arc: list[int], scale: int, frame: Frame) -> Line:
    across, up = (accumulate(arc[start::2]) for start in (0, 1))
    made = frame.view.projection.line((x / scale, y / scale) for x, y in zip(across, up, strict=True))
    points = [
        (round((frame.left + frame.scale * x) * FINE), round((frame.top + frame.scale * y) * FINE)) for x, y in made
    ]
    if len(points) < 3:
        return points
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > CLOSE:
            kept.append(point)
    return [*kept, points[-1]]


def _outline(ring: list[int], arcs: list[Line]) -> Line:
    made: Line = []
    for ref in ring:
        line = arcs[ref] if ref >= 0 else arcs[~ref][::-1]
        if not line:
            return []
        made += line[1:] if made and made[-1] == line[0] else line
    return made


def _near(line: Line, frame: Frame) -> bool:
    xs, ys = [x / FINE for x, _ in line], [y / FINE for _, y in line]
    wide, high = frame.width * BEYOND, frame.height * BEYOND
    if max(xs) - min(xs) > 8 * frame.width:
        return False
    if max(xs) - min(xs) < SPECK and max(ys) - min(ys) < SPECK:
        return False
    return min(xs) < frame.width + wide and max(xs) > -wide and min(ys) < frame.height + high and max(ys) > -high


def _path(line: Line) -> str:
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(line) if (a, b) != (x, y)]
    moves = " ".join(steps).replace(" -", "-")
    return f"M{line[0][0]} {line[0][1]}l{moves}".replace("l ", "l") if moves else ""
