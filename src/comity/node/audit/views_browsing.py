"""The page of browsing: who reads far more than peers, for supervisors and auditors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from comity.kernel import ComityError
from comity.ledger.browsing import Measure
from comity.node.audit import browsing
from comity.node.audit.forms import CloseForm
from comity.node.errors import said
from comity.node.permissions import MAY, Action
from comity.node.requests import actor_of

MEASURES: dict[str, str | Promise] = {
    Measure.OPENED: gettext_lazy("records opened in a day"),
    Measure.SHOWN: gettext_lazy("records shown in lists in a day"),
    Measure.SEARCHES: gettext_lazy("searches in a day"),
    Measure.NIGHT: gettext_lazy("reads between 22:00 and 05:00"),
    Measure.HOUR: gettext_lazy("records opened in one hour"),
}


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function shows unusual days, and how much everybody reads."""
    actor = actor_of(request)
    shown, readers = browsing.read(actor=actor)
    rows = [
        (each, MEASURES.get(each.row.measure, each.row.measure), CloseForm(auto_id=f"id_{each.row.id}_%s"))
        for each in shown
    ]
    may_review = actor.role in MAY[Action.BROWSING_REVIEW]
    context = {"rows": rows, "readers": readers, "may_review": may_review, "tab": "browsing",
               "may_read": actor.role in MAY[Action.LEDGER_READ], "days": browsing.WINDOW.days}  # fmt: skip
    return render(request, "audit/browsing.html", context)


@require_POST
def review(request: HttpRequest, day_id: str) -> HttpResponse:
    """This function keeps what was found out about a day."""
    form = CloseForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        browsing.review(actor=actor_of(request), day_id=day_id, words=words)
    except ComityError as error:
        messages.error(request, said(error))
    else:
        messages.success(request, _("What you found out is kept."))
    return redirect("audit:browsing")
