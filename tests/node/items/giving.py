"""How tests give items: a person of one node shares with another, and the message is carried over."""

from __future__ import annotations

from datetime import date, timedelta

from comity.kernel import Handling, Pap, Restriction, Tlp
from comity.node.items import operations as items
from comity.node.items.models import Item
from comity.node.messaging.consenting import answer_consent, ask_consent
from comity.node.messaging.sending import send
from comity.node.runtime import clock
from tests.exchange.parties import SUBJECT

TEXT = "A white lorry crosses on Mondays."


def marks(*codes: str, tlp: Tlp = Tlp.CLEAR, pap: Pap = Pap.CLEAR, words: str = "") -> Restriction:
    return Restriction(frozenset(Handling(c) for c in codes), tlp, pap, words)


def made(three, at: str, restriction: Restriction, *, text: str = TEXT, days: int = 90, **more) -> Item:
    with three.at(at) as node:
        return items.make(
            actor=node.officer, text=text, restriction=restriction, evaluation="B2",
            permitted_use="Intelligence.", retention_until=clock().now().date() + timedelta(days=days),
            date_of_data="2026-11", **({"subject": SUBJECT} | more),
        )  # fmt: skip


def share(three, at: str, to: str, *items_of: Item, settle: bool = True) -> None:
    with three.at(at) as node:
        send(
            actor=node.officer, message_type="spontaneous", partner_ids=[three[to].id],
            content={
                "reason": "It concerns you.", "link": "The crossing is yours.", "subjects": [SUBJECT],
                "items": [items.wire(Item.objects.get(id=item.id)).document() for item in items_of],
            },
        )  # fmt: skip
    if settle:
        three.settle()


def given(three, at: str, to: str, restriction: Restriction, **more) -> Item:
    """An item of one node that another has; returns the other's row."""
    item = made(three, at, restriction, **more)
    share(three, at, to, item)
    return row(three, to, item)


def row(three, at: str, item: Item) -> Item:
    with three.at(at):
        return Item.objects.get(owner=item.owner, wire_id=item.wire_id)


def asked(three, at: str, item: Item, use: str, to: str = "", **more):
    with three.at(at) as node:
        made = ask_consent(
            actor=node.officer, item_id=item.id, use=use, reason="They can stop it.",
            recipient_id=three[to].id if to else "", **more,
        )  # fmt: skip
    three.settle()
    return made


def answered(three, at: str, *, grant: bool = True, **more):
    """The owner answers what was asked last."""
    from comity.node.items.models import Consent

    with three.at(at) as node:
        waiting = Consent.objects.filter(ours=False).first()
        done = answer_consent(
            actor=node.supervisor, consent_id=waiting.id, grant=grant, words="" if grant else "Not now.", **more
        )
    three.settle()
    return done


NEXT_YEAR = date(2027, 11, 1)
