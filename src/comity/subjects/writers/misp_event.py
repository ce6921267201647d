"""Writes subjects as a MISP event, which our reader reads back unchanged and others read as far as templates go.

Each subject is an object of a template that MISP knows, and one of ours, ``comity-record``, that carries everything as
we have it and refers to the first. Marks are tags (tlp, PAP, and ours for handling and evaluation) on every attribute
and, the strictest of all, on the event; ours carries them whole. How far a source is believed stands in an
intelligence-source-assessment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from comity.subjects import misp
from comity.subjects.cover import Cover
from comity.subjects.marks import Marks, combined
from comity.subjects.model import Schema, Subject, Value
from comity.subjects.writers.statements import statement
from comity.subjects.writers.titles import title_of

Part = dict[str, Any]
_SOURCES = {
    "A": "A - Completely reliable", "B": "B - Usually reliable", "C": "D - Not usually reliable",
    "X": "F - Reliability cannot be judged",
}  # fmt: skip
_BITCOIN = ("1", "3", "bc1")


def write_misp(subjects: Iterable[Subject], stream: TextIO, cover: Cover) -> int:
    """This function writes subjects as one event and returns how many.

    Args:
        subjects: what to write.
        stream: text.
        cover: who makes the event, when, and what it is.
    """
    kept = list(subjects)
    event = _Event(cover)
    parts = [part for subject in kept for part in event.objects(subject)]
    every = [marks for subject in kept if (marks := subject.all_marks()) is not None]
    document = {
        "uuid": event.uuid, "info": cover.title, "date": cover.moment[:10], "timestamp": event.timestamp,
        "threat_level_id": "4", "analysis": "2", "distribution": "0", "published": False,
        "Orgc": {"name": cover.producer, "uuid": misp.own_uuid("node", cover.producer_id)},
        "Tag": _tags(combined(*every) if every else None), "Object": [event.report(), *parts],
    }  # fmt: skip
    json.dump({"Event": document}, stream, ensure_ascii=False, separators=(",", ":"))
    stream.write("\n")
    return len(kept)


class _Event:
    """The event that is written; ids of its parts are made from its own."""

    def __init__(self, cover: Cover) -> None:
        self.cover = cover
        self.uuid = misp.own_uuid("event", cover.name or cover.title, cover.moment)
        self.timestamp = str(int(cover.made.timestamp()))

    def objects(self, subject: Subject) -> Iterator[Part]:
        """This function gives every object that a subject is written as."""
        told = [part for part in (self._main(subject), *self._aside(subject), self._source(subject)) if part]
        yield from told
        yield self._record(subject, [part["uuid"] for part in told])

    def report(self) -> Part:
        """This function returns the object that says what the event is."""
        said = [("title", "text", self.cover.title), ("type", "text", "Report"), ("summary", "text", self.cover.text)]
        return self._object("report", "70a68471-df22-4e3f-aa1a-5a3be19f82df", "8", "misc", [
            self._attribute("report", *each, None) for each in said if each[2]
        ])  # fmt: skip

    def _main(self, subject: Subject) -> Part | None:
        name = misp.NAMES[subject.schema]
        attributes = [
            self._attribute(subject.id, relation, kind, text, marks)
            for relation, kind, text, marks in _said(subject, misp.TEMPLATES[name])
        ]
        if subject.schema is Schema.VESSEL:
            attributes.append(self._attribute(subject.id, "type", "text", "boat", subject.marks))
        role = misp.ROLES.get(subject.role) if subject.role else None
        if role and name in {"person", "organization"} and (role != "Witness" or name == "person"):
            attributes.append(self._attribute(subject.id, "role", "text", role, subject.marks))
        return self._of(name, subject.id, attributes)

    def _aside(self, subject: Subject) -> Iterator[Part | None]:
        """This function gives the sites of a subject, and its telephone numbers where its template has no place."""
        marks = _marks_of(subject)
        sites = [v for v in subject.values if v.property == "website"]
        yield self._of("domain-ip", subject.id, [
            self._attribute(f"{subject.id} site", "domain", "domain", v.value, marks[v]) for v in sites
        ])  # fmt: skip
        if "phone-number" in misp.TEMPLATES[misp.NAMES[subject.schema]].several:
            return
        for value in subject.values:
            if value.property == "phone":
                number = self._attribute(
                    f"{subject.id} number", "phone-number", "phone-number", value.value, marks[value]
                )
                yield self._of("phone-number", f"{subject.id} {value.value}", [number])

    def _source(self, subject: Subject) -> Part | None:
        marks = subject.marks
        if marks is None or marks.evaluation is None:
            return None
        source = marks.evaluation.source
        said = [
            ("source-id", marks.source or "not named"), ("source-reliability", _SOURCES[source]),
            ("evaluation", f"{marks.evaluation} (4×4)"),
        ]  # fmt: skip
        if marks.evaluation.information == "4":
            said.append(("information-credibility", "6 - Truth cannot be judged"))
        return self._object(
            "intelligence-source-assessment", "2d3a5895-6c54-50b5-bd25-ce33e974c50a", "1", "misc",
            [self._attribute(f"{subject.id} source", name, "text", text, marks) for name, text in said], subject.id,
        )  # fmt: skip

    def _record(self, subject: Subject, told: list[str]) -> Part:
        said: list[tuple[str, str]] = [("subject-id", subject.id), ("schema", subject.schema.value)]
        if subject.role is not None:
            said.append(("role", subject.role.value))
        if subject.version:
            said.append(("version", subject.version))
        if subject.marks is not None:
            said += [("marks", _plain(subject.marks.document())), ("marks-name", subject.marks_name())]
        for value, marks in subject.marked():
            own = {"marks": marks.document()} if marks is not None else {}
            said.append(("statement", _plain(statement(value) | own)))
        every = subject.all_marks()
        attributes = [
            self._attribute(f"{subject.id} record {place}", name, "text", text, every)
            for place, (name, text) in enumerate(said)
        ]
        made = self._object(misp.RECORD, misp.RECORD_TEMPLATE, "1", "misc", attributes, subject.id)
        made["ObjectReference"] = [
            {
                "uuid": misp.own_uuid(made["uuid"], other), "object_uuid": made["uuid"], "referenced_uuid": other,
                "relationship_type": misp.REFERENCE, "comment": "",
            }
            for other in told
        ]  # fmt: skip
        return made

    def _of(self, name: str, own: str, attributes: list[Part]) -> Part | None:
        template = misp.TEMPLATES[name]
        if not template.one_of & {each["object_relation"] for each in attributes}:
            return None
        return self._object(name, template.uuid, template.version, template.category, attributes, own)

    def _object(
        self, name: str, template: str, version: str, category: str, attributes: list[Part], own: str = ""
    ) -> Part:
        return {
            "name": name, "meta-category": category, "template_uuid": template, "template_version": version,
            "description": "", "uuid": misp.own_uuid(self.uuid, name, own), "timestamp": self.timestamp,
            "distribution": "5", "comment": "", "Attribute": attributes, "ObjectReference": [],
        }  # fmt: skip

    def _attribute(self, own: str, relation: str, kind: str, text: str, marks: Marks | None) -> Part:
        return {
            "uuid": misp.own_uuid(self.uuid, own, relation, text), "object_relation": relation, "type": kind,
            "category": misp.CATEGORIES[kind], "value": text, "to_ids": False, "disable_correlation": False,
            "distribution": "5", "timestamp": self.timestamp, "comment": "", "Tag": _tags(marks),
        }  # fmt: skip


def _said(subject: Subject, template: misp.Template) -> Iterator[tuple[str, str, str, Marks | None]]:
    """This function gives relation, type, text and marks of every attribute that a template has a place for."""
    marks = _marks_of(subject)
    names = {"full-name", "name"} & set(template.attributes)
    for relation, (kind, prop) in template.attributes.items():
        values = [v for v in subject.values if v.property == prop and _fits(relation, v)]
        if relation in names and not values and any(v.property not in {"phone", "website"} for v in subject.values):
            yield relation, kind, title_of(subject), subject.all_marks()
        if relation in {"text", "description"} and len(values) > 1:
            every = [m for v in values if (m := marks[v]) is not None]
            yield relation, kind, "\n".join(v.value for v in values), combined(*every) if every else None
            continue
        for value in values if relation in template.several else values[:1]:
            yield relation, kind, misp.GENDERS[value.value] if prop == "gender" else value.value, marks[value]


def _fits(relation: str, value: Value) -> bool:
    if relation == "date-of-birth":
        return len(value.value) == 10
    if relation == "gender":
        return value.value in misp.GENDERS
    if relation in {"address", "address-crypto"} and value.property == "publicKey":
        return value.value.startswith(_BITCOIN) == (relation == "address")
    return True


def _marks_of(subject: Subject) -> dict[Value, Marks | None]:
    return {value: marks or subject.marks for value, marks in subject.marked()}


def _tags(marks: Marks | None) -> list[Part]:
    if marks is None:
        return []
    held = marks.restriction
    names = [f"tlp:{held.tlp.label.lower()}", f"PAP:{held.pap.name}"]
    names += [f'comity:handling="{code}"' for code in sorted(held.handling)]
    if marks.evaluation:
        names.append(f'comity:evaluation="{marks.evaluation}"')
    return [{"name": name} for name in names]


def _plain(document: Part) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
