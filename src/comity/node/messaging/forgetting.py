"""The words of an item go from the messages that carried it; that there was a message, and its hash, stay.

A message of ours that may have to be sent again, to a partner that lost what it had, is from now on stood for by a
signed tombstone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from comity.exchange.contents import TombstoneReason
from comity.node.audit.operations import erase_details
from comity.node.chores import chore
from comity.node.items.ending import forgets
from comity.node.items.models import Item, Release
from comity.node.items.recall_models import RecallSide
from comity.node.messaging.entombing import tombstone_of
from comity.node.messaging.models import Message, Outbox
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock

ERASED = "(erased)"
"""What stands in a message where an item's words were."""
_DETACHED = ".."
AT_ONCE = 200
LATE = timedelta(days=60)
"""How long after a recall messages are gone through that were on their way then; longer than any is tried."""


@forgets
def forget_in_messages(item: Item) -> None:
    """This function takes an item's words out of every message that carried it and is not on its way any more."""
    released = Release.objects.filter(item=item).values("message_id")
    recalled = item.recalls.exclude(conversation_id="").values("conversation_id")
    passed_on = RecallSide.objects.filter(recall__item=item).exclude(conversation_id="").values("conversation_id")
    spoken = Q(conversation_id__in=recalled) | Q(conversation_id__in=passed_on)
    brought = item.arrivals.values("message_id")
    carried = Message.objects.filter(Q(id__in=brought) | Q(id__in=released) | (spoken & Q(type="correction")))
    for row in carried.select_for_update(of=("self",)).exclude(id__in=Outbox.objects.values("message")):
        forget_in(row, (item.owner, item.wire_id))


def forget_in(message: Message, name: tuple[str, str]) -> None:
    """This function takes an item's words out of one message."""
    content, found = _without(message.document.get("content"), name)
    if not found:
        return
    message.document = message.document | {"content": _without_subjects(content)}
    if message.is_ours and message.token and not message.tombstone:
        message.tombstone = tombstone_of(message, TombstoneReason.EXPIRED)
    message.token = detached(message.token)
    message.save(update_fields=["document", "token", "tombstone"])
    erase_details(actor=SYSTEM, object_ids=[message.id], ending=".written")


def detached(token: str) -> str:
    """This function takes what was said out of a signed document; who signed it, and the signature, stay."""
    parts = token.split(".")
    return f"{parts[0]}..{parts[2]}" if len(parts) == 3 else token


def _without(said: Any, name: tuple[str, str]) -> tuple[Any, bool]:
    """This function returns what was said without an item's words, however deep it stands, and whether it stood."""
    if isinstance(said, list):
        parts = [_without(each, name) for each in said]
        return [part for part, _ in parts], any(found for _, found in parts)
    if not isinstance(said, dict):
        return said, False
    if (said.get("owner"), said.get("id")) == name and "text" in said:
        rest = {k: v for k, v in said.items() if k not in {"subject", "proof"}}
        return rest | {"text": ERASED, "permitted_use": ERASED}, True
    pairs = {key: _without(value, name) for key, value in said.items() if key != "owner_token"}
    return {key: value for key, (value, _) in pairs.items()}, any(found for _, found in pairs.values())


def _without_subjects(content: dict[str, Any]) -> dict[str, Any]:
    """This function takes out of whom a message speaks, once none of its items says anything any more."""
    items = content.get("items")
    if "subjects" not in content or not items or any(each.get("text") != ERASED for each in items):
        return content
    return content | {"subjects": [each | {"properties": {"name": [ERASED]}} for each in content["subjects"]]}


@chore("messaging.forget", every=timedelta(minutes=5))
def forget_late() -> int:
    """This function takes the words of recalled items out of messages that were still on their way, once they are not.

    Returns:
        how many messages were gone through.
    """
    recent = clock().now() - LATE
    went = Release.objects.filter(item__recalls__began__gt=recent).values("message_id")
    rows = Message.objects.filter(id__in=went).exclude(token="").exclude(token__contains=_DETACHED)
    late = list(rows.filter(outbox=None).values_list("id", flat=True)[:AT_ONCE])
    for message_id in late:
        with transaction.atomic():
            row = Message.objects.select_for_update(of=("self",)).get(id=message_id)
            recalled = Item.objects.filter(releases__message_id=message_id, recalls__began__gt=recent).distinct()
            for name in recalled.values_list("owner", "wire_id"):
                forget_in(row, name)
    return len(late)
