"""Nodes in memory for the tests of this room: keys, cards, documents."""

from __future__ import annotations

from datetime import UTC, datetime

from comity.crypto import Keyring
from comity.exchange import cards, chains, messages
from comity.exchange.contents import CONTENTS
from comity.exchange.packets import token_hash
from comity.kernel import Limits, new_id
from comity.kernel.clock import timestamp

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
LIMITS = Limits()
CONDITIONS = {"handling": ["H0"], "tlp": "AMBER", "pap": "AMBER", "words": ""}
SUBJECT = {"schema_name": "Person", "role": "suspect", "properties": {"name": ["Chan Dara"]}}
REQUEST = {
    "facts": "Seen at the border post on two evenings.",
    "asked": "Is this person known to you, and in which case?",
    "link": "The person carries a passport of your country.",
    "subjects": [SUBJECT],
    "foreseen_use": "Intelligence in case KH-1.",
    "deadline": "2026-11-29T03:04:05.000000Z",
}
ITEM = {
    "id": "019aa8f0-4b88-7000-8000-00000000000a",
    "owner": "a" * 16,
    "text": "Known in case VN-7.",
    "conditions": CONDITIONS,
    "evaluation": "B2",
    "permitted_use": "intelligence",
    "retention_until": "2027-11-22",
    "date_of_data": "2026-05",
}


class Node:
    """Keys, a card, and the chain it sends in."""

    def __init__(self, country="KH", now=NOW):
        self.keyring = Keyring.generate(now)
        self.id = self.keyring.node_id
        self.country = country
        self.token = self.issue(1)
        self.chain = None

    def issue(self, version, **fields):
        values = {"agency": f"Agency of {self.country}", "country": self.country, "address": "https://node.example",
                  "contact": "+855 23 000 000"} | fields  # fmt: skip
        return cards.issue(self.keyring, version=version, issued=NOW, **values)

    @property
    def card(self):
        return cards.read(self.token)

    def fields(self, to, **other):
        return {
            "id": new_id(NOW),
            "from": self.id,
            "authority": "Agency",
            "to": to.id,
            "recipients": [to.id],
            "conversation": new_id(NOW),
            "sent_at": timestamp(NOW),
            "zone": "Asia/Phnom_Penh",
            "expires_at": "2026-12-22T03:04:05.000000Z",
            "priority": "routine",
            "purpose": "investigation",
            "legal_basis": "ASEAN MLAT 2004",
            "offence": "drug-trafficking",
            "reference": "KH-1",
            "conditions": CONDITIONS,
            "retention_until": "2027-11-22",
            "language": "en",
            "script": "Latn",
        } | other

    def write(self, to, kind="request", content=None, **other):
        """This function writes the next message of the chain and returns its document, token and hash."""
        self.chain = self.chain or chains.Chain.begin(self.id, to.id, chains.new_incarnation(bytes(31) + b"\x01"))
        header = self.fields(to, incarnation=self.chain.incarnation, sequence=self.chain.next, previous=self.chain.link)
        made = CONTENTS[kind].model_validate(content or REQUEST)
        self.chain_before = self.chain
        document = messages.compose(header | other, made, kind)
        token = self.keyring.signing.sign_document(document)
        self.chain = self.chain.after(token_hash(token))
        return document, token, token_hash(token)
