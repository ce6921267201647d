"""Reads the tables of this room: tab-separated text, ``#`` before a comment or source line."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """This function returns the rows of ``tables/<name>.tsv`` without comments."""
    text = resources.files(__package__).joinpath("tables", f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def part(name: str, what: str) -> tuple[tuple[str, ...], ...]:
    """This function returns the rows of a table whose first column is ``what``, without that column."""
    return tuple(row[1:] for row in rows(name) if row[0] == what)
