"""Pages of conversations; they call operations and queries and hold no rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.exchange.contents import Conditions, Status, Urgency
from comity.kernel import Conflicting, InvalidInput, Refused
from comity.node.accounts.queries import names
from comity.node.errors import said
from comity.node.messaging import forms, operations, queries, seams
from comity.node.messaging.models import Message
from comity.node.messaging.operations import Terms
from comity.node.partners.queries import accepted
from comity.node.permissions import MAY, Action, may, require
from comity.node.requests import actor_of
from comity.node.runtime import clock

PAGE = 50


@require_GET
def conversations(request: HttpRequest) -> HttpResponse:
    """This function lists conversations, or only those in which something waits for a person here."""
    actor = actor_of(request)
    waiting = request.GET.get("waiting") == "1"
    page = Paginator(queries.overview(actor, waiting=waiting), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": waiting, "may_ask": may(actor, Action.REQUEST_SEND, member=True)}
    return render(request, "messaging/list.html", context)


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """This function lists what waits to be delivered, and why."""
    page = Paginator(queries.outbox(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "messaging/outbox.html", {"page": page})


@require_GET
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """This function shows a conversation with the state of each message."""
    actor = actor_of(request)
    seen = queries.conversation(actor, str(conversation_id))
    people = names({m.author for m in seen.messages} | {m.approved_by for m in seen.messages})
    rows = [
        {
            "message": m,
            "author": people.get(m.author, ""),
            "approved_by": people.get(m.approved_by, ""),
            "restriction": _restriction(m),
            "held": seen.held.get(m.id, []),
            "may_approve": m.state == "awaiting-approval" and m.author != actor.user_id,
        }
        for m in seen.messages
    ]
    context = {
        "seen": seen,
        "conversation": seen.conversation,
        "rows": rows,
        "may_answer": actor.role in MAY[Action.REPLY_SEND],
        "may_approve": may(actor, Action.REQUEST_APPROVE),
        "form": forms.DisapproveForm(),
    }
    return render(request, "messaging/conversation.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """This function asks a partner; from a hit it begins with the hit's partner, handle and, where allowed, subject."""
    actor = actor_of(request)
    require(actor, Action.REQUEST_SEND, member=True)
    hit_id = request.POST.get("hit") or request.GET.get("hit") or ""
    prefilled = seams.from_hit(actor, hit_id) if hit_id else {}
    handle_only = bool(prefilled.get("handle_only"))
    form = forms.AskForm(
        request.POST or None, initial=_initial(request, prefilled), partners=accepted(), handle_only=handle_only
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        texts = {n: values[n] for n in ("facts", "asked", "link", "foreseen_use", "urgency_reason", "do_not_alert")}
        try:
            message = operations.ask(
                actor=actor,
                partner_id=values["partner"].id,
                subjects=[form.subject()],
                urgency=Urgency(values["urgency"]),
                evidence=values["evidence"],
                terms=Terms(restriction=form.restriction()),
                hit_id=values["hit"],
                **texts,
            )
        except (InvalidInput, Conflicting) as error:
            form.add_error(None, said(error))
        except Refused as error:
            if error.code.startswith("permissions."):
                raise
            form.add_error(None, said(error))
        else:
            messages.success(request, _ask_done(message))
            return redirect("messaging:conversation", message.conversation_id)
    context = {"form": form, "handle_only": handle_only, "prefilled": prefilled}
    return render(request, "messaging/ask.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function answers a request, with what this node holds beside it."""
    actor = actor_of(request)
    require(actor, Action.REPLY_SEND)
    asked = queries.message(actor, str(message_id))
    held = seams.held_under(actor, asked)
    choices = [(h.detail.row.holding.id, h.detail.row.title) for h in held if h.detail]
    form = forms.AnswerForm(request.POST or None, holdings=choices)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        conditions = Conditions.of(form.restriction()).document()
        try:
            made = operations.answer(
                actor=actor,
                message_id=asked.id,
                status=Status(values["status"]),
                text=values["text"],
                ground=values["ground"] or None,
                ground_words=values["ground_words"],
                items=form.item_values(conditions, clock().now().date()),
                expected=values["expected"],
                terms=Terms(restriction=form.restriction()),
                holding_ids=[values["holding"]],
            )
        except (InvalidInput, Conflicting) as error:
            form.add_error(None, said(error))
        except Refused as error:
            if error.code.startswith("permissions."):
                raise
            form.add_error(None, said(error))
        else:
            messages.success(request, _("The answer is queued and goes out at once."))
            return redirect("messaging:conversation", made.conversation_id)
    context = {"form": form, "asked": asked, "held": held, "restriction": _restriction(asked)}
    return render(request, "messaging/answer.html", context)


@require_POST
def mark_read(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function notes that a message was read, and tells the partner."""
    actor = actor_of(request)
    queries.message(actor, str(message_id))
    made = operations.mark_read(actor=actor, message_id=str(message_id))
    return redirect("messaging:conversation", made.conversation_id)


@require_POST
def approve(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function lets a request leave."""
    made = operations.approve(actor=actor_of(request), message_id=str(message_id))
    messages.success(request, _("The request is approved and goes out at once."))
    return redirect("messaging:conversation", made.conversation_id)


@require_POST
def disapprove(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function keeps a request from leaving."""
    made = operations.disapprove(
        actor=actor_of(request), message_id=str(message_id), reason=request.POST.get("reason", "")
    )
    messages.success(request, _("The request does not leave."))
    return redirect("messaging:conversation", made.conversation_id)


def _initial(request: HttpRequest, prefilled: dict[str, Any]) -> dict[str, Any]:
    initial: dict[str, Any] = {"partner": request.GET.get("partner", "")}
    if prefilled:
        initial |= {"partner": prefilled["partner_id"], "hit": prefilled["hit_id"], "handle": prefilled["handle"]}
        said: dict[str, list[str]] = {}
        for name, value in prefilled["subject"]:
            said.setdefault(name, []).append(value)
        initial |= {name: "; ".join(texts) for name, texts in said.items() if name in forms.PROPERTIES}
    return initial


def _ask_done(message: Message) -> str:
    if message.state == "awaiting-approval":
        return _("The request waits for a supervisor's approval.")
    return _("The request is queued and goes out at once.")


def _restriction(message: Message) -> object:
    try:
        return Conditions.model_validate(message.document.get("conditions")).restriction()
    except ValueError:
        return None
