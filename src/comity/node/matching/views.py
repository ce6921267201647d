"""Pages of checks and hits; they call operations and queries and hold no rules."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.linkage.checks import State
from comity.node.matching import jobs, operations, queries
from comity.node.matching.forms import DecisionForm, SubjectForm
from comity.node.matching.models import Hit, HitState
from comity.node.matching.words import WARNINGS, frame, kinds, reasons
from comity.node.permissions import MAY, Action, Actor, require
from comity.node.requests import actor_of
from comity.subjects.model import Schema

PAGE = 25


def _attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    if not form.is_valid():
        return False
    try:
        act()
    except (InvalidInput, Conflicting, Missing, Refused) as error:
        if error.code.startswith("permissions."):
            raise
        form.add_error(None, ". ".join(part for part in (error.reason, error.way_out) if part))
        return False
    return True


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """This function takes a subject and asks partners about it."""
    actor = actor_of(request)
    require(actor, Action.CHECK, member=True)
    form = SubjectForm(request.POST or None)
    made: list[str] = []

    def act() -> None:
        asked = operations.check_subject(
            actor=actor, schema=Schema(form.cleaned_data["schema"]), values=form.values(), partner_ids=form.partners()
        )
        made.append(asked.id)

    if request.method == "POST" and _attempt(form, act):
        return redirect("matching:checked", made[0])
    context = {"form": form, "standing": queries.standing(actor)}
    return render(request, "matching/check.html", context, status=400 if form.errors else 200)


@require_POST
def check_holdings(request: HttpRequest) -> HttpResponse:
    """This function asks partners about chosen holdings; many are left to the worker."""
    actor = actor_of(request)
    chosen = request.POST.getlist("holding")[:100_000]
    if len(chosen) == 1:
        return redirect("matching:checked", operations.check_subject(actor=actor, holding_id=chosen[0]).id)
    asked = operations.check_holdings(actor=actor, holding_ids=chosen)
    if len(chosen) > operations.MANY:
        jobs.carry_out.enqueue(asked.id)
        messages.info(request, _("The worker asks the partners; this page shows how far it is."))
    else:
        operations.carry_out(asked.id)
    return redirect("matching:checked", asked.id)


@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """This function lists checks."""
    page = Paginator(queries.checks(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/checks.html", {"page": page})


@require_GET
def checked(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """This function shows what became of a check; while a partner is away, the page looks again by itself."""
    actor = actor_of(request)
    found = queries.check(actor, str(check_id))
    rows = queries.hits(actor, check_id=str(check_id))
    inquiries = list(found.inquiries.select_related("partner"))
    context = {
        "check": found,
        "inquiries": [(each, WARNINGS.get(each.warning, "")) for each in inquiries],
        "hits": _shown(actor, rows),
        "answered": sum(each.state == State.ANSWERED for each in inquiries),
        "waits": any(each.state in {State.QUEUED, State.SENT} for each in inquiries),
    }
    part = bool(getattr(request, "htmx", False)) and context["waits"]
    return render(request, "matching/results.html" if part else "matching/checked.html", context)


def _shown(actor: Actor, rows: list[Hit]) -> list[dict[str, object]]:
    named = queries.titles(actor, rows)
    return [
        {"hit": row, "title": named.get(row.subject_id, ""), "reasons": reasons(row.reasons), "keys": kinds(row.keys)}
        for row in rows
    ]


@require_GET
def hits(request: HttpRequest) -> HttpResponse:
    """This function lists hits, those to decide first."""
    actor = actor_of(request)
    state = request.GET.get("state", HitState.OPEN)
    state = state if state in HitState.values else ""
    page = Paginator(queries.hits(actor, state=state), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "states": HitState.choices, "hits": _shown(actor, list(page.object_list))}
    return render(request, "matching/hits.html", context)


@require_GET
def hit(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """This function shows a hit with its evidence."""
    return _hit(request, hit_id, DecisionForm())


def _hit(request: HttpRequest, hit_id: UUID, form: DecisionForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    found, subject = queries.hit_with_subject(actor, str(hit_id))
    context = {
        "hit": found, "subject": subject, "form": form, "reasons": reasons(found.reasons), "keys": kinds(found.keys),
        "frame": frame(found.reasons),
        "may_decide": actor.role in MAY[Action.HIT_DECIDE] and found.state == HitState.OPEN,
        "may_ask": actor.role in MAY[Action.REQUEST_SEND] and found.state == HitState.CONFIRMED,
    }  # fmt: skip
    return render(request, "matching/hit.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """This function confirms a hit and goes on to the request."""
    form = DecisionForm(request.POST)

    def act() -> None:
        operations.confirm_hit(actor=actor_of(request), hit_id=str(hit_id), reason=form.cleaned_data["reason"])

    if not _attempt(form, act):
        return _hit(request, hit_id, form, 400)
    messages.success(request, _("The hit is confirmed. You can ask the partner now."))
    return redirect("matching:hit", hit_id)


@require_POST
def dismiss(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """This function dismisses a hit."""
    form = DecisionForm(request.POST)

    def act() -> None:
        operations.dismiss_hit(actor=actor_of(request), hit_id=str(hit_id), reason=form.cleaned_data["reason"])

    if not _attempt(form, act):
        return _hit(request, hit_id, form, 400)
    messages.info(request, _("The hit is dismissed."))
    return redirect("matching:hits")
