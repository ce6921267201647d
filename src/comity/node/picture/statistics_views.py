"""The statistics page, its files, and what is stated about reporting and borders; views hold no rules."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.engines import missing
from comity.kernel import InvalidInput
from comity.node.errors import said
from comity.node.holdings.requests import attempt
from comity.node.permissions import MAY, Action, Actor, require
from comity.node.picture import files, reporting, statistics_reading
from comity.node.picture.presenting import in_words, presented
from comity.node.picture.statistics import Figures
from comity.node.picture.statistics_forms import ChosenForm, ClosureForm, ExportForm, ReportingForm, StatisticsForm
from comity.node.picture.tables import Asked, K
from comity.node.requests import actor_of
from comity.node.runtime import clock

CLOSED = "closed_%s"
"""Ids of the fields of the second form on the page."""


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """This function shows what was seized by year, drug and province, what changed, and what is not known."""
    actor = actor_of(request)
    require(actor, Action.PICTURE_READ)
    if absent := missing():
        return render(request, "picture/statistics.html", {"absent": absent, "may": _may(actor)})
    asked = _asked(request.GET)
    if asked.whole:
        found = statistics_reading.read_whole(actor=actor, asked=asked)
    else:
        found = statistics_reading.read(actor, asked)
    told = presented(found)
    context: dict[str, Any] = {
        "form": StatisticsForm(request.GET, found.every_year), "found": found, "told": told, "k": K,
        "charts": _charts(found), "may": _may(actor), "whole": asked.whole,
        "sheets": [(sheet, [(line, [in_words(cell) for cell in line.cells]) for line in sheet.lines])
                   for sheet in told.sheets],
        "files": ExportForm(initial={"language": (get_language() or "en").split("-")[0]}),
        "query": _query(asked, found), "other": _other(request),
    }  # fmt: skip
    return render(request, "picture/statistics.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """This function gives the statistics as a file."""
    actor, form = actor_of(request), ExportForm(request.POST)
    require(actor, Action.PICTURE_EXPORT)
    if not form.is_valid():
        messages.error(request, _("Choose a file and a language."))
        return redirect("picture:statistics")
    try:
        file = statistics_reading.export(
            actor=actor, asked=_asked(request.POST), form=form.cleaned_data["form"],
            language=form.cleaned_data["language"],
        )  # fmt: skip
    except InvalidInput as error:
        messages.error(request, said(error))
        return redirect("picture:statistics")
    response = HttpResponse(file.content, content_type=file.type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@require_http_methods(["GET", "POST"])
def reported(request: HttpRequest) -> HttpResponse:
    """This function shows and changes how much was reported in the months of a year."""
    actor = actor_of(request)
    chosen = ChosenForm(request.GET)
    year, place = chosen.chosen(clock().now().year)
    known = reporting.stated(actor, year, place)
    form = ReportingForm(request.POST if request.method == "POST" else None, known)

    def act() -> None:
        reporting.state_reported(
            actor=actor, year=year, place=place, months=form.months(known), source=form.cleaned_data["source"]
        )

    if request.method == "POST":
        require(actor, Action.REPORTING_WRITE)
        if attempt(form, act):
            messages.success(request, _("It is stated. The statistics hold their numbers against it."))
            return redirect(f"{reverse('picture:reporting')}?{urlencode({'year': year, 'place': place})}")
    context = {
        "chosen": ChosenForm({"year": year, "place": place}), "form": form, "year": year, "known": known,
        "closures": reporting.closures(actor)[:200], "closure": ClosureForm(auto_id=CLOSED), "may": _may(actor),
    }  # fmt: skip
    return render(request, "picture/reporting.html", context, status=400 if form.errors else 200)


@require_POST
def closed(request: HttpRequest) -> HttpResponse:
    """This function states that a border was closed."""
    actor, form = actor_of(request), ClosureForm(request.POST, auto_id=CLOSED)
    require(actor, Action.REPORTING_WRITE)

    def act() -> None:
        given = form.cleaned_data
        reporting.state_closure(
            actor=actor, title=given["title"], begins=given["begins"], ends=given["ends"], source=given["source"]
        )

    if attempt(form, act):
        messages.success(request, _("It is stated. The statistics name it where it may explain a change."))
        return redirect("picture:reporting")
    year = clock().now().year
    known = reporting.stated(actor, year)
    context = {
        "chosen": ChosenForm({"year": year}), "form": ReportingForm(None, known), "year": year, "known": known,
        "closures": reporting.closures(actor)[:200], "closure": form, "may": _may(actor),
    }  # fmt: skip
    return render(request, "picture/reporting.html", context, status=400)


@require_POST
def opened(request: HttpRequest, closure_id: str) -> HttpResponse:
    """This function takes back that a border was closed."""
    reporting.withdraw_closure(actor=actor_of(request), closure_id=closure_id)
    messages.success(request, _("It is taken back."))
    return redirect("picture:reporting")


def _asked(data: QueryDict) -> Asked:
    year = data.get("year", "")
    asked = StatisticsForm(data).asked(whole=data.get("whole") == "1")
    plain = year.isascii() and year.isdecimal() and len(year) == 4
    return Asked(asked.drug, asked.province, int(year) if plain else None, asked.whole)


def _charts(found: Figures) -> list[tuple[str, str]]:
    """The chart for a wide page and for a phone. Its texts are escaped where it is drawn."""
    if not found.years:
        return []
    return [
        (size, SafeString(files.chart(found, alone=False, size=size, name=f"years-{size}")))
        for size in ("wide", "narrow")
    ]


def _query(asked: Asked, found: Figures) -> dict[str, str]:
    chosen = {"drug": asked.drug, "province": asked.province, "year": str(found.year or "")}
    return {name: value for name, value in (chosen | {"whole": "1" if asked.whole else ""}).items() if value}


def _other(request: HttpRequest) -> str:
    """The address of the same page in the other form."""
    query = request.GET.copy()
    if query.pop("whole", None) != ["1"]:
        query["whole"] = "1"
    return f"?{query.urlencode()}"


def _may(actor: Actor) -> dict[str, bool]:
    return {
        "whole": actor.role in MAY[Action.PICTURE_READ_WHOLE], "export": actor.role in MAY[Action.PICTURE_EXPORT],
        "state": actor.role in MAY[Action.REPORTING_WRITE],
    }  # fmt: skip
