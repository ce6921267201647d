"""The flow map: lands, arcs whose direction and width can be read, labels that do not collide, what is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comity.flows.maps import lands, legend
from comity.flows.maps.arcs import Arc, arc, ring
from comity.flows.maps.labels import Box, Sheet
from comity.flows.maps.marks import clean, link, place, tag, text
from comity.flows.maps.model import Flow, Known, Spot
from comity.flows.maps.paper import PAPERS, Paper, leading, picture
from comity.flows.maps.projection import Point
from comity.flows.maps.style import GROUPS
from comity.flows.maps.views import VIEWS, Frame, narrowest
from comity.flows.maps.words import ENGLISH, Words

THINNEST = 1.4
FIGURES = 7
"""Arcs that have their value written beside them."""
CONTEXT = {
    "mekong": ("MM", "TH", "LA", "VN", "KH", "CN"),
    "region": ("CN", "IN", "AU", "ID", "TH", "MM", "VN", "JP", "PH", "MY"),
    "world": ("CN", "IN", "AU", "US", "BR", "RU", "CA", "ZA"),
}
"""Countries that are named, where there is room, so that a reader finds her way."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """A place as the frame shows it."""

    code: str
    spot: Spot
    at: Point
    outside: bool


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
        places: name and position by code; countries that are missing here get a point within them and their code.
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
    provinces = any("-" in code for code in _codes(every))
    spots = {**_countries(every, words, exact=not provinces), **places}
    shown = view or narrowest(
        ((spots[code].latitude, spots[code].longitude) for flow in every for code in (flow.origin, flow.destination)
         if code in spots), provinces=provinces
    )  # fmt: skip
    paper = PAPERS[size]
    frame = Frame.fit(shown, paper.width, paper.height)
    stops = {code: stop for code in _codes(every) if (stop := _stop(code, spots.get(code), frame))}
    drawn = [flow for flow in every if flow.origin in stops and flow.destination in stops]
    undrawn = sorted(
        {spots[c].name if c in spots else c for c in _codes(every)} - {s.spot.name for s in stops.values()}
    )
    top = max((flow.value or 0 for flow in drawn), default=0)
    page = Sheet(paper.width, paper.height)
    arcs = _arcs(drawn, stops, paper, top)
    parts = [
        tag("rect", class_="cm-sea", width=paper.width, height=paper.height),
        _ground(frame, stops, name, ground_of),
        "".join(_arc(flow, shape) for flow, shape in arcs),
        "".join(_mark(stop) for stop in stops.values()),
        _texts(page, arcs, stops, shown, paper, words),
        "" if drawn else _empty(paper, words),
        tag("rect", class_="cm-frame", x=0.5, y=0.5, width=paper.width - 1, height=paper.height - 1),
    ]
    area = tag("svg", *parts, width=paper.width, height=paper.height, viewBox=f"0 0 {paper.width} {paper.height}")
    below, height = legend.drawn(
        legend.Key(
            top=top, widest=paper.widest, thinnest=THINNEST, known=known, undrawn=tuple(undrawn),
            provinces=provinces, groups=max((f.group for f in drawn), default=0) + 1,
            disputed=bool(lands.ground(frame).lines.get("d")),
        ),
        paper, words, name,
    )  # fmt: skip
    return picture(
        area + below, name=name, width=paper.width, height=height, words=words, theme=theme, alone=alone,
        kind=f"cm-map cm-map--{size}",
    )  # fmt: skip


def width_of(value: float, top: float, widest: float) -> float:
    """This function returns how wide an arc is: as its value, but never too thin to see."""
    return max(THINNEST, widest * value / top) if top else THINNEST


def _countries(flows: Sequence[Flow], words: Words, *, exact: bool) -> dict[str, Spot]:
    known = lands.anchors()
    return {code: Spot(words.country(code), *known[code], exact=exact) for code in _codes(flows) if code in known}


def _codes(flows: Sequence[Flow]) -> list[str]:
    return list(dict.fromkeys(code for flow in flows for code in (flow.origin, flow.destination)))


def _stop(code: str, spot: Spot | None, frame: Frame) -> _Stop | None:
    at = frame.at(spot.latitude, spot.longitude) if spot else None
    if spot is None or at is None:
        return None
    inside = frame.holds(at, 4)
    return _Stop(code, spot, at if inside else frame.at_edge(at, 10), outside=not inside)


def _ground(frame: Frame, stops: Mapping[str, _Stop], name: str, ground_of: str) -> str:
    named = {code.split("-")[0] for code in stops}
    if not ground_of:
        return tag("g", lands.ground(frame).drawn(named), id=f"{name}-ground")
    wide = PAPERS["wide"]
    theirs = Frame.fit(next(k for k, v in VIEWS.items() if v is frame.view), wide.width, wide.height)
    k = frame.scale / theirs.scale
    moved = f"translate({frame.left - k * theirs.left:.2f} {frame.top - k * theirs.top:.2f}) scale({k:.4f})"
    return tag("use", href=f"#{ground_of}-ground", transform=moved)


def _arcs(flows: Sequence[Flow], stops: Mapping[str, _Stop], paper: Paper, top: float) -> list[tuple[Flow, Arc]]:
    """The widest first, so that thin ones lie above them."""
    rows: dict[tuple[Point, Point], int] = defaultdict(int)
    made = []
    for flow in sorted(flows, key=lambda f: (-(f.value or 0), f.group, f.origin, f.destination)):
        start, end = stops[flow.origin].at, stops[flow.destination].at
        width = width_of(flow.value or 0, top, paper.widest)
        row = rows[start, end]
        rows[start, end] += 1
        shape = ring(start, width, place_in_row=row) if start == end else arc(start, end, width, place_in_row=row)
        made.append((flow, shape))
    return made


def _arc(flow: Flow, shape: Arc) -> str:
    look = "cm-arc--hidden" if flow.value is None else f"cm-{min(flow.group, GROUPS - 1)}"
    said = tag("title", clean(flow.said)) if flow.said else ""
    grasp = "M" + "L".join(place(*point) for point in shape.way)
    body = tag("path", class_="cm-grasp", d=grasp) + tag("path", class_=f"cm-arc {look}", d=shape.path)
    begin = tag("circle", class_="cm-dot", cx=shape.way[0][0], cy=shape.way[0][1], r=2.6)
    inner = said + body + (begin if flow.origin != flow.destination else "")
    return tag("g", link(flow.url, inner))


def _mark(stop: _Stop) -> str:
    x, y = stop.at
    if stop.outside:
        return tag("rect", class_="cm-spot", x=x - 3.2, y=y - 3.2, width=6.4, height=6.4)
    return tag("circle", class_="cm-spot" if stop.spot.exact else "cm-spot cm-spot--about", cx=x, cy=y, r=3.4)


def _texts(
    page: Sheet, arcs: Sequence[tuple[Flow, Arc]], stops: Mapping[str, _Stop], shown: str, paper: Paper, words: Words
) -> str:
    high = leading(words.language)
    for stop in stops.values():
        x, y = stop.at
        page.taken.append(Box(x - 4.5, y - 4.5, x + 4.5, y + 4.5))
    page.near += [point for _, shape in arcs for point in shape.way]
    weight: dict[str, float] = defaultdict(float)
    for flow, _ in arcs:
        for code in (flow.origin, flow.destination):
            weight[code] += flow.value or 0
    parts = []
    for code in sorted(stops, key=lambda c: (-weight[c], c)):
        stop = stops[code]
        said = words.outside.format(name=stop.spot.name) if stop.outside else stop.spot.name
        if label := page.put(said, stop.at, paper.label, away=7, high=high):
            if label.leader:
                (x1, y1), box = label.leader, label.box
                x2, y2 = min(max(x1, box.left), box.right), min(max(y1, box.top), box.bottom)
                parts.append(tag("line", class_="cm-leader", x1=x1, y1=y1, x2=x2, y2=y2))
            parts.append(text(said, label.x, label.y, class_="cm-label", text_anchor=label.anchor))
    for flow, shape in [pair for pair in arcs if pair[0].value][:FIGURES]:
        figure = words.number(flow.value or 0)
        if label := page.put(figure, shape.top, 11.5, away=4, far=False, high=1.15):
            parts.append(text(figure, label.x, label.y, class_="cm-figure", text_anchor=label.anchor))
    return "".join(parts) + _context(page, stops, shown, paper, words)


def _context(page: Sheet, stops: Mapping[str, _Stop], shown: str, paper: Paper, words: Words) -> str:
    frame = Frame.fit(shown, paper.width, paper.height)
    parts = []
    for code in CONTEXT[shown]:
        at = frame.at(*lands.anchors()[code]) if code not in stops else None
        if at is None or not frame.holds(at, 20) or not (said := words.country(code)):
            continue
        wide = Sheet(page.width, page.height, page.taken, page.near)
        if label := wide.put(said, at, paper.label, away=0.01, far=False, high=leading(words.language)):
            parts.append(text(said, label.x, label.y, class_="cm-context", text_anchor=label.anchor))
    return "".join(parts)


def _empty(paper: Paper, words: Words) -> str:
    return text(words.nothing, paper.width / 2, paper.height / 2, class_="cm-title cm-middle")
