"""A partner asks about an item of ours, or answers about one of its own."""

from __future__ import annotations

from comity.exchange.contents import ConsentAnswer, ConsentRequest
from comity.exchange.conversations import Event
from comity.node.items.operations import answered_to_us, asked_of_us
from comity.node.messaging.effects import Arrival, effect
from comity.node.messaging.effects.citing import sent_to
from comity.node.messaging.effects.requests import move


@effect("consent-request")
def take_question(arrival: Arrival) -> None:
    """This function keeps a partner's question, so that a person here can answer it."""
    content = arrival.said(ConsentRequest)
    asked_of_us(partner=arrival.partner, message_id=arrival.message.message_id, content=content)


@effect("consent-answer")
def take_answer(arrival: Arrival) -> None:
    """This function keeps an owner's answer with its signed message as proof, and opens or closes what it says."""
    content = arrival.said(ConsentAnswer)
    asked = sent_to(arrival, content.in_reply_to, ("consent-request",))
    answered_to_us(partner=arrival.partner, message_id=arrival.message.message_id, content=content, token=arrival.token)
    move(arrival, asked, Event.REPLY)
    arrival.answers(asked)
