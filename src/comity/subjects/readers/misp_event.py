"""MISP events: persons, organisations, accounts, wallets, vehicles, telephone numbers, sites, as objects or attributes.

Numbers and sites are values of the subject that refers to them, or else of one that is not known otherwise. Reports,
assessments of a source and relations stay in the notes of the subjects that they are tied to; everything else is left
out with a reason. Tags of tlp and PAP, and ours, become marks. What our own writer wrote comes back as it was; where
its marks were taken off or changed, the strictest hold.
Source: the MISP core format, and the templates of misp-objects.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from comity.subjects import misp
from comity.subjects.marks import STRICTEST, Marks, combined, read_marks
from comity.subjects.model import Schema, Subject
from comity.subjects.readers.misp_tags import Tagged, texts_of
from comity.subjects.readers.reading import FindingKind, Format, Reading
from comity.subjects.readers.source import refused
from comity.subjects.readers.statements import Marked
from comity.subjects.readers.strict_json import document
from comity.subjects.readers.table import role_of

_EVENT = re.compile(rb'"Event"\s*:\s*\{')
_TOLD = frozenset({"report", "intelligence-source-assessment"})
_ONE = frozenset({"subject-id", "schema", "role", "version", "marks", "marks-name"})
Part = dict[str, Any]


def recognises(head: bytes) -> bool:
    """This function tells whether a JSON file holds events of MISP."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["} and bool(_EVENT.search(head))


def check(reading: Reading) -> None:
    """This function reads the whole document for its form.

    Raises:
        UnreadableFile: it is no JSON, hostile, or no event with objects or attributes.
    """
    parts = sum(len(_parts(event, "Object")) + len(_parts(event, "Attribute")) for event in _events(reading))
    if not parts:
        raise refused(reading.source.name, "it holds no objects and no attributes", "Export it again", code="empty")
    if parts > reading.limits.rows_per_file:
        raise refused(reading.source.name, "it has too many objects", "Raise limits.rows_per_file", code="rows")


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each object that is one; a line is the place of an object in the file."""
    place = 0
    for event in _events(reading):
        one = _Event(reading, event, place)
        yield from one.subjects()
        place = one.last


@dataclass(eq=False)
class _Object:
    """An object of an event, with where it stands."""

    place: int
    part: Part
    name: str
    uuid: str
    told: list[tuple[str, str]] = field(default_factory=list)
    """Uuid and kind of relation of what it refers to."""


class _Event:
    """One event while it is read."""

    def __init__(self, reading: Reading, event: Part, before: int) -> None:
        self.reading = reading
        self.tagged = Tagged(reading, event, before + 1)
        self.objects: list[_Object] = []
        self.last = before
        for each in _parts(event, "Object"):
            self.last += 1
            if each.get("deleted") is True:
                reading.leave_out(self.last, "its author deleted it", name=str(each.get("name", ""))[:40])
                continue
            made = _Object(self.last, each, str(each.get("name", "")), str(each.get("uuid", "")))
            made.told = [
                (str(r.get("referenced_uuid", "")), str(r.get("relationship_type", "")))
                for r in _parts(each, "ObjectReference")
            ]
            self.objects.append(made)
        self.loose = _parts(event, "Attribute")
        self.by_uuid = {each.uuid: each for each in self.objects}
        self.records: dict[str, Marked] = {}
        self.consumed: set[str] = set()

    def subjects(self) -> Iterator[Subject]:
        """This function gives every subject, with what other objects say of it."""
        self._ours()
        rest = [each for each in self.objects if each.uuid not in self.consumed]
        for each in rest:
            if each.name in misp.SCHEMAS:
                self._take(each, self._record(each, misp.SCHEMAS[each.name]))
        for each in rest:
            self._tie(each)
        for each in rest:
            if each.name in misp.LONE and each.uuid not in self.records:
                self._take(each, self._record(each, Schema.UNKNOWN))
        self._tell(rest)
        self._attributes()
        for record in dict.fromkeys(self.records.values()):
            if record.marks is None:
                self.reading.found(
                    FindingKind.DOUBTED, "marks", "it carries no tag of tlp; the handling stated at import holds",
                    line=record.line,
                )  # fmt: skip
            if subject := record.subject():
                yield subject

    def _take(self, each: _Object, record: Marked) -> None:
        self.records.setdefault(each.uuid, record)

    def _ours(self) -> None:
        """This function reads what our own writer wrote, and with it the objects that it stands beside."""
        written_by_us = any(each.name == misp.RECORD for each in self.objects)
        for each in self.objects:
            if each.name == misp.RECORD:
                self.consumed |= {each.uuid, *(uuid for uuid, kind in each.told if kind == misp.REFERENCE)}
                self._take(each, self._own(each))
            elif each.name == "report" and written_by_us:
                self.consumed.add(each.uuid)
        self._tighten()

    def _own(self, each: _Object) -> Marked:
        said: dict[str, list[str]] = defaultdict(list)
        for attribute in _parts(each.part, "Attribute"):
            said[str(attribute.get("object_relation", ""))] += texts_of(attribute)
        one = {name: said[name][0] for name in _ONE if said.get(name)}
        schema = {s.value: s for s in Schema}.get(one.get("schema", ""), Schema.UNKNOWN)
        made = Marked(self.reading, each.place, one.get("subject-id", ""), schema)
        made.marks = self._marks(each.place, self._json(each.place, one["marks"]) if "marks" in one else None)
        for text in said.get("statement", ()):
            given = self._json(each.place, text)
            value = made.state(given)
            if isinstance(given, dict) and "marks" in given:
                made.mark(value, self._marks(each.place, given["marks"]))
        made.believe(one.get("marks-name"))
        if "role" in one:
            made.role = role_of(self.reading, each.place, one["role"])
        made.version = one.get("version", "")[:200]
        return made

    def _tighten(self) -> None:
        """This function tightens our records where a tag of the event is stricter than all of them together."""
        added, every = self.tagged.event, []
        for record in self.records.values():
            every += [m for m in (record.marks, *record.own.values()) if m is not None]
        if added is None or not every:
            return
        held, stated = combined(*every).restriction, added.restriction
        if not (held.handling >= stated.handling and held.tlp >= stated.tlp and held.pap >= stated.pap):
            for record in self.records.values():
                record.marks = combined(record.marks, added) if record.marks else added

    def _marks(self, place: int, given: Any) -> Marks:
        marks, faults = read_marks(given)
        if faults:
            self.reading.fault(place, "marks", str(given), f"{'; '.join(faults)}; the strictest hold")
            return STRICTEST
        return marks

    def _json(self, place: int, text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            self.reading.fault(place, "statement", text, "it is no JSON")
            return None

    def _record(self, each: _Object, schema: Schema) -> Marked:
        made = Marked(self.reading, each.place, each.uuid, schema)
        made.marks = self.tagged.event
        self._say(made, each)
        return made

    def _say(self, made: Marked, each: _Object) -> None:
        """This function adds what the attributes of an object say to a record."""
        template = misp.TEMPLATES.get(each.name)
        known = {relation: prop for relation, (_kind, prop) in template.attributes.items()} if template else {}
        known |= misp.ALSO_READ.get(each.name, {})
        for attribute in _parts(each.part, "Attribute"):
            relation = str(attribute.get("object_relation", ""))
            if attribute.get("deleted") is True:
                made.doubt(relation, "", "its author deleted it; it is left out")
                continue
            marks = self.tagged.of(each.place, attribute)
            for text in texts_of(attribute):
                if relation == "role":
                    self._role(made, text)
                elif relation in known:
                    prop = known[relation]
                    words = f"{relation}: {text}" if prop == "notes" and relation != "text" else text
                    if not made.has(prop, words):
                        made.mark(made.keep(prop, words), marks)
                else:
                    made.doubt(relation, text, "no such attribute is known; it is left out")

    def _role(self, made: Marked, text: str) -> None:
        role = misp.ROLES_READ.get(text.strip().lower())
        if role is None or made.role not in {None, role}:
            made.note("Role", text)
        else:
            made.role = role

    def _tie(self, each: _Object) -> None:
        """This function gives a subject what the numbers and sites say that it is tied to."""
        for uuid, kind in each.told:
            other = self.by_uuid.get(uuid)
            for one, lone in ((each, other), (other, each)):
                if one is None or lone is None or lone.name not in misp.LONE or lone.uuid in self.records:
                    continue
                if (record := self.records.get(one.uuid)) is not None and one.name not in misp.LONE:
                    self._say(record, lone)
                    self.records[lone.uuid] = record
            both = [self.records.get(u) for u in (each.uuid, uuid)]
            if None not in both and both[0] is not both[1]:
                words = f"{kind or 'is related to'} {uuid}"
                both[0].note("", words) if both[0] else None

    def _tell(self, rest: list[_Object]) -> None:
        """This function keeps reports and assessments in the notes of the subjects that they are tied to."""
        telling: dict[str, set[str]] = defaultdict(set)
        for each in rest:
            for uuid, _kind in each.told:
                telling[uuid].add(each.uuid)
        for each in rest:
            if each.name in misp.SCHEMAS or each.name in misp.LONE:
                continue
            tied = {uuid for uuid, _kind in each.told} | telling[each.uuid]
            told = dict.fromkeys(r for uuid in sorted(tied) if (r := self.records.get(uuid)) is not None)
            if each.name not in _TOLD or not told:
                self.reading.leave_out(each.place, "it is no subject, and tied to none here", name=each.name[:40])
                continue
            for attribute in _parts(each.part, "Attribute"):
                marks = self.tagged.of(each.place, attribute)
                words = f"{each.name} {attribute.get('object_relation', '')}: {' '.join(texts_of(attribute))}"
                for record in told:
                    record.mark(record.keep("notes", words), marks)

    def _attributes(self) -> None:
        for each in self.loose:
            self.last += 1
            schema, prop = misp.ATTRIBUTES.get(str(each.get("type", "")), (None, ""))
            if schema is None or each.get("deleted") is True:
                self.reading.leave_out(self.last, "it is no subject", name=str(each.get("type", ""))[:40])
                continue
            made = Marked(self.reading, self.last, str(each.get("uuid", "")), schema)
            made.marks = self.tagged.of(self.last, each) or self.tagged.event
            for text in texts_of(each):
                made.keep(prop, text)
            made.keep("notes", str(each.get("comment", "")))
            self.records.setdefault(made.own_id or f"attribute {self.last}", made)


def _events(reading: Reading) -> list[Part]:
    found = document(reading)
    listed = found.get("response", [found]) if isinstance(found, dict) else found
    every = [each.get("Event") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return [each for each in every if isinstance(each, dict)]


def _parts(part: Part, name: str) -> list[Part]:
    listed = part.get(name)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


FORMAT = Format("misp", "MISP event (JSON)", recognises, check, subjects)
