"""One conversation as a thread: what stands with each partner, what was said, what can be done about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.node.accounts.queries import names
from comity.node.messaging import operations, queries
from comity.node.messaging.delegating import able
from comity.node.messaging.forms import DisapproveForm, HandOverForm
from comity.node.messaging.models import OURS, Conversation, Message
from comity.node.messaging.types import NOTICES
from comity.node.messaging.views.items import ShownItem, shown
from comity.node.messaging.views.showing import Entry, acts, grouped, restriction_of, standings, template_of
from comity.node.permissions import MAY, Action, Actor, Role, may
from comity.node.requests import actor_of


@require_GET
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """This function shows a conversation with the state of each message."""
    actor = actor_of(request)
    seen = queries.conversation(actor, str(conversation_id))
    people = names({m.author for m in seen.messages} | {m.approved_by for m in seen.messages})
    items = shown(actor, seen.messages)
    context = {
        "seen": seen,
        "conversation": seen.conversation,
        "entries": [_entry(actor, seen, copies, people, items) for copies in grouped(seen.messages)],
        "standings": standings(seen.conversation),
        "form": DisapproveForm(),
        "assignment": _assignment(actor, seen.conversation),
    }
    return render(request, "messaging/conversation.html", context)


def _assignment(actor: Actor, row: Conversation) -> dict[str, Any]:
    """This function returns who has a conversation, who had it, and whom it can be given to."""
    past = list(row.handovers.order_by("-at", "-id")[:20])
    people = names({row.assigned_to} | {each.to for each in past})
    may_give = actor.role in MAY[Action.CONVERSATION_ASSIGN] and (
        row.assigned_to in {"", actor.user_id} or actor.role is Role.SUPERVISOR
    )
    return {
        "name": people.get(row.assigned_to, ""),
        "past": [(each, people.get(each.to, "")) for each in past],
        "form": HandOverForm(people=able(row), initial={"person": actor.user_id}) if may_give else None,
    }


def _entry(
    actor: Actor,
    seen: queries.Seen,
    copies: tuple[Message, ...],
    people: dict[str, str],
    items: dict[str, tuple[ShownItem, ...]],
) -> Entry:
    first = copies[0]
    return Entry(
        first,
        copies,
        template_of(first),
        author=people.get(first.author, ""),
        approved_by=people.get(first.approved_by, ""),
        restriction=restriction_of(first),
        held=seen.held.get(first.id, ()),
        items=items.get(first.id, ()),
        acts=acts(actor, seen.conversation, first),
        may_approve=(
            first.state == "awaiting-approval" and first.author != actor.user_id and may(actor, Action.REQUEST_APPROVE)
        ),
        may_read=first.direction != OURS and first.state == "received" and first.type not in NOTICES,
    )


@require_POST
def mark_read(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function notes that a message was read, and tells the partner."""
    actor = actor_of(request)
    queries.message(actor, str(message_id))
    made = operations.mark_read(actor=actor, message_id=str(message_id))
    return redirect("messaging:conversation", made.conversation_id)


@require_POST
def approve(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function lets a message leave."""
    made = operations.approve(actor=actor_of(request), message_id=str(message_id))
    messages.success(request, _("It is approved and goes out at once."))
    return redirect("messaging:conversation", made.conversation_id)


@require_POST
def disapprove(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """This function keeps a message from leaving."""
    made = operations.disapprove(
        actor=actor_of(request), message_id=str(message_id), reason=request.POST.get("reason", "")
    )
    messages.success(request, _("It does not leave."))
    return redirect("messaging:conversation", made.conversation_id)


@require_POST
def assign(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """This function gives a conversation to a person."""
    made = operations.hand_over(
        actor=actor_of(request),
        conversation_id=str(conversation_id),
        user_id=request.POST.get("person", ""),
        words=request.POST.get("words", ""),
    )
    people = names({made.to})
    messages.success(request, _("%(name)s has it now.") % {"name": people.get(made.to, "")})
    return redirect("messaging:conversation", conversation_id)


@require_POST
def put_away(request: HttpRequest, reminder_id: UUID) -> HttpResponse:
    """This function puts a reminder away; what is owed stays owed."""
    operations.put_away(actor=actor_of(request), reminder_id=str(reminder_id))
    messages.success(request, _("The reminder is put away. What is owed stays owed."))
    return redirect("messaging:owed")
