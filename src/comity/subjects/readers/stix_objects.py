"""Objects of a STIX bundle as records: identities, our own kinds of object, and observables that say one value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from comity.kernel import Tlp
from comity.subjects import stix
from comity.subjects.marks import STRICTEST, Marks, combined
from comity.subjects.model import Schema, Subject
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.statements import Marked
from comity.subjects.readers.stix_marks import Markings
from comity.subjects.readers.strict_json import texts
from comity.subjects.readers.table import role_of
from comity.subjects.writers.titles import title_of

SUBJECTS = frozenset({"identity", *stix.OBJECTS})
"""Types of objects that are subjects."""
LONE: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "domain-name": {"value": "website"},
    "email-addr": {"value": "email", "display_name": "name"},
    "phone-number": {"value": "phone"},
    "user-account": {"account_login": "username", "user_id": "username", "display_name": "alias"},
})  # fmt: skip
"""Types of objects that say a value of a subject, and which of their properties says which."""
_SCHEMAS = {
    "individual": Schema.PERSON, "organization": Schema.ORGANIZATION, "group": Schema.ORGANIZATION,
    "class": Schema.UNKNOWN, "system": Schema.UNKNOWN, "unknown": Schema.UNKNOWN, "": Schema.UNKNOWN,
}  # fmt: skip
_PLAIN = {"name": "name", "description": "description", "sectors": "sector", "roles": "position", "labels": "keywords"}
_LEFT = frozenset({
    "type", "id", "spec_version", "name", "identity_class", "created", "modified", "created_by_ref", "revoked", "lang",
    "confidence", "contact_information", "object_marking_refs", "granular_markings", "external_references",
    "extensions",
})  # fmt: skip
_EMAIL = re.compile(r"[^\s@;,<>]{1,64}@[^\s@;,<>]{1,255}")


def about(each: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """This function gives the property and text of each value that an object of `LONE` says."""
    for name, prop in LONE[each["type"]].items():
        for text in texts(each.get(name, [])):
            yield prop, text


def record_of(reading: Reading, markings: Markings, place: int, each: dict[str, Any]) -> Marked:
    """This function reads an object of `SUBJECTS`; one of ours comes back as it was written."""
    if record := stix.extension_of(each, stix.RECORD):
        return _ours(reading, markings, place, each, record)
    own_id = each.get("id")
    made = Marked(reading, place, own_id if isinstance(own_id, str) else "", _schema(each))
    made.marks = markings.of(place, each)
    properties = _PLAIN if each["type"] == "identity" else {**_PLAIN, **stix.OBJECTS[each["type"]]}
    stated = next(texts(each.get("identity_class", [])), "").lower()
    if stated and stated not in {"individual", "organization"}:
        made.note("Class", stated)
    granular = _granular(made, markings, place, each, properties)
    for name, prop in properties.items():
        for text in texts(each.get(name, [])):
            made.mark(made.add(prop, text), granular.get(name))
    _contact(made, each, granular.get("contact_information"))
    _doubts(made, each, properties)
    return made


def _granular(
    made: Marked, markings: Markings, place: int, each: dict[str, Any], properties: Mapping[str, str]
) -> dict[str, Marks]:
    """This function returns the marks of single properties; what marks another part of the object marks all of it."""
    found: dict[str, Marks] = {}
    for name, marks in markings.granular(place, each):
        if name in properties or name == "contact_information":
            both = [m for m in (made.marks, found.get(name), marks) if m is not None]
            found[name] = combined(*both)
        else:
            made.marks = combined(made.marks, marks) if made.marks else marks
    return found


def _schema(each: Mapping[str, Any]) -> Schema:
    if each["type"] != "identity":
        return stix.SCHEMAS[each["type"]]
    return _SCHEMAS.get(next(texts(each.get("identity_class", [])), "").lower(), Schema.UNKNOWN)


def _ours(reading: Reading, markings: Markings, place: int, each: dict[str, Any], record: dict[str, Any]) -> Marked:
    own_id, schema = record.get("id"), record.get("schema")
    known = {s.value: s for s in Schema}
    made = Marked(reading, place, own_id if isinstance(own_id, str) else "", known.get(str(schema), _schema(each)))
    strictest_value = Tlp.CLEAR
    listed = record.get("values")
    for one in listed if isinstance(listed, list) else ():
        value = made.state(one)
        if isinstance(one, dict) and "marking_ref" in one:
            marks = markings.named(place, one["marking_ref"])
            strictest_value = max(strictest_value, marks.restriction.tlp if marks is not STRICTEST else Tlp.CLEAR)
            made.mark(value, marks)
    made.marks = markings.named(place, record.get("marking_ref"))
    made.believe(record.get("marks_name"))
    made.marks = markings.ours(place, each, record, made.marks, strictest_value)
    if isinstance(record.get("role"), str):
        made.role = role_of(reading, place, record["role"])
    if isinstance(record.get("version"), str):
        made.version = record["version"][:200]
    _compare(made, each)
    return made


def _compare(made: Marked, each: Mapping[str, Any]) -> None:
    """This function reports a name that was changed beside our extension, which is what is read."""
    name = title_of(Subject(made.own_id, made.schema, tuple(made.values)))
    if "name" in each and each["name"] != name:
        made.doubt("name", str(each["name"]), "it differs from the record beside it, which is read instead")


def _contact(made: Marked, each: Mapping[str, Any], marks: Marks | None) -> None:
    for text in texts(each.get("contact_information", [])):
        for address in _EMAIL.findall(text):
            made.mark(made.add("email", address), marks)
        made.mark(made.keep("notes", f"Contact: {text}"), marks)
    references = each.get("external_references")
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, dict):
            made.note("Reference", *(f"{k} {t}" for k, v in reference.items() for t in texts(v)))


def _doubts(made: Marked, each: Mapping[str, Any], properties: Mapping[str, str]) -> None:
    """This function reports what of an object is not taken over."""
    if each.get("revoked") is True:
        made.doubt("revoked", made.own_id, "the object was revoked by its author")
    for name, value in each.items():
        if name not in _LEFT and name not in properties:
            made.doubt(name, str(value), "no such property is known; it is left out")
    extensions = each.get("extensions")
    for name in extensions if isinstance(extensions, dict) else ():
        if name != stix.KINDS:
            made.doubt("extensions", str(name), "the extension is not known; it is left out")
