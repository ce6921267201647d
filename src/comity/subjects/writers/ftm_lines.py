"""Writes subjects as FollowTheMoney JSON lines, which its library accepts and our reader reads back unchanged.

Codes of countries are written in small letters and dates without words, as FollowTheMoney has them. What it has no
place for (the role, "circa", properties of ours, marks and the statements that have their own) stands beside the
properties under ``comity``, which it ignores.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TextIO
from urllib.parse import urlsplit, urlunsplit

from comity.subjects.ftm_schemata import PROPERTIES
from comity.subjects.model import Subject, Value
from comity.subjects.properties import COUNTRIES, DATES

_CIRCA = "circa "


def write_ftm(subjects: Iterable[Subject], stream: TextIO) -> int:
    """This function writes subjects, one a line, and returns how many."""
    count = 0
    for subject in subjects:
        stream.write(json.dumps(_entity(subject), ensure_ascii=False, separators=(",", ":")) + "\n")
        count += 1
    return count


def _entity(subject: Subject) -> dict[str, Any]:
    properties: dict[str, list[str]] = {}
    ours: dict[str, Any] = {}
    others: dict[str, list[str]] = {}
    circa: dict[str, list[str]] = defaultdict(list)
    allowed = PROPERTIES[subject.schema]
    for prop, values in subject.as_mapping().items():
        written = [value.lower() for value in values] if prop in COUNTRIES else list(values)
        if prop == "website":
            written = list(dict.fromkeys(_address(v) for v in subject.values if v.property == prop))
        elif prop == "imoNumber":
            written = [f"IMO{value}" for value in values]
        if prop in allowed and prop in DATES:
            both = {v for v in values if f"{_CIRCA}{v}" in values}
            circa[prop] += (v.removeprefix(_CIRCA) for v in values if v.startswith(_CIRCA))
            circa[prop] = [v for v in circa[prop] if v not in both]
            written = list(dict.fromkeys(v.removeprefix(_CIRCA) for v in values))
        (properties if prop in allowed else others)[prop] = written
    if subject.role is not None:
        ours["role"] = subject.role.value
    if kept := {prop: values for prop, values in circa.items() if values}:
        ours["circa"] = kept
    if others:
        ours["properties"] = others
    if subject.marks is not None:
        ours |= {"marks": subject.marks.document(), "marks_name": subject.marks_name()}
    own = [
        {"property": value.property, "value": value.value, "marks": marks.document()}
        for value, marks in subject.marked() if marks is not None
    ]  # fmt: skip
    if own:
        ours["statements"] = own
    entity: dict[str, Any] = {"id": subject.id, "schema": subject.schema.value, "properties": properties}
    return entity | ({"comity": ours} if ours else {})


def _address(website: Value) -> str:
    """This function returns an address of the web as FollowTheMoney wants it; we compare by its domain alone."""
    try:
        given = urlsplit(website.original.strip())
    except ValueError:
        given = urlsplit("")
    if given.scheme in {"http", "https"} and given.netloc:
        return urlunsplit((given.scheme, given.netloc, given.path or "/", given.query, ""))
    return f"http://{website.value}/"
