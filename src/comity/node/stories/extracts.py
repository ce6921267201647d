"""Extracts: this node's part of a story in a file, signed, for an auditor who has not the database.

Rules:

1. A file holds the node's cards and the part, signed by the node's signing key. The cards prove the key; that the node
   id is the agency's, the other parts show, or people who compare fingerprints.
2. A part of a node's own folder comes with its cards too, and unsigned: who has the folder has the keys.
3. Making an extract is an entry of the ledger; reading a folder for a story changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from comity.node.audit.operations import record
from comity.node.partners.models import OwnCard
from comity.node.permissions import SYSTEM, Action, Actor, require
from comity.node.runtime import keyring
from comity.node.stories.gathering import gather
from comity.node.stories.reading import FORMAT


def make(*, actor: Actor, asked: Collection[str], content: bool = False) -> dict[str, Any]:
    """This function makes a signed extract and records that it was made.

    Args:
        actor: an auditor, or the system for the one who runs the command.
        asked: ids of conversations, messages or items.
        content: whether what people wrote goes in; handling codes are then the auditor's to keep.

    Raises:
        Refused: the actor may not read the ledger.
        Missing: this node knows nothing of the kind.
    """
    if actor.user_id != SYSTEM.user_id:
        require(actor, Action.LEDGER_READ)
    part = gather(asked, content=content)
    with transaction.atomic():
        details = {"conversations": list(part.conversations), "entries": len(part.entries), "content": content}
        record(actor=actor, event="stories.extract.made", objects=sorted(asked), details=details, frees_space=True)
    return {"format": FORMAT, "cards": _cards(), "part": keyring().signing.sign_document(part.document())}


def unsigned(*, asked: Collection[str]) -> dict[str, Any]:
    """This function returns this node's part with everything, as the story reads it from a folder."""
    return {"format": FORMAT, "cards": _cards(), "part": gather(asked).document()}


def _cards() -> list[str]:
    return list(OwnCard.objects.order_by("-version").values_list("token", flat=True))
