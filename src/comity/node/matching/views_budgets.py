"""Pages of budgets: what is agreed with each partner, what both sides counted, and signs of fishing."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.kernel import ComityError
from comity.node.errors import said
from comity.node.holdings.requests import attempt
from comity.node.matching import accounts, agreeing, budget_queries, fishing, queries
from comity.node.matching.forms import BudgetForm, LowerForm
from comity.node.partners import queries as partners
from comity.node.partners.models import Partner
from comity.node.permissions import MAY, Action, Actor
from comity.node.requests import actor_of


@require_GET
def budgets(request: HttpRequest) -> HttpResponse:
    """This function shows indexes and budgets with every partner."""
    actor = actor_of(request)
    waits = {row.partner_id for row in budget_queries.to_decide(actor)}
    signs = {row.partner_id for row in budget_queries.signs(actor)} if actor.role in MAY[Action.FISHING_READ] else set()
    rows = [(each, each.partner.id in waits, each.partner.id in signs) for each in queries.standing(actor)]
    return render(request, "matching/budgets.html", {"standing": rows})


@require_GET
def budget(request: HttpRequest, partner_id: str) -> HttpResponse:
    """This function shows what is allowed with one partner, what both sides counted, and what asking shows."""
    return _budget(request, partner_id)


def _budget(
    request: HttpRequest, partner_id: str, form: forms.Form | None = None, lower: forms.Form | None = None
) -> HttpResponse:
    actor = actor_of(request)
    found = budget_queries.standing(actor, partner_id)
    may_read = actor.role in MAY[Action.FISHING_READ]
    context = {
        "standing": found, "partner": found.partner, "form": form or BudgetForm(),
        "lower_form": lower or LowerForm(auto_id="lower_%s"),
        "may_review": actor.role in MAY[Action.FISHING_REVIEW], "may_read": may_read,
        "signs": budget_queries.signs_of(actor, partner_id) if may_read else [],
    }  # fmt: skip
    return render(request, "matching/budget.html", context, status=400 if form or lower else 200)


@require_POST
def change(request: HttpRequest, partner_id: str, action: str) -> HttpResponse:
    """This function proposes, accepts, declines, withdraws or lowers a budget, compares counts, or reviews a sign."""
    actor = actor_of(request)
    partner = partners.partner(actor, partner_id)
    if action == "propose":
        form = BudgetForm(request.POST)
        if not attempt(form, lambda: _propose(actor, partner.id, form)):
            return _budget(request, partner.id, form)
        messages.success(request, _("The budget is proposed. It holds once a person there has accepted it."))
    elif action == "lower":
        lower = LowerForm(request.POST, auto_id="lower_%s")
        if not attempt(lower, lambda: agreeing.lower(actor=actor, partner_id=partner.id, **lower.cleaned_data)):
            return _budget(request, partner.id, lower=lower)
        told = accounts.tell(partner)
        messages.success(
            request,
            _("Less is allowed from now on, and the partner knows.") if told else
            _("Less is allowed from now on. The partner does not answer and is told later."),
        )  # fmt: skip
    elif action in {"accept", "decline", "withdraw", "compare", "review"}:
        try:
            messages.success(request, _step(request, actor, action, partner))
        except ComityError as error:
            if error.code.startswith("permissions."):
                raise
            messages.error(request, said(error))
    else:
        raise Http404
    return redirect("matching:budget", partner.id)


def _propose(actor: Actor, partner_id: str, form: forms.Form) -> None:
    agreeing.tell(agreeing.propose(actor=actor, partner_id=partner_id, **form.cleaned_data))


def _step(request: HttpRequest, actor: Actor, action: str, partner: Partner) -> str:
    chosen, words = request.POST.get("chosen", "")[:40], request.POST.get("words", "")[:500]
    if action == "withdraw":
        agreeing.withdraw(actor=actor, agreement_id=chosen)
        return _("The proposal is withdrawn.")
    if action == "compare":
        return _("Both sides told what they counted.") if accounts.tell(partner) else _("The partner does not answer.")
    if action == "review":
        fishing.review(actor=actor, sign_id=chosen, words=words)
        return _("What you found out is kept.")
    agreeing.tell(agreeing.decide(actor=actor, agreement_id=chosen, accept=action == "accept", reason=words))
    return _("The budget is agreed and holds from now on.") if action == "accept" else _("The budget is declined.")
