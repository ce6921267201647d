"""Stating purpose and case, and ending the working period."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.kernel import Refused
from comity.kernel.purposes import Purpose
from comity.node.cases import operations
from comity.node.cases.models import Case
from comity.node.desk.forms import PeriodForm
from comity.node.desk.people import actor_of
from comity.node.desk.views.forms import attempt
from comity.node.permissions import MAY, Action


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else "/"


@require_http_methods(["GET", "POST"])
def state(request: HttpRequest) -> HttpResponse:
    """This function asks for purpose, case or standing duty, and legal basis, and leads back to where it was needed."""
    actor = actor_of(request)
    suggested: dict[str, Any] = {"purpose": actor.purpose, "instrument": actor.instrument_id or ""}
    if case_id := request.GET.get("case") or actor.case_id:
        suggested["ground"] = f"case:{case_id}"
        chosen = Case.objects.filter(id=case_id, casemember__user_id=actor.user_id).first()
        suggested["purpose"] = actor.purpose or (chosen.purpose if chosen else "")
    elif actor.duty_id:
        suggested["ground"] = f"duty:{actor.duty_id}"
    # Asked again by the page when another case or purpose is chosen: which legal bases apply then.
    suggested |= {name: request.GET[name] for name in ("ground", "purpose") if name in request.GET}
    form = PeriodForm(request.POST or None, initial=suggested, actor=actor)

    def start(data: dict[str, Any]) -> None:
        kind, _colon, ground = data["ground"].partition(":")
        operations.start_period(
            actor=actor,
            purpose=Purpose(data["purpose"]),
            case_id=ground if kind == "case" else None,
            duty_id=ground if kind == "duty" else None,
            instrument_id=data["instrument"] or None,
        )

    if request.method == "POST" and attempt(form, start, Refused):
        messages.success(request, _("Your purpose is stated. Everything you read, check and ask now cites it."))
        return HttpResponseRedirect(_back(request))
    may_state = actor.role in MAY[Action.EMERGENCY_STATE]
    return render(request, "desk/period.html", {"form": form, "next": _back(request), "may_state": may_state})


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """This function ends the working period."""
    operations.end_period(actor=actor_of(request))
    messages.info(request, _("Your working period has ended. Records are closed until you state a purpose again."))
    return HttpResponseRedirect("/")
