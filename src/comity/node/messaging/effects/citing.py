"""What a partner may cite: messages that it was sent, and those of a conversation in which it takes part."""

from __future__ import annotations

from collections.abc import Collection

from comity.exchange.contents import ItemName
from comity.kernel import InvalidInput
from comity.node.messaging.effects import Arrival
from comity.node.messaging.models import OURS, THEIRS, Message


class Foreign(InvalidInput):
    """A message cites something that is not the sender's to cite."""


def sent_to(arrival: Arrival, message_id: str, types: Collection[str] = ()) -> Message:
    """This function returns the message of ours that a partner cites; it was sent to this partner.

    Raises:
        Foreign: there is none, or it went to somebody else, or never left.
    """
    row = _sent(arrival, message_id)
    if row is None or (types and row.type not in types):
        raise Foreign(
            "Message", "it answers no message that it was sent", "Cite the message's id", code="messaging.reply.foreign"
        )
    return row


def of_sender(arrival: Arrival, message_id: str, types: Collection[str] = ()) -> Message:
    """This function returns an earlier message of the same partner that it cites.

    Raises:
        Foreign: it sent none with this id.
    """
    rows = Message.objects.select_for_update(of=("self",)).filter(
        partner=arrival.partner, direction=THEIRS, message_id=message_id
    )
    row = rows.exclude(state="poisoned").select_related("conversation").first()
    if row is None or (types and row.type not in types):
        raise Foreign(
            "Message", "it speaks of no message of its sender", "Cite the message's id", code="messaging.own.foreign"
        )
    return row


def in_conversation(arrival: Arrival, message_id: str, types: Collection[str]) -> Message | None:
    """This function returns a message of the same conversation that a partner got too, whoever wrote it.

    Returns:
        None where no message with this id came in yet: what several partners say may overtake each other.

    Raises:
        Foreign: it is here, and not the partner's to cite.
    """
    if (ours := _sent(arrival, message_id)) and ours.type in types:
        return ours
    rows = Message.objects.filter(direction=THEIRS, message_id=message_id).exclude(state="poisoned")
    for row in rows.select_related("conversation"):
        said = row.document.get("recipients", [])
        known = row.partner_id == arrival.partner.id or arrival.partner.id in said
        if row.conversation_id == arrival.conversation.id and row.type in types and known:
            return row
    if rows.exists() or Message.objects.filter(direction=OURS, message_id=message_id).exists():
        raise Foreign(
            "Message",
            "it answers no message of this conversation that its sender got",
            "Cite the message's id",
            code="messaging.reply.foreign",
        )
    return None


def given_to(arrival: Arrival, item: ItemName) -> Message:
    """This function returns the message of ours in which a partner was given an item.

    Raises:
        Foreign: it was never given to this partner.
    """
    rows = Message.objects.filter(partner=arrival.partner, direction=OURS).exclude(token="")
    for row in rows.order_by("-made"):
        given = row.document["content"].get("items")
        if isinstance(given, list) and any((i.get("owner"), i.get("id")) == item.pair for i in given):
            return row
    raise Foreign(
        "Item", "it was not given to its sender", "Cite owner and id of the item", code="messaging.item.foreign"
    )


def _sent(arrival: Arrival, message_id: str) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",)).filter(
        partner=arrival.partner, direction=OURS, message_id=message_id
    )
    return rows.exclude(token="").select_related("conversation").first()
