"""That people read what partners and this agency wrote: one entry in the ledger for each page, with purpose and ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from comity.node.audit.operations import record
from comity.node.messaging.models import Conversation, Message
from comity.node.permissions import Action, Actor, require, require_purpose

CONVERSATION, LIST, ALERTS = (f"messaging.{what}.read" for what in ("conversation", "list", "alerts"))


@transaction.atomic
def note(actor: Actor, event: str, objects: Sequence[str]) -> None:
    """This function records what is shown of messages, or says why nothing is.

    Raises:
        Refused: the role may not, or no purpose is stated.
    """
    require(actor, Action.CONVERSATION_READ)
    require_purpose(actor, Action.CONVERSATION_READ)
    if objects:
        record(actor=actor, event=event, objects=list(dict.fromkeys(objects)))


def note_message(actor: Actor, message: Message) -> None:
    """This function records that one message is shown; it raises as `note` does."""
    note(actor, CONVERSATION, [message.conversation_id, message.id])


def listed(actor: Actor, rows: Iterable[Conversation]) -> list[Conversation]:
    """This function returns conversations as a list shows them: what they are about only to who states a purpose."""
    found = list(rows)
    if actor.has_purpose:
        note(actor, LIST, [row.id for row in found])
        return found
    for row in found:
        row.subject = _("shown once you state a purpose")
    return found
