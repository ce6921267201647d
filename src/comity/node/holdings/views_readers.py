"""The page on which supervisors and auditors see who read a record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comity.node.audit.words import EVENTS
from comity.node.holdings.readers import MOST, readers
from comity.node.permissions import MAY, Action
from comity.node.requests import actor_of


@require_GET
def every(request: HttpRequest, holding_id: str) -> HttpResponse:
    """This function shows who read a record."""
    actor = actor_of(request)
    rows = [(row, EVENTS.get(row.event, row.event)) for row in readers(actor, holding_id)]
    context = {
        "rows": rows, "holding_id": holding_id, "most": MOST, "may_open": actor.role in MAY[Action.HOLDING_READ]
    }  # fmt: skip
    return render(request, "holdings/readers.html", context)
