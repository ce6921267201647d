"""The table of records that analysis works on (`comity.flows.records`), streamed from the database.

Goods, and the points of routes, are read once each in the order of their seizures and put together on the way: two
questions however many there are. Drafts and withdrawn seizures are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from comity.node.runtime import node_id
from comity.node.seizures import coding
from comity.node.seizures.models import HIDDEN, Good, Intake, PointRole, RoutePoint, SeizureState

CHUNK = 10_000
STATES = (SeizureState.RECORDED, SeizureState.VERIFIED)
"""In which a seizure counts."""
_GOOD = (
    "seizure_id", "number", "kind", "seizure__date", "seizure__country", "seizure__province", "seizure__district",
    "substance", "amount", "unit", "kilograms", "kilograms_low", "kilograms_high", "imputed", "seizure__transport",
    "seizure__routing", "seizure__counted_by",
)  # fmt: skip
_POINT = ("seizure_id", "role", "country", "place")
_NOWHERE: tuple[str | None, ...] = (None,) * 6


def lines() -> Iterator[tuple[Any, ...]]:
    """This function gives one row for each thing seized, with the columns of `comity.flows.records.COLUMNS` in order.

    Who may see what is made of them is the caller's business.
    """
    ours = {"", node_id()}
    hidden = list(Intake.objects.filter(state__in=HIDDEN).values_list("id", flat=True))
    goods = Good.objects.filter(seizure__state__in=STATES)
    points = RoutePoint.objects.filter(seizure__state__in=STATES)
    if hidden:
        goods, points = goods.exclude(seizure__intake__in=hidden), points.exclude(seizure__intake__in=hidden)
    routes = _routes(points.order_by("seizure_id", "role", "order").values_list(*_POINT).iterator(CHUNK))
    at, route = next(routes, ("", _NOWHERE))
    for row in goods.order_by("seizure_id", "number").values_list(*_GOOD).iterator(CHUNK):
        (
            seizure, number, kind, day, country, province, district, drug, amount, unit, kilograms, low, high, imputed,
            transport, routing, counted_by,
        ) = row  # fmt: skip
        while at and at < seizure:
            at, route = next(routes, ("", _NOWHERE))
        producing, departure, departure_province, transit, destination, destination_province = (
            route if at == seizure else _NOWHERE
        )
        yield (
            seizure, number, kind, *_parts(day), country or None, province or None, district or None, drug or None,
            coding.group(drug), None if amount is None else float(amount), unit or None, kilograms, low, high, imputed,
            transport or None, routing or None, producing, departure, departure_province, transit, destination,
            destination_province, counted_by in ours,
        )  # fmt: skip


def _parts(day: str) -> tuple[int | None, int | None, int | None]:
    """This function returns year, month and day of a partial date as columns keep it."""
    bare = day.removeprefix("circa ")
    return (
        int(bare[:4]) if bare else None,
        int(bare[5:7]) if len(bare) >= 7 else None,
        int(bare[8:10]) if len(bare) == 10 else None,
    )


def _routes(rows: Iterator[tuple[str, str, str, str]]) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    for seizure, points in groupby(rows, key=lambda row: row[0]):
        at: dict[str, tuple[str, str]] = {}
        through = []
        for _seizure, role, country, place in points:
            if role == PointRole.TRANSIT:
                through.append(country)
            else:
                at[role] = country, place
        producing, _place = at.get(PointRole.PRODUCING, ("", ""))
        departure, left = at.get(PointRole.DEPARTURE, ("", ""))
        destination, to = at.get(PointRole.DESTINATION, ("", ""))
        yield (
            seizure,
            (
                producing or None, departure or None, coding.province_of(left) or None,
                ";".join(c for c in through if c) or None, destination or None, coding.province_of(to) or None,
            ),
        )  # fmt: skip
