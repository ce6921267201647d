"""A partner answers, or says that it read something."""

from __future__ import annotations

from comity.exchange.contents import Read, Reply, Status
from comity.exchange.conversations import Event, Incoming, State, after, after_incoming, allows
from comity.node.messaging.citations import ANSWERED
from comity.node.messaging.composing import content_of
from comity.node.messaging.effects import Arrival, effect
from comity.node.messaging.effects.citing import Foreign, sent_to
from comity.node.messaging.handing import items_of
from comity.node.messaging.models import Message


@effect("reply")
def take_reply(arrival: Arrival) -> None:
    """This function moves the request, or what was shared with a wish for a reply, that a partner answers."""
    reply = arrival.said(Reply)
    asked = sent_to(arrival, reply.in_reply_to, ANSWERED)
    events = {Status.REFUSED: Event.REFUSE, Status.ACKNOWLEDGED: Event.ACKNOWLEDGE}
    move(arrival, asked, events.get(Status(reply.status), Event.REPLY))
    arrival.answers(asked)


@effect("read")
def take_read(arrival: Arrival) -> None:
    """This function notes that a partner read a message of ours."""
    said = arrival.said(Read)
    read = sent_to(arrival, said.message)
    content = content_of(read)
    given = {item.name.pair for item in items_of(content)} if content else set()
    if not {item.pair for item in said.items} <= given:
        raise Foreign("Item", "it was not in that message", "Cite its owner and id", code="messaging.item.foreign")
    move(arrival, read, Event.READ)
    arrival.answers(read)
    arrival.message.state = after_incoming(Incoming(arrival.message.state), Event.READ)
    arrival.message.save(update_fields=["state"])


def move(arrival: Arrival, ours: Message, event: Event) -> None:
    """This function moves a message of ours by what a partner says to it."""
    state = State(ours.state)
    if state in {State.QUEUED, State.SENT, State.EXPIRED}:
        # Its receipt is still under way, but who answers has it.
        state = after(state, Event.RECEIPT)
        ours.delivered = arrival.now
    if not allows(state, event):
        return
    ours.state = after(state, event)
    ours.read = ours.read or arrival.now
    if event in {Event.REPLY, Event.REFUSE}:
        ours.answered = arrival.now
    ours.save(update_fields=["state", "delivered", "read", "answered"])
