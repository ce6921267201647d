"""What nodes say about messages themselves: that one was not understood, here or there."""

from __future__ import annotations

from datetime import timedelta

import structlog

from comity.exchange import versions
from comity.exchange.contents import NotUnderstood
from comity.node.messaging.composing import understood_by
from comity.node.messaging.effects import Arrival, effect
from comity.node.messaging.effects.citing import sent_to
from comity.node.messaging.models import OURS, Message
from comity.node.messaging.sending import send
from comity.node.messaging.terms import Grounds
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock

log = structlog.get_logger()
MOST_AN_HOUR = 20
"""Answers to one partner that something was not understood; what comes beyond is kept and shown all the same."""


@effect("not-understood")
def take_not_understood(arrival: Arrival) -> None:
    """This function notes which message of ours a partner's node did not understand."""
    arrival.answers(sent_to(arrival, arrival.said(NotUnderstood).message))


def answer_unknown(message: Message) -> None:
    """This function tells a partner that its message was kept and not understood, and why."""
    partner, said = message.partner, message.document
    found = versions.not_understood(
        message.message_id, str(said["type"]), int(said["version"]), theirs=understood_by(partner)
    )
    lately = Message.objects.filter(
        partner=partner, direction=OURS, type="not-understood", made__gt=clock().now() - timedelta(hours=1)
    )
    if found is None or lately.count() >= MOST_AN_HOUR:
        return
    log.info("messaging.message.not-understood", partner=partner.id, message=message.id)
    send(
        actor=SYSTEM,
        message_type="not-understood",
        content=found[1],
        partner_ids=[partner.id],
        conversation=message.conversation,
        grounds=Grounds.of(message),
        in_reply_to=message,
    )
