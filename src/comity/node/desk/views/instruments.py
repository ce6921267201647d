"""Legal instruments: which there are, what one says, recording, changing and confirming them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.cooperation.conventions import conventions
from comity.node.cases import operations, queries
from comity.node.cases.models import Instrument
from comity.node.cases.terms import terms_of
from comity.node.cases.words import CHANNEL_NAMES, CONDITION_NAMES, EXCHANGE_NAMES
from comity.node.desk.legal_forms import InstrumentForms
from comity.node.desk.people import actor_of
from comity.node.desk.views.forms import attempt
from comity.node.permissions import MAY, Action, require
from comity.node.runtime import clock


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists the legal instruments."""
    actor = actor_of(request)
    rows = list(queries.instruments())
    held = {row.reference for row in rows}
    return render(
        request,
        "desk/instruments.html",
        {
            "instruments": rows,
            "today": clock().now().date(),
            "may_write": actor.role in MAY[Action.INSTRUMENT_WRITE],
            "may_read_emergencies": actor.role in MAY[Action.EMERGENCY_READ],
            "to_load": [each.reference for each in conventions() if each.reference not in held],
        },
    )


@require_GET
def one(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """This function shows one instrument: parties, dates, what it covers, conditions, source and marks."""
    actor = actor_of(request)
    row = queries.instrument(instrument_id)
    terms = terms_of(row)
    clauses = [
        {
            "kinds": [EXCHANGE_NAMES[each] for each in EXCHANGE_NAMES if each in clause.kinds],
            "channels": [CHANNEL_NAMES[each] for each in CHANNEL_NAMES if each in clause.channels],
            "article": clause.article,
            "words": clause.words,
        }
        for clause in terms.clauses
    ]
    return render(
        request,
        "desk/instrument.html",
        {
            "instrument": row,
            "terms": terms,
            "clauses": clauses,
            "conditions": [(CONDITION_NAMES[each.kind], each.words) for each in terms.conditions],
            "today": clock().now().date(),
            "web": row.source.startswith(("https://", "http://")),
            "may_write": actor.role in MAY[Action.INSTRUMENT_WRITE],
            "unchecked": terms.to_check or any(party.to_check for party in terms.parties),
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """This function records a legal instrument."""
    actor = actor_of(request)
    require(actor, Action.INSTRUMENT_WRITE)
    page = InstrumentForms(request.POST if request.method == "POST" else None)
    made: list[Instrument] = []

    def act(_data: dict[str, Any]) -> None:
        made.append(operations.record_instrument(actor=actor, **page.values()))

    if request.method == "POST" and page.is_valid() and attempt(page.form, act):
        messages.success(request, _("The instrument is recorded."))
        return redirect("desk:instrument", instrument_id=made[0].id)
    return render(request, "desk/instrument_write.html", {"page": page})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """This function changes what is recorded of a legal instrument."""
    actor = actor_of(request)
    require(actor, Action.INSTRUMENT_WRITE)
    row = queries.instrument(instrument_id)
    page = InstrumentForms(request.POST if request.method == "POST" else None, row)

    def act(_data: dict[str, Any]) -> None:
        operations.change_instrument(actor=actor, instrument_id=instrument_id, **page.values())

    if request.method == "POST" and page.is_valid() and attempt(page.form, act):
        messages.success(request, _("The instrument is changed."))
        return redirect("desk:instrument", instrument_id=instrument_id)
    return render(request, "desk/instrument_write.html", {"page": page, "instrument": row})


@require_POST
def confirm(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """This function says that the agency's lawyers have checked an instrument."""
    operations.confirm_instrument(actor=actor_of(request), instrument_id=instrument_id)
    messages.success(request, _("It is marked as checked by your lawyers today."))
    return redirect("desk:instrument", instrument_id=instrument_id)


@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """This function records the main conventions that ship with Comity."""
    loaded = operations.load_conventions(actor=actor_of(request))
    count = len(loaded.new) + len(loaded.renewed)
    if count:
        text = ngettext(
            "%(count)s convention is recorded. Your lawyers have yet to check it.",
            "%(count)s conventions are recorded. Your lawyers have yet to check them.",
            count,
        )
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, _("Every convention was recorded already."))
    return redirect("desk:instruments")
