"""What a node says about messages themselves: read, never delivered, not understood."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import Hash, Line, MessageId, Moment, OneOf, PurposeCode
from comity.exchange.contents.items import ItemName

MOST_READ = 200


class Read(Content):
    """A notice that a person read a message, or items of it (version 2).

    Args:
        message: its id.
        at: when, by the reader's node.
        items: those of its items that were read; empty where the message as a whole is meant.
        purpose: for which purpose they were read.
    """

    message: MessageId
    at: Moment
    items: list[ItemName] = Field(default_factory=list, max_length=MOST_READ)
    purpose: PurposeCode | None = None


class TombstoneReason(StrEnum):
    """Why a message will never be delivered."""

    EXPIRED = "expired"
    POISONED = "poisoned"


class Tombstone(Content):
    """What stands in the chain for a message that was never delivered, so that the chain goes on.

    Args:
        message: its id.
        stands_for: SHA-256 of its signed document, to which the next message is chained.
        reason: expired or poisoned.
    """

    message: MessageId
    stands_for: Hash
    reason: Literal["expired", "poisoned"]


class NotUnderstoodReason(StrEnum):
    """Why a message is kept and has no effect."""

    TYPE = "unknown-type"
    VERSION = "unknown-version"


class NotUnderstood(Content):
    """An answer to a message whose type, or version of it, is not known here.

    Args:
        message: its id.
        type: as it was written.
        version: as it was written.
        reason: whether the type or its version is not known.
        understands: the versions of this type that are known here; empty for an unknown type.
    """

    RULES = (
        Rule(
            ("reason", "understands"),
            lambda reason, versions: (reason == NotUnderstoodReason.VERSION) == bool(versions),
            "an unknown version names the versions that are known, and an unknown type names none",
        ),
    )

    message: MessageId
    type: Line
    version: int = Field(ge=1, le=1000)
    reason: Annotated[str, OneOf(NotUnderstoodReason)]
    understands: list[Annotated[int, Field(ge=1, le=1000)]] = Field(default_factory=list, max_length=50)
