"""Reads the tables of this room: tab-separated text, ``#`` before a comment or source line."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

FOLDERS: list[Traversable] = [resources.files(__package__).joinpath("tables")]
"""Where tables are looked for; a table is the rows of all files of its name. A trial of a new table adds a folder
before anything is read. Nodes that compare keys must have the same tables."""


def lines(name: str) -> list[str]:
    """This function returns the lines of ``tables/<name>.tsv`` without comments, for a table too long to divide."""
    files = [file for folder in FOLDERS if (file := folder.joinpath(f"{name}.tsv")).is_file()]
    found = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in found if line and not line.startswith("#")]


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """This function returns the rows of ``tables/<name>.tsv`` without comments."""
    return tuple(tuple(line.split("\t")) for line in lines(name))


@cache
def part(name: str, what: str) -> tuple[tuple[str, ...], ...]:
    """This function returns the rows of a table whose first column is ``what``, without that column."""
    return tuple(row[1:] for row in rows(name) if row[0] == what)
