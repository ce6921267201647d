"""Places for programs, under ``/v1/desk``."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from comity.flows.gazetteer import Place, Position
from comity.kernel import Missing
from comity.node.places import queries
from comity.node.requests import actor_of

router = Router(tags=["places"])
Country = Annotated[str, Query(pattern="^([A-Za-z]{2})?$")]
Within = Annotated[str, Query(max_length=20)]


class PlaceOut(Schema):
    """A place, with the best position that is known: whose point it is stands in position_of."""

    code: str
    country: str
    level: int
    names: dict[str, str]
    parent: str
    latitude: float | None
    longitude: float | None
    position_of: str
    position_source: str


class FoundOut(Schema):
    """A place that words may mean: score from 0 to 1, and what speaks for it."""

    place: PlaceOut
    score: float
    why: list[str]


class NearOut(Schema):
    """A place with a known point near a position; the position may lie in another one."""

    place: PlaceOut
    kilometres: float
    source: str


@router.get("/places", response=list[FoundOut])
def search(
    request: HttpRequest,
    text: Annotated[str, Query(min_length=1, max_length=queries.LONGEST)],
    country: Country = "",
    within: Within = "",
    level: Annotated[int | None, Query(ge=0, le=4)] = None,
) -> list[FoundOut]:
    """Find places by name, in any script, also by its beginning."""
    found = queries.search(actor_of(request), text, country=country.upper(), within=within, level=level)
    return [FoundOut(place=_out(match.place), score=match.score, why=list(match.why)) for match in found]


@router.get("/places/nearest", response=list[NearOut])
def near(
    request: HttpRequest,
    latitude: Annotated[float, Query(ge=-90, le=90)],
    longitude: Annotated[float, Query(ge=-180, le=180)],
    country: Country = "",
) -> list[NearOut]:
    """Name the places whose known points are nearest to a position."""
    found = queries.nearest(actor_of(request), latitude, longitude, country=country.upper())
    return [NearOut(place=_out(n.place), kilometres=round(n.kilometres, 1), source=n.source) for n in found]


@router.get("/places/{code}", response=PlaceOut)
def one(request: HttpRequest, code: str) -> PlaceOut:
    """Read one place."""
    return _out(_known(request, code))


@router.get("/places/{code}/children", response=list[PlaceOut])
def children(request: HttpRequest, code: str) -> list[PlaceOut]:
    """List the places one level below another."""
    _known(request, code)
    return [_out(place) for place in queries.children(actor_of(request), code)]


def _known(request: HttpRequest, code: str) -> Place:
    found = queries.place(actor_of(request), code)
    if found is None:
        raise Missing("the place", "its code is not known here", "Look it up by its name", code="places.place.missing")
    return found


def _out(place: Place) -> PlaceOut:
    at: Position | None = queries.gazetteer().position(place.code)
    return PlaceOut(
        code=place.code, country=place.country, level=place.level, names=dict(place.names), parent=place.parent,
        latitude=at.latitude if at else None, longitude=at.longitude if at else None,
        position_of=at.of if at else "", position_source=at.source if at else "",
    )  # fmt: skip
