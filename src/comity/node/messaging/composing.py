"""Writing a message's document: the fields that every message has, checked as the partner will check them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from comity.exchange import messages
from comity.exchange.contents import Conditions, Content
from comity.exchange.texts import cleaned
from comity.kernel import Restriction
from comity.kernel.clock import timestamp
from comity.node.messaging.models import OURS, Conversation, Message, Outbox
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


def write(
    conversation: Conversation,
    content: Content,
    message_type: str,
    *,
    state: str,
    author: str,
    purpose: str,
    legal_basis: str,
    restriction: Restriction,
    retention_until: date,
    offence: str | None = None,
    reference: str = "",
    urgent: bool = False,
    language: str = "en",
    in_reply_to: Message | None = None,
) -> Message:
    """This function writes a message of ours; call it inside a transaction.

    Raises:
        InvalidInput: with every fault, field by field.
    """
    now = clock().now()
    message_id = make_id()
    partner = conversation.partner
    header = {
        "id": message_id,
        "from": node_id(),
        "authority": config().agency,
        "to": partner.id,
        "recipients": [partner.id],
        "conversation": conversation.wire_id,
        "sent_at": timestamp(now),
        "zone": config().time_zone,
        "expires_at": timestamp(now + timedelta(days=limits().message_days)),
        "priority": "urgent" if urgent else "routine",
        "purpose": purpose,
        "legal_basis": legal_basis,
        "offence": offence,
        "reference": reference,
        "conditions": Conditions.of(restriction).document(),
        "retention_until": retention_until.isoformat(),
        "language": language,
        "script": {"km": "Khmr", "th": "Thai", "lo": "Laoo", "my": "Mymr", "zh": "Hans"}.get(language, "Latn"),
    }
    document = messages.compose(header | _NO_PLACE, content, message_type)
    for name in _NO_PLACE:
        del document[name]
    conversation.last = now
    conversation.save(update_fields=["last"])
    return Message.objects.create(
        id=message_id,
        conversation=conversation,
        partner=partner,
        direction=OURS,
        message_id=message_id,
        type=message_type,
        state=state,
        document=document,
        in_reply_to=in_reply_to,
        author=author,
        made=now,
    )


def queue(message: Message) -> None:
    """This function puts a message into the outbox, in the transaction of what caused it."""
    Outbox.objects.get_or_create(message=message)
