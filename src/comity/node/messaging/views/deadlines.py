"""Within how many hours this country and each other answer: as usual, or as they agreed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.exchange.conversations import Hours
from comity.kernel import InvalidInput
from comity.node.countries import country_name
from comity.node.errors import said
from comity.node.messaging import deadlines
from comity.node.messaging.forms import DeadlinesForm
from comity.node.partners.queries import accepted
from comity.node.permissions import MAY, Action, require
from comity.node.requests import actor_of
from comity.node.runtime import config


@require_http_methods(["GET", "POST"])
def agreed(request: HttpRequest) -> HttpResponse:
    """This function shows what countries agreed, and keeps what a supervisor writes."""
    actor = actor_of(request)
    may_write = actor.role in MAY[Action.DEADLINE_WRITE]
    form = DeadlinesForm(request.POST or None, countries=_countries()) if may_write else None
    if request.method == "POST":
        require(actor, Action.DEADLINE_WRITE)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            deadlines.agree_deadlines(actor=actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("It counts for what is asked from now on."))
            return redirect("messaging:deadlines")
    own = config().country
    rows = [(row.second if row.first == own else row.first, row) for row in deadlines.agreed(actor)]
    context = {"rows": rows, "usual": Hours(), "form": form}
    return render(request, "messaging/deadlines.html", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """This function lets the usual deadlines count again with a country."""
    deadlines.end_agreement(actor=actor_of(request), country=request.POST.get("country", ""))
    messages.success(request, _("The usual deadlines count again."))
    return redirect("messaging:deadlines")


def _countries() -> list[tuple[str, str]]:
    codes = sorted(set(accepted().values_list("country", flat=True)))
    return [(code, country_name(code)) for code in codes]
