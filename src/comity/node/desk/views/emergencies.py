"""Emergencies: stating one, ending it, reviewing it, and how often that happens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.cooperation import ExchangeKind
from comity.cooperation.emergencies import EmergencyGround, EmergencyState
from comity.kernel import Refused
from comity.node.cases import emergency_queries as queries
from comity.node.cases import operations
from comity.node.cases.models import Emergency
from comity.node.cases.words import EXCHANGE_NAMES
from comity.node.desk.countries import choices, partners_countries
from comity.node.desk.legal_forms import EmergencyForm, ReviewForm
from comity.node.desk.people import actor_of
from comity.node.desk.views.forms import attempt
from comity.node.permissions import MAY, Action, Actor, Role, require
from comity.node.runtime import clock

PAGE = 25


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists emergencies, those to review first, with the numbers."""
    actor = actor_of(request)
    reviews = actor.role in MAY[Action.EMERGENCY_REVIEW]
    page = Paginator(queries.emergencies(actor), PAGE).get_page(request.GET.get("page"))
    numbers = queries.numbers(actor)
    return render(
        request,
        "desk/emergencies.html",
        {
            "to_review": _states(queries.to_review(actor)) if reviews else [],
            "page": page,
            "rows": _states(page.object_list),
            "numbers": numbers,
            "counted": [(state, numbers.states[state]) for state in EmergencyState],
            "may_state": actor.role in MAY[Action.EMERGENCY_STATE],
            "words": _reads_words(actor),
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """This function states an emergency."""
    actor = actor_of(request)
    require(actor, Action.EMERGENCY_STATE, member=True)
    countries = choices(partners_countries())
    form = EmergencyForm(request.POST or None, countries=countries, initial={"country": request.GET.get("country", "")})
    made: list[Emergency] = []

    def act(data: dict[str, Any]) -> None:
        ground = EmergencyGround(data["ground"])
        made.append(
            operations.state_emergency(actor=actor, country=data["country"], ground=ground, words=data["words"])
        )

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The emergency is stated. A supervisor reviews it within three days."))
        return redirect("desk:emergency", emergency_id=made[0].id)
    return render(request, "desk/emergency_new.html", {"form": form, "countries": countries})


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, emergency_id: str) -> HttpResponse:
    """This function shows an emergency, and takes its review."""
    actor = actor_of(request)
    emergency = queries.emergency(actor, emergency_id)
    form = ReviewForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        operations.review_emergency(
            actor=actor, emergency_id=emergency_id, outcome=form.outcome_given(), words=data["words"]
        )

    if request.method == "POST" and attempt(form, act, Refused):
        messages.success(request, _("The review is recorded."))
        return redirect("desk:emergency", emergency_id=emergency_id)
    now, own = clock().now(), emergency.by_id == actor.user_id
    reviews = actor.role in MAY[Action.EMERGENCY_REVIEW] and not emergency.outcome
    return render(
        request,
        "desk/emergency.html",
        {
            "emergency": emergency,
            "state": emergency.state_at(now),
            "uses": [(_kinds(use.kind), use.at) for use in emergency.uses.all()],
            "may_end": emergency.state_at(now) is EmergencyState.OPEN and (own or reviews),
            "may_review": reviews and not own,
            "own_review": reviews and own,
            "words": _reads_words(actor),
            "form": form,
        },
    )


@require_POST
def end(request: HttpRequest, emergency_id: str) -> HttpResponse:
    """This function ends an emergency before its time."""
    actor = actor_of(request)
    queries.emergency(actor, emergency_id)
    operations.end_emergency(actor=actor, emergency_id=emergency_id)
    messages.info(request, _("The emergency has ended. It is reviewed all the same."))
    return redirect("desk:emergency", emergency_id=emergency_id)


def _states(rows: Any) -> list[tuple[Emergency, EmergencyState]]:
    now = clock().now()
    return [(row, row.state_at(now)) for row in rows]


def _kinds(codes: str) -> str:
    return ", ".join(str(EXCHANGE_NAMES[ExchangeKind(code)]) for code in codes.split(", "))


def _reads_words(actor: Actor) -> bool:
    """This function tells whether a person reads what was said; the auditor sees that it was, and how it ended."""
    return actor.role is not Role.AUDITOR
