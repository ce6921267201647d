"""Cases and the people who work on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel import Missing, Refused
from comity.kernel.purposes import Offence, Purpose
from comity.node.accounts.models import User
from comity.node.cases import operations, queries
from comity.node.cases.models import Instrument
from comity.node.desk.forms import CaseForm, MemberForm
from comity.node.desk.people import actor_of
from comity.node.desk.views.forms import attempt
from comity.node.holdings import queries as holdings
from comity.node.permissions import MAY, Action, Need, require
from comity.node.prosecutions import queries as prosecutions

PAGE = 25


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists the cases that the reader works on."""
    actor = actor_of(request)
    found = queries.cases(actor).distinct()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/cases.html", {"page": page, "may_open": actor.role in MAY[Action.CASE_OPEN]})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """This function opens a case."""
    actor = actor_of(request)
    require(actor, Action.CASE_OPEN)
    form = CaseForm(request.POST or None)
    made: list[str] = []

    def act(data: dict[str, Any]) -> None:
        case = operations.open_case(
            actor=actor,
            reference=data["reference"],
            title=data["title"],
            offence=Offence(data["offence"]),
            purpose=Purpose(data["purpose"]),
        )
        made.append(case.id)

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The case is open, and you are its first member."))
        return redirect("desk:case", case_id=made[0])
    return render(request, "desk/case_new.html", {"form": form})


def _show(request: HttpRequest, case_id: str, form: MemberForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    case = queries.case(actor, case_id)
    member = queries.is_member(actor, case_id)
    need = MAY[Action.CASE_CHANGE].get(actor.role)
    return render(
        request,
        "desk/case.html",
        {
            "case": case,
            "members": case.casemember_set.select_related("user").order_by("since"),
            "member": member,
            "may_change": case.closed is None and need is not None and (need is Need.NOTHING or member),
            "member_form": form,
            "holdings": holdings.count(actor, case_id),
            "prosecutions": prosecutions.of_case(actor, case_id),
            "instruments": Instrument.objects.filter(workingperiod__case=case).distinct(),
        },
        status=status,
    )


@require_GET
def one(request: HttpRequest, case_id: str) -> HttpResponse:
    """This function shows a case."""
    return _show(request, case_id, MemberForm())


@require_POST
def add_member(request: HttpRequest, case_id: str) -> HttpResponse:
    """This function lets a person work on a case."""
    actor = actor_of(request)
    form = MemberForm(request.POST)

    def act(data: dict[str, Any]) -> None:
        user = User.objects.filter(username=data["username"].strip()).first()
        operations.add_member(actor=actor, case_id=case_id, user_id=user.id if user else "")

    queries.case(actor, case_id)
    if attempt(form, act, Missing, Refused):
        messages.success(request, _("This person works on the case now."))
        return redirect("desk:case", case_id=case_id)
    return _show(request, case_id, form, 400)


@require_POST
def remove_member(request: HttpRequest, case_id: str, user_id: str) -> HttpResponse:
    """This function ends a person's work on a case."""
    actor = actor_of(request)
    queries.case(actor, case_id)
    operations.remove_member(actor=actor, case_id=case_id, user_id=user_id)
    messages.info(request, _("This person no longer works on the case."))
    return HttpResponseRedirect("/cases/") if user_id == actor.user_id else redirect("desk:case", case_id=case_id)


@require_POST
def close(request: HttpRequest, case_id: str) -> HttpResponse:
    """This function closes a case."""
    actor = actor_of(request)
    queries.case(actor, case_id)
    operations.close_case(actor=actor, case_id=case_id)
    messages.info(request, _("The case is closed; working periods and live checks on it have ended."))
    return redirect("desk:case", case_id=case_id)
