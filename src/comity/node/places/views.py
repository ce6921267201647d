"""Pages of places: browsing from country to village, finding by name or position, this node's own lists."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.flows.gazetteer import Place
from comity.flows.gazetteer.reading import Fault
from comity.kernel import Conflicting, InvalidInput
from comity.node.accounts.queries import names
from comity.node.errors import said
from comity.node.permissions import MAY, Action, require
from comity.node.places import operations, queries
from comity.node.places.forms import ListForm, PositionForm
from comity.node.places.words import BELOW, FIRST_LEVELS
from comity.node.requests import actor_of
from comity.node.runtime import config

SHOWN = 100
"""Faults of a list that a page shows."""
REGION = ("KH", "TH", "VN", "LA", "MM", "CN", "MY")
"""Countries that stand first among those to choose from."""


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function shows the first levels of a country, this node's own at first, and finds places by name."""
    actor = actor_of(request)
    code = request.GET.get("country", "").upper() or config().country
    country = queries.place(actor, code) if len(code) == len("KH") else None
    text = request.GET.get("text", "").strip()[: queries.LONGEST]
    return render(request, "places/list.html", {
        "country": country, "children": queries.children(actor, code) if country else [], "text": text,
        "matches": queries.search(actor, text) if text else [], "countries": _countries(),
        "may_load": actor.role in MAY[Action.PLACE_LOAD], "below": FIRST_LEVELS,
    })  # fmt: skip


@require_GET
def one(request: HttpRequest, code: str) -> HttpResponse:
    """This function shows one place: its names, where it lies as far as is known, and what is below it."""
    actor = actor_of(request)
    place = queries.place(actor, code)
    if place is None:
        raise Http404
    known = queries.gazetteer()
    path, position = known.path(code), known.position(code)
    return render(request, "places/place.html", {
        "place": place, "path": path[:-1], "children": queries.children(actor, code), "position": position,
        "of": known.get(position.of) if position else None, "below": BELOW.get(place.level, ""),
        "names": sorted(place.names.items()),
    })  # fmt: skip


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """This function finds places while a name is being typed: rows for a page, or JSON for a form's own script."""
    actor = actor_of(request)
    text = request.GET.get("text", "").strip()
    level = request.GET.get("level", "")
    matches = queries.search(
        actor, text, country=request.GET.get("country", "").upper()[:2] or None,
        within=request.GET.get("within", "")[:20] or None, level=int(level) if level in {"1", "2", "3", "4"} else None,
    ) if text else []  # fmt: skip
    if getattr(request, "htmx", False):
        return render(request, "places/found.html", {"matches": matches, "text": text})
    return JsonResponse({"places": [_told(m.place) | {"score": m.score, "why": list(m.why)} for m in matches]})


@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """This function names the places whose known points are nearest to a position, as rows or as JSON."""
    actor = actor_of(request)
    require(actor, Action.PLACE_READ)
    form = PositionForm(request.GET)
    found = []
    if form.is_valid():
        country = request.GET.get("country", "").upper()[:2] or None
        found = queries.nearest(actor, form.cleaned_data["latitude"], form.cleaned_data["longitude"], country=country)
    if getattr(request, "htmx", False):
        return render(request, "places/near.html", {"found": found, "valid": form.is_valid()})
    places = [_told(n.place) | {"kilometres": round(n.kilometres, 1), "source": n.source} for n in found]
    return JsonResponse({"places": places}, status=200 if form.is_valid() else 400)


@require_GET
def below(request: HttpRequest, code: str) -> JsonResponse:
    """This function gives every place of a province or country at once, for choosing where the line is gone."""
    language = _spoken()
    found = queries.below(actor_of(request), code)
    if not found:
        raise Http404
    rows = [[place.code, place.level, place.parent, place.called(language)] for place in found]
    answer = JsonResponse({"format": 1, "language": language, "places": rows})
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """This function shows the lists that this node loaded, and loads one."""
    actor = actor_of(request)
    rows = list(queries.lists(actor))
    form = ListForm(request.POST or None, request.FILES or None)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = operations.load(actor=actor, name=file.name, content=file.read(operations.LARGEST + 1))
        except operations.FaultyList as error:
            faults = error.faults
            form.add_error("file", said(error))
        except InvalidInput as error:
            form.add_error("file", said(error))
        else:
            text = ngettext("%(count)d place is loaded.", "%(count)d places are loaded.", made.rows)
            messages.success(request, text % {"count": made.rows})
            return redirect("places:lists")
    people = names({row.by for row in rows} | {row.undone_by for row in rows if row.undone_by})
    context: dict[str, Any] = {
        "rows": [(row, people.get(row.by, row.by), people.get(row.undone_by, "")) for row in rows], "form": form,
        "faults": faults[:SHOWN], "more": max(0, len(faults) - SHOWN),
    }  # fmt: skip
    return render(request, "places/lists.html", context, status=400 if form.errors else 200)


@require_POST
def undo(request: HttpRequest, list_id: str) -> HttpResponse:
    """This function takes a loaded list back."""
    try:
        operations.undo(actor=actor_of(request), list_id=str(list_id))
    except Conflicting as error:
        messages.error(request, said(error))
    else:
        messages.success(request, _("The list is taken back. Records that name its places keep the codes."))
    return redirect("places:lists")


def _told(place: Place) -> dict[str, Any]:
    """A place as a form's script shows it: ``label`` with the places above it, ``within`` those alone."""
    path = [queries.name(each.code, _spoken()) for each in queries.gazetteer().path(place.code)[::-1]]
    return {
        "code": place.code, "level": place.level, "name": path[0], "within": ", ".join(path[1:]),
        "label": ", ".join(path[:-1] or path),
    }  # fmt: skip


def _spoken() -> str:
    return (get_language() or "en").split("-")[0]


def _countries() -> list[Place]:
    known = queries.gazetteer()
    first = list(dict.fromkeys((config().country, *REGION)))
    found = [place for code in sorted(known.countries()) if (place := known.get(code))]
    rest = sorted((p for p in found if p.code not in first), key=lambda p: queries.name(p.code, ""))
    return [p for code in first for p in found if p.code == code] + rest
