"""A partner takes back or corrects an item, or confirms that it treated every copy of one.

Only the owner's word counts. Who passes it on shows it as the owner signed it; where the owner is no partner of this
node, so that its signature cannot be checked, it counts from the one who had given the item, and is marked so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from comity.exchange import tokens
from comity.exchange.confirmations import Asked, Standing, read
from comity.exchange.contents import Correction, DeletionConfirmed, ItemName, Withdrawal
from comity.exchange.proofs import WRONG
from comity.kernel.clock import parse_timestamp, timestamp
from comity.node.audit import directory
from comity.node.audit.operations import record
from comity.node.items import recalling, signing
from comity.node.items.models import Item
from comity.node.items.recall_models import OwnerProof, RecallKind, RecallSide
from comity.node.messaging.effects import Arrival, effect
from comity.node.messaging.effects.citing import Foreign, sent_to
from comity.node.messaging.sending import send
from comity.node.messaging.terms import Grounds
from comity.node.partners.models import Partner, PartnerState
from comity.node.partners.queries import signers
from comity.node.permissions import SYSTEM
from comity.node.runtime import limits, node_id

_KINDS = {Withdrawal: RecallKind.WITHDRAWAL, Correction: RecallKind.CORRECTION}
ASKING = ("withdrawal", "correction")


@effect("withdrawal", "correction")
def take_recall(arrival: Arrival) -> None:
    """This function treats every copy of an item that its owner took back or corrected."""
    content = arrival.content
    if not isinstance(content, Withdrawal | Correction):
        raise TypeError(f"{arrival.message.type} is no recall")
    item = _named(content.item)
    proof, token, since = _owners_word(arrival, content, item)
    if item is None or item.is_ours:
        _confirm_nothing(arrival, content.item)
        return
    due = parse_timestamp(content.confirm_by)
    known = recalling.find(item, arrival.partner, arrival.conversation.id)
    corrected = content.corrected.document() if isinstance(content, Correction) else None
    if known is not None and known.corrected == corrected:
        recalling.repeat(known, question=arrival.message.id, cites=arrival.message.message_id, confirm_by=due)
        return
    kind = _KINDS[type(content)]
    recalling.begin(
        item, kind, reason=content.reason if isinstance(content, Withdrawal) else "",
        words=content.words if isinstance(content, Withdrawal) else content.wrong, corrected=corrected,
        asked_by=arrival.partner, conversation_id=arrival.conversation.id, question=arrival.message.id,
        cites=arrival.message.message_id, since=since, owner_token=token, proof=proof, confirm_by=due,
        leaf=recalling.is_asked_already(item, kind, corrected), outdated=recalling.is_older(item, since),
    )  # fmt: skip


@effect("deletion-confirmed")
def take_confirmation(arrival: Arrival) -> None:
    """This function keeps what a partner confirms, once it is checked down to the last node behind it."""
    content = arrival.said(DeletionConfirmed)
    item = _named(content.item)
    if content.in_reply_to is None:
        side, since = _unasked(arrival, item)
    else:
        side, since = _asked(arrival, content.in_reply_to)
    if item is None or side.recall.item_id != item.id:
        raise _foreign("it is about another item than the one that its sender was asked about")
    asked = Asked(content.item, since, timedelta(minutes=limits().clock_skew_minutes), limits().document_depth)
    proof = read(arrival.token, node=arrival.partner.id, to=node_id(), asked=asked, keys=_keys)
    if proof.standing is not Standing.PROVEN:
        raise _foreign(proof.reason or "its signature cannot be checked")
    recalling.took(side, token=arrival.token, proof=proof)
    objects = [item.id, item.wire_id, side.recall_id, arrival.partner.id, arrival.message.id]
    record(actor=SYSTEM, event="items.recall.proved", objects=objects, details={"complete": proof.is_complete})


def _named(name: ItemName) -> Item | None:
    """This function locks and returns the item that a message names; None where it is not here."""
    rows = Item.objects.select_for_update(of=("self",))
    return rows.filter(owner=name.owner, wire_id=name.id).first()


def _owners_word(
    arrival: Arrival, content: Withdrawal | Correction, item: Item | None
) -> tuple[OwnerProof, str, datetime]:
    """This function returns how it is known that the owner said so, what it signed, and when.

    Raises:
        Foreign: the item is not the sender's to recall.
    """
    if isinstance(content, Correction):
        found = signing.examine(content.corrected)
        if found.standing in WRONG:
            raise _foreign(signing.why(content.item.owner, found))
    if content.item.owner == arrival.partner.id:
        return OwnerProof.DIRECT, arrival.token, parse_timestamp(arrival.header.sent_at)
    if content.owner_token is None:
        raise _foreign("only its owner takes an item back or corrects it, and the owner's word is not shown")
    owner = Partner.objects.filter(id=content.item.owner).exclude(state=PartnerState.PROPOSED).first()
    keys = directory.own_keys() if content.item.owner == node_id() else signers(owner).values() if owner else ()
    depth = limits().document_depth
    said = tokens.proven(content.owner_token, keys, depth=depth)
    proof = OwnerProof.PROVED
    if said is None and owner is None and content.item.owner != node_id():
        if item is None or item.came_from_id != arrival.partner.id:
            raise _foreign("its owner is not known here, and somebody else had given it")
        said, proof = tokens.claimed(content.owner_token, depth=depth), OwnerProof.UNPROVED
    if said is None or not _is_same(said, arrival.message.type, content):
        raise _foreign("its owner did not sign that")
    return proof, content.owner_token, parse_timestamp(str(said["sent_at"]))


def _is_same(said: Mapping[str, Any], message_type: str, content: Withdrawal | Correction) -> bool:
    """This function tells whether what the owner signed is what a partner passes on."""
    theirs = said.get("content")
    if said.get("type") != message_type or said.get("from") != content.item.owner or not isinstance(theirs, dict):
        return False
    same = theirs.get("item") == content.item.document()
    if isinstance(content, Correction):
        same = same and theirs.get("corrected") == content.corrected.document()
    return same and isinstance(said.get("sent_at"), str)


def _confirm_nothing(arrival: Arrival, item: ItemName) -> None:
    """This function confirms that there is no copy here: the item never came, or it is this agency's own."""
    content = DeletionConfirmed(
        in_reply_to=arrival.message.message_id, item=item, at=timestamp(arrival.now), complete=True
    )
    send(
        actor=SYSTEM, message_type="deletion-confirmed", content=content, partner_ids=[arrival.partner.id],
        conversation=arrival.conversation, grounds=Grounds.of(arrival.message), in_reply_to=arrival.message,
        event="messaging.deletion-confirmed.confirmed",
    )  # fmt: skip


def _asked(arrival: Arrival, cited: str) -> tuple[RecallSide, datetime]:
    question = sent_to(arrival, cited, ASKING)
    sides = RecallSide.objects.select_for_update(of=("self",)).select_related("recall__item")
    side = sides.filter(partner=arrival.partner, conversation_id=question.conversation_id).first()
    if side is None:
        raise _foreign("it answers nothing that its sender was asked")
    arrival.answers(question)
    return side, side.recall.since


def _unasked(arrival: Arrival, item: Item | None) -> tuple[RecallSide, datetime]:
    went = item.releases.filter(partner=arrival.partner).order_by("at").first() if item else None
    if item is None or went is None:
        raise _foreign("it was never given to its sender")
    return recalling.unasked(item, arrival.partner), went.at


def _keys(node: str) -> Iterable[bytes]:
    if node == node_id():
        return directory.own_keys()
    partner = Partner.objects.filter(id=node).exclude(state=PartnerState.PROPOSED).first()
    return signers(partner).values() if partner else ()


def _foreign(reason: str) -> Foreign:
    return Foreign("Item", reason, "Cite the item and the message that it is about", code="messaging.recall.foreign")
