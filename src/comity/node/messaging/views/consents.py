"""Consent on pages: what we ask about partners' items, what they ask about ours; views hold no rules."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comity.node.holdings.requests import attempt
from comity.node.items import queries as items
from comity.node.items.models import ConsentState
from comity.node.items.operations import read
from comity.node.messaging.consenting import answer_consent, ask_consent
from comity.node.messaging.forms.consents import AnswerConsentForm, AskConsentForm
from comity.node.messaging.models import Message
from comity.node.permissions import MAY, Action, require
from comity.node.requests import actor_of

SIZE = 25


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists what was asked, those first that wait for an answer here."""
    rows = items.consents(actor_of(request))
    waiting = list(items.consents(actor_of(request), waiting=True)[:SIZE])
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    return render(request, "messaging/consents.html", {"page": page, "waiting": waiting, "tab": "consents"})


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """This function asks the owner of an item."""
    actor = actor_of(request)
    require(actor, Action.ITEM_GIVE)
    item = items.item(actor, str(item_id))
    begun = {"use": request.GET.get("use", ""), "to": request.GET.get("to", "")}
    form = AskConsentForm(request.POST or None, item=item, **begun)

    def act() -> None:
        ask_consent(actor=actor, item_id=item.id, **form.asked())

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The owner is asked. Nothing more is allowed until it answers."))
        return redirect("items:item", item_id)
    seen = read(actor=actor, items=[item])[0]
    context = {"form": form, "item": seen.item, "judgement": seen.judgement}
    return render(request, "messaging/consent_ask.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """This function shows what a partner asks about an item of ours, to grant, refuse, or take back."""
    actor = actor_of(request)
    consent = items.consent(actor, str(consent_id))
    form = AnswerConsentForm(request.POST or None, consent=consent)
    grant = request.POST.get("answer") == "grant"

    def act() -> None:
        answer_consent(actor=actor, consent_id=consent.id, **form.answered(grant=grant))

    if request.method == "POST" and attempt(form, act):
        said = _("Exactly this use is allowed now.") if grant else _("The partner learns that it is not allowed.")
        messages.success(request, said)
        return redirect("messaging:consents")
    seen = read(actor=actor, items=[consent.item])[0]
    asked = Message.objects.filter(partner=consent.partner, message_id=consent.question).first()
    waits = not consent.ours and consent.state in {ConsentState.ASKED, ConsentState.GRANTED}
    context = {
        "form": form, "consent": consent, "item": seen.item, "judgement": seen.judgement, "asked": asked,
        "answers": waits and actor.role in MAY[Action.ITEM_GIVE],
    }  # fmt: skip
    return render(request, "messaging/consent.html", context, status=400 if form.errors else 200)
