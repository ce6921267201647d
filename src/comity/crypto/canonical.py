"""Canonical JSON (RFC 8785): one sequence of bytes for one document.

Rules for a document that is received:

1. it is UTF-8 and equals its own canonical form, byte for byte;
2. no member name stands twice in one object;
3. it is nested at most as deep as the caller says;
4. numbers are finite and integers stay below 2^53;
5. texts have no lone surrogates.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

import rfc8785

from comity.kernel.errors import InvalidInput


def canonical(document: Any) -> bytes:
    """This function writes a document as canonical JSON.

    Raises:
        InvalidInput: the document holds something that JSON or RFC 8785 cannot carry.
    """
    try:
        return rfc8785.dumps(document)
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError, TypeError) as error:
        raise InvalidInput(
            "Document",
            f"it cannot be written as canonical JSON ({type(error).__name__})",
            code="crypto.json.unwritable",
        ) from error


def parse_canonical(data: bytes, *, depth: int) -> Any:
    """This function reads canonical JSON and refuses every other form.

    Args:
        data: the bytes as received.
        depth: the deepest nesting that is accepted; a bare number has depth 0, ``[[]]`` has 2.

    Raises:
        InvalidInput: not JSON, not canonical, a name twice, too deep, or a number out of range.
    """
    try:
        document = json.loads(
            data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_not_finite, parse_int=_integer
        )
    except RecursionError:
        raise _too_deep(depth) from None
    except (UnicodeDecodeError, ValueError):
        raise InvalidInput("Document", "it is not JSON in UTF-8", code="crypto.json.unreadable") from None
    _check_depth(document, depth)
    if canonical(document) != data:
        raise InvalidInput(
            "Document",
            "it differs from its canonical form",
            "Write it as RFC 8785 says before signing",
            code="crypto.json.not_canonical",
        )
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidInput("Document", "a member name stands twice in one object", code="crypto.json.duplicate_name")
    return found


def _not_finite(text: str) -> NoReturn:
    raise InvalidInput("Document", f"{text} is no number of JSON", code="crypto.json.number")


def _integer(text: str) -> int:
    if len(text) > 17:
        raise InvalidInput("Document", "an integer is out of range", code="crypto.json.number")
    return int(text)


def _check_depth(document: Any, depth: int) -> None:
    level = [document]
    for _ in range(depth + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise _too_deep(depth)


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values()) or [None]
    if isinstance(value, list):
        return value or [None]
    return []


def _too_deep(depth: int) -> InvalidInput:
    return InvalidInput("Document", f"it is nested deeper than {depth} levels", code="crypto.json.depth")
