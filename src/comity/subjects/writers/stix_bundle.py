"""Writes subjects as a STIX 2.1 bundle, which our reader reads back unchanged and others read as far as STIX goes.

A subject is one object: an identity, or one of our own kinds. What STIX has properties for stands in them; all of it,
as we have it, stands in our extension. Sites, addresses of mail and telephone numbers are objects beside the subject,
notes are notes about it. Marks are marking definitions: TLP 2.0, a statement in words, and ours with all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from comity.kernel import Tlp
from comity.subjects import stix
from comity.subjects.cover import Cover
from comity.subjects.marks import Marks, combined
from comity.subjects.model import Subject
from comity.subjects.writers.statements import statement
from comity.subjects.writers.titles import title_of

_CONTACT = ("phone", "email", "website", "address")
_SINCE = "2026-01-01T00:00:00.000Z"
"""When our extension and the markings made with it began; a definition is the same in every bundle."""
_RECORD_WORDS = (
    "On an object: id, schema, role, version, marking_ref, marks_name, values (each with property, value, original, "
    "note, country, marking_ref); or producer; or export. On a marking definition: marks."
)
_KINDS_WORDS = (
    "Objects bank-account, cryptocurrency-wallet, vehicle, vessel with name, description and "
    + ", ".join(name for names in stix.OBJECTS.values() for name in names)
    + "; observable phone-number with value."
)
Object = dict[str, Any]


def write_stix(subjects: Iterable[Subject], stream: TextIO, cover: Cover) -> int:
    """This function writes subjects as one bundle with a report about them, and returns how many.

    Args:
        subjects: what to write; those without marks are written without.
        stream: text.
        cover: who makes the bundle, when, and what it is.
    """
    kept: dict[str, Object] = {each["id"]: each for each in preamble(cover)}
    every: list[Marks] = []
    told: list[str] = []
    count = 0
    for subject in subjects:
        count += 1
        for each in objects_of(subject, cover):
            kept[each["id"]] = _stricter(kept[each["id"]], each) if each["id"] in kept else each
        told.append(subject_id(subject))
        if marks := subject.all_marks():
            every.append(marks)
    strictest = combined(*every) if every else None
    report = _report(cover, told or [_producer_id(cover)], strictest)
    for each in (*markings_of(strictest), report):
        kept.setdefault(each["id"], each)
    name = stix.object_id("bundle", f"{cover.name or cover.title} {cover.moment}")
    head = json.dumps({"type": "bundle", "id": name}, ensure_ascii=False)[:-1]
    stream.write(head + ', "objects": [\n')
    stream.write(",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in kept.values()))
    stream.write("\n]}\n")
    return count


def subject_id(subject: Subject) -> str:
    """This function returns the id of the object that a subject is written as."""
    return stix.object_id(stix.TYPES[subject.schema], subject.id)


def objects_of(subject: Subject, cover: Cover) -> list[Object]:
    """This function returns every object that a subject is written as, the definitions of its markings first."""
    marks = subject.all_marks()
    made: dict[str, Object] = {each["id"]: each for each in markings_of(marks)}
    for own in dict.fromkeys(m for m in (subject.marks, *subject.value_marks) if m is not None):
        made |= {each["id"]: each for each in markings_of(own)}
    main = _main(subject, cover, marks)
    for each in (main, *_aside(subject, cover, main["id"]), *_notes(subject, cover, main["id"])):
        made[each["id"]] = _stricter(made[each["id"]], each) if each["id"] in made else each
    return list(made.values())


def markings_of(marks: Marks | None) -> Iterator[Object]:
    """This function gives the marking definitions that carry marks: TLP 2.0, the statement, ours."""
    if marks is None:
        return
    common = {"type": "marking-definition", "spec_version": "2.1"}
    label = marks.restriction.tlp.label
    yield common | {
        "id": stix.TLP_MARKINGS[marks.restriction.tlp], "created": "2022-10-01T00:00:00.000Z", "name": f"TLP:{label}",
        "extensions": {stix.TLP_2: {"extension_type": "property-extension", "tlp_2_0": label.lower()}},
    }  # fmt: skip
    yield common | {
        "id": stix.statement_id(marks), "created": _SINCE, "definition_type": "statement",
        "definition": {"statement": marks.sentence()},
    }  # fmt: skip
    yield common | {
        "id": stix.marking_id(marks), "created": _SINCE, "name": f"Handling {marks.restriction.code}",
        "extensions": {stix.RECORD: {"extension_type": "property-extension", "marks": marks.document()}},
    }  # fmt: skip


def _refs(marks: Marks | None, tlp: Tlp | None = None) -> Object:
    if marks is None:
        return {}
    strictest = max(marks.restriction.tlp, tlp or marks.restriction.tlp)
    return {"object_marking_refs": [stix.TLP_MARKINGS[strictest], stix.statement_id(marks), stix.marking_id(marks)]}


def _main(subject: Subject, cover: Cover, marks: Marks | None) -> Object:
    kind = stix.TYPES[subject.schema]
    made = _common(kind, subject_id(subject), cover) | {"name": title_of(subject)}
    if text := "\n".join(subject.get("description", "summary")):
        made["description"] = text
    if kind == "identity":
        made["identity_class"] = stix.CLASSES[subject.schema]
        if roles := subject.get("position", "occupation", "profession"):
            made["roles"] = list(roles)
        if sectors := subject.get("sector"):
            made["sectors"] = list(sectors)
        if contact := [f"{prop}: {value}" for prop in _CONTACT for value in subject.get(prop)]:
            made["contact_information"] = "; ".join(contact)
    else:
        made |= {name: found[0] for name, prop in stix.OBJECTS[kind].items() if (found := subject.get(prop))}
    if labels := subject.get("keywords"):
        made["labels"] = list(labels)
    own = subject.marks or marks
    made |= _refs(own, marks.restriction.tlp if marks else None)
    made["extensions"] = {stix.RECORD: _record(subject)}
    if kind != "identity":
        made["extensions"][stix.KINDS] = {"extension_type": "new-sdo"}
    granular = [
        {"marking_ref": stix.marking_id(each), "selectors": [f"extensions.{stix.RECORD}.values.[{place}]"]}
        for place, each in enumerate(subject.value_marks) if each is not None
    ]  # fmt: skip
    return made | ({"granular_markings": granular} if granular else {})


def _record(subject: Subject) -> Object:
    made: Object = {"extension_type": "property-extension", "id": subject.id, "schema": subject.schema.value}
    if subject.role is not None:
        made["role"] = subject.role.value
    if subject.version:
        made["version"] = subject.version
    if subject.marks is not None:
        made |= {"marking_ref": stix.marking_id(subject.marks), "marks_name": subject.marks_name()}
    made["values"] = []
    for value, marks in subject.marked():
        said = statement(value)
        if marks is not None:
            said["marking_ref"] = stix.marking_id(marks)
        made["values"].append(said)
    return made


def _aside(subject: Subject, cover: Cover, owner_id: str) -> Iterator[Object]:
    for value, marks in subject.marked():
        if value.property not in stix.ASIDE:
            continue
        kind, name = stix.ASIDE[value.property]
        own_id = stix.observable_id(kind, value.value)
        refs = _refs(marks or subject.marks)
        made: Object = {"type": kind, "spec_version": "2.1", "id": own_id, name: value.value} | refs
        yield made | ({"extensions": {stix.KINDS: {"extension_type": "new-sco"}}} if kind == "phone-number" else {})
        relation = stix.object_id("relationship", f"{owner_id} {own_id}")
        yield _common("relationship", relation, cover) | {
            "relationship_type": "related-to", "source_ref": owner_id, "target_ref": own_id,
        } | refs  # fmt: skip


def _notes(subject: Subject, cover: Cover, owner_id: str) -> Iterator[Object]:
    for value, marks in subject.marked():
        if value.property == "notes":
            own_id = stix.object_id("note", f"{owner_id} {value.value}")
            said = {"content": value.value, "object_refs": [owner_id]}
            yield _common("note", own_id, cover) | said | _refs(marks or subject.marks)


def _stricter(first: Object, second: Object) -> Object:
    """This function keeps one object where two subjects have the same value: every marking of both holds."""
    refs = dict.fromkeys([*first.get("object_marking_refs", ()), *second.get("object_marking_refs", ())])
    if first["type"] == "marking-definition" or not refs:
        return first
    labels = [stix.KNOWN_TLP[ref] for ref in refs if ref in stix.KNOWN_TLP]
    kept = [ref for ref in refs if ref not in stix.KNOWN_TLP or stix.KNOWN_TLP[ref] == max(labels)]
    return first | {"object_marking_refs": kept}


def _common(kind: str, own_id: str, cover: Cover) -> Object:
    return {
        "type": kind, "spec_version": "2.1", "id": own_id, "created_by_ref": _producer_id(cover),
        "created": cover.begun, "modified": cover.moment,
    }  # fmt: skip


def _producer_id(cover: Cover) -> str:
    return stix.object_id("identity", f"node {cover.producer_id}")


def preamble(cover: Cover) -> Iterator[Object]:
    """This function gives what every bundle of ours begins with: its author, and the definitions of our extensions."""
    author_id = stix.object_id("identity", "Comity")
    since = {"created": _SINCE, "modified": _SINCE}
    for own_id, name, more in (
        (author_id, "Comity", since), (_producer_id(cover), cover.producer, {}),
    ):  # fmt: skip
        made = _common("identity", own_id, cover) | more
        made.pop("created_by_ref")
        extension = {"extension_type": "property-extension", "producer": name}
        yield made | {"name": name, "identity_class": "organization", "extensions": {stix.RECORD: extension}}
    for own_id, name, kinds, schema in (
        (stix.RECORD, "Comity record", ["property-extension"], _RECORD_WORDS),
        (stix.KINDS, "Comity kinds", ["new-sdo", "new-sco"], _KINDS_WORDS),
    ):
        made = _common("extension-definition", own_id, cover) | {"created_by_ref": author_id} | since
        yield made | {"name": name, "schema": schema, "version": "1.0.0", "extension_types": kinds}


def _report(cover: Cover, told: list[str], marks: Marks | None) -> Object:
    made = _common("report", stix.object_id("report", f"{cover.name or cover.title} {cover.moment}"), cover)
    said = {"name": cover.title, "published": cover.moment, "object_refs": told}
    extension = {"extension_type": "property-extension", "export": cover.name or cover.title}
    return (
        made | said | ({"description": cover.text} if cover.text else {}) | _refs(marks)
        | {"extensions": {stix.RECORD: extension}}
    )  # fmt: skip
