"""What an officer can begin: ask, share, warn, propose to act together."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comity.exchange.contents import Urgency
from comity.node.messaging import forms, offering, operations, seams
from comity.node.messaging.choosing import doings
from comity.node.messaging.forms import AlertForm, AskForm, MessageForm, ProposeForm, Setting, ShareForm
from comity.node.messaging.models import Message
from comity.node.messaging.sending import send
from comity.node.messaging.views.writing import Page, written
from comity.node.partners.queries import accepted
from comity.node.permissions import Action, require
from comity.node.requests import actor_of


@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """This function shows what can be written, in plain words."""
    actor = actor_of(request)
    require(actor, Action.REPLY_SEND)
    return render(request, "messaging/new.html", {"doings": doings(actor)})


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """This function asks partners; from a hit it begins with the hit's partner, handle and, where allowed, subject."""
    actor = actor_of(request)
    require(actor, Action.REQUEST_SEND, member=True)
    hit_id = request.POST.get("hit") or request.GET.get("hit") or ""
    draft = seams.from_hit(actor, hit_id) if hit_id else {}

    def leave(form: MessageForm) -> list[Message]:
        values, content = form.cleaned_data, form.content()
        content.pop("deadline")
        first, *others = form.partner_ids
        made = operations.ask(
            actor=actor,
            partner_id=first,
            others=others,
            **content | {"urgency": Urgency(content["urgency"])},
            deadline=values["deadline"],
            terms=form.terms,
            hit_id=values["hit"],
        )
        return [made]

    page = Page(
        _("Ask a partner"),
        _("Ask"),
        _setting(request, draft.get("partner_id", ""), handle_only=bool(draft.get("handle_only"))),
        leave,
        _back(),
        initial={"hit": draft.get("hit_id", "")},
        rows={"subjects": [_subject(draft)]} if draft else {},
        beside={"handle_only": bool(draft.get("handle_only")), "handle": draft.get("handle", "")},
    )
    return written(request, actor, AskForm, page)


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """This function shares what nobody asked for; from a record it begins with that record."""
    actor = actor_of(request)
    require(actor, Action.SHARE, member=True)
    holding, item = request.GET.get("holding", ""), request.GET.get("item", "")
    choices = offering.choice_of_holding(actor, holding) if holding else []
    given = offering.item_to_give(actor, item) if item else {}
    begun = [{"holding": holding}] if choices else [{"item": item}] if given else []
    return _begun(
        request,
        ShareForm,
        title=_("Share without being asked"),
        button=_("Share"),
        lead=_("Something that a partner should know, with what it may be used for."),
        setting=_setting(request, holdings=choices, items=given),
        rows={"items": begun} if begun else {},
    )


@require_http_methods(["GET", "POST"])
def warn(request: HttpRequest) -> HttpResponse:
    """This function warns partners."""
    require(actor_of(request), Action.SHARE, member=True)
    return _begun(
        request,
        AlertForm,
        title=_("Warn partners"),
        button=_("Send the alert"),
        lead=_("An alert stands until its last day, or until you cancel it."),
        setting=_setting(request),
        icon="alarm",
    )


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """This function proposes to act together."""
    require(actor_of(request), Action.REQUEST_SEND, member=True)
    return _begun(
        request,
        ProposeForm,
        title=_("Propose to act together"),
        button=_("Propose"),
        lead=_("Each side answers. The plan follows once all agree."),
        setting=_setting(request),
    )


def _begun(request: HttpRequest, kind: type[MessageForm], **page: Any) -> HttpResponse:
    actor = actor_of(request)

    def leave(form: MessageForm) -> list[Message]:
        return send(
            actor=actor,
            message_type=form.message_type,
            content=form.content(),
            partner_ids=form.partner_ids,
            terms=form.terms,
            holding_ids=form.holding_ids,
        )

    return written(request, actor, kind, Page(send=leave, back=_back(), **page))


def _setting(request: HttpRequest, partner_id: str = "", **more: Any) -> Setting:
    partners = accepted().order_by("country", "agency")
    chosen = [partner_id or request.GET.get("partner", "")]
    if not any(chosen) and partners.count() == 1:
        chosen = [partners[0].id]
    return Setting(partners, [each for each in chosen if each], **more)


def _back() -> tuple[str, str]:
    return reverse("messaging:new"), _("New message")


def _subject(draft: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, list[str]] = {}
    for name, value in draft["subject"]:
        said.setdefault(name, []).append(value)
    told = {name: "; ".join(texts) for name, texts in said.items() if name in forms.PROPERTIES}
    return told | {"handle": draft["handle"]}
