"""The pictures of the page of routes: map, timeline and shares, each wide and for a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comity.flows.maps import Bar, Flow, Known, Period, Spot, bars, flow_map, timeline
from comity.node.picture import route_words as said
from comity.node.picture.aggregating import K
from comity.node.picture.routes import Asked, Routes, Span, Way
from comity.node.places import queries as places

BARS = 8
SIZES = ("wide", "narrow")


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the page shows; every text in it is escaped by `comity.flows.maps`.

    Args:
        map: wide and narrow.
        timeline, shares: the same; empty where there is nothing to show.
    """

    map: tuple[SafeString, ...]
    timeline: tuple[SafeString, ...] = ()
    shares: tuple[SafeString, ...] = ()


def pictures(routes: Routes, *, links: bool) -> Pictures:
    """This function draws everything that the page shows.

    Args:
        routes: what was counted.
        links: whether arcs lead to their records.
    """
    return Pictures(
        map=_both(lambda size: drawn(routes, size=size, links=links, alone=False)),
        timeline=_both(lambda size: _timeline(routes, size)) if routes.spans else (),
        shares=_both(lambda size: _shares(routes, size)) if routes.ways else (),
    )


def drawn(routes: Routes, *, size: str = "wide", theme: str = "auto", links: bool = False, alone: bool = True) -> str:
    """This function draws the map of what was counted.

    Args:
        routes: what was counted.
        size: wide or narrow.
        theme: auto, light, dark or print.
        links: whether arcs lead to their records.
        alone: whether it is a file of its own.
    """
    asked = routes.asked
    codes = {code for way in routes.ways for code in (way.origin, way.destination) if "-" in code}
    borrowed = "routes-wide" if size == "narrow" and not alone else ""
    return flow_map(
        [_flow(way, asked, links=links) for way in routes.ways], {c: s for c in codes if (s := _spot(c))},
        words=said.map_words(asked), view="mekong" if asked.level == "province" else "",
        known=Known(routes.with_route, routes.seizures, routes.merged, 0 if asked.whole else K),
        size=size, theme=theme, alone=alone, name=f"routes-{size}", ground_of=borrowed,
    )  # fmt: skip


def records_url(asked: Asked, origin: str, destination: str) -> str:
    """This function returns the address of the records behind an arc."""
    parts = {
        "year": asked.year or "", "drug": asked.drug, "province": asked.province, "transport": asked.transport,
        "level": asked.level, "kind": asked.kind, "origin": origin, "destination": destination,
    }  # fmt: skip
    return f"{reverse('picture:arc')}?{urlencode({name: value for name, value in parts.items() if value})}"


def _both(draw: Callable[[str], str]) -> tuple[SafeString, ...]:
    return tuple(SafeString(draw(size)) for size in SIZES)


def _flow(way: Way, asked: Asked, *, links: bool) -> Flow:
    value = float(way.relations) if asked.measure == "relations" else way.kilograms
    url = records_url(asked, way.origin, way.destination) if links else ""
    return Flow(way.origin, way.destination, value, said=said.said(way), url=url)


def _spot(code: str) -> Spot | None:
    at = places.gazetteer().position(code)
    return Spot(said.place(code), at.latitude, at.longitude, exact=at.of == code) if at else None


def _timeline(routes: Routes, size: str) -> str:
    words = replace(
        said.map_words(routes.asked),
        title=_("Seizures by month or year: %(filters)s") % {"filters": said.filters(routes.asked)},
        described=_("A bar for each month or year; stripes where nothing was reported."),
    )
    periods = [_period(span, words.missing, words.hidden_cell) for span in routes.spans]
    return timeline(periods, words=words, size=size, alone=False, name=f"time-{size}")


def _period(span: Span, missing: str, hidden: str) -> Period:
    count = hidden if span.hidden else missing if span.seizures is None else said.number(span.seizures)
    label = str(span.year) if span.month in {None, 1} else f"{span.month}"
    value = None if span.seizures is None else float(span.seizures)
    return Period(label, value, hidden=span.hidden, said=f"{said.span(span)}: {count}")


def _shares(routes: Routes, size: str) -> str:
    columns = said.columns() if routes.asked.whole else said.columns()[:2]
    rows = [
        Bar(said.way(way.origin, way.destination), (way.share, way.quantity, way.quantity_without)[: len(columns)])
        for way in routes.ways[:BARS]
    ]  # fmt: skip
    words = replace(
        said.map_words(routes.asked), title=_("Shares of the routes named most often"),
        described=_("The table below says the same in figures."),
        interval=_("Line: 95 % interval") if routes.asked.whole else "",
    )  # fmt: skip
    return bars(rows, columns, words=words, size=size, alone=False, name=f"shares-{size}")
