"""Places in chains as they are kept in rows: looked up, given, taken back."""

from __future__ import annotations

import secrets

from comity.exchange import Chain, chains, packets
from comity.node.audit.operations import carried_head, record
from comity.node.messaging.models import OURS, THEIRS, ChainState, Message
from comity.node.partners.models import Partner
from comity.node.permissions import SYSTEM
from comity.node.runtime import keyring, node_id


def locked(partner: Partner) -> ChainState:
    """This function locks the chains with a partner until the transaction ends."""
    ChainState.objects.get_or_create(partner=partner)
    return ChainState.objects.select_for_update(of=("self",)).get(partner=partner)


def kept(partner: Partner, incarnation: str, sequence: int) -> str | None:
    """This function returns the hash that is kept at a place of a partner's chain."""
    rows = Message.objects.filter(partner=partner, direction=THEIRS, incarnation=incarnation, sequence=sequence)
    return rows.values_list("link", flat=True).first()


def place_of(partner: Partner, message_id: str) -> tuple[str, int] | None:
    """This function returns the place at which an id of a partner is kept."""
    row = Message.objects.filter(partner=partner, direction=THEIRS, message_id=message_id).first()
    return (row.incarnation, row.sequence or 0) if row else None


def cited_at(partner: Partner, incarnation: str, sequence: int) -> str | None:
    """This function returns the hash that the message at a place of this node's chain cites; None where not known."""
    if sequence == 1:
        return chains.genesis(node_id(), partner.id, incarnation)
    rows = Message.objects.filter(partner=partner, direction=OURS, incarnation=incarnation, sequence=sequence - 1)
    return rows.values_list("link", flat=True).first()


def give(state: ChainState, message: Message) -> None:
    """This function gives a message of ours its place and signs it; call it with the chains locked."""
    chain = state.outgoing(node_id()) or Chain.begin(node_id(), state.partner_id, incarnation())
    record(actor=SYSTEM, event="messaging.message.signed", objects=[message.id, state.partner_id])
    message.document = message.document | {
        "incarnation": chain.incarnation,
        "sequence": chain.next,
        "previous": chain.link,
        "head": carried_head(state.partner_id),
    }
    message.token = keyring().signing.sign_document(message.document)
    message.link = packets.token_hash(message.token)
    message.incarnation, message.sequence = chain.incarnation, chain.next
    message.save(update_fields=["document", "token", "link", "incarnation", "sequence"])
    state.set_outgoing(chain.after(message.link))
    state.save()


def take_back(message: Message) -> None:
    """This function takes the place of a message of ours away, so that it gets one in another incarnation."""
    message.incarnation, message.sequence, message.link, message.token = "", None, "", ""
    message.save(update_fields=["incarnation", "sequence", "link", "token"])


def relocked(message: Message) -> Message:
    """This function locks a message and reads it anew: an answer may have come in meanwhile."""
    return Message.objects.select_for_update(of=("self",)).get(id=message.id)


def incarnation() -> str:
    """This function makes a fresh incarnation id."""
    return chains.new_incarnation(secrets.token_bytes(32))
