"""Many rows at once: PostgreSQL takes them as one stream (COPY), SQLite a statement for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, cast

from django.db import connection, models

_NULL = "\\N"
_BLOCK = 2000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Rows:
    """Inserts rows of one model from plain tuples, inside the caller's transaction.

    Args:
        model: of which.
        varying: names of the columns that a row gives, in its order.
        constant: column and value that every row shares.
    """

    def __init__(self, model: type[models.Model], varying: Sequence[str], **constant: Any) -> None:
        def field(name: str) -> models.Field[Any, Any]:
            return cast("models.Field[Any, Any]", meta.get_field(name))

        meta = model._meta  # noqa: SLF001 -- Django's own public name for it
        table = connection.ops.quote_name(meta.db_table)
        quoted = ", ".join(connection.ops.quote_name(str(field(c).column)) for c in (*varying, *constant))
        marks = ", ".join(["%s"] * (len(varying) + len(constant)))
        self._varying = len(varying)
        self._insert = f"INSERT INTO {table} ({quoted}) VALUES ({marks})"  # noqa: S608
        self._copy = f"COPY {table} ({quoted}) FROM STDIN"
        self._constant = tuple(field(n).get_db_prep_save(v, connection) for n, v in constant.items())
        self._streams = connection.vendor == "postgresql"
        self._tail = "".join(f"\t{_text(value)}" for value in self._constant) + "\n" if self._streams else ""

    def insert(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """This function writes the rows."""
        with connection.cursor() as cursor:
            if self._streams:
                with connection.wrap_database_errors, cursor.copy(self._copy) as copy:
                    for block in self._blocks(rows):
                        copy.write(block)
            else:
                cursor.executemany(self._insert, [row + self._constant for row in rows])

    def _blocks(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
        lines: list[str] = []
        tabs, tail = self._varying - 1, self._tail
        for row in rows:
            try:
                line = "\t".join(row)
            except TypeError:
                line = "\t".join(map(_text, row))
            else:
                if "\\" in line or "\n" in line or "\r" in line or line.count("\t") != tabs:
                    line = "\t".join(value.translate(_ESCAPES) for value in row)
            lines.append(line)
            if len(lines) >= _BLOCK:
                yield tail.join(lines) + tail
                lines.clear()
        if lines:
            yield tail.join(lines) + tail


def _text(value: Any) -> str:
    """This function writes a value as COPY reads it."""
    if value is None:
        return _NULL
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if (wrapped := getattr(value, "obj", None)) is not None:  # psycopg's wrapper of JSON, with its own way to write it
        return str(value.dumps(wrapped)).translate(_ESCAPES)
    raise TypeError(f"COPY of a {type(value).__name__}")
