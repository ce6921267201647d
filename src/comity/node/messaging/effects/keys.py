"""A partner tells what is new on its card, or that it has another identity key."""

from __future__ import annotations

from comity.crypto import parse_canonical
from comity.crypto.encoding import decode
from comity.exchange import Card, Succession
from comity.exchange.cards import read, succession
from comity.exchange.contents import CardChange, KeyChange
from comity.kernel import InvalidInput
from comity.node.audit.operations import record
from comity.node.messaging.effects import Arrival, effect
from comity.node.partners.cards import take_card
from comity.node.permissions import SYSTEM
from comity.node.runtime import limits


@effect("card")
def take_card_change(arrival: Arrival) -> None:
    """This function takes a partner's newer card in, as the gate does; another identity key waits for a person."""
    _take(arrival, arrival.said(CardChange).card)


@effect("key-change")
def take_key_change(arrival: Arrival) -> None:
    """This function notes why a partner replaced its identity key; people compare the fingerprint all the same."""
    said = arrival.said(KeyChange)
    card = _take(arrival, said.card)
    document = parse_canonical(decode(card.token.split(".")[1]), depth=limits().document_depth)
    if said.statement not in document.get("changes", []):
        raise InvalidInput(
            "Key change", "the card does not carry this statement", "Send both anew", code="messaging.key.other"
        )
    details = {"reason": said.reason, "doubtful_since": said.doubtful_since or ""}
    record(actor=SYSTEM, event="messaging.key.told", objects=[arrival.partner.id, arrival.message.id], details=details)


def _take(arrival: Arrival, token: str) -> Card:
    card = read(token)
    change = succession(arrival.partner.card, card)
    if change in {Succession.NEWER, Succession.NEW_IDENTITY}:
        take_card(arrival.partner, card, change)
    return card
