"""Which message a message is about, type by type."""

from __future__ import annotations

from collections.abc import Mapping

from comity.exchange.contents import Content

ANSWERED = ("request", "spontaneous", "alert")
"""Types that a reply answers."""
PROPOSED = ("operation-proposal", "operation-plan")
"""Types that the sides of an operation answer."""
_EVERY: tuple[str, ...] = ()

CITES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "reply": ("in_reply_to", ANSWERED),
    "consent-answer": ("in_reply_to", ("consent-request",)),
    "deletion-confirmed": ("in_reply_to", ("correction", "withdrawal")),
    "operation-answer": ("in_reply_to", PROPOSED),
    "operation-plan": ("proposal", PROPOSED[:1]),
    "operation-result": ("proposal", PROPOSED[:1]),
    "joint-seizure-answer": ("in_reply_to", ("joint-seizure",)),
    "alert": ("replaces", ("alert",)),
    "alert-cancellation": ("alert", ("alert",)),
    "read": ("message", _EVERY),
    "not-understood": ("message", _EVERY),
}
"""The field of a type that names the message it is about, and the types of that; empty for every type."""


def cited_by(message_type: str, content: Content | None) -> str:
    """This function returns the id of the message that a message is about; empty where it is about none."""
    found = CITES.get(message_type)
    return (getattr(content, found[0], None) or "") if found and content is not None else ""
