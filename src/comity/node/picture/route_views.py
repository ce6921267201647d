"""The page of routes, its map as a file, and the records behind an arc; views hold no rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comity.engines import missing
from comity.kernel import InvalidInput
from comity.node.permissions import MAY, Action, Actor, require
from comity.node.picture import route_pictures, route_reading
from comity.node.picture import route_words as said
from comity.node.picture.aggregating import K
from comity.node.picture.route_forms import RouteForm
from comity.node.picture.routes import LARGEST, Asked, Routes
from comity.node.requests import actor_of

TABLE = 60
"""Routes that the table shows."""
THEMES = ("light", "dark", "print")


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """This function shows where drugs came from and went, and for how much that is not known."""
    actor = actor_of(request)
    require(actor, Action.PICTURE_READ)
    if absent := missing("duckdb"):
        return render(request, "picture/routes.html", {"absent": absent})
    asked, form = _asked(request)
    found = _read(actor, asked)
    links = actor.role in MAY[Action.SEIZURE_READ]
    context: dict[str, Any] = {
        "form": form, "asked": asked, "found": found, "k": K, "largest": LARGEST, "may": _may(actor),
        "pictures": None if found.is_empty else route_pictures.pictures(found, links=links),
        "rows": [(way, said.way(way.origin, way.destination), _url(asked, way) if links else "")
                 for way in found.ways[:TABLE]],
        "more": max(0, len(found.ways) - TABLE), "query": request.GET.urlencode(), "filters": said.filters(found.asked),
        "complete": _form(request, whole=True), "published": _form(request, whole=False),
    }  # fmt: skip
    return render(request, "picture/routes.html", context)


@require_GET
def map_file(request: HttpRequest) -> HttpResponse:
    """This function gives the map as a file of SVG, light, dark or for paper."""
    actor = actor_of(request)
    require(actor, Action.PICTURE_READ)
    if absent := missing("duckdb"):
        raise absent
    asked, _form = _asked(request)
    theme = request.GET.get("theme", "")
    found = _read(actor, asked)
    text = route_pictures.drawn(found, theme=theme if theme in THEMES else "light")
    response = HttpResponse(text, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="routes-{asked.year or "all"}.svg"'
    return response


@require_GET
def arc(request: HttpRequest) -> HttpResponse:
    """This function lists the seizures behind an arc that the reader may know of."""
    actor = actor_of(request)
    require(actor, Action.SEIZURE_READ)
    if absent := missing("duckdb"):
        raise absent
    form = RouteForm(request.GET, route_reading.choices(actor), whole=True)
    asked = form.asked(whole=True)
    origin, destination = (request.GET.get(name, "")[:20] for name in ("origin", "destination"))
    if not origin or not destination:
        raise InvalidInput("arc", "its ends are not named", "Follow an arc of the map", code="picture.arc.ends")
    number = request.GET.get("page", "1")
    turned = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    rows, count, pages = route_reading.records(actor, asked, origin, destination, turned)
    context = {
        "rows": rows, "count": count, "page": turned, "pages": pages, "way": said.way(origin, destination),
        "filters": said.filters(asked), "before": _turned(request, turned - 1) if turned > 1 else "",
        "after": _turned(request, turned + 1) if turned < pages else "",
    }  # fmt: skip
    return render(request, "picture/arc.html", context)


def _read(actor: Actor, asked: Asked) -> Routes:
    return route_reading.read_whole(actor=actor, asked=asked) if asked.whole else route_reading.read(actor, asked)


def _asked(request: HttpRequest) -> tuple[Asked, RouteForm]:
    whole = request.GET.get("whole") == "1"
    actor = actor_of(request)
    if whole:
        require(actor, Action.PICTURE_READ_WHOLE)
    form = RouteForm(request.GET, route_reading.choices(actor), whole=whole)
    return form.asked(whole=whole), form


def _url(asked: Asked, way: Any) -> str:
    return route_pictures.records_url(asked, way.origin, way.destination)


def _form(request: HttpRequest, *, whole: bool) -> str:
    query = request.GET.copy()
    query.pop("whole", None)
    if whole:
        query["whole"] = "1"
    return query.urlencode()


def _turned(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"


def _may(actor: Actor) -> dict[str, bool]:
    return {
        "whole": actor.role in MAY[Action.PICTURE_READ_WHOLE], "read": actor.role in MAY[Action.SEIZURE_READ],
        "export": actor.role in MAY[Action.PICTURE_EXPORT],
    }  # fmt: skip
