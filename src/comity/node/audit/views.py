"""Pages of the ledger; they call operations and queries and hold no rules."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.kernel import ComityError
from comity.node.audit import directory, operations, queries
from comity.node.audit.forms import CloseForm, FilterForm
from comity.node.audit.models import AlarmKind
from comity.node.audit.words import EVENTS, event_in_words
from comity.node.errors import said
from comity.node.permissions import Action, may
from comity.node.requests import actor_of

PAGE = 50


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """This function shows entries, newest first, each with how it is proven."""
    actor = actor_of(request)
    form = FilterForm(request.GET)
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked[:9]) <= 10**8 else 1
    entries, total = queries.read_entries(actor=actor, wanted=form.wanted(), first=(number - 1) * PAGE, count=PAGE)
    context = {
        "form": form,
        "rows": [(entry, event_in_words(entry.event)) for entry in entries],
        "page": Paginator(range(total), PAGE).get_page(number),
        "filtered": any(form.wanted().document().values()),
        "events": sorted(EVENTS),
        "tab": "entries",
    }
    return render(request, "audit/ledger.html", context)


@require_GET
def entry(request: HttpRequest, log: str, index: int) -> HttpResponse:
    """This function shows one entry with its details."""
    found = queries.read_entry(actor=actor_of(request), log=log, index=index)
    details = None if found.details is None else json.dumps(found.details, ensure_ascii=False, indent=2)
    context = {"entry": found, "words": event_in_words(found.event), "details": details, "tab": "entries"}
    return render(request, "audit/entry.html", context)


@require_GET
def heads(request: HttpRequest) -> HttpResponse:
    """This function shows the heads that this node and its partners keep of each other."""
    newest, exchanged = queries.heads(actor=actor_of(request))
    context = {"newest": newest, "exchanged": exchanged, "state": queries.state(), "tab": "heads"}
    return render(request, "audit/heads.html", context)


@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """This function shows alarms, with a form to close the open ones for who may."""
    actor = actor_of(request)
    names = directory.names()
    rows = [
        (alarm, AlarmKind(alarm.kind).label, names.get(alarm.partner, alarm.partner), alarm.evidence.get("reason", ""))
        for alarm in queries.alarms(actor=actor)[:200]
    ]
    context = {
        "rows": rows,
        "state": queries.state(),
        "may_close": may(actor, Action.LEDGER_RECOVER),
        "may_read": may(actor, Action.LEDGER_READ),
        "form": CloseForm(),
        "tab": "alarms",
    }
    return render(request, "audit/alarms.html", context)


@require_POST
def close_alarm(request: HttpRequest, alarm_id: str) -> HttpResponse:
    """This function closes an alarm with what was found out."""
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what was found out, in at most 500 characters."))
        return redirect("audit:alarms")
    try:
        operations.close_alarm(actor=actor_of(request), alarm_id=alarm_id, words=form.cleaned_data["words"])
    except ComityError as error:
        messages.error(request, said(error))
    else:
        messages.success(request, _("The alarm is closed."))
    return redirect("audit:alarms")
