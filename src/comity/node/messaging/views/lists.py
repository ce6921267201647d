"""Lists: conversations, the outbox, what awaits approval, alerts, what is owed."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comity.exchange.conversations import Kind
from comity.node.accounts.queries import names
from comity.node.messaging import queries, reading
from comity.node.messaging.choosing import doings
from comity.node.messaging.sharing_models import Alert
from comity.node.messaging.views.showing import acts, entry_alone
from comity.node.messaging.words import KINDS
from comity.node.permissions import MAY, Action, require
from comity.node.requests import actor_of
from comity.node.runtime import clock

PAGE = 50


@require_GET
def conversations(request: HttpRequest) -> HttpResponse:
    """This function lists conversations: all, those of a kind, or those in which something waits for a person here."""
    actor = actor_of(request)
    waiting, kind = request.GET.get("waiting") == "1", request.GET.get("kind", "")
    rows = queries.overview(actor, waiting=waiting).prefetch_related("participants__partner")
    if kind in {each.value for each in Kind}:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = reading.listed(actor, page.object_list)
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
    actor = actor_of(request)
    page = Paginator(queries.outbox(actor), PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    reading.listed(actor, [row.message.conversation for row in page.object_list])
    return render(request, "messaging/outbox.html", {"page": page})


@require_GET
def owed(request: HttpRequest) -> HttpResponse:
    """This function lists who owes whom what, overdue first, in both directions."""
    actor = actor_of(request)
    rows, reminders = queries.owed(actor), list(queries.reminders(actor)[:PAGE])
    reading.listed(actor, [*(r.conversation for r in rows), *(r.message.conversation for r in reminders)])
    sides = [
        (_("What we owe"), _("We owe partners nothing now."), [row for row in rows if row.by_us]),
        (_("What partners owe us"), _("Partners owe us nothing now."), [row for row in rows if not row.by_us]),
    ]
    people = names({row.conversation.assigned_to for row in rows})
    context = {"sides": sides, "people": people, "reminders": reminders, "now": clock().now()}
    return render(request, "messaging/owed.html", context)


@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """This function lists the alerts in force; those that are cancelled or over stand apart."""
    actor = actor_of(request)
    past = request.GET.get("past") == "1"
    now = clock().now()
    rows = queries.alerts(actor, in_force=not past).prefetch_related("message__conversation__participants")
    if past:
        rows = rows.exclude(queries.holds(now))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    reading.note(actor, reading.ALERTS, [row.message_id for row in page])
    shown = [
        {"alert": row, "state": _standing(row, now), "entry": entry_alone(actor, row.message),
         "acts": acts(actor, row.message.conversation, row.message)}
        for row in page
    ]  # fmt: skip
    may_warn = actor.role in MAY[Action.SHARE]
    return render(request, "messaging/alerts.html", {"page": page, "rows": shown, "past": past, "may_warn": may_warn})


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """This function lists what awaits a second person's approval before it leaves."""
    actor = actor_of(request)
    require(actor, Action.REQUEST_APPROVE)
    rows = queries.overview(actor, waiting=True).filter(to_approve__gt=0).order_by("last")  # type: ignore[misc]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = reading.listed(actor, page.object_list)
    return render(request, "messaging/approvals.html", {"page": page})


def _standing(alert: Alert, now: datetime) -> str:
    if alert.cancelled is not None:
        return "cancelled"
    if alert.valid_to <= now:
        return "over"
    return "in-force" if alert.valid_from <= now else "to-come"
