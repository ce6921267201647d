"""Signed documents that somebody shows: proven by a key that is known, or only read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.crypto import parse_canonical, verify_document
from comity.crypto.encoding import decode
from comity.kernel import ComityError


def proven(token: str, keys: Iterable[bytes], *, depth: int) -> dict[str, Any] | None:
    """This function returns what a signed document says, if one of these keys signed it; else None.

    Args:
        token: compact JWS.
        keys: public signing keys.
        depth: the deepest nesting that is accepted.
    """
    for key in keys:
        try:
            return verify_document(token, key, depth=depth)
        except ComityError:
            continue
    return None


def claimed(token: str, *, depth: int) -> dict[str, Any] | None:
    """This function returns what a signed document says, whoever signed it; None where it cannot be read."""
    try:
        document = parse_canonical(decode(token.split(".")[1]), depth=depth)
    except (ComityError, IndexError):
        return None
    return document if isinstance(document, dict) else None
