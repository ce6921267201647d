"""Answering what a partner asked, and noting that its messages were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from comity.exchange.contents import Read, Status
from comity.exchange.conversations import Event, Incoming, after_incoming
from comity.kernel import Conflicting, Missing
from comity.kernel.clock import timestamp
from comity.node.messaging import threads
from comity.node.messaging.citations import ANSWERED
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.sending import send
from comity.node.messaging.terms import KEPT_FOR, Grounds, Terms
from comity.node.messaging.types import NOTICES
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, make_id, node_id


@transaction.atomic
def answer(
    *,
    actor: Actor,
    message_id: str,
    status: Status,
    text: str = "",
    ground: str | None = None,
    ground_words: str = "",
    items: Sequence[Mapping[str, Any]] = (),
    expected: date | None = None,
    onward_use: str = "",
    terms: Terms | None = None,
    holding_ids: Sequence[str] = (),
) -> Message:
    """This function answers a partner's request, or information that it shared with a wish for a reply.

    Args:
        actor: with a purpose stated.
        message_id: of the request, as this node names it.
        status: what the reply is.
        text: in words.
        ground: of a refusal.
        ground_words: the ground in words.
        items: each with text, conditions, evaluation, permitted use and date of the data.
        expected: when the rest comes.
        onward_use: consent for it.
        terms: what may be done with the reply; the strictest of its items counts.
        holding_ids: the holdings that the items come from, one for each item or "" where none.

    Raises:
        Refused: the actor may not, or an item would be less restricted than the holding that it comes from.
        Missing: no such request.
        InvalidInput: with every fault, field by field.
    """
    require(actor, Action.REPLY_SEND)
    request = incoming(message_id)
    if request.type not in ANSWERED:
        raise Conflicting("Message", "it asks nothing", code="messaging.answer.type")
    terms = terms or Terms()
    values = {
        "in_reply_to": request.message_id,
        "status": status.value,
        "text": text,
        "ground": ground or None,
        "ground_words": ground_words,
        "items": [named(item, terms) for item in items],
        "expected": expected.isoformat() if expected else None,
        "onward_use": onward_use,
    }
    return send(
        actor=actor,
        message_type="reply",
        content=values,
        partner_ids=[request.partner_id],
        conversation=request.conversation,
        terms=terms,
        grounds=Grounds.of(request),
        in_reply_to=request,
        holding_ids=holding_ids,
    )[0]


@transaction.atomic
def mark_read(*, actor: Actor, message_id: str) -> Message:
    """This function notes that a person read a partner's message, and tells the partner once.

    Raises:
        Refused: the actor may not.
        Missing: no such message.
    """
    require(actor, Action.CONVERSATION_READ)
    message = incoming(message_id)
    if message.state != Incoming.RECEIVED or message.type in NOTICES:
        return message
    now = clock().now()
    message.state, message.read = after_incoming(Incoming(message.state), Event.READ), now
    message.save(update_fields=["state", "read"])
    send(
        actor=actor,
        message_type="read",
        content=Read(message=message.message_id, at=timestamp(now)),
        partner_ids=[message.partner_id],
        conversation=message.conversation,
        terms=Terms(retention_until=(now + KEPT_FOR).date()),
        grounds=Grounds.of(message),
        in_reply_to=message,
        event="messaging.message.read",
    )
    return message


def incoming(message_id: str) -> Message:
    """This function locks and returns a message of a partner.

    Raises:
        Missing: there is none with this id.
    """
    rows = Message.objects.select_related("conversation__partner", "partner").filter(id=message_id, direction=THEIRS)
    found = rows.first()
    if found is None:
        raise Missing("Message", "there is none with this id", code="messaging.message.missing")
    threads.lock(found.conversation)
    return rows.select_for_update(of=("self",)).get()


def named(item: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    """This function names an item of ours, and says until when it may be kept where nobody did."""
    until = terms.retention_until or (clock().now() + KEPT_FOR).date()
    return {"id": make_id(), "owner": node_id(), "retention_until": until.isoformat(), **item}
