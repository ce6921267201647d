"""Telling partners, as a message of the chain, what is new on this node's card: address, contact, keys."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from comity.exchange import Card
from comity.exchange.cards import read
from comity.exchange.contents import CardChange, Content, KeyChange, KeyChangeReason
from comity.kernel import ComityError, Missing
from comity.kernel.clock import timestamp
from comity.kernel.purposes import Purpose
from comity.node.chores import chore
from comity.node.messaging.composing import understood_by
from comity.node.messaging.models import OURS, Message
from comity.node.messaging.sending import send
from comity.node.messaging.terms import Grounds
from comity.node.partners.models import OwnCard, Partner
from comity.node.partners.own import own_card
from comity.node.partners.queries import accepted
from comity.node.permissions import SYSTEM, Action, Actor, require

log = structlog.get_logger()
GROUNDS = Grounds(Purpose.PREVENTION, "Exchange of cards between partners")
_NEW_IDENTITY = "This node has a new identity key. Compare its fingerprint by another channel."
_WORDS = {
    "agency": "another name of the agency",
    "address": "another address",
    "contact": "another contact",
    "signing": "a new signing key",
}
"""What of a card people should know of when it changes; a sealing key changes every month by itself."""


@chore("messaging.tell-card", every=timedelta(minutes=10))
def tell_card() -> int:
    """This function tells partners what is new on this node's card, and returns how many were told."""
    return _tell(None)


def tell_compromise(*, actor: Actor, words: str, doubtful_since: datetime) -> int:
    """This function tells partners that an identity key was replaced because it was compromised.

    Args:
        actor: who operates the node.
        words: what happened.
        doubtful_since: the moment since which what the old key signed is doubtful.

    Raises:
        Refused: the role may not.
        Missing: no identity key was replaced.
    """
    require(actor, Action.NODE_OPERATE)
    statement = _last_change()
    if not statement:
        raise Missing("Identity key", "none was replaced", "Replace it first", code="messaging.identity.same")
    return _tell(
        KeyChange(
            statement=statement,
            card=own_card().token,
            reason=KeyChangeReason.COMPROMISE,
            words=words,
            doubtful_since=timestamp(doubtful_since),
        )
    )


def _tell(content: Content | None) -> int:
    told = 0
    for partner in accepted():
        try:
            said = content or _news(partner)
            if said is not None:
                _send(partner, said)
                told += 1
        except ComityError as error:
            log.info("messaging.card.untold", partner=partner.id, code=error.code)
    return told


@transaction.atomic
def _send(partner: Partner, said: Content) -> None:
    kind = "key-change" if isinstance(said, KeyChange) else "card"
    send(actor=SYSTEM, message_type=kind, content=said, partner_ids=[partner.id], grounds=GROUNDS)


def _news(partner: Partner) -> Content | None:
    """This function returns what a partner was not told yet of this node's card; None where that is nothing."""
    card, known = own_card(), _known_to(partner)
    if known is None or not {"card", "key-change"} <= set(understood_by(partner)):
        return None
    if known.identity != card.identity:
        statement = _last_change()
        return KeyChange(statement=statement, card=card.token, reason=KeyChangeReason.ROTATION, words=_NEW_IDENTITY)
    changed = [words for name, words in _WORDS.items() if getattr(known, name) != getattr(card, name)]
    return CardChange(card=card.token, reason=f"The card names {' and '.join(changed)}.") if changed else None


def _known_to(partner: Partner) -> Card | None:
    """This function returns the card that a partner was told of last, or that was in force when it was accepted."""
    last = Message.objects.filter(partner=partner, direction=OURS, type__in=["card", "key-change"]).last()
    if last is not None:
        return read(str(last.content["card"]))
    rows = OwnCard.objects.filter(issued__lte=partner.compared_at) if partner.compared_at else OwnCard.objects.none()
    row = rows.first()
    return read(row.token) if row else None


def _last_change() -> str:
    row = OwnCard.objects.first()
    return str(row.changes[-1]) if row and row.changes else ""
