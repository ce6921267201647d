"""A second person's look at what leaves."""

from __future__ import annotations

from django.db import transaction

from comity.exchange.conversations import Event, State, after
from comity.exchange.texts import cleaned
from comity.kernel import InvalidInput, Missing, Refused
from comity.node.audit.operations import record
from comity.node.messaging import threads
from comity.node.messaging.composing import said_in
from comity.node.messaging.models import OURS, Message
from comity.node.messaging.sending import leave, objects_of
from comity.node.permissions import Action, Actor, require


@transaction.atomic
def approve(*, actor: Actor, message_id: str) -> Message:
    """This function lets a message leave, to every partner that it was written to; another person wrote it.

    Raises:
        Refused: the actor may not, or wrote it.
        Missing: no such message.
        Conflicting: it awaits no approval.
    """
    require(actor, Action.REQUEST_APPROVE)
    messages = _approvable(actor, message_id)
    first = messages[0]
    after(State(first.state), Event.APPROVE)
    for message in messages:
        message.approved_by = actor.user_id
        message.save(update_fields=["approved_by"])
    leave(messages, said_in(first))
    record(actor=actor, event="messaging.message.approved", objects=objects_of(messages))
    return first


@transaction.atomic
def disapprove(*, actor: Actor, message_id: str, reason: str) -> Message:
    """This function keeps a message from leaving, with a reason.

    Raises:
        Refused: the actor may not, or wrote it.
        Missing: no such message.
        Conflicting: it awaits no approval.
        InvalidInput: no reason.
    """
    require(actor, Action.REQUEST_APPROVE)
    messages = _approvable(actor, message_id)
    reason = cleaned(reason)[:2000]
    if not reason.strip():
        raise InvalidInput("Reason", "none is given", "Say why it shall not leave", code="messaging.reason")
    for message in messages:
        message.state, message.reason = after(State(message.state), Event.DISAPPROVE), reason
        message.save(update_fields=["state", "reason"])
    first = messages[0]
    record(actor=actor, event="messaging.message.withheld", objects=objects_of(messages), details={"reason": reason})
    return first


def _approvable(actor: Actor, message_id: str) -> list[Message]:
    """This function locks and returns what was written at once, the copy that was asked for first."""
    asked = Message.objects.select_related("conversation").filter(id=message_id, direction=OURS).first()
    if asked is None:
        raise Missing("Message", "there is none with this id", code="messaging.message.missing")
    if asked.author == actor.user_id:
        raise Refused(
            "Message", "you wrote it yourself", "Another supervisor approves it", code="messaging.approval.own"
        )
    threads.lock(asked.conversation)
    rows = Message.objects.select_for_update(of=("self",)).select_related("conversation")
    copies = list(rows.filter(direction=OURS, message_id=asked.message_id).order_by("id"))
    return sorted(copies, key=lambda m: m.id != asked.id)
