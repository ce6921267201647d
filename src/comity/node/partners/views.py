"""Pages about partners; they call operations and queries and hold no rules."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel import ComityError, Handling, Tlp
from comity.node.accounts.queries import names
from comity.node.errors import said
from comity.node.partners import forms, operations, queries
from comity.node.partners.own import own_card
from comity.node.partners.panels import panels
from comity.node.permissions import Action, may
from comity.node.requests import actor_of
from comity.subjects.model import Role


@require_GET
def partners(request: HttpRequest) -> HttpResponse:
    """This function lists partners with their fingerprints."""
    actor = actor_of(request)
    rows = queries.partners(actor)
    context = {"partners": rows, "may_add": may(actor, Action.PARTNER_ADD), "own": own_card()}
    return render(request, "partners/list.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """This function takes a card that another agency handed over."""
    form = forms.CardForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.add(actor=actor_of(request), card=form.cleaned_data["card"])
        except ComityError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("The card is kept. Now compare the fingerprint."))
            return redirect("partners:partner", row.id)
    return render(request, "partners/add.html", {"form": form})


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """This function shows this node's own card, to hand over."""
    queries.partners(actor_of(request))
    return render(request, "partners/own.html", {"card": own_card()})


@require_GET
def own_file(request: HttpRequest) -> HttpResponse:
    """This function returns this node's own card as a file."""
    queries.partners(actor_of(request))
    card = own_card()
    name = f"card-{card.node}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(card.token + "\n", content_type="text/plain; charset=utf-8", headers=headers)


@require_GET
def partner(request: HttpRequest, partner_id: str) -> HttpResponse:
    """This function shows a partner: card, fingerprint, what it may see, what can be done."""
    return _partner_page(request, partner_id)


@require_POST
def accept(request: HttpRequest, partner_id: str) -> HttpResponse:
    """This function accepts a partner whose fingerprint was compared."""
    form = forms.FingerprintForm(request.POST)
    if form.is_valid():
        try:
            operations.accept(
                actor=actor_of(request), partner_id=partner_id, fingerprint=form.cleaned_data["fingerprint"]
            )
        except ComityError as error:
            if error.code != "partners.fingerprint.different":
                raise
            form.add_error("fingerprint", said(error))
        else:
            messages.success(request, _("The partner is accepted."))
            return redirect("partners:partner", partner_id)
    return _partner_page(request, partner_id, form, status=400)


@require_POST
def change(request: HttpRequest, partner_id: str, step: str) -> HttpResponse:
    """This function suspends or resumes a partner, accepts its new address, or sets its group."""
    actor = actor_of(request)
    if step == "suspend":
        operations.suspend(actor=actor, partner_id=partner_id, reason=request.POST.get("reason", ""))
        messages.success(request, _("The partner is suspended. Nothing is exchanged with it."))
    elif step == "resume":
        operations.resume(actor=actor, partner_id=partner_id, reason=request.POST.get("reason", ""))
        messages.success(request, _("The partner is accepted again."))
    elif step == "address":
        operations.accept_address(actor=actor, partner_id=partner_id)
        messages.success(request, _("This node now sends to the new address."))
    elif step == "group":
        operations.set_group(actor=actor, partner_id=partner_id, group_id=request.POST.get("group") or None)
        messages.success(request, _("The visibility group is set."))
    else:
        raise Http404
    return redirect("partners:partner", partner_id)


@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """This function lists visibility groups with what they release."""
    actor = actor_of(request)
    rows = queries.groups(actor).prefetch_related("partners")
    return render(request, "partners/groups.html", {"groups": rows, "may_write": may(actor, Action.GROUP_WRITE)})


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, group_id: str | None = None) -> HttpResponse:
    """This function makes or changes a visibility group."""
    actor = actor_of(request)
    row = queries.groups(actor).filter(id=str(group_id)).first() if group_id else None
    if group_id and row is None:
        raise Http404
    initial = {"name": row.name, "roles": row.roles, "max_tlp": row.max_tlp, "handling": row.handling} if row else None
    if initial and row:
        initial["names_alone"] = row.names_alone
    form = forms.GroupForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            operations.write_group(
                actor=actor,
                group_id=row.id if row else None,
                name=values["name"],
                roles=[Role(r) for r in values["roles"]],
                max_tlp=Tlp(values["max_tlp"]),
                handling=[Handling(h) for h in values["handling"]],
                names_alone=values["names_alone"],
            )
        except ComityError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("The visibility group is kept."))
            return redirect("partners:groups")
    return render(request, "partners/group.html", {"form": form, "group": row})


def _partner_page(
    request: HttpRequest, partner_id: str, form: forms.FingerprintForm | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    row = queries.partner(actor, partner_id)
    context = {
        "partner": row,
        "card": row.card,
        "offered": row.offered_card,
        "keys": row.keys.all(),
        "compared_by": names({row.compared_by}).get(row.compared_by, "") if row.compared_by else "",
        "form": form or forms.FingerprintForm(),
        "reason_form": forms.ReasonForm(),
        "group_form": forms.PartnerGroupForm(initial={"group": row.group_id}),
        "may_accept": may(actor, Action.PARTNER_ACCEPT),
        "may_suspend": may(actor, Action.PARTNER_SUSPEND),
        "may_group": may(actor, Action.GROUP_WRITE),
        "panels": panels(actor, row),
    }
    return render(request, "partners/partner.html", context, status=status)
