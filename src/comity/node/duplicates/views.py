"""Pages of proposals to merge: the list, one pair side by side, the decision; views hold no rules."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.node.duplicates import operations, queries
from comity.node.duplicates.forms import DecisionForm
from comity.node.duplicates.words import speaks_against, speaks_for
from comity.node.holdings.queries import import_report
from comity.node.holdings.requests import attempt
from comity.node.matching.words import kinds
from comity.node.requests import actor_of


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists the proposals that wait; asked by htmx while the worker looks, how far it is."""
    actor = actor_of(request)
    done, total = queries.progress()
    if getattr(request, "htmx", False) and done < total:
        return render(request, "duplicates/progress.html", {"done": done, "total": total})
    asked, number = request.GET.get("import", ""), request.GET.get("page", "1")
    page = queries.proposals(
        actor, import_id=asked, number=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    )
    context = {
        "page": page, "made": import_report(actor, asked) if asked else None, "done": done, "total": total,
        "pairs": [(each, speaks_for(each.proposal), speaks_against(each.proposal)) for each in page.object_list],
    }  # fmt: skip
    response = render(request, "duplicates/list.html", context)
    if getattr(request, "htmx", False):
        response["HX-Refresh"] = "true"
    return response


@require_GET
def of_import(request: HttpRequest, import_id: str) -> HttpResponse:
    """This function tells the report of an import, by htmx, how many of its records look like others."""
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('duplicates:list')}?{urlencode({'import': import_id})}")
    inside, against = queries.tally(actor_of(request), import_id)
    done, total = queries.progress()
    context = {"import_id": import_id, "inside": inside, "against": against, "done": done, "total": total}
    return render(request, "duplicates/tally.html", context)


@require_GET
def one(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """This function shows both records of a proposal side by side."""
    return _show(request, proposal_id, DecisionForm())


@require_POST
def merge(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """This function joins both records and goes on to the next proposal."""
    return _decided(request, proposal_id, operations.merge_proposed, _("Both records stand under one subject now."))


@require_POST
def decline(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """This function keeps both records apart and goes on to the next proposal."""
    return _decided(
        request, proposal_id, operations.decline_proposed, _("They stay apart, and are not proposed again.")
    )


def _decided(request: HttpRequest, proposal_id: str, decide: Callable[..., object], said: str) -> HttpResponse:
    actor, form = actor_of(request), DecisionForm(request.POST)

    def act() -> None:
        decide(actor=actor, proposal_id=proposal_id, reason=form.cleaned_data["reason"])

    if not attempt(form, act):
        return _show(request, proposal_id, form, status=400)
    messages.success(request, said)
    following = request.POST.get("next", "")
    if queries.waits(actor_of(request), following):
        return redirect("duplicates:proposal", following)
    return redirect("duplicates:list")


def _show(request: HttpRequest, proposal_id: str, form: DecisionForm, status: int = 200) -> HttpResponse:
    found = queries.proposal(actor_of(request), proposal_id)
    context = {
        "found": found, "proposal": found.proposal, "form": form, "for": speaks_for(found.proposal),
        "against": speaks_against(found.proposal), "keys": kinds(found.proposal.keys),
    }  # fmt: skip
    return render(request, "duplicates/proposal.html", context, status=status)
