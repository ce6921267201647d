"""Lists: conversations, the outbox, what awaits approval, alerts, what is owed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comity.exchange.conversations import Kind
from comity.node.messaging import queries
from comity.node.messaging.choosing import doings
from comity.node.messaging.words import KINDS
from comity.node.requests import actor_of

PAGE = 50


@require_GET
def conversations(request: HttpRequest) -> HttpResponse:
    """This function lists conversations: all, those of a kind, or those in which something waits for a person here."""
    actor = actor_of(request)
    waiting, kind = request.GET.get("waiting") == "1", request.GET.get("kind", "")
    rows = queries.overview(actor, waiting=waiting)
    if kind in {each.value for each in Kind}:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": waiting,
        "kind": kind,
        "kinds": KINDS,
        "may_write": bool(doings(actor)["begin"]),
    }
    return render(request, "messaging/list.html", context)


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """This function lists what waits to be delivered, and why."""
    page = Paginator(queries.outbox(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "messaging/outbox.html", {"page": page})
