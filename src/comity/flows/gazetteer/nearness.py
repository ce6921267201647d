"""Which known points are near a position."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from comity.flows.gazetteer.model import Near, Place, Point

_RADIUS = 6371.0
"""Kilometres."""


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """This function returns the distance of two positions (degrees north, degrees east) along the great circle."""
    north, south = math.radians(a[0]), math.radians(b[0])
    high, wide = (south - north) / 2, math.radians(b[1] - a[1]) / 2
    h = math.sin(high) ** 2 + math.cos(north) * math.cos(south) * math.sin(wide) ** 2
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(h)))


def nearest(
    points: Sequence[Point],
    get: Callable[[str], Place | None],
    latitude: float,
    longitude: float,
    country: str | None,
    top: int,
) -> list[Near]:
    """This function returns the places with the nearest points, each place once and with its nearest point."""
    here = (latitude, longitude)
    known = [p for p in points if len(p.code) > len("KH") and country in {None, p.code[:2]}]
    found: dict[str, Near] = {}
    for distance, point in sorted(((kilometres(here, (p.latitude, p.longitude)), p) for p in known), key=_first):
        if len(found) == top:
            break
        if point.code not in found and (place := get(point.code)):
            found[point.code] = Near(place, distance, point.source)
    return list(found.values())


def _first(pair: tuple[float, Point]) -> float:
    return pair[0]
