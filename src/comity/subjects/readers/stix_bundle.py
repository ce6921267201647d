"""STIX 2.1 bundles: identities, with their contact information, sectors, roles and relationships.

An identity of class individual is a person, of organization or group an organisation, of any other class unknown.
Relationships and user accounts stay in the notes of the identities that they name. Other objects are no subjects and
are left out with a reason. Markings are reported, since what they restrict must be stated when importing.
Source: STIX 2.1, sections 4.5, 5.1 and 6.16.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from comity.subjects.model import Schema, Subject
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.record import Record
from comity.subjects.readers.source import refused
from comity.subjects.readers.strict_json import document, texts

_SCHEMAS = {
    "individual": Schema.PERSON, "organization": Schema.ORGANIZATION, "group": Schema.ORGANIZATION,
    "class": Schema.UNKNOWN, "system": Schema.UNKNOWN, "unknown": Schema.UNKNOWN, "": Schema.UNKNOWN,
}  # fmt: skip
_PLAIN = {"name": "name", "description": "description", "sectors": "sector", "roles": "position", "labels": "keywords"}
_LEFT = frozenset({
    "type", "id", "spec_version", "name", "identity_class", "created", "modified", "created_by_ref", "revoked", "lang",
    "confidence", "contact_information", "object_marking_refs", "granular_markings", "external_references",
})  # fmt: skip
_ABOUT = {"relationship": ("source_ref", "target_ref"), "sighting": ("sighting_of_ref",)}
_EMAIL = re.compile(r"[^\s@;,<>]{1,64}@[^\s@;,<>]{1,255}")
_BUNDLE = re.compile(rb'"type"\s*:\s*"bundle"')


def recognises(head: bytes) -> bool:
    """This function tells whether a JSON file is a bundle."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and bool(_BUNDLE.search(head))


def check(reading: Reading) -> None:
    """This function reads the whole document for its form.

    Raises:
        UnreadableFile: it is no JSON, hostile, or no bundle with an identity.
    """
    found = _objects(reading)
    if not any(_type(each) == "identity" for each in found):
        raise refused(reading.source.name, "it holds no identities", "Ask for a bundle with identities", code="empty")
    if len(found) > reading.limits.rows_per_file:
        raise refused(reading.source.name, "it has too many objects", "Raise limits.rows_per_file", code="rows")


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each identity; a line is the place of an object in the bundle."""
    found = list(enumerate(_objects(reading), 1))
    names = {each["id"]: str(each.get("name", "")) for _, each in found
             if _type(each) == "identity" and isinstance(each.get("id"), str)}  # fmt: skip
    said: dict[str, list[str]] = defaultdict(list)
    for place, each in found:
        if _type(each) == "identity":
            continue
        ends = [each.get(name) for name in _ABOUT.get(_type(each), ())] if isinstance(each, dict) else []
        about = [end for end in ends if isinstance(end, str) and end in names]
        for end in about:
            said[end].append(_relation(each, names))
        if not about:
            reading.leave_out(place, "it is no identity, and relates to none here", name=_type(each)[:40])
    for place, each in found:
        if _type(each) == "identity":
            record = _record(reading, place, each)
            for words in said.get(record.own_id, ()):
                record.note("", words)
            if subject := record.subject():
                yield subject


def _objects(reading: Reading) -> list[Any]:
    found = document(reading)
    objects = found.get("objects") if isinstance(found, dict) and found.get("type") == "bundle" else None
    return objects if isinstance(objects, list) else []


def _type(each: Any) -> str:
    stated = each.get("type") if isinstance(each, dict) else None
    return stated if isinstance(stated, str) else ""


def _relation(each: dict[str, Any], names: dict[str, str]) -> str:
    ends = [str(each.get(name, "")) for name in ("source_ref", "target_ref")]
    what = " ".join(texts(each.get("relationship_type", _type(each))))
    words = " ".join(texts(each.get("description", "")))
    return f"{names.get(ends[0]) or ends[0]} {what} {names.get(ends[1]) or ends[1]}. {words}".strip()


def _record(reading: Reading, place: int, each: dict[str, Any]) -> Record:
    stated = next(texts(each.get("identity_class", [])), "").lower()
    own_id = each.get("id")
    record = Record(reading, place, own_id if isinstance(own_id, str) else "", _SCHEMAS.get(stated, Schema.UNKNOWN))
    if stated and stated not in {"individual", "organization"}:
        record.note("Class", stated)
    for name, prop in _PLAIN.items():
        for text in texts(each.get(name, [])):
            record.add(prop, text)
    for text in texts(each.get("contact_information", [])):
        for address in _EMAIL.findall(text):
            record.add("email", address)
        record.note("Contact", text)
    references = each.get("external_references")
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, dict):
            record.note("Reference", *(f"{k} {t}" for k, v in reference.items() for t in texts(v)))
    _doubts(record, each)
    return record


def _doubts(record: Record, each: dict[str, Any]) -> None:
    """This function reports what of an identity is not taken over."""
    if each.get("revoked") is True:
        record.doubt("revoked", record.own_id, "the identity was revoked by its author")
    if marks := ", ".join(texts(each.get("object_marking_refs", []))):
        record.doubt("object_marking_refs", marks, "markings are not taken over; state the handling yourself")
    for name, value in each.items():
        if name not in _LEFT and name not in _PLAIN:
            record.doubt(name, str(value), "no such property of an identity is known; it is left out")


FORMAT = Format("stix", "STIX 2.1 bundle with identities (JSON)", recognises, check, subjects)
