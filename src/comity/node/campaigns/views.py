"""The list of campaigns, one of them with its results, and the forms that plan it and say what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.node.accounts.models import User
from comity.node.campaigns import operations, queries
from comity.node.campaigns.forms import ActivityForm, CampaignForm, ReasonForm, initial_of, rows_of
from comity.node.messaging.forms.rows import pressed
from comity.node.permissions import MAY, Action, require
from comity.node.requests import actor_of
from comity.node.runtime import clock
from comity.node.seizures.views.attempts import attempt

PAGE = 25


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists campaigns, the latest first."""
    actor = actor_of(request)
    page = Paginator(queries.campaigns(actor), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "today": clock().now().date(), "may_write": actor.role in MAY[Action.CAMPAIGN_WRITE]}
    return render(request, "campaigns/list.html", context)


@require_GET
def one(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """This function shows a campaign with its results."""
    return _show(request, campaign_id)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """This function plans a campaign."""
    actor = actor_of(request)
    require(actor, Action.CAMPAIGN_WRITE)
    form = _form(request)
    made: list[str] = []

    def act() -> None:
        made.append(operations.plan_campaign(actor=actor, given=form.given()).id)

    if _done(request, form, act):
        messages.success(request, _("The campaign is planned."))
        return redirect("campaigns:detail", made[0])
    return _shown(request, form, {
        "title": _("Plan a campaign"), "button": _("Plan it"), "address": reverse("campaigns:new"),
        "cancel": reverse("campaigns:list"),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """This function changes a campaign's plan."""
    actor = actor_of(request)
    require(actor, Action.CAMPAIGN_WRITE)
    found = queries.detail(actor, campaign_id).campaign
    form = _form(request, initial=initial_of(found), rows=rows_of(found))

    def act() -> None:
        revision = form.cleaned_data["revision"] or 0
        operations.change_campaign(actor=actor, campaign_id=campaign_id, revision=revision, given=form.given())

    if _done(request, form, act):
        messages.success(request, _("The plan is changed; the ledger keeps the earlier one."))
        return redirect("campaigns:detail", campaign_id)
    return _shown(request, form, {
        "title": _("Change the plan"), "button": _("Keep"), "address": reverse("campaigns:change", args=[campaign_id]),
        "cancel": reverse("campaigns:detail", args=[campaign_id]),
    })  # fmt: skip


@require_POST
def cancel(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """This function calls a campaign off."""
    form = ReasonForm(request.POST)

    def act() -> None:
        data = form.cleaned_data
        operations.cancel_campaign(
            actor=actor_of(request), campaign_id=campaign_id, revision=data["revision"] or 0, reason=data["reason"]
        )

    if _attempt(form, act):
        messages.info(request, _("The campaign is called off; what was done stays readable."))
        return redirect("campaigns:detail", campaign_id)
    return _show(request, campaign_id, cancel_form=form)


@require_POST
def add(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """This function adds what was done on one day."""
    actor = actor_of(request)
    form = ActivityForm(request.POST, campaign=queries.detail(actor, campaign_id).campaign)

    def act() -> None:
        operations.record_activity(actor=actor, campaign_id=campaign_id, **form.cleaned_data)

    if _attempt(form, act):
        messages.success(request, _("The activity is recorded."))
        return redirect("campaigns:detail", campaign_id)
    return _show(request, campaign_id, activity_form=form)


@require_POST
def withdraw(request: HttpRequest, campaign_id: str, activity_id: str) -> HttpResponse:
    """This function states that an activity was recorded by mistake."""
    form = ReasonForm(request.POST)

    def act() -> None:
        operations.withdraw_activity(
            actor=actor_of(request), activity_id=activity_id, reason=form.cleaned_data["reason"]
        )

    if _attempt(form, act):
        messages.info(request, _("The activity is withdrawn: it counts no more, and stays readable."))
    else:
        messages.error(request, _("Nothing was withdrawn: say why in a few words."))
    return redirect("campaigns:detail", campaign_id)


def _show(request: HttpRequest, campaign_id: str, **forms: Any) -> HttpResponse:
    actor = actor_of(request)
    found = queries.detail(actor, campaign_id)
    begun = {
        "activity_form": ActivityForm(campaign=found.campaign, initial={"day": clock().now().date()}),
        "cancel_form": ReasonForm(initial={"revision": found.campaign.revision}),
    }  # fmt: skip
    mine = {each.id for each in found.activities if each.by == actor.user_id or found.may_change}
    context = {
        "found": found, "campaign": found.campaign, "today": clock().now().date(),
        "mine": mine if found.may_add else set(),
        "people": dict(User.objects.filter(id__in={e.by for e in found.activities}).values_list("id", "name")),
    }  # fmt: skip
    return render(request, "campaigns/detail.html", context | begun | forms, status=400 if forms else 200)


def _form(request: HttpRequest, **begun: Any) -> CampaignForm:
    changed = pressed(request.POST) if request.method == "POST" else None
    data = changed if changed is not None else request.POST if request.method == "POST" else None
    form = CampaignForm(data, **begun)
    if changed is not None:
        form.calm()
    return form


def _done(request: HttpRequest, form: CampaignForm, act: Callable[[], None]) -> bool:
    return request.method == "POST" and pressed(request.POST) is None and _attempt(form, act)


def _attempt(form: Any, act: Callable[[], None]) -> bool:
    def field_of(code: str) -> str | None:
        name = "reference" if code.endswith("reference.taken") else code.rpartition(".")[2]
        return name if name in form.fields else None

    return attempt(form, act, field_of)


def _shown(request: HttpRequest, form: CampaignForm, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, "campaigns/form.html", context | {"form": form}, status=400 if form.wrong or form.errors else 200
    )
