"""Partners as the ledger sees them (`node.audit.directory`): keys, names, and the call that exchanges heads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.exchange.cards import read
from comity.kernel import ComityError
from comity.node.audit import heartbeat
from comity.node.partners import operations, peer, queries
from comity.node.partners.models import OwnCard, Partner
from comity.node.partners.peer import Answer, Call
from comity.node.runtime import keyring

HEADS = "audit.heads"
TIMEOUT = 15.0


class Witnesses(queries.Names):
    """Answers what the ledger asks about partners (`node.audit.directory`)."""

    def own_keys(self) -> list[bytes]:
        """This function returns the signing keys that this node had, by the cards that its identity signed."""
        identities = {keyring().identity.public, *keyring().former_identities}
        keys = []
        for token in OwnCard.objects.values_list("token", flat=True):
            try:
                card = read(token)
            except ComityError:
                continue
            if card.identity in identities:
                keys.append(card.signing)
        return keys

    def ask(self, partner_id: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """This function makes the call about heads."""
        return peer.send(Partner.objects.get(id=partner_id), HEADS, document, timeout=TIMEOUT).document

    def freeze(self, partner_id: str, reason: str) -> None:
        """This function freezes the channel to a partner whose ledger broke."""
        operations.freeze(partner_id=partner_id, reason=reason[:500])


def answer_heads(call: Call) -> Answer:
    """This function answers the call about heads."""
    return Answer(heartbeat.answer(call.partner.id, call.document))
