"""Items of messages as a reader may see them: the text, or the sentence that says why not; and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.items.models import Item
from comity.node.items.operations import look, read
from comity.node.judgements import way_out, why
from comity.node.messaging import queries
from comity.node.messaging.models import OURS, Message
from comity.node.permissions import MAY, Action, Actor, may

Name = tuple[str, str]
"""Owner and id, which name an item at every node."""


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item in a message.

    Args:
        said: as it travelled, with its restriction as pages show it; without text where it may not be read.
        row: as it stands here now; None where it is not kept as an item.
        why: why its text is not shown; empty where it is.
        state: where it stands, unless it is simply in force.
        acts: addresses and words of what can be done with it.
    """

    said: Mapping[str, Any]
    row: Item | None = None
    why: str = ""
    state: str = ""
    acts: tuple[tuple[str, str | Promise], ...] = ()


def shown(actor: Actor, messages: Iterable[Message]) -> dict[str, tuple[ShownItem, ...]]:
    """This function returns the items of messages by the messages' ids, and keeps that they were read."""
    every = list(messages)
    names = {name for message in every for item in message.items if (name := _name(item))}
    rows = {(row.owner, row.wire_id): row for row in Item.objects.filter(wire_id__in=[one for _owner, one in names])}
    standing = [rows[name] for name in names if name in rows]
    allowed = may(actor, Action.ITEM_READ, member=True)
    seen = {
        (each.item.owner, each.item.wire_id): each
        for each in (read(actor=actor, items=standing) if allowed else (look(actor, item) for item in standing))
    }
    return {
        message.id: tuple(_shown(actor, message, item, seen.get(_name(item) or ("", ""))) for item in message.items)
        for message in every
    }


def documents(actor: Actor, messages: Iterable[Message]) -> list[dict[str, Any]]:
    """This function returns messages for programs; items say what the actor may read, and it is kept that they did."""
    every = list(messages)
    items = shown(actor, every)
    found = []
    for message in every:
        document = queries.document(message)
        if items.get(message.id):
            given = zip(message.content.get("items", []), items[message.id], strict=False)
            said = [
                {**item, "text": each.said["text"], "subject": each.said.get("subject")}
                | ({"why": each.why} if each.why else {})
                for item, each in given
            ]
            document["content"] = {**message.content, "items": said}
        found.append(document)
    return found


def _shown(actor: Actor, message: Message, item: Mapping[str, Any], seen: Any) -> ShownItem:
    if seen is None:
        return ShownItem(item)
    row, judgement = seen.item, seen.judgement
    state = "" if row.state == "in-force" else row.state
    if not row.stands:
        return ShownItem(_silent(item), row, str(row.get_state_display()), state, _acts(actor, message, row))
    if not judgement.allowed:
        return ShownItem(_silent(item), row, " ".join(filter(None, (why(judgement), way_out(judgement)))), state)
    now = {**item} | {"text": row.text, "evaluation": row.evaluation} | _marks(row)
    return ShownItem(now, row, "", state, _acts(actor, message, row))


def _silent(item: Mapping[str, Any]) -> dict[str, Any]:
    return {**item, "text": "", "subject": None}


def _marks(row: Item) -> dict[str, str]:
    restriction = row.restriction
    return {
        "code": restriction.code, "tlp": restriction.tlp.label, "pap": restriction.pap.name, "words": restriction.words
    }  # fmt: skip


def _acts(actor: Actor, message: Message, row: Item) -> tuple[tuple[str, str | Promise], ...]:
    theirs = message.direction != OURS
    feedback = f"?owner={row.owner}&item={row.wire_id}"
    offered = (
        (Action.ITEM_READ, _address("items:item", row.id), _("What may be done with it"), True),
        (Action.SHARE, _address("messaging:share", query=f"?item={row.id}"), _("Hand onward"), row.stands),
        (Action.REPLY_SEND, _address("messaging:feedback", message.id, query=feedback), _("Was it useful?"), theirs),
        (Action.RECALL_SEND, _address("messaging:recall", row.id), _("Correct or take back"), row.is_ours),
    )
    return tuple((url, words) for action, url, words, fits in offered if fits and url and actor.role in MAY[action])


def _address(route: str, *args: str, query: str = "") -> str:
    try:
        return reverse(route, args=args) + query
    except NoReverseMatch:
        return ""


def _name(item: Mapping[str, Any]) -> Name | None:
    owner, one = item.get("owner"), item.get("id")
    return (owner, one) if isinstance(owner, str) and isinstance(one, str) else None
