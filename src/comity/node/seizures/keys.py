"""What a phone calls its form: sent twice, it has one effect; sent with other content, it is refused.

A column holds 64 hexadecimal digits: half of them of the person and the phone's own key, half of what was sent.
"""

from __future__ import annotations

import hashlib
from typing import TypeVar

from django.db import models

from comity.kernel import Conflicting, InvalidInput
from comity.node.permissions import Actor

M = TypeVar("M", bound=models.Model)
LONGEST = 100
_HALF = 32


def stored_key(actor: Actor, key: str, content: bytes) -> str:
    """This function returns what the column holds; empty without a key.

    Raises:
        InvalidInput: the key is longer than 100 characters, or holds others than visible ones of ASCII.
    """
    if not key:
        return ""
    if len(key) > LONGEST or not (key.isascii() and key.isprintable()):
        raise InvalidInput("key", "it has 1 to 100 visible characters of ASCII", "Send another", code="seizures.key")
    who = hashlib.sha256(f"{actor.user_id}\0{key}".encode()).hexdigest()[:_HALF]
    return who + hashlib.sha256(content).hexdigest()[:_HALF]


def already(rows: models.QuerySet[M], key: str) -> M | None:
    """This function returns what the same form made before, or None.

    Raises:
        Conflicting: a form of this key said something else.
    """
    if not key:
        return None
    # Hexadecimal digits have one order in every collation, so that the beginning of a key is a range of the index.
    found = rows.filter(key__gte=key[:_HALF], key__lt=f"{key[:_HALF]}g").first()
    if found is not None and getattr(found, "key", "") != key:
        raise Conflicting(
            "form", "it was sent before with other content", "Open what was recorded, and correct it there",
            code="seizures.key.other",
        )  # fmt: skip
    return found
