"""Pages of protected records that two people open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.node.holdings import openings
from comity.node.holdings.forms import DecisionForm, ReasonForm
from comity.node.holdings.opening_models import OpeningState
from comity.node.holdings.requests import attempt
from comity.node.requests import actor_of
from comity.node.runtime import clock

MINE = 20


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function shows what waits for this person's agreement, and what this person asked for."""
    return _page(request)


@require_POST
def ask(request: HttpRequest, holding_id: str) -> HttpResponse:
    """This function asks for a record to be opened."""
    actor, form = actor_of(request), ReasonForm(request.POST)
    if attempt(
        form, lambda: openings.ask_opening(actor=actor, holding_id=holding_id, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("A second person is asked. You see the answer here and under Today."))
        return redirect("holdings:detail", holding_id)
    return closed(request, holding_id, form)


@require_POST
def decide(request: HttpRequest, opening_id: str) -> HttpResponse:
    """This function is the second person's answer."""
    actor, form = actor_of(request), DecisionForm(request.POST)
    agree = request.POST.get("decision") == "agree"

    def act() -> None:
        openings.decide_opening(actor=actor, opening_id=opening_id, agree=agree, words=form.cleaned_data["words"])

    if attempt(form, act):
        messages.success(request, _("The record is open to who asked.") if agree else _("The record stays closed."))
        return redirect("holdings:openings")
    return _page(request, opening_id, form)


@require_POST
def close(request: HttpRequest, opening_id: str) -> HttpResponse:
    """This function closes a record again, or takes back what was asked."""
    openings.close_opening(actor=actor_of(request), opening_id=opening_id)
    messages.info(request, _("The record is closed again."))
    return redirect("holdings:openings")


def closed(request: HttpRequest, holding_id: str, form: ReasonForm | None = None) -> HttpResponse:
    """This function shows, in place of a protected record, how it is opened."""
    openings.askable(actor_of(request), holding_id)
    last = openings.last_asked(actor_of(request), holding_id)
    waits = last is not None and last.state == OpeningState.ASKED and last.asked + openings.WAITS_FOR > clock().now()
    context = {"form": form or ReasonForm(), "holding_id": holding_id, "last": last, "waits": waits}
    return render(request, "holdings/closed.html", context, status=400 if form else 403)


def _page(request: HttpRequest, wrong: str = "", form: DecisionForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    waiting = openings.shown(actor, list(openings.to_decide(actor)[:100]))
    forms = [
        (each, form if form and each.opening.id == wrong else DecisionForm(auto_id=f"id_{each.opening.id}_%s"))
        for each in waiting
    ]
    context = {
        "waiting": forms, "mine": openings.shown(actor, list(openings.asked_by(actor)[:MINE])), "now": clock().now()
    }  # fmt: skip
    return render(request, "holdings/openings.html", context, status=400 if form else 200)
