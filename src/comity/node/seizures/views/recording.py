"""The page on which a seizure is recorded, on a phone or at a desk, with a line or without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comity.kernel import ComityError
from comity.node.errors import said
from comity.node.messaging.forms.rows import pressed
from comity.node.permissions import Action, Actor, require
from comity.node.requests import actor_of
from comity.node.runtime import clock, make_id
from comity.node.seizures import operations, queries
from comity.node.seizures.forms import choices
from comity.node.seizures.forms.recording import RecordingForm
from comity.node.seizures.forms.shown import initial_of, rows_of
from comity.node.seizures.models import Seizure, Step
from comity.node.seizures.views.attempts import attempt
from comity.node.seizures.views.finding import asked, found_places

WORKER = Path(__file__).parents[1] / "static" / "seizures" / "worker.js"
POSITION = "camera=(), microphone=(), geolocation=(self), payment=()"
"""Unlike every other page, this one may ask the phone where it is."""


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """This function records a seizure; a form sent again is the same seizure."""
    actor = actor_of(request)
    require(actor, Action.SEIZURE_WRITE, member=True)
    form = _form(request, actor, initial={"key": make_id()})
    made: list[Seizure] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(operations.record_seizure(
            actor=actor, given=form.given(), grounds=form.grounds(), key=data["key"], draft="draft" in request.POST,
        ))  # fmt: skip

    if _done(request, form, act):
        _beside(request, actor, form, made[0])
        return _answered(request, made[0])
    context = {
        "title": _("Record a seizure"), "button": _("Record the seizure"), "address": reverse("seizures:new"),
        "lead": _("What, where and when are enough. Everything else can follow."), "keeps": True,
    }  # fmt: skip
    return _shown(request, form, context)


@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, seizure_id: str) -> HttpResponse:
    """This function goes on with a draft, and records it."""
    actor = actor_of(request)
    seizure = operations.open_for_change(actor=actor, seizure_id=seizure_id)
    form = _form(request, actor, initial=initial_of(seizure), rows=rows_of(seizure), was=queries.given_of(seizure))

    def act() -> None:
        operations.change_draft(
            actor=actor, seizure_id=seizure_id, revision=form.cleaned_data["revision"], given=form.given(),
            grounds=form.grounds(), finished="draft" not in request.POST,
        )  # fmt: skip

    if _done(request, form, act):
        messages.success(request, _("The draft is kept.") if "draft" in request.POST else _("The seizure is recorded."))
        return redirect("seizures:detail", seizure_id)
    here = reverse("seizures:finish", args=[seizure_id])
    context = {"title": _("Finish the draft"), "button": _("Record the seizure"), "address": here, "drafting": True}
    return _shown(request, form, context | {"cancel": reverse("seizures:detail", args=[seizure_id])})


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, seizure_id: str) -> HttpResponse:
    """This function corrects a seizure; what it said before stays readable."""
    actor = actor_of(request)
    seizure = operations.open_for_change(actor=actor, seizure_id=seizure_id)
    form = _form(request, actor, initial=initial_of(seizure), rows=rows_of(seizure), was=queries.given_of(seizure))
    form.ask_why()

    def act() -> None:
        operations.correct_seizure(
            actor=actor, seizure_id=seizure_id, revision=form.cleaned_data["revision"], given=form.given(),
            grounds=form.grounds(), reason=form.cleaned_data["reason"],
        )  # fmt: skip

    if _done(request, form, act):
        messages.success(request, _("The seizure is corrected; what it said before stays readable."))
        return redirect("seizures:detail", seizure_id)
    here = reverse("seizures:correct", args=[seizure_id])
    context = {"title": _("Correct the seizure"), "button": _("Correct"), "address": here, "correcting": True}
    return _shown(request, form, context | {"cancel": reverse("seizures:detail", args=[seizure_id])})


@require_GET
def worker(_request: HttpRequest) -> HttpResponseBase:
    """This function gives the script that keeps the empty form on a phone; its path is what it may look after."""
    answer = FileResponse(WORKER.open("rb"), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _form(request: HttpRequest, actor: Actor, **begun: Any) -> RecordingForm:
    changed = pressed(request.POST) if request.method == "POST" else None
    data = changed if changed is not None else request.POST if request.method == "POST" else None
    if data is not None and data.get("place_chosen"):
        data = data.copy()
        data["place_code"], data["place_of"] = str(data["place_chosen"]), str(data.get("place", ""))
    form = RecordingForm(data, request.FILES if data is not None else None, actor=actor, **begun)
    if changed is not None or asked(request):
        form.calm()
    return form


def _done(request: HttpRequest, form: RecordingForm, act: Any) -> bool:
    """This function tells whether the form was valid and the operation took it; every fault stands in the form."""
    if request.method != "POST" or asked(request) or pressed(request.POST) is not None:
        return False
    if not form.is_valid():
        form.judge_too(draft="draft" in request.POST)
        return False
    return attempt(form, act, form.field_of)


def _beside(request: HttpRequest, actor: Actor, form: RecordingForm, made: Seizure) -> None:
    """This function keeps photos and seals with a seizure that is recorded; what fails is told, the seizure stands."""
    key, data = form.cleaned_data["key"], form.cleaned_data
    position = {name: data[name] for name in ("latitude", "longitude", "accuracy")}
    for number, file in enumerate(data["photos"], 1):
        try:
            operations.add_photo(
                actor=actor, seizure_id=made.id, file=file.file, key=f"{key}/photo-{number}", **position
            )
        except ComityError as error:
            what = _("Photo %(number)s is not kept.") % {"number": number}
            messages.warning(request, f"{what} {said(error)}")
    for number, seal in form.seals():
        try:
            exhibit = operations.record_exhibit(
                actor=actor, seizure_id=made.id, label=f"{made.reference}/{number}"[:60], seal=seal, good=number,
                key=f"{key}/exhibit-{number}",
            )  # fmt: skip
            if not exhibit.steps.exists():
                operations.record_step(
                    actor=actor, exhibit_id=exhibit.id, step=Step.SEIZED, when=clock().now(), to_whom=actor.name,
                    place=made.place, seal=seal, intact=True, key=f"{key}/seized-{number}",
                )  # fmt: skip
        except ComityError as error:
            what = _("The exhibit with seal %(seal)s is not begun.") % {"seal": seal}
            messages.warning(request, f"{what} {said(error)}")


def _answered(request: HttpRequest, made: Seizure) -> HttpResponse:
    address = reverse("seizures:detail", args=[made.id])
    messages.success(request, _("The seizure is recorded as %(reference)s.") % {"reference": made.reference})
    if "X-Comity-Kept" in request.headers:
        return JsonResponse({"address": address, "reference": made.reference}, status=201)
    return redirect(address)


def _shown(request: HttpRequest, form: RecordingForm, context: dict[str, Any]) -> HttpResponse:
    context |= {
        "form": form, "places_found": found_places(request, form), "search_url": reverse("places:search"),
        "nearest_url": reverse("places:nearest"), "countries": choices.country_names(),
        "substances": choices.substance_words(), "position_open": form.open("latitude", "longitude", "other_kind"),
        "found_open": form.open("transport", "hiding", "detection", "routing", "remarks", "reference"),
        "grounds_open": form.open("words") or any(form[n].errors for n in ("ground", "source", "retention_until")),
        "route_open": any(row.errors or row.is_told for row in form.rows["points"]),
    }  # fmt: skip
    answer = render(request, "seizures/form.html", context, status=400 if form.errors or form.wrong else 200)
    answer["Permissions-Policy"] = POSITION
    return answer
