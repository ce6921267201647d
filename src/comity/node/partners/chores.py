"""Chores of this slice: keys are rotated, and partners learn the newer card."""

from __future__ import annotations

from datetime import timedelta

import structlog

from comity.kernel import ComityError
from comity.node.chores import chore
from comity.node.partners import own, peer
from comity.node.partners.peer import Answer, Call
from comity.node.partners.queries import accepted

log = structlog.get_logger()
CARD = "card"


@chore("partners.rotate", every=timedelta(hours=1))
def rotate() -> int:
    """This function replaces the sealing key when its month is over."""
    return int(own.rotate_sealing())


@chore("partners.announce", every=timedelta(minutes=10))
def announce() -> int:
    """This function tells partners of a newer card of this node; the card rides in the packet's header."""
    current = own.own_card().version
    told = 0
    for partner in accepted().filter(knows_card__lt=current):
        try:
            peer.send(partner, CARD, {"version": current}, timeout=10)
            told += 1
        except ComityError as error:
            log.info("partners.announcement.failed", partner=partner.id, code=error.code)
    return told


def answer_card(call: Call) -> Answer:
    """This function answers an announcement: the card was taken in with the packet, this node's rides back."""
    return Answer({"version": call.partner.card.version})
