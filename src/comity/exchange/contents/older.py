"""Older versions of types: still read, and still written for nodes that know no newer one.

Each older version says how it is read as the newest, and how the newest is written as it; what would lose a
restriction on the way is refused.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from comity.exchange.contents.base import Content
from comity.exchange.contents.fields import EvaluationCode, MessageId, Moment, PartialDay, SaidText
from comity.exchange.contents.items import AskedSubject, Conditions
from comity.exchange.contents.requests import Reply
from comity.kernel.errors import Refused
from comity.kernel.ids import ID_RANDOMNESS, id_of

_ADDED = ("id", "owner", "permitted_purposes", "retention_until", "consents", "proof")


class ItemV1(Content):
    """An item of version 1: without name, purposes, retention, consents and proof of its own.

    Args:
        text: what it says.
        subject: whom or what it is about.
        conditions: handling codes, TLP and PAP.
        evaluation: 4×4, such as B2.
        permitted_use: in words.
        date_of_data: when what it says was so.
    """

    text: SaidText
    subject: AskedSubject | None = None
    conditions: Conditions
    evaluation: EvaluationCode
    permitted_use: SaidText
    date_of_data: PartialDay


class ReplyV1(Reply):
    """A reply of version 1."""

    RULES = Reply.RULES[:-1]
    items: list[ItemV1] = Field(default_factory=list, max_length=50)  # type: ignore[assignment]


class ReadV1(Content):
    """A read notice of version 1: of a whole message.

    Args:
        message: its id.
        at: when, by the reader's node.
    """

    message: MessageId
    at: Moment


@dataclass(frozen=True, slots=True)
class Older:
    """An older version of a type.

    Args:
        model: what it looked like.
        upgrade: reads its document, with the header of its message, as the newest version's document.
        downgrade: writes the newest version's document, with the header, as its own.
    """

    model: type[Content]
    upgrade: Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]]
    downgrade: Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]]


def named_by_place(message: str, place: int) -> str:
    """This function returns the id of an item that came without one: made of its message's id and its place in it."""
    digest = hashlib.sha256(f"comity item\0{message}\0{place}".encode()).digest()
    return id_of(uuid.UUID(message).int >> 80, digest[:ID_RANDOMNESS])


def _reply_up(content: dict[str, Any], header: Mapping[str, Any]) -> dict[str, Any]:
    items = [
        item
        | {
            "id": named_by_place(header["id"], place),
            "owner": header["from"],
            "retention_until": header["retention_until"],
        }
        for place, item in enumerate(content.get("items", []))
    ]
    return content | {"items": items}


def _reply_down(content: dict[str, Any], header: Mapping[str, Any]) -> dict[str, Any]:
    lost: list[str] = []
    for item in content.get("items", []):
        if item["owner"] != header["from"]:
            lost.append("an item of another agency would seem to be yours")
        if item.get("permitted_purposes"):
            lost.append("an item would lose the purposes that it is limited to")
        if date.fromisoformat(item["retention_until"]) < date.fromisoformat(header["retention_until"]):
            lost.append("an item would be kept longer than it may be")
    if lost:
        raise Refused(
            "Reply",
            f"the partner's node reads version 1 only, in which {', and '.join(dict.fromkeys(lost))}",
            "Ask the partner to bring its node up to date, or leave these items out",
            code="exchange.version.loses",
        )
    items = [{k: v for k, v in item.items() if k not in _ADDED} for item in content.get("items", [])]
    return content | {"items": items}


def _read_up(content: dict[str, Any], _header: Mapping[str, Any]) -> dict[str, Any]:
    return content


def _read_down(content: dict[str, Any], _header: Mapping[str, Any]) -> dict[str, Any]:
    return {"message": content["message"], "at": content["at"]}


OLDER: Mapping[tuple[str, int], Older] = {
    ("reply", 1): Older(ReplyV1, _reply_up, _reply_down),
    ("read", 1): Older(ReadV1, _read_up, _read_down),
}
"""Every older version that is still read and written, by type and version."""
