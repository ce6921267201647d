"""Statements as our own writers keep them beside what a format knows, for `readers.statements` to read back."""

from __future__ import annotations

from typing import Any

from comity.subjects.model import Value


def statement(value: Value) -> dict[str, Any]:
    """This function writes every part of a statement as JSON, without what is empty or said twice."""
    said = {"property": value.property, "value": value.value}
    said |= {name: text for name in ("note", "country") if (text := getattr(value, name))}
    if value.original != value.value:
        said["original"] = value.original
    return said
