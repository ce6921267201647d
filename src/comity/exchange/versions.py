"""Versions of types: which this node understands, which a partner does, and which of them is written.

Rules:

1. A card says which versions of which types its node understands. A card that says nothing means version 1 of request,
   reply, read notice and tombstone.
2. The highest version that both know is written. Where there is none, nothing is sent and a person is told why.
3. An older version is read as the newest, and the newest is written as an older one, unless a restriction would be
   lost.
4. What arrives in an unknown type or version is kept as it came and answered with ``not-understood``, once; a
   ``not-understood`` is never answered so, nor is a partner that does not understand it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from comity.exchange.contents import CONTENTS, Content, NotUnderstood
from comity.exchange.contents.fields import TYPE
from comity.exchange.contents.older import OLDER
from comity.exchange.faults import faults_of
from comity.kernel.errors import InvalidInput, Refused

Known = Mapping[str, tuple[int, ...]]
"""Types with the versions that are understood, lowest first."""

NEWEST: Mapping[str, int] = {name: 1 + sum(1 for of, _ in OLDER if of == name) for name in CONTENTS}
"""The version of each type that `comity.exchange.contents` describes."""
UNDERSTOOD: Known = MappingProxyType({name: tuple(range(1, newest + 1)) for name, newest in NEWEST.items()})
"""What this node understands."""
UNDECLARED: Known = MappingProxyType({"request": (1,), "reply": (1,), "read": (1,), "tombstone": (1,)})
"""What a node understands whose card says nothing about it."""
_MOST_TYPES, _MOST_VERSIONS, _HIGHEST = 100, 50, 1000


def declaration(known: Known = UNDERSTOOD) -> dict[str, list[int]]:
    """This function writes what a node understands as its card says it."""
    return {name: list(versions) for name, versions in sorted(known.items())}


def read_declaration(value: Any) -> Known:
    """This function reads what a card says that its node understands; types that are not known here stay in it.

    Raises:
        InvalidInput: another form.
    """
    sound = isinstance(value, dict) and len(value) <= _MOST_TYPES
    if not sound or not all(TYPE.fullmatch(name) and _sound(versions) for name, versions in value.items()):
        raise InvalidInput("Card", "the types that it understands cannot be read", code="exchange.card.understands")
    return MappingProxyType({name: tuple(sorted(set(versions))) for name, versions in value.items()})


def _sound(versions: Any) -> bool:
    if not isinstance(versions, list) or not 1 <= len(versions) <= _MOST_VERSIONS:
        return False
    return all(type(each) is int and 1 <= each <= _HIGHEST for each in versions)


def choose(message_type: str, theirs: Known, *, partner: str) -> int:
    """This function returns the version in which a type is written for a partner: the highest that both know.

    Args:
        message_type: one that this node understands.
        theirs: what the partner's card declares.
        partner: its name, for the sentence.

    Raises:
        Refused: the partner knows no version of it that this node writes.
    """
    versions = theirs.get(message_type, ())
    both = set(versions) & set(UNDERSTOOD[message_type])
    if both:
        return max(both)
    reason = f"{partner}'s node does not understand messages of the type {message_type}"
    if versions:
        reason = f"{partner}'s node understands other versions of the type {message_type} than this one"
    raise Refused(
        "Message",
        reason,
        "Tell the partner by another channel, and ask it to bring its node up to date",
        code="exchange.version.none",
    )


def write(message_type: str, content: Content, version: int, header: Mapping[str, Any]) -> dict[str, Any]:
    """This function writes a content in a version.

    Raises:
        Refused: ``exchange.version.loses``, where a restriction would be lost on the way.
    """
    document = content.document()
    older = OLDER.get((message_type, version))
    return older.downgrade(document, header) if older else document


def read(document: Mapping[str, Any], *, sound: bool) -> tuple[Content | None, list[str]]:
    """This function reads the content of a message as its newest version.

    Args:
        document: the message as it came.
        sound: whether its header was checked and is right; an older version is read as the newest with its help.

    Returns:
        the content, or None where type or version is not known here or something is wrong; and every fault.
    """
    message_type, version, raw = (document.get(name) for name in ("type", "version", "content"))
    if not isinstance(raw, dict) or not isinstance(message_type, str) or type(version) is not int:
        return None, []
    if version not in UNDERSTOOD.get(message_type, ()):
        return None, []
    older = OLDER.get((message_type, version))
    try:
        made = (older.model if older else CONTENTS[message_type]).model_validate(raw)
        if older and sound:
            made = CONTENTS[message_type].model_validate(older.upgrade(raw, document))
    except ValidationError as error:
        return None, faults_of(error, "content")
    return made, []


def not_understood(message: str, message_type: str, version: int, *, theirs: Known) -> tuple[int, NotUnderstood] | None:
    """This function answers a message that was kept without being understood.

    Args:
        message: its id.
        message_type: as written.
        version: as written.
        theirs: what the partner's card declares.

    Returns:
        the version to write and the content; None where the message is understood, is itself such an answer, or the
        partner would not understand this one.
    """
    known = UNDERSTOOD.get(message_type, ())
    both = set(theirs.get("not-understood", ())) & set(UNDERSTOOD["not-understood"])
    if version in known or message_type == "not-understood" or not both:
        return None
    content = NotUnderstood(
        message=message,
        type=message_type,
        version=version,
        reason="unknown-version" if known else "unknown-type",
        understands=list(known),
    )
    return max(both), content
