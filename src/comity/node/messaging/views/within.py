"""What belongs to a message or a conversation that is there: answer, cancel, feedback, agree, plan, result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comity.exchange.contents import Ground, Status
from comity.kernel import Conflicting
from comity.node.messaging import operations, queries, reading, seams
from comity.node.messaging.forms import (
    AgreeForm,
    AlertForm,
    AnswerForm,
    AskForm,
    CancelForm,
    FeedbackForm,
    MessageForm,
    PlanForm,
    ProposeForm,
    ResultForm,
    Setting,
    ShareForm,
)
from comity.node.messaging.forms.drafts import drafted
from comity.node.messaging.models import Conversation, Message
from comity.node.messaging.sending import send
from comity.node.messaging.views.showing import Entry, entry_alone, restriction_of
from comity.node.messaging.views.writing import Page, written
from comity.node.partners.models import Partner
from comity.node.permissions import Action, Actor, require
from comity.node.requests import actor_of


def _refusing(request: HttpRequest) -> dict[str, str]:
    """This function returns what an answer begins with that refuses on a ground which the page suggested."""
    ground = request.GET.get("refuse", "")
    known = ground in {each.value for each in Ground}
    return {"status": Status.REFUSED.value, "ground": ground} if known else {}


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function answers a request or shared information, with what this node holds beside it."""
    actor = actor_of(request)
    require(actor, Action.REPLY_SEND)
    asked = queries.message(actor, str(message_id))
    reading.note_message(actor, asked)
    held = seams.held_under(actor, asked)
    choices = [(h.detail.row.holding.id, h.detail.row.title) for h in held if h.detail]

    def leave(form: MessageForm) -> list[Message]:
        content = form.content()
        made = operations.answer(
            actor=actor,
            message_id=asked.id,
            status=Status(content["status"]),
            text=content["text"],
            ground=content.get("ground"),
            ground_words=content["ground_words"],
            items=content["items"],
            expected=form.cleaned_data["expected"],
            terms=form.terms,
            holding_ids=form.holding_ids,
        )
        return [made]

    page = Page(
        _("Answer"),
        _("Answer"),
        Setting(_only(asked), [asked.partner_id], choices, in_reply_to=asked.message_id),
        leave,
        _back(asked.conversation),
        lead=asked.partner.agency,
        conversation=asked.conversation,
        initial=_refusing(request),
        beside={"asked": asked, "held": held, "restriction": restriction_of(asked)},
    )
    return written(request, actor, AnswerForm, page)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function cancels an alert of ours at everybody who has it."""
    actor = actor_of(request)
    require(actor, Action.SHARE, member=True)
    alert = _of_type(queries.message(actor, str(message_id)), "alert")
    return _said(
        request, CancelForm, alert, title=_("Cancel the alert"), button=_("Cancel it at every partner"),
        lead=_("Everybody who got the alert is told that it no longer holds."), icon="refused",
        setting=Setting(_all(alert.conversation), _ids(alert.conversation)), initial={"alert": alert.message_id},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function sends an alert of ours anew, longer or with what is known now, in place of the earlier one."""
    actor = actor_of(request)
    require(actor, Action.SHARE, member=True)
    alert = _of_type(queries.message(actor, str(message_id)), "alert")
    initial, _rows = drafted(AlertForm, alert.content)
    return _said(
        request, AlertForm, alert, title=_("Send the alert anew"), button=_("Send it anew"),
        lead=_("It takes the place of the earlier one. Give its items again where they still hold."), icon="alarm",
        setting=Setting(_all(alert.conversation), _ids(alert.conversation)),
        initial=initial | {"replaces": alert.message_id},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function tells the partner what became of an item that a message of it gave."""
    actor = actor_of(request)
    require(actor, Action.REPLY_SEND)
    given = queries.message(actor, str(message_id))
    named = {"owner": request.GET.get("owner", ""), "item": request.GET.get("item", "")}
    return _said(
        request, FeedbackForm, given, title=_("Was it useful?"), button=_("Tell the partner"),
        lead=given.partner.agency, setting=Setting(_only(given), [given.partner_id]), initial=named,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function answers a proposal or plan."""
    actor = actor_of(request)
    require(actor, Action.REPLY_SEND)
    proposal = _of_type(queries.message(actor, str(message_id)), "operation-proposal", "operation-plan")
    setting = _answering(proposal)
    return _said(
        request, AgreeForm, proposal, title=_("Agree or decline"), button=_("Answer"), lead=proposal.partner.agency,
        setting=setting,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function writes the plan of an operation that was proposed, or a newer edition of it."""
    actor = actor_of(request)
    require(actor, Action.REPLY_SEND)
    proposal = _of_type(queries.message(actor, str(message_id)), "operation-proposal")
    conversation, said = proposal.conversation, proposal.content
    edition = conversation.messages.filter(type="operation-plan").values("message_id").distinct().count() + 1
    initial, rows = drafted(PlanForm, {**said, "proposal": proposal.message_id, "edition": edition, "answer_by": None})
    return _said(
        request, PlanForm, proposal, title=_("Plan"), button=_("Send the plan"), lead=said.get("title", ""),
        setting=Setting(_all(conversation), _ids(conversation)),
        initial=initial, rows=rows,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function tells what came of an operation."""
    actor = actor_of(request)
    require(actor, Action.REPLY_SEND)
    proposal = _of_type(queries.message(actor, str(message_id)), "operation-proposal")
    conversation = proposal.conversation
    setting = Setting(_all(conversation), _ids(conversation)) if proposal.is_ours else _answering(proposal)
    return _said(
        request, ResultForm, proposal, title=_("Result"), button=_("Tell the result"),
        lead=proposal.content.get("title", ""), setting=setting, initial={"proposal": proposal.message_id},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function says anew what we asked, shared or proposed, in the same conversation: clearer, or changed."""
    actor = actor_of(request)
    earlier = _of_type(queries.message(actor, str(message_id)), *AGAIN)
    kind, action, title = AGAIN[earlier.type]
    require(actor, action, member=True)
    initial, rows = drafted(kind, earlier.content)
    return _said(
        request, kind, earlier, title=title, button=_("Send it"), initial=initial, rows=rows,
        setting=Setting(_all(earlier.conversation), _ids(earlier.conversation)),
    )  # fmt: skip


AGAIN: Mapping[str, tuple[type[MessageForm], Action, str | Promise]] = {
    "request": (AskForm, Action.REQUEST_SEND, gettext_lazy("Explain, and ask anew")),
    "spontaneous": (ShareForm, Action.SHARE, gettext_lazy("Explain, and share anew")),
    "operation-proposal": (ProposeForm, Action.REQUEST_SEND, gettext_lazy("Propose it changed")),
}
"""Types that can be said anew: the form, what the sender must be allowed to do, the heading."""


def _beside(actor: Actor, message: Message) -> Entry:
    reading.note_message(actor, message)
    return entry_alone(actor, message)


def _said(
    request: HttpRequest, kind: type[MessageForm], cited: Message, *, setting: Setting, **page: Any
) -> HttpResponse:
    """This function writes what cites a message of a conversation."""
    actor = actor_of(request)

    def leave(form: MessageForm) -> Sequence[Message]:
        return send(
            actor=actor,
            message_type=form.message_type,
            content=form.content(),
            partner_ids=form.partner_ids,
            conversation=cited.conversation,
            terms=form.terms,
            in_reply_to=cited,
            holding_ids=form.holding_ids,
        )

    made = Page(
        setting=setting, send=leave, back=_back(cited.conversation), conversation=cited.conversation,
        beside={"entry": _beside(actor, cited)}, **page,
    )  # fmt: skip
    return written(request, actor, kind, made)


def _of_type(message: Message, *types: str) -> Message:
    if message.type not in types:
        raise Conflicting("Message", "it is of another type", "Choose another", code="messaging.message.type")
    return message


def _answering(message: Message) -> Setting:
    return Setting(_only(message), [message.partner_id], in_reply_to=message.message_id)


def _only(message: Message) -> Any:
    return Partner.objects.filter(id=message.partner_id)


def _all(conversation: Conversation) -> Any:
    return Partner.objects.filter(id__in=_ids(conversation)).order_by("country", "agency")


def _ids(conversation: Conversation) -> list[str]:
    return list(conversation.participants.values_list("partner_id", flat=True))


def _back(conversation: Conversation) -> tuple[str, str]:
    return reverse("messaging:conversation", args=[conversation.id]), _("Conversation")
