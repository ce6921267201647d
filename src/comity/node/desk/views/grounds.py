"""Standing duties: what is done without a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comity.kernel.purposes import Purpose
from comity.node.accounts.models import User
from comity.node.cases import operations
from comity.node.cases.models import Duty
from comity.node.desk.forms import DutyForm
from comity.node.desk.people import actor_of
from comity.node.desk.views.forms import attempt
from comity.node.permissions import Action, Role, require


@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """This function lists the standing duties, for those who record them."""
    actor = actor_of(request)
    require(actor, Action.INSTRUMENT_WRITE)
    return render(request, "desk/duties.html", {"duties": Duty.objects.prefetch_related("members")})


@require_http_methods(["GET", "POST"])
def new_duty(request: HttpRequest) -> HttpResponse:
    """This function records a standing duty."""
    actor = actor_of(request)
    require(actor, Action.INSTRUMENT_WRITE)
    people = list(User.objects.filter(is_active=True).exclude(role__in=[Role.AUDITOR, Role.ADMINISTRATOR]))
    form = DutyForm(request.POST or None, people=people)

    def act(data: dict[str, Any]) -> None:
        operations.record_duty(
            actor=actor,
            reference=data["reference"],
            title=data["title"],
            purpose=Purpose(data["purpose"]),
            members=data["members"],
        )

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The standing duty is recorded."))
        return redirect("desk:duties")
    return render(request, "desk/duty_new.html", {"form": form})
