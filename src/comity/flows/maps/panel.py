"""One panel of a map: its ground, arcs, places and labels, cut at its frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.flows.maps import lands
from comity.flows.maps.arcs import Arc, arc, ring
from comity.flows.maps.labels import Box, Sheet
from comity.flows.maps.marks import clean, link, place, tag, text
from comity.flows.maps.model import Flow, Spot
from comity.flows.maps.paper import leading
from comity.flows.maps.projection import Point
from comity.flows.maps.style import GROUPS
from comity.flows.maps.views import Frame
from comity.flows.maps.words import Words

THINNEST = 1.4
FIGURES = 7
"""Arcs that have their value written beside them."""
FIGURE, LABEL = 11.5, 13.0
"""Sizes of type, as the style sheet has them."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place as the frame shows it; one outside of it stands at its edge."""

    code: str
    spot: Spot
    at: Point
    outside: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """How wide arcs are: the greatest value of the whole map, and the width that it gets."""

    top: float
    widest: float

    def width(self, value: float | None) -> float:
        """This function returns how wide an arc is: as its value, but never too thin to see."""
        return max(THINNEST, self.widest * (value or 0) / self.top) if self.top else THINNEST


def stop(code: str, spot: Spot | None, frame: Frame) -> Stop | None:
    """This function finds a place in a frame; None where it has no position."""
    at = frame.at(spot.latitude, spot.longitude) if spot else None
    if spot is None or at is None:
        return None
    inside = frame.holds(at, 4)
    return Stop(code, spot, at if inside else frame.at_edge(at, 10), outside=not inside)


def panel(
    flows: Sequence[Flow],
    stops: Mapping[str, Stop],
    frame: Frame,
    scale: Scale,
    ground: str,
    *,
    context: Sequence[str],
    words: Words,
    at: Point = (0, 0),
    marked: str = "",
) -> str:
    """This function draws a panel.

    Args:
        flows: whose places are all in ``stops``.
        stops: places by code; only those that a flow names are drawn.
        frame: what is shown of the globe, and how large.
        scale: widths of arcs.
        ground: the lands, drawn.
        context: countries that are named where there is room, so that a reader finds her way.
        words: in the reader's language.
        at: upper left corner on the picture.
        marked: what is drawn above the ground and below the arcs.
    """
    used = {code: stops[code] for flow in flows for code in (flow.origin, flow.destination)}
    arcs = _arcs(flows, used, scale)
    whole = {"width": frame.width, "height": frame.height}
    parts = [
        tag("rect", class_="cm-sea", **whole),
        ground,
        marked,
        "".join(_arc(flow, shape) for flow, shape in arcs),
        "".join(_mark(each) for each in used.values()),
        _texts(arcs, used, frame, context, words),
        "" if flows else text(words.nothing, frame.width / 2, frame.height / 2, class_="cm-title cm-middle"),
        tag("rect", class_="cm-frame", x=0.5, y=0.5, width=frame.width - 1, height=frame.height - 1),
    ]
    size = f"0 0 {frame.width:g} {frame.height:g}"
    return tag("svg", *parts, x=at[0], y=at[1], viewBox=size, **whole)


def _arcs(flows: Sequence[Flow], stops: Mapping[str, Stop], scale: Scale) -> list[tuple[Flow, Arc]]:
    """The widest first, so that thin ones lie above them."""
    rows: dict[tuple[Point, Point], int] = defaultdict(int)
    made = []
    for flow in sorted(flows, key=lambda f: (-(f.value or 0), f.group, f.origin, f.destination)):
        start, end = stops[flow.origin].at, stops[flow.destination].at
        width, row = scale.width(flow.value), rows[start, end]
        rows[start, end] += 1
        shape = ring(start, width, place_in_row=row) if start == end else arc(start, end, width, place_in_row=row)
        made.append((flow, shape))
    return made


def _arc(flow: Flow, shape: Arc) -> str:
    colour = f"cm-{min(flow.group, GROUPS - 1)}"
    look = "cm-arc--hidden" if flow.value is None else colour
    said = tag("title", clean(flow.said)) if flow.said else ""
    grasp = tag("path", class_="cm-grasp", d="M" + "L".join(place(*point) for point in shape.way))
    begin = tag("circle", class_=f"cm-bead {colour}", cx=shape.way[0][0], cy=shape.way[0][1], r=2.4)
    body = tag("path", class_=f"cm-arc {look}", d=shape.path)
    return tag("g", link(flow.url, said, grasp, body, begin if flow.origin != flow.destination else ""))


def _mark(each: Stop) -> str:
    x, y = each.at
    if each.outside:
        return tag("rect", class_="cm-spot", x=x - 3.2, y=y - 3.2, width=6.4, height=6.4)
    return tag("circle", class_="cm-spot" if each.spot.exact else "cm-spot cm-spot--about", cx=x, cy=y, r=3.4)


def _texts(
    arcs: Sequence[tuple[Flow, Arc]], stops: Mapping[str, Stop], frame: Frame, context: Sequence[str], words: Words
) -> str:
    sheet = Sheet(frame.width, frame.height, near=[point for _, shape in arcs for point in shape.way])
    sheet.taken += [Box(x - 4.5, y - 4.5, x + 4.5, y + 4.5) for x, y in (each.at for each in stops.values())]
    weight: dict[str, float] = defaultdict(float)
    for flow, _ in arcs:
        for code in (flow.origin, flow.destination):
            weight[code] += flow.value or 0
    ranked = sorted(stops.values(), key=lambda each: (-weight[each.code], each.code))
    parts = [_name(sheet, each, words) for each in ranked]
    for flow, shape in [pair for pair in arcs if pair[0].value][:FIGURES]:
        figure = words.number(flow.value or 0)
        if label := sheet.put(figure, shape.top, FIGURE, away=4, far=False, high=1.15):
            parts.append(text(figure, label.x, label.y, class_="cm-figure", text_anchor=label.anchor))
    for code in context:
        point = frame.at(*lands.anchors()[code]) if code not in stops else None
        if point and frame.holds(point, 20):
            said = words.country(code)
            if label := sheet.put(said, point, LABEL, away=0.01, far=False, high=leading(words.language)):
                parts.append(text(said, label.x, label.y, class_="cm-context", text_anchor=label.anchor))
    return "".join(parts)


def _name(sheet: Sheet, each: Stop, words: Words) -> str:
    """A place's label; where no room is left its name stays in the words of its arcs and in the table."""
    said = words.outside.format(name=each.spot.name) if each.outside else each.spot.name
    label = sheet.put(said, each.at, LABEL, away=7, high=leading(words.language))
    if label is None:
        return ""
    line = ""
    if label.leader:
        (x1, y1), box = label.leader, label.box
        x2, y2 = min(max(x1, box.left), box.right), min(max(y1, box.top), box.bottom)
        line = tag("line", class_="cm-leader", x1=x1, y1=y1, x2=x2, y2=y2)
    return line + text(said, label.x, label.y, class_="cm-label", text_anchor=label.anchor)
