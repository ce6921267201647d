"""The signed tombstone that stands in a chain for a message of ours."""

from __future__ import annotations

from comity.exchange import messages
from comity.exchange.contents import Tombstone, TombstoneReason
from comity.node.messaging.models import Message
from comity.node.runtime import keyring, make_id

_OWN = frozenset({"content", "format", "type", "version", "head", "attachments", "body"})


def tombstone_of(message: Message, reason: TombstoneReason) -> str:
    """This function writes and signs the tombstone of a message of ours that has a place."""
    content = Tombstone(message=message.message_id, stands_for=message.link, reason=reason.value)
    header = {key: value for key, value in message.document.items() if key not in _OWN} | {"id": make_id()}
    return keyring().signing.sign_document(messages.compose(header, content, "tombstone"))
