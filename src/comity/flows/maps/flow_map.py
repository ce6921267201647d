"""The flow map: lands, arcs whose direction and width can be read, labels that do not collide, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comity.flows.maps import lands, legend
from comity.flows.maps.marks import tag, text
from comity.flows.maps.model import Flow, Known, Spot
from comity.flows.maps.panel import THINNEST, Scale, Stop, panel, stop
from comity.flows.maps.paper import PAPERS, Paper, picture
from comity.flows.maps.projection import Point
from comity.flows.maps.views import ENLARGED, Frame, narrowest
from comity.flows.maps.words import ENGLISH, Words

CONTEXT = {
    "mekong": ("MM", "TH", "LA", "VN", "KH", "CN"),
    "region": ("CN", "IN", "AU", "ID", "JP", "PH", "NZ"),
    "world": ("CN", "IN", "AU", "US", "BR", "RU", "CA", "ZA"),
}
MOST = {"wide": 40, "narrow": 24}
"""Arcs that are drawn at most; more would hide each other."""
CROWDED = frozenset({"MM", "TH", "LA", "VN", "KH"})
"""Countries that lie so close on the view of the region that what moves among them is drawn enlarged."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """Lands that are drawn once and shown again in other frames.

    Args:
        name: id of the group.
        frame: for which they were drawn.
    """

    name: str
    frame: Frame

    def again(self, frame: Frame) -> str:
        """This function shows the lands in another frame of the same projection."""
        k = frame.scale / self.frame.scale
        moved = f"translate({frame.left - k * self.frame.left:.2f} {frame.top - k * self.frame.top:.2f}) scale({k:.4f})"
        return tag("use", href=f"#{self.name}", transform=moved)


def flow_map(
    flows: Iterable[Flow],
    places: Mapping[str, Spot],
    *,
    words: Words = ENGLISH,
    known: Known | None = None,
    view: str = "",
    size: str = "wide",
    theme: str = "auto",
    alone: bool = True,
    name: str = "map",
    ground_of: str = "",
) -> str:
    """This function draws flows between places as SVG that refers to nothing outside.

    Args:
        flows: what moved; what has no place is not drawn, and the map says so.
        places: name and position by code; a country that is missing here gets a point within it.
        words: in the reader's language.
        known: for how much the route is known; None where it is not said.
        view: mekong, region or world; empty: the smallest that shows every place.
        size: wide, or narrow for a phone.
        theme: auto (by the reader's device), light, dark or print.
        alone: whether it is a file of its own, with its style within; pages link `style.STATIC` instead.
        name: begins every id; unique on a page.
        ground_of: name of a wide map on the same page, of the same view, whose lands are shown again.
    """
    every = list(flows)
    codes = list(dict.fromkeys(code for flow in every for code in (flow.origin, flow.destination)))
    provinces = any("-" in code for code in codes)
    spots = {**_countries(codes, words, exact=not provinces), **places}
    shown = view or narrowest(_ways(every, spots), provinces=provinces)
    paper = PAPERS[size, shown]
    frame = Frame.fit(shown, paper.width, paper.map_height)
    stops = {code: found for code in codes if (found := stop(code, spots.get(code), frame))}
    drawn = [flow for flow in every if flow.origin in stops and flow.destination in stops]
    lost = [spots[code].name if code in spots else words.country(code) for code in codes if code not in stops]
    total = len(drawn)
    drawn = sorted(drawn, key=lambda flow: (-(flow.value or 0), flow.origin, flow.destination))[: MOST[size]]
    touched = {code for flow in drawn for code in (flow.origin, flow.destination)}
    scale = Scale(max((flow.value or 0 for flow in drawn), default=0), paper.widest)
    ground, lands_here = _ground(frame, touched, shown, name, ground_of)
    near = _crowded(drawn, shown)
    small = _enlarged(near, spots, frame, paper, scale, ground, words) if near else ""
    rest = [flow for flow in drawn if flow not in near] if near else drawn
    box = _box(frame) if near else ""
    area = panel(rest or drawn, stops, frame, scale, lands_here, context=CONTEXT[shown], words=words, marked=box)
    key = legend.Key(
        top=scale.top, widest=paper.widest, thinnest=THINNEST, known=known, undrawn=tuple(sorted(lost)),
        arcs=len(drawn), total=total,
        provinces=provinces, groups=max((flow.group for flow in drawn), default=0) + 1,
        disputed=bool(lands.ground(frame).lines.get("d")),
    )  # fmt: skip
    below, height = legend.drawn(key, paper.width, paper.map_height + (paper.below if near else 0), words, name)
    return picture(
        area + small + below, name=name, width=paper.width, height=height, words=words, theme=theme, alone=alone,
        kind=f"cm-map cm-map--{size}",
    )  # fmt: skip


def _ways(flows: Sequence[Flow], spots: Mapping[str, Spot]) -> list[tuple[Point, Point, float]]:
    at = {code: (spot.latitude, spot.longitude) for code, spot in spots.items()}
    known = (flow for flow in flows if flow.origin in at and flow.destination in at)
    return [(at[flow.origin], at[flow.destination], flow.value or 0) for flow in known]


def _countries(codes: Sequence[str], words: Words, *, exact: bool) -> dict[str, Spot]:
    known = lands.anchors()
    return {code: Spot(words.country(code), *known[code], exact=exact) for code in codes if code in known}


def _ground(frame: Frame, codes: Iterable[str], shown: str, name: str, ground_of: str) -> tuple[_Ground, str]:
    if not ground_of:
        named = {code.split("-")[0] for code in codes}
        return _Ground(f"{name}-ground", frame), tag("g", lands.ground(frame).drawn(named), id=f"{name}-ground")
    wide = PAPERS["wide", shown]
    theirs = _Ground(f"{ground_of}-ground", Frame.fit(shown, wide.width, wide.map_height))
    return theirs, theirs.again(frame)


def _crowded(flows: Sequence[Flow], shown: str) -> list[Flow]:
    return [flow for flow in flows if {flow.origin, flow.destination} <= CROWDED] if shown == "region" else []


def _enlarged(
    flows: Sequence[Flow], spots: Mapping[str, Spot], frame: Frame, paper: Paper, scale: Scale, ground: _Ground,
    words: Words,
) -> str:  # fmt: skip
    x, y, width, height = paper.enlarged
    near = frame.around(ENLARGED, width, height)
    found = (stop(code, spots[code], near) for flow in flows for code in (flow.origin, flow.destination))
    stops: dict[str, Stop] = {each.code: each for each in found if each}
    shown = panel(flows, stops, near, scale, ground.again(near), context=tuple(CROWDED), words=words, at=(x, y))
    return shown + text(words.enlarged, x + 10, y + 19, class_="cm-note cm-label")


def _box(frame: Frame) -> str:
    """Where on the map the enlarged part lies."""
    points = [point for corner in ENLARGED if (point := frame.at(*corner))]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = min(xs), min(ys)
    return tag("rect", class_="cm-box", x=left, y=top, width=max(xs) - left, height=max(ys) - top, rx=3)
