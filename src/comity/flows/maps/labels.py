"""Where labels go: beside their place, never over another label, as far from arcs as there is room.

Widths are estimates by script, made a little wide on purpose: a browser's fonts are not known here.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from comity.flows.maps.projection import Point

RAISED = {"km": 1.7, "my": 1.8, "lo": 1.5, "th": 1.5}
"""Line height by language; others 1.3."""
_WIDE = (
    (0x0E00, 0x0EFF, 0.62), (0x1000, 0x109F, 0.86), (0x1780, 0x17FF, 0.66), (0x2E80, 0x9FFF, 1.02),
    (0xAC00, 0xD7AF, 1.0), (0xF900, 0xFAFF, 1.02),
)  # fmt: skip
"""First and last letter of a script, and how wide one is beside the size of the type."""
_NARROW = set("iljtfI.,:;'|!()[] -‐–·")
_BROAD = set("mwMWQGOD@%—…")


@lru_cache(maxsize=8192)
def text_width(words: str, size: float) -> float:
    """This function estimates how wide a text is, in units of the type's size."""
    total, under = 0.0, False
    for letter in words:
        kind, code = unicodedata.category(letter), ord(letter)
        if code == 0x17D2:
            under = True
            continue
        if kind in {"Mn", "Me", "Cf"}:
            continue
        if under:
            total += 0.16
            under = False
            continue
        for first, last, wide in _WIDE:
            if first <= code <= last:
                total += wide * (0.7 if kind == "Mc" else 1)
                break
        else:
            total += 0.34 if letter in _NARROW else 0.92 if letter in _BROAD else 0.7 if letter.isupper() else 0.57
    return total * size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """This function tells whether two rectangles share any point inside."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, point: Point) -> bool:
        """This function tells whether a point lies in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


@dataclass(frozen=True, slots=True)
class Label:
    """A text that found its place.

    Args:
        words: the text.
        x: where it begins, ends or has its middle, by ``anchor``.
        y: its base line.
        anchor: start, middle or end.
        box: what it covers.
        leader: where the line to its place begins, when it stands away from it.
    """

    words: str
    x: float
    y: float
    anchor: str
    box: Box
    leader: Point | None = None


@dataclass(slots=True)
class Sheet:
    """A page on which labels are put one after another.

    Args:
        width: of the page; ``height`` too.
        taken: rectangles that no label may cover.
        near: points that labels would rather not cover.
    """

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)
    near: list[Point] = field(default_factory=list)

    def put(
        self, words: str, at: Point, size: float, *, away: float = 6, far: bool = True, high: float = 1.3
    ) -> Label | None:
        """This function finds room for a text beside a point, or returns None.

        Args:
            words: the text.
            at: its place.
            size: of the type.
            away: distance from the place.
            far: whether it may stand away from its place, with a line to it.
            high: height of a line, in sizes.
        """
        wide = text_width(words, size)
        best: tuple[float, Label] | None = None
        for reach in (away, away * 2.2, away * 3.6, away * 5.2, away * 7, away * 9) if far else (away,):
            for turn, (dx, dy) in enumerate(_WAYS):
                label = _beside(words, at, (dx * reach, dy * reach), size, wide, high, leader=reach > away)
                box = label.box
                if box.left < 2 or box.top < 2 or box.right > self.width - 2 or box.bottom > self.height - 2:
                    continue
                if any(box.meets(other) for other in self.taken):
                    continue
                cost = turn * 0.2 + 3 * sum(box.holds(point) for point in self.near) + (reach - away) / 6
                if best is None or cost < best[0]:
                    best = (cost, label)
            if best and best[0] < 3:
                break
        if best is None:
            return None
        self.taken.append(best[1].box)
        return best[1]


_WAYS: Sequence[Point] = (
    (1, 0), (-1, 0), (0, -1), (0, 1), (0.75, -0.75), (0.75, 0.75), (-0.75, -0.75), (-0.75, 0.75),
    (0.35, -0.95), (0.35, 0.95), (-0.35, -0.95), (-0.35, 0.95),
)  # fmt: skip


def _beside(words: str, at: Point, step: Point, size: float, wide: float, high: float, *, leader: bool) -> Label:
    x, y = at[0] + step[0], at[1] + step[1]
    anchor = "middle" if abs(step[0]) < 0.1 else "start" if step[0] > 0 else "end"
    left = x - wide / 2 if anchor == "middle" else x if anchor == "start" else x - wide
    tall = size * high
    middle = y + (math.copysign(tall / 2, step[1]) if abs(step[0]) < 0.1 else step[1] * 0.3)
    box = Box(left - 1.5, middle - tall / 2, left + wide + 1.5, middle + tall / 2)
    return Label(words, x, middle + size * 0.35, anchor, box, at if leader else None)


def wrapped(words: str, width: float, size: float) -> list[str]:
    """This function breaks a text into lines that fit; scripts without spaces break between syllables."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(words, width, size):
        if line and text_width(line + piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(words: str, width: float, size: float) -> Iterable[str]:
    for word in words.split(" "):
        if text_width(word, size) <= width / 3 or word.isascii():
            yield word + " "
        else:
            yield from _clusters(word)
            yield " "


def _clusters(word: str) -> Iterable[str]:
    """Letters with their marks; a Khmer letter below another stays with it."""
    cluster = ""
    for letter in word:
        joins = unicodedata.category(letter) in {"Mn", "Mc", "Me"} or cluster.endswith("\u17d2")
        if cluster and not joins:
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster
