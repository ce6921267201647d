"""Notices as INTERPOL's public service gives them in JSON: one notice, a list, or a page of a search.

The id is ``entity_id``. Red notices give the role suspect, yellow ones missing; others none. What kind a notice is
stands in it, or in the link to itself. Links and pictures are left out on purpose: nothing is fetched. A member that is
not known stays in the notes, with its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from comity.subjects.model import Role, Schema, Subject
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.record import Record
from comity.subjects.readers.source import refused
from comity.subjects.readers.strict_json import document, texts

_NAMES = ("forename", "name")
_PLAIN = {
    "place_of_birth": "birthPlace", "country_of_birth_id": "birthCountry", "nationalities": "nationality",
    "sex_id": "gender", "height": "height", "weight": "weight", "eyes_colors_id": "eyeColor",
    "hairs_id": "hairColor", "distinguishing_marks": "appearance", "languages_spoken_ids": "spokenLanguage",
    "issuing_country_id": "authority", "status": "status",
}  # fmt: skip
_LEFT = frozenset({"entity_id", "type", "_links", "_embedded", "links", "images", *_NAMES})
_ROLES = {"red": Role.SUSPECT, "yellow": Role.MISSING}
_KIND = re.compile(r"/notices/v\d+/([a-z]{2,10})/")
_BORN = re.compile(r"(\d{4})/(\d{2})/(\d{2})")


def recognises(head: bytes) -> bool:
    """This function tells whether a JSON file names the id of a notice, or a page of them."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")) and b'"entity_id"' in head


def check(reading: Reading) -> None:
    """This function reads the whole document for its form.

    Raises:
        UnreadableFile: it is no JSON, hostile, or holds no notices.
    """
    found = _notices(reading)
    if not found:
        raise refused(reading.source.name, "it holds no notices", "Download it again", code="empty")
    if len(found) > reading.limits.rows_per_file:
        raise refused(reading.source.name, "it has too many notices", "Raise limits.rows_per_file", code="rows")


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each notice; its line is its place in the list."""
    for place, notice in enumerate(_notices(reading), 1):
        if not isinstance(notice, dict):
            reading.leave_out(place, "it is no notice")
            continue
        if subject := _record(reading, place, notice).subject():
            yield subject


def _notices(reading: Reading) -> list[Any]:
    found = document(reading)
    if isinstance(found, dict) and isinstance(inside := found.get("_embedded", found), dict):
        found = inside.get("notices", found.get("notices", [found] if "entity_id" in found else []))
    return found if isinstance(found, list) else []


def _record(reading: Reading, place: int, notice: dict[str, Any]) -> Record:
    record = Record(reading, place, next(texts(notice.get("entity_id", [])), ""), Schema.PERSON)
    parts = [" ".join(texts(notice.get(name, []))).strip() for name in _NAMES]
    record.add("name", " ".join(part for part in parts if part))
    if all(parts):
        record.add("firstName", parts[0])
        record.add("lastName", parts[1])
    kind = next(texts(notice.get("type", [])), "").lower() or _linked(notice.get("_links"))
    record.role = next((role for word, role in _ROLES.items() if word in kind), None)
    record.note("Notice", kind)
    for name, value in notice.items():
        if name in _LEFT:
            continue
        if name == "date_of_birth":
            for text in texts(value):
                record.date("birthDate", _BORN.sub(r"\1-\2-\3", text))
        elif prop := _PLAIN.get(name):
            for text in texts(value):
                record.keep(prop, text)
        else:
            _other(record, name, value)
    return record


def _linked(links: Any) -> str:
    """This function returns which kind of notice the link to itself names."""
    own = links.get("self") if isinstance(links, dict) else None
    match = _KIND.search(next(texts(own.get("href", [])), "")) if isinstance(own, dict) else None
    return match[1] if match else ""


def _other(record: Record, name: str, value: Any) -> None:
    for each in value if isinstance(value, list) else [value]:
        members = each.items() if isinstance(each, dict) else [("", each)]
        said = [f"{key} {text}".strip() for key, inner in members for text in texts(inner)]
        record.note(name.replace("_", " ").capitalize(), *said)
        if any(isinstance(inner, (dict, list)) and not list(texts(inner)) for _, inner in members if inner):
            record.doubt(name, str(each), "a part of it is nested deeper and is left out")


FORMAT = Format("notices", "INTERPOL-style notices (JSON)", recognises, check, subjects)
