"""From the globe to the page: two projections that keep areas true.

Lambert's azimuthal one (Snyder, Map projections, 1987, p. 185) for a part of the globe, and Equal Earth (Šavrič,
Patterson and Jenny, 2019) for all of it. Units are radii of the globe; y grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

Point = tuple[float, float]
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_FARTHEST = -0.85
"""Cosine of the distance from the middle beyond which Lambert's projection is not used."""


class Projection(Protocol):
    """How places of the globe come onto the page."""

    def at(self, latitude: float, longitude: float) -> Point | None:
        """This function returns where a place lies, or None where it cannot be shown."""

    def line(self, points: Iterable[Point]) -> list[Point]:
        """This function projects a line of (longitude, latitude), without jumping over the edge of the map."""


@dataclass(frozen=True, slots=True)
class Lambert:
    """Lambert's azimuthal equal-area projection around a middle, in degrees."""

    latitude: float
    longitude: float

    def at(self, latitude: float, longitude: float) -> Point | None:
        """This function returns where a place lies, or None on the far side of the globe."""
        phi, lam = math.radians(latitude), math.radians(longitude - self.longitude)
        middle = math.radians(self.latitude)
        cosine = math.sin(middle) * math.sin(phi) + math.cos(middle) * math.cos(phi) * math.cos(lam)
        if cosine < _FARTHEST:
            return None
        k = math.sqrt(2 / (1 + cosine))
        x = k * math.cos(phi) * math.sin(lam)
        y = k * (math.cos(middle) * math.sin(phi) - math.sin(middle) * math.cos(phi) * math.cos(lam))
        return x, -y

    def line(self, points: Iterable[Point]) -> list[Point]:
        """This function projects a line; nothing where part of it lies on the far side."""
        made = [self.at(latitude, longitude) for longitude, latitude in points]
        return [] if None in made else [point for point in made if point]


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """The Equal Earth projection with a meridian, in degrees, in its middle."""

    longitude: float

    def at(self, latitude: float, longitude: float) -> Point:
        """This function returns where a place lies."""
        return self._project(latitude, (longitude - self.longitude + 180) % 360 - 180)

    def line(self, points: Iterable[Point]) -> list[Point]:
        """This function projects a line that may cross the edge: it goes on beside the map."""
        pairs = list(points)
        east: list[float] = []
        for longitude, _ in pairs:
            near = longitude - self.longitude if not east else east[-1]
            wanted = longitude - self.longitude
            east.append(wanted - 360 * round((wanted - near) / 360))
        turns = 360 * round(sum(east) / len(east) / 360)
        return [self._project(latitude, each - turns) for each, (_, latitude) in zip(east, pairs, strict=True)]

    @staticmethod
    def _project(latitude: float, east: float) -> Point:
        theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
        t2 = theta * theta
        t6 = t2**3
        slope = _A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)
        x = 2 * math.sqrt(3) / 3 * math.radians(east) * math.cos(theta) / slope
        return x, -theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))
