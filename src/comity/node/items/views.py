"""Pages of items: lists, one item with what may be done with it, record, paper, file; views hold no rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel import Refused
from comity.node.errors import said
from comity.node.holdings.requests import attempt
from comity.node.items import operations, queries
from comity.node.items.forms import DeriveForm, LoosenForm, TightenForm
from comity.node.items.models import Item
from comity.node.permissions import MAY, Action
from comity.node.requests import actor_of
from comity.subjects import Role, Schema

SIZE = 25
MOST = 200
"""Items that are printed or exported at once."""


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists items, received or given."""
    actor, given = actor_of(request), request.GET.get("given") == "1"
    page = Paginator(queries.items(actor, ours=given), SIZE).get_page(request.GET.get("page"))
    seen = operations.listed(actor=actor, items=page.object_list)
    context = {"page": page, "seen": seen, "given": given, "may": _may(request)}
    context["tab"] = "given" if given else "received"
    return render(request, "items/list.html", context)


@require_GET
def one(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """This function shows one item: its marks, where it came from and went, who read it, what may be done."""
    found = queries.detail(actor_of(request), str(item_id))
    context = {"found": found, "item": found.seen.item, "judgement": found.seen.judgement, "may": _may(request)}
    return render(request, "items/item.html", context)


@require_http_methods(["GET", "POST"])
def derive(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """This function makes a record of an item."""
    actor = actor_of(request)
    item = queries.item(actor, str(item_id))
    if not operations.look(actor, item).judgement.allowed:
        return redirect("items:item", item_id)
    form = DeriveForm(request.POST or None, item=item)
    made: list[str] = []

    def act() -> None:
        held = operations.derive(
            actor=actor, item_id=item.id, values=form.values(), schema=Schema(form.cleaned_data["schema"]),
            role=Role(form.cleaned_data["role"]), holding_id=form.cleaned_data["holding"].strip(),
        )  # fmt: skip
        made.append(held.id)

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The item is a record now; its marks stand at every statement."))
        return redirect("holdings:detail", made[0])
    words = (_("Make a record of it"), _("Record it"))
    return _form(request, item, form, words)


@require_http_methods(["GET", "POST"])
def tighten(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """This function binds an item more strictly here."""
    actor = actor_of(request)
    item = queries.item(actor, str(item_id))
    initial = _marks(item) | {
        "retention_until": item.retention_until, "permitted_purposes": item.permitted_purposes
    }  # fmt: skip
    form = TightenForm(request.POST or None, initial=initial)

    def act() -> None:
        operations.tighten(
            actor=actor, item_id=item.id, restriction=form.restriction(),
            retention_until=form.cleaned_data["retention_until"],
            permitted_purposes=tuple(form.cleaned_data["permitted_purposes"]),
        )  # fmt: skip

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("It is bound more strictly now, with everything that was made of it here."))
        return redirect("items:item", item_id)
    return _form(request, item, form, (_("Tighten it"), _("Tighten")))


@require_http_methods(["GET", "POST"])
def loosen(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """This function lowers the marks of an item of ours."""
    actor = actor_of(request)
    item = queries.item(actor, str(item_id))
    form = LoosenForm(request.POST or None, initial=_marks(item))

    def act() -> None:
        reason = form.cleaned_data["reason"]
        operations.loosen(actor=actor, item_id=item.id, restriction=form.restriction(), reason=reason)

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("Its marks are lower here. What partners have keeps the marks that it went with."))
        return redirect("items:item", item_id)
    return _form(request, item, form, (_("Lower its marks"), _("Lower them")))


@require_POST
def put_on_paper(request: HttpRequest) -> HttpResponse:
    """This function shows items as they stand on paper, with what is left out and why."""
    actor = actor_of(request)
    try:
        carried = operations.put_on_paper(actor=actor, items=_chosen(request))
    except Refused as error:
        return _refused(request, error)
    return render(request, "items/paper.html", {"carried": carried})


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """This function gives items as a file with their marks; the file says why an item is left out."""
    actor, form = actor_of(request), request.POST.get("format", "csv")
    try:
        if form != "csv":
            packed = operations.export_as(actor=actor, items=_chosen(request), form=form)
            sent = HttpResponse(packed.text, content_type=packed.type)
            sent["Content-Disposition"] = f'attachment; filename="{packed.name}"'
            return sent
        carried, text = operations.export(actor=actor, items=_chosen(request))
    except Refused as error:
        return _refused(request, error)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="items-{carried.id}.csv"'
    return response


def _chosen(request: HttpRequest) -> list[Item]:
    return queries.chosen(actor_of(request), request.POST.getlist("item"))[:MOST]


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    if error.code.startswith("permissions."):
        raise error
    messages.error(request, said(error))
    chosen = request.POST.getlist("item")
    return redirect("items:item", chosen[0]) if len(chosen) == 1 else redirect("items:list")


def _form(request: HttpRequest, item: Item, form: django_forms.Form, words: tuple[str, str]) -> HttpResponse:
    seen = operations.read(actor=actor_of(request), items=[item])[0]
    title, button = words
    context = {"item": seen.item, "judgement": seen.judgement, "form": form, "title": title, "button": button}
    return render(request, "items/form.html", context, status=400 if form.errors else 200)


def _marks(item: Item) -> dict[str, Any]:
    handling = [code for code in item.handling.split() if code != "H0"]
    return {"handling": handling, "words": item.words, "tlp": item.tlp, "pap": item.pap}


def _may(request: HttpRequest) -> dict[str, bool]:
    role = actor_of(request).role
    actions = {
        "give": Action.ITEM_GIVE, "derive": Action.ITEM_DERIVE, "print": Action.ITEM_PRINT,
        "export": Action.ITEM_EXPORT, "tighten": Action.ITEM_TIGHTEN, "loosen": Action.ITEM_LOOSEN,
    }  # fmt: skip
    return {name: role in MAY[action] for name, action in actions.items()}
