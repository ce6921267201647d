"""Where an item's words are: every row of a node's database is read, and what is signed is opened."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator

from django.db import connection

_JWS = re.compile(r"[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+")


def texts_here() -> Iterator[tuple[str, str]]:
    """Table and text of every cell of the node that is here; signed documents come opened."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a table of ours
            for line in cursor.fetchall():
                for cell in line:
                    yield from ((table, text) for text in _opened(cell))


def _opened(cell: object) -> Iterator[str]:
    if isinstance(cell, memoryview | bytes):
        yield bytes(cell).decode("utf-8", "replace")
    elif isinstance(cell, dict | list):
        yield from _opened(json.dumps(cell, ensure_ascii=False))
    elif isinstance(cell, str):
        yield cell
        for body in _JWS.findall(cell):
            yield from _opened_body(body)


def _opened_body(body: str) -> Iterator[str]:
    try:
        text = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
    except ValueError:
        return
    # A signed document may carry another, as a proof of consent does.
    yield from _opened(text)


def places_of(words: set[str]) -> dict[str, set[str]]:
    """The tables of the node that is here in which each of some words stands; none where it stands nowhere."""
    found: dict[str, set[str]] = {}
    for table, text in texts_here():
        for word in words:
            if word in text:
                found.setdefault(word, set()).add(table)
    return found
