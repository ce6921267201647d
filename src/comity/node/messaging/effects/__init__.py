"""What a partner's message does here, family by family.

Each module registers its effects by type with `effect`. An effect runs inside the transaction in which the message is
taken; what it raises poisons the message, and the queue goes on. It finds what a message cites with `citing`, since a
partner may cite only what it was sent or what belongs to a conversation in which it takes part.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog
from django.db import Error as DatabaseError

from comity.exchange.contents import Content
from comity.exchange.conversations import Kind
from comity.exchange.messages import Header
from comity.kernel import ComityError, InvalidInput
from comity.node.messaging import handing, standing
from comity.node.messaging.models import Conversation, Message, Participant
from comity.node.partners.models import Partner

log = structlog.get_logger()
AnyContent = TypeVar("AnyContent", bound=Content)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A partner's message while it is taken.

    Args:
        partner: who sent it.
        message: its row, stored already; an effect may set what it answers and save it.
        conversation: in which the partner takes part.
        participant: how the partner stands in it.
        header: every field of the message but its content.
        content: checked, in its newest version.
        token: the signed document as it came.
        now: this node's time.
    """

    partner: Partner
    message: Message
    conversation: Conversation
    participant: Participant
    header: Header
    content: Content
    token: str
    now: datetime

    def said(self, model: type[AnyContent]) -> AnyContent:
        """This function returns the content as the model of its type."""
        if not isinstance(self.content, model):
            raise TypeError(f"{self.message.type} is no {model.__name__}")
        return self.content

    def answers(self, message: Message) -> None:
        """This function notes which message this one is about."""
        self.message.in_reply_to = message
        self.message.save(update_fields=["in_reply_to"])


Effect = Callable[[Arrival], None]
_effects: dict[str, Effect] = {}
_LATER = ("ledger.", "node.disk.")
"""Codes of faults that are not the message's: it is tried again."""


def effect(*message_types: str) -> Callable[[Effect], Effect]:
    """This function registers what messages of these types do here."""

    def register(work: Effect) -> Effect:
        for each in message_types:
            _effects[each] = work
        return work

    return register


def load() -> None:
    """This function imports every module of effects, so that they are registered."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")


def take(arrival: Arrival) -> None:
    """This function lets a message take effect.

    Raises:
        InvalidInput: it cannot, and why; the message is poisoned.
        ComityError: the fault is this node's, which takes the message later.
    """
    work = _effects.get(arrival.message.type)
    try:
        if not _is_early(arrival):
            standing.admit(arrival.participant, arrival.message.type, arrival.content)
        if work is not None:
            work(arrival)
        handing.came(arrival.message, arrival.conversation, arrival.content)
    except InvalidInput:
        raise
    except ComityError as error:
        if error.code.startswith(_LATER):
            raise
        raise InvalidInput(error.thing, error.reason, error.way_out, code=error.code) from error
    except (DatabaseError, OSError):
        raise
    except Exception as error:
        log.exception("messaging.effect.failed", type=arrival.message.type, message=arrival.message.id)
        raise InvalidInput(
            "Message", "this node could not work with it", "Write it in another way", code="messaging.effect.failed"
        ) from error


def _is_early(arrival: Arrival) -> bool:
    """This function tells whether a side speaks of what the one that began it could not deliver here yet."""
    alone = arrival.conversation.kind == Kind.OTHER and len(arrival.header.recipients) > 1
    return alone and arrival.message.type in {"operation-answer", "operation-result"}
