"""What pictures are drawn from: flows, places, periods and shares as plain rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flow:
    """What moved from one place to another.

    Args:
        origin: code of the place that it left: alpha-2, or a code of the gazetteer.
        destination: code of the place that it went to; the same as ``origin`` where it stayed.
        value: what the width of the arc shows; None where the cell is hidden.
        group: index of its colour, from 0; flows of several groups between the same places lie apart.
        said: the flow in words, for those who point at it or cannot see it.
        url: path of this node that lists its records; empty: no link.
    """

    origin: str
    destination: str
    value: float | None
    group: int = 0
    said: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map.

    Args:
        name: as the label says it.
        latitude: degrees, north positive.
        longitude: degrees, east positive.
        exact: whether the position is that of the place itself, not the middle of what it lies in.
    """

    name: str
    latitude: float
    longitude: float
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """How many seizures name a route, of all that are counted.

    Args:
        known: seizures whose departure and destination are known; None where the number is hidden.
        total: all seizures; None where the number is hidden.
        hidden: seizures of routes that too few share to be drawn.
        smallest: routes of fewer seizures are hidden; 0: nothing is hidden.
    """

    known: int | None = None
    total: int | None = None
    hidden: int = 0
    smallest: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """One month or year of a timeline.

    Args:
        label: as the axis says it.
        value: how much; None where nobody reported, or the cell is hidden.
        hidden: whether it is None because the cell is too small to show.
        major: whether the axis names it.
        said: the period in words.
        url: path of this node that lists its records; empty: no link.
    """

    label: str
    value: float | None
    hidden: bool = False
    major: bool = True
    said: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1 with its interval; None where it is hidden or not known."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart of shares, with a share for each of the chart's columns."""

    label: str
    shares: tuple[Share, ...]
    url: str = ""
