"""The list of prosecutions, one of them, and the forms that record and correct it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.node.messaging.forms.rows import pressed
from comity.node.permissions import MAY, Action, Actor, require
from comity.node.prosecutions import operations, queries
from comity.node.prosecutions.forms.acting import FilterForm, HearingForm, WithdrawForm
from comity.node.prosecutions.forms.recording import ProsecutionForm, initial_of, rows_of
from comity.node.prosecutions.forms.rows import DefendantRow
from comity.node.prosecutions.views.changes import told
from comity.node.requests import actor_of
from comity.node.seizures.forms import choices
from comity.node.seizures.views.attempts import attempt


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists prosecutions, the latest first."""
    actor, form = actor_of(request), FilterForm(request.GET, actor=actor_of(request))
    page = request.GET.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    found = queries.find(actor, form.wanted(), page=number)
    context = {
        "form": form, "found": found, "may_write": actor.role in MAY[Action.PROSECUTION_WRITE],
        "before": _turned(request, found.page - 1) if found.page > 1 else "",
        "after": _turned(request, found.page + 1) if found.page < found.pages else "",
    }  # fmt: skip
    return render(request, "prosecutions/list.html", context)


@require_GET
def one(request: HttpRequest, prosecution_id: str) -> HttpResponse:
    """This function shows a prosecution."""
    return _show(request, prosecution_id)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """This function records a prosecution; a seizure named in the address is filled in."""
    actor = actor_of(request)
    require(actor, Action.PROSECUTION_WRITE, member=True)
    form = _form(request, actor, initial={"seizures": request.GET.get("seizure", "")[:60]})
    made: list[str] = []

    def act() -> None:
        made.append(operations.record_prosecution(actor=actor, given=form.given(), grounds=form.grounds()).id)

    if _done(request, form, act):
        messages.success(request, _("The prosecution is recorded."))
        return redirect("prosecutions:detail", made[0])
    return _shown(request, form, {
        "title": _("Record a prosecution"), "button": _("Record the prosecution"),
        "address": reverse("prosecutions:new"), "cancel": reverse("prosecutions:list"),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, prosecution_id: str) -> HttpResponse:
    """This function corrects a prosecution, or says how it ended; what it said before stays readable."""
    actor = actor_of(request)
    found = operations.open_for_change(actor=actor, prosecution_id=prosecution_id)
    form = _form(request, actor, initial=initial_of(found), rows=rows_of(found))
    form.ask_why()

    def act() -> None:
        operations.correct_prosecution(
            actor=actor, prosecution_id=prosecution_id, revision=form.cleaned_data["revision"] or 0,
            given=form.given(), grounds=form.grounds(), reason=form.cleaned_data["reason"],
        )  # fmt: skip

    if _done(request, form, act):
        messages.success(request, _("The prosecution is corrected; what it said before stays readable."))
        return redirect("prosecutions:detail", prosecution_id)
    return _shown(request, form, {
        "title": _("Outcome, or correction"), "button": _("Keep"), "correcting": True,
        "address": reverse("prosecutions:correct", args=[prosecution_id]),
        "cancel": reverse("prosecutions:detail", args=[prosecution_id]),
    })  # fmt: skip


@require_POST
def hear(request: HttpRequest, prosecution_id: str) -> HttpResponse:
    """This function adds a day in court."""
    form = HearingForm(request.POST)

    def act() -> None:
        operations.record_hearing(actor=actor_of(request), prosecution_id=prosecution_id, **form.cleaned_data)

    if attempt(form, act, lambda code: code.rpartition(".")[2] if code.rpartition(".")[2] in form.fields else None):
        messages.success(request, _("The hearing is recorded."))
        return redirect("prosecutions:detail", prosecution_id)
    return _show(request, prosecution_id, hearing_form=form)


@require_POST
def withdraw(request: HttpRequest, prosecution_id: str) -> HttpResponse:
    """This function states that a prosecution was recorded by mistake."""
    form = WithdrawForm(request.POST)

    def act() -> None:
        operations.withdraw_prosecution(actor=actor_of(request), prosecution_id=prosecution_id, **form.cleaned_data)

    if attempt(form, act, lambda code: "reason" if code == "prosecutions.reason" else None):
        messages.info(request, _("The prosecution is withdrawn: it counts nowhere any more, and stays readable."))
        return redirect("prosecutions:detail", prosecution_id)
    return _show(request, prosecution_id, withdraw_form=form)


def _show(request: HttpRequest, prosecution_id: str, **forms: Any) -> HttpResponse:
    actor = actor_of(request)
    found = queries.detail(actor, prosecution_id)
    begun = {
        "hearing_form": HearingForm(), "withdraw_form": WithdrawForm(initial={"revision": found.prosecution.revision})
    }  # fmt: skip
    context = {
        "found": found, "prosecution": found.prosecution, "changes": told(found),
        "persons": sum(each.persons for each, _held in found.defendants),
    }  # fmt: skip
    return render(request, "prosecutions/detail.html", context | begun | forms, status=400 if forms else 200)


def _form(request: HttpRequest, actor: Actor, **begun: Any) -> ProsecutionForm:
    changed = pressed(request.POST) if request.method == "POST" else None
    data = changed if changed is not None else request.POST if request.method == "POST" else None
    form = ProsecutionForm(data, actor=actor, **begun)
    if changed is not None:
        form.calm()
    return form


def _done(request: HttpRequest, form: ProsecutionForm, act: Any) -> bool:
    if request.method != "POST" or pressed(request.POST) is not None:
        return False
    return attempt(form, act, form.place_of)


def _shown(request: HttpRequest, form: ProsecutionForm, context: dict[str, Any]) -> HttpResponse:
    grounds = ("ground", "source", "retention_until", "words")
    context |= {
        "form": form, "countries": choices.country_names(), "pattern": DefendantRow(prefix="defendants-__n__"),
        "grounds_open": any(form[name].errors for name in grounds),
    }  # fmt: skip
    return render(request, "prosecutions/form.html", context, status=400 if form.wrong or form.errors else 200)


def _turned(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
