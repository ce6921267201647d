"""Points in polygons, for measuring."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from comity.flows.gazetteer.model import Point

Ring = list[list[float]]


def _parts(shape: dict[str, Any]) -> list[list[Ring]]:
    return [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]


def _sides(ring: Ring) -> Iterator[tuple[list[float], list[float]]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _in(rings: list[Ring], east: float, north: float) -> bool:
    inside = False
    for ring in rings:
        for (x1, y1, *_), (x2, y2, *_) in _sides(ring):
            if (y1 > north) != (y2 > north) and east < x1 + (north - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside


def holds(shape: dict[str, Any], point: Point) -> bool:
    """This function tells whether a point lies in a shape."""
    return any(_in(rings, point.longitude, point.latitude) for rings in _parts(shape))


def around(shape: dict[str, Any]) -> float:
    """This function returns the size of a shape, in square degrees."""
    return sum(
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1, *_), (x2, y2, *_) in _sides(rings[0]))) / 2 for rings in _parts(shape)
    )


def inside(shape: dict[str, Any], rng: random.Random) -> tuple[float, float]:
    """This function draws a position in the largest part of a shape, degrees north first."""
    rings = max(_parts(shape), key=lambda part: around({"type": "Polygon", "coordinates": part}))
    east, north = [x for x, *_ in rings[0]], [y for _, y, *_ in rings[0]]
    while True:
        x, y = rng.uniform(min(east), max(east)), rng.uniform(min(north), max(north))
        if _in(rings, x, y):
            return y, x
