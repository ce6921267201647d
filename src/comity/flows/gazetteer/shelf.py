"""Reads the tables of this room: tab-separated text, ``#`` before a comment or source line, long ones compressed."""

from __future__ import annotations

import lzma
from functools import cache
from importlib import resources


def lines(name: str) -> tuple[bytes, ...]:
    """This function returns the lines of ``tables/<name>.tsv``, or of its compressed form, without comments."""
    folder = resources.files(__package__).joinpath("tables")
    file = folder.joinpath(f"{name}.tsv")
    text = file.read_bytes() if file.is_file() else lzma.decompress(folder.joinpath(f"{name}.tsv.xz").read_bytes())
    return tuple(line for line in text.split(b"\n") if line and not line.startswith(b"#"))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """This function returns the rows of a short table."""
    return tuple(tuple(line.decode("utf-8").split("\t")) for line in lines(name))
