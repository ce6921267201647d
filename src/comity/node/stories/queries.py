"""Reading this node's own part of a story; that it was read is an entry."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from comity.ledger.stories import Story, tell
from comity.node.audit import directory
from comity.node.audit.operations import record
from comity.node.permissions import Action, Actor, require
from comity.node.stories.gathering import gather


def own_story(*, actor: Actor, asked: str) -> Story:
    """This function tells what this node alone knows of a conversation, message or item.

    Raises:
        Refused: the actor may not read the ledger.
        Missing: this node knows nothing of the kind.
    """
    require(actor, Action.LEDGER_READ)
    part = replace(gather([asked.strip()], verify=False), keys=directory.own_keys())
    story = tell([part])
    with transaction.atomic():
        record(actor=actor, event="stories.story.read", objects=list(story.conversations), frees_space=True)
    return story
