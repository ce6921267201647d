"""The three views of the map: the Mekong, Asia and the Pacific, the world; and the frame that fits one onto a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.flows.maps.projection import EqualEarth, Lambert, Point, Projection


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows of the globe.

    Args:
        shapes: the set of lands that it is drawn from.
        projection: how.
        corners: (latitude, longitude) of places that must lie within the frame.
        slack_left: whether room that is left over goes to the west, where the enlarged part covers it.
    """

    shapes: str
    projection: Projection
    corners: tuple[Point, ...]
    slack_left: bool = False


VIEWS = {
    "mekong": View(
        "mekong", Lambert(16, 101.5), ((5.4, 97), (5.4, 105), (8, 93.6), (8, 109.6), (27, 94.5), (27, 109.5))
    ),
    "region": View(
        "world", Lambert(2, 122), ((-46, 168), (-36, 177), (-43, 146), (8, 76), (46, 84), (46, 142)), slack_left=True
    ),
    "world": View("world", EqualEarth(150), ((-54, -25), (-54, -35), (72, 150), (0, -27), (0, -33))),
}
NEARLY = 0.85
"""Share of all that moved that a view must hold to be taken by itself."""
ENLARGED: tuple[Point, ...] = ((8.4, 92.5), (8.4, 110), (24.5, 92.5), (24.5, 110))
"""What a map of the region shows enlarged beside it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on the page, and how places of the globe come into it.

    Args:
        view: what is shown.
        width: of the rectangle, in units of the picture; ``height`` too.
    """

    view: View
    width: float
    height: float
    scale: float
    left: float
    top: float

    @classmethod
    def fit(cls, name: str, width: float, height: float) -> Frame:
        """This function makes a frame in which all corners of a view lie, as large as can be.

        Args:
            name: mekong, region or world.
            width: of the frame.
            height: of the frame.
        """
        return cls._fitted(VIEWS[name], VIEWS[name].corners, width, height)

    def around(self, corners: Iterable[Point], width: float, height: float) -> Frame:
        """This function makes a frame of the same projection around other places."""
        return self._fitted(self.view, corners, width, height)

    @classmethod
    def _fitted(cls, view: View, corners: Iterable[Point], width: float, height: float) -> Frame:
        points = [p for corner in corners if (p := view.projection.at(*corner))]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        scale = min(width / (max(xs) - min(xs)), height / (max(ys) - min(ys)))
        left = width / 2 - scale * (max(xs) + min(xs)) / 2
        if view.slack_left and corners is view.corners:
            left = width - scale * max(xs) - 8
        return cls(view, width, height, scale, left, height / 2 - scale * (max(ys) + min(ys)) / 2)

    def at(self, latitude: float, longitude: float) -> Point | None:
        """This function returns where a place lies in the frame, maybe outside of it."""
        point = self.view.projection.at(latitude, longitude)
        return (self.left + self.scale * point[0], self.top + self.scale * point[1]) if point else None

    def holds(self, point: Point, margin: float = 0) -> bool:
        """This function tells whether a point of the page lies in the frame, so far from its sides."""
        return margin <= point[0] <= self.width - margin and margin <= point[1] <= self.height - margin

    def at_edge(self, point: Point, margin: float) -> Point:
        """This function moves a point towards the middle until it lies in the frame."""
        middle = self.width / 2, self.height / 2
        away = point[0] - middle[0], point[1] - middle[1]
        share = min(
            (half - margin) / abs(d) if d else 1.0 for half, d in zip(middle, away, strict=True)
        )  # fmt: skip
        share = min(1.0, share)
        return middle[0] + away[0] * share, middle[1] + away[1] * share


def narrowest(ways: Sequence[tuple[Point, Point, float]], *, provinces: bool = False) -> str:
    """This function returns the smallest view that holds nearly all that moved; the rest ends at its edge.

    Args:
        ways: (latitude, longitude) of both ends of each flow, and its value.
        provinces: whether places are provinces, for which the view of the Mekong is made.
    """
    total = sum(value for *_, value in ways)
    for name in ("mekong", "region") if provinces else ("region",):
        frame = Frame.fit(name, 960, 700)

        def inside(at: Point, frame: Frame = frame) -> bool:
            return (point := frame.at(*at)) is not None and frame.holds(point, 6)

        if sum(value for start, end, value in ways if inside(start) and inside(end)) >= NEARLY * total:
            return name
    return "world"
