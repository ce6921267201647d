"""Pages of recalls: taking back and correcting what was given, and who has proved what; views hold no rules."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.exchange.contents import WithdrawalReason
from comity.kernel import ComityError
from comity.node.errors import said
from comity.node.holdings.requests import attempt
from comity.node.items import queries as items
from comity.node.items import recall_queries
from comity.node.items.operations import read
from comity.node.items.recall_models import RecallSide
from comity.node.messaging import recalling
from comity.node.messaging.forms.recalls import CorrectForm, WithdrawForm
from comity.node.permissions import MAY, Action
from comity.node.requests import actor_of

SIZE = 25


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists recalls: those in which something is not proven, or all."""
    actor, whole = actor_of(request), request.GET.get("all") == "1"
    page = Paginator(recall_queries.recalls(actor, unfinished=not whole), SIZE).get_page(request.GET.get("page"))
    sides: dict[str, list[RecallSide]] = {recall.id: [] for recall in page.object_list}
    for side in recall_queries.waiting(actor).filter(recall__in=list(sides)):
        sides[side.recall_id].append(side)
    seen = [(recall, sides[recall.id]) for recall in page.object_list]
    return render(request, "messaging/recalls.html", {"page": page, "seen": seen, "whole": whole, "tab": "recalls"})


@require_http_methods(["GET", "POST"])
def of_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """This function shows the recalls of an item, and takes one of ours back."""
    actor = actor_of(request)
    item = items.item(actor, str(item_id))
    form = WithdrawForm(request.POST or None)

    def act() -> None:
        recalling.withdraw(
            actor=actor, item_id=item.id, reason=WithdrawalReason(form.cleaned_data["reason"]),
            words=form.cleaned_data["words"],
        )  # fmt: skip

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("It is taken back. Who has it is asked to treat every copy and to prove it."))
        return redirect("messaging:recall", item_id)
    seen = read(actor=actor, items=[item])[0]
    role = actor.role in MAY[Action.RECALL_SEND]
    context = {
        "form": form, "item": seen.item, "judgement": seen.judgement, "recalls": recall_queries.of_item(actor, item),
        "may": role, "may_recall": role and item.is_ours and item.stands,
    }  # fmt: skip
    return render(request, "messaging/recall.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """This function corrects an item of ours, wherever it is."""
    actor = actor_of(request)
    item = items.item(actor, str(item_id))
    if not (item.is_ours and item.stands):
        return redirect("messaging:recall", item_id)
    seen = read(actor=actor, items=[item])[0]
    if not seen.judgement.allowed:
        return redirect("messaging:recall", item_id)
    form = CorrectForm(request.POST or None, item=seen.item)

    def act() -> None:
        wrong = form.cleaned_data["wrong"]
        recalling.correct(actor=actor, item_id=item.id, wrong=wrong, changes=form.changes())

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("It is corrected. Who has it is asked to correct every copy and to prove it."))
        return redirect("messaging:recall", item_id)
    context = {"item": seen.item, "judgement": seen.judgement, "form": form}
    context |= {"title": _("Correct it"), "button": _("Correct it")}
    return render(request, "items/form.html", context, status=400 if form.errors else 200)


@require_POST
def destroyed(request: HttpRequest, item_id: UUID, copy_id: int) -> HttpResponse:
    """This function notes that paper or a file with an item on it is destroyed."""
    try:
        recalling.destroyed(actor=actor_of(request), copy_id=copy_id)
    except ComityError as error:
        if error.code.startswith("permissions."):
            raise
        messages.error(request, said(error))
    else:
        messages.success(request, _("It is noted, and confirmed to who asked."))
    return redirect("messaging:recall", item_id)
