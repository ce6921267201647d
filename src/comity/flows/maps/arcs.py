"""The shape of an arc: bent to the left of its way, thin where it begins, an arrow where it ends.

Arcs there and back lie apart because each bends to its own left; arcs of several groups between the same places bend
more and more. The width at the arrow shows the value; the length plays no part.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from comity.flows.maps.marks import place
from comity.flows.maps.projection import Point

THIN = 0.4
"""Width at the beginning, as a share of that at the arrow."""
SAMPLES = 9
RING = 10.0
LEAST_BEND = 9.0


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc on the page.

    Args:
        path: its outline as path data.
        way: points along its middle, for labels to keep away from.
        top: where it lies farthest from the straight line.
    """

    path: str
    way: tuple[Point, ...]
    top: Point


def arc(start: Point, end: Point, width: float, *, place_in_row: int = 0, gap: float = 5) -> Arc:
    """This function bends an arc from one point to another.

    Args:
        start: where it leaves.
        end: where the arrow points.
        width: at the arrow.
        place_in_row: number of the arc among those between the same points in the same direction, from 0.
        gap: what stays free around both points.
    """
    length = math.dist(start, end)
    gap = min(gap, length / 5)
    across = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    left = across[1], -across[0]
    bend = max(length * _bend(length), LEAST_BEND) + place_in_row * (width + 0.07 * length + 6)
    peak = (start[0] + end[0]) / 2 + left[0] * bend * 2, (start[1] + end[1]) / 2 + left[1] * bend * 2
    begin, finish = _towards(start, peak, gap), _towards(end, peak, gap)
    run = math.dist(begin, peak) + math.dist(peak, finish)
    head = min(max(7.0, 1.1 * width + 4), 0.4 * run)
    share = 1 - min(0.45, head / max(run * 0.85, 1))
    neck = _at(begin, peak, finish, share)
    tip = finish
    facing = _unit(neck, tip)
    side = facing[1], -facing[0]
    half, flare = width / 2, max(width / 2 + 2.4, width * 0.78)
    control = begin[0] + (peak[0] - begin[0]) * share, begin[1] + (peak[1] - begin[1]) * share
    first = _left(begin, control)
    middle = _left(begin, neck)
    thin, mean = half * THIN, half * (1 + THIN) / 2

    def beside(point: Point, normal: Point, by: float) -> Point:
        return point[0] + normal[0] * by, point[1] + normal[1] * by

    outline = (
        f"M{place(*beside(begin, first, thin))}"
        f"Q{place(*beside(control, middle, mean), *beside(neck, side, half))}"
        f"L{place(*beside(neck, side, flare), *tip, *beside(neck, side, -flare), *beside(neck, side, -half))}"
        f"Q{place(*beside(control, middle, -mean), *beside(begin, first, -thin))}Z"
    )
    way = tuple(_at(begin, peak, finish, step / (SAMPLES - 1)) for step in range(SAMPLES))
    return Arc(outline, way, _at(begin, peak, finish, 0.5))


def ring(middle: Point, width: float, *, place_in_row: int = 0) -> Arc:
    """This function draws what stayed within one place as a ring around it."""
    x, y = middle
    outer = RING + width + place_in_row * (width + 5)
    inner = outer - width
    path = "".join(
        f"M{place(x - r, y)}a{place(r, r)} 0 1 {turn} {place(2 * r)} 0a{place(r, r)} 0 1 {turn} {place(-2 * r)} 0Z"
        for r, turn in ((outer, 1), (inner, 0))
    )
    mean = (outer + inner) / 2
    way = tuple(
        (x + mean * math.cos(k * math.tau / SAMPLES), y + mean * math.sin(k * math.tau / SAMPLES))
        for k in range(SAMPLES)
    )
    return Arc(path, way, (x, y - outer))


def _bend(length: float) -> float:
    """Short arcs bend more, so that there and back do not meet."""
    return 0.11 + 0.16 * max(0.0, 1 - length / 160)


def _towards(point: Point, other: Point, by: float) -> Point:
    away = _unit(point, other)
    return point[0] + away[0] * by, point[1] + away[1] * by


def _unit(start: Point, end: Point) -> Point:
    length = math.dist(start, end) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def _left(start: Point, end: Point) -> Point:
    x, y = _unit(start, end)
    return y, -x


def _at(start: Point, peak: Point, end: Point, share: float) -> Point:
    rest = 1 - share
    x = rest * rest * start[0] + 2 * rest * share * peak[0] + share * share * end[0]
    y = rest * rest * start[1] + 2 * rest * share * peak[1] + share * share * end[1]
    return x, y
