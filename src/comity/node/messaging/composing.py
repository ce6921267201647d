"""Writing a message's document: the fields that every message has, checked as the partner will check them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from comity.exchange import messages, versions
from comity.exchange.contents import Conditions, Content
from comity.exchange.texts import cleaned
from comity.kernel import InvalidInput
from comity.kernel.clock import timestamp
from comity.node.messaging.models import OURS, Conversation, Message, Outbox
from comity.node.messaging.terms import KEPT_FOR, Grounds, Terms
from comity.node.messaging.threads import moment_in
from comity.node.partners.models import Partner
from comity.node.runtime import clock, config, limits, make_id, node_id

_NO_PLACE = {"incarnation": "A" * 43, "sequence": 1, "previous": "A" * 43}
"""Stands in while the fields are checked: a message gets its place when it is first sent."""


def cleaned_values(value: Any) -> Any:
    """This function takes out of texts, however deep, what a partner would refuse."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, Mapping):
        return {key: cleaned_values(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned_values(inner) for inner in value]
    return value


@dataclass(frozen=True, slots=True)
class Draft:
    """What is the same in every partner's copy of a message.

    Args:
        conversation: that it belongs to.
        message_type: its name on the wire.
        content: what it says.
        terms: what may be done with it; already as strict as the strictest of its items.
        state: queued, or awaiting approval.
        author: id of the person, or of the system.
        recipients: node ids of all who get it.
        message_id: the same in every copy.
        urgent: its priority.
    """

    conversation: Conversation
    message_type: str
    content: Content
    terms: Terms
    state: str
    author: str
    recipients: tuple[str, ...]
    message_id: str
    urgent: bool = False


def write(
    draft: Draft, partner: Partner, grounds: Grounds, *, version: int, in_reply_to: Message | None = None
) -> Message:
    """This function writes one partner's copy of a message of ours; call it inside a transaction.

    Args:
        draft: what is the same in every copy.
        partner: whose copy it is.
        grounds: on which it is sent to this partner.
        version: of the type, as both nodes know it.
        in_reply_to: the message that it answers.

    Raises:
        InvalidInput: with every fault, field by field.
        Refused: an older version would lose a restriction.
    """
    now = clock().now()
    terms = draft.terms
    header = {
        "id": draft.message_id,
        "from": node_id(),
        "authority": config().agency,
        "to": partner.id,
        "recipients": list(draft.recipients),
        "conversation": draft.conversation.wire_id,
        "sent_at": timestamp(now),
        "zone": config().time_zone,
        "expires_at": timestamp(now + timedelta(days=limits().message_days)),
        "priority": "urgent" if draft.urgent else "routine",
        "purpose": grounds.purpose,
        "legal_basis": grounds.legal_basis,
        "offence": grounds.offence,
        "reference": grounds.reference,
        "conditions": Conditions.of(terms.restriction).document(),
        "retention_until": (terms.retention_until or (now + KEPT_FOR).date()).isoformat(),
        "language": terms.language,
        "script": {"km": "Khmr", "th": "Thai", "lo": "Laoo", "my": "Mymr", "zh": "Hans"}.get(terms.language, "Latn"),
    }
    document = messages.compose(header | _NO_PLACE, draft.content, draft.message_type, version=version)
    for name in _NO_PLACE:
        del document[name]
    first = partner.id == draft.recipients[0]
    return Message.objects.create(
        id=draft.message_id if first else make_id(),
        conversation=draft.conversation,
        partner=partner,
        direction=OURS,
        message_id=draft.message_id,
        type=draft.message_type,
        state=draft.state,
        document=document,
        in_reply_to=in_reply_to,
        author=draft.author,
        made=moment_in(draft.conversation),
    )


def queue(message: Message) -> None:
    """This function puts a message into the outbox, in the transaction of what caused it."""
    Outbox.objects.get_or_create(message=message)


def understood_by(partner: Partner) -> versions.Known:
    """This function returns the types and versions that a partner's node understands, as its card says."""
    return partner.card.understands


def content_of(message: Message) -> Content | None:
    """This function returns what a kept message says, in its newest version; None where it is not understood."""
    content, _faults = versions.read(message.document, sound=True)
    return content


def said_in(message: Message) -> Content:
    """This function returns what a message of ours says.

    Raises:
        InvalidInput: this version of the node does not know its type any more.
    """
    content = content_of(message)
    if content is None:
        raise InvalidInput("Message", "this node does not know its type", code="exchange.version.none")
    return content
