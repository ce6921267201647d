"""FollowTheMoney entities as JSON lines, such as `ftm` and OpenSanctions write them.

Persons, organisations, companies, vehicles, vessels, accounts and wallets become subjects. Entities about them
(addresses, identifications, sanctions, relations) become values and notes of the subjects that they name, whether they
stand on lines of their own or inside a property; one that names none is left out and reported. A property that is not
known is reported once. Marks that our writer wrote come back; where they were taken off one entity of a file that has
them, or changed, the strictest hold.
Left out on purpose: caption, datasets, referents, target, first_seen, last_seen, last_change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from comity.subjects.marks import STRICTEST, Marks, read_marks
from comity.subjects.model import Role, Schema, Subject, Value
from comity.subjects.properties import known
from comity.subjects.readers.ftm_sides import Side, side_values
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.source import refused
from comity.subjects.readers.strict_json import lines, texts
from comity.subjects.readers.table import role_of, values_of

OURS = "comity"
"""The member beside the properties in which our writer keeps what FollowTheMoney has no place for."""
SIDES = 64 << 20
"""The most characters of entities that are no subjects; they are held in memory."""
_SCHEMAS = {schema.value: schema for schema in Schema} | {
    "PublicBody": Schema.ORGANIZATION,
    "Airplane": Schema.VEHICLE,
}
_BESIDE = frozenset({
    "id", "schema", "properties", "caption", "datasets", "referents", "target", "first_seen", "last_seen",
    "last_change", "origin", "role", OURS,
})  # fmt: skip


def recognises(head: bytes) -> bool:
    """This function tells whether a file begins with an object that has a schema and properties."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    line = first.split(b"\n", 1)[0]
    return line.startswith(b"{") and b'"schema"' in line and b'"properties"' in line


def check(reading: Reading) -> None:
    """This function reads every line for its form.

    Raises:
        UnreadableFile: a line is no JSON object, is hostile, or the file has no entity.
    """
    count = size = 0
    marked = False
    for line, entity in lines(reading):
        count += 1
        ours = entity.get(OURS)
        marked = marked or (isinstance(ours, dict) and ("marks" in ours or "marks_name" in ours))
        if not isinstance(entity.get("properties", {}), dict):
            raise refused(reading.source.name, f"line {line} is no entity of FollowTheMoney", code="another")
        if _schema(entity) is None:
            size += len(str(entity))
        if size > SIDES:
            raise refused(
                reading.source.name, "it has too many entities that are no subjects", "Split it", code="sides"
            )
    if not count:
        raise refused(reading.source.name, "it has no entities", "Download it again", code="empty")
    reading.gathered = marked


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each entity that is one, with what other entities say of it."""
    gathered = _gather(reading)
    seen: set[str] = set()
    for line, entity in lines(reading):
        schema = _schema(entity)
        if schema is None:
            continue
        made = _Entity(reading, line, entity, schema, seen, gathered)
        own_id = entity.get("id")
        subject = reading.take(line, own_id if isinstance(own_id, str) else "", schema, made.values(), made.role())
        if subject:
            yield made.marked(subject) if reading.gathered else subject
    for side in gathered.unused:
        reason = "it is no subject, and names no subject of this file"
        reading.leave_out(side.line, reason, name=side.schema[:40], text=side.own_id)


@dataclass(slots=True)
class _Gathered:
    by_id: dict[str, Side]
    by_subject: dict[str, list[Side]]
    unused: list[Side]


def _gather(reading: Reading) -> _Gathered:
    by_id: dict[str, Side] = {}
    named: set[str] = set()
    sides: list[Side] = []
    for line, entity in lines(reading):
        if _schema(entity) is not None:
            named.add(str(entity.get("id")))
            properties = entity.get("properties", {})
            for value in texts(properties.get("addressEntity", [])):
                by_id.setdefault(value, Side(0, value, "", {}))
        else:
            sides.append(Side.of(line, entity))
    wanted = set(by_id)
    by_subject: dict[str, list[Side]] = defaultdict(list)
    unused = []
    for side in sides:
        holders = [each for each in side.references() if each in named]
        if side.own_id in wanted:
            by_id[side.own_id] = side
        elif not holders:
            unused.append(side)
        for each in dict.fromkeys(holders):
            by_subject[each].append(side)
    return _Gathered({k: v for k, v in by_id.items() if v.line}, by_subject, unused)


def _schema(entity: dict[str, Any]) -> Schema | None:
    stated = entity.get("schema")
    return _SCHEMAS.get(stated) if isinstance(stated, str) else None


class _Entity:
    """One entity while it is read."""

    def __init__(
        self, reading: Reading, line: int, entity: dict[str, Any], schema: Schema, seen: set[str], more: _Gathered
    ) -> None:
        self.reading, self.line, self.entity, self.schema, self.seen, self.more = (
            reading, line, entity, schema, seen, more
        )  # fmt: skip
        ours = entity.get(OURS)
        self.ours: dict[str, Any] = ours if isinstance(ours, dict) else {}

    def role(self) -> Role | None:
        """This function returns the role that the entity states, which only our own writer does."""
        stated = [*texts(self.ours.get("role", [])), *texts(self.entity.get("role", []))]
        return role_of(self.reading, self.line, stated[0]) if stated else None

    def marked(self, subject: Subject) -> Subject:
        """This function returns the subject with the marks that our writer put beside it."""
        own: dict[tuple[str, str], Marks] = {}
        listed = self.ours.get("statements")
        for each in listed if isinstance(listed, list) else ():
            if isinstance(each, dict):
                own[str(each.get("property")), str(each.get("value"))] = self._marks(each)
        found = tuple(own.get((value.property, value.value)) for value in subject.values)
        made = replace(subject, marks=self._marks(self.ours), value_marks=found if any(found) else ())
        if made.marks is not STRICTEST and made.marks_name() != self.ours.get("marks_name"):
            self.reading.fault(self.line, "marks", "", "they are not what their name was made from; the strictest hold")
            return replace(subject, marks=STRICTEST)
        return made

    def _marks(self, given: dict[str, Any]) -> Marks:
        marks, faults = read_marks(given.get("marks"))
        if faults:
            self.reading.fault(self.line, "marks", "", f"{'; '.join(faults)}; the strictest hold")
            return STRICTEST
        return marks

    def values(self) -> tuple[Value, ...]:
        """This function returns everything that the entity says, and other entities of it."""
        for name in self.entity:
            if name not in _BESIDE:
                self._once(name, "it stands beside the properties and is left out, here and later")
        given: list[tuple[str, str]] = []
        sides = list(self.more.by_subject.get(str(self.entity.get("id")), ()))
        properties = self.entity.get("properties", {})
        others = self.ours.get("properties", {})
        for name, value in [*properties.items(), *(others.items() if isinstance(others, dict) else ())]:
            nested = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
            sides += (Side.of(self.line, each, name) for each in nested)
            plain = list(texts(value))
            if len(plain) + len(nested) < (len(value) if isinstance(value, list) else 1):
                self.reading.fault(
                    self.line, name[:100], str(value), "it is neither text nor an entity; it is left out"
                )
            if name == "addressEntity":
                sides += (self.more.by_id[each] for each in plain if each in self.more.by_id)
                plain = [each for each in plain if each not in self.more.by_id]
            if prop := known().get(name.lower()):
                given += ((prop, self._about(prop, text)) for text in plain)
            elif plain:
                self._once(name, "no property is called so; every value of it is left out, here and later")
        if self.entity["schema"] != self.schema.value:
            given.append(("notes", f"Schema: {self.entity['schema']}"))
        made = list(values_of(self.reading, self.line, self.schema, [(p, t) for p, t in given if t.strip()]))
        for side in sides:
            made += side_values(self.reading, side, self.schema, str(self.entity.get("id")))
        return tuple(dict.fromkeys(made))

    def _about(self, prop: str, text: str) -> str:
        """This function puts back the word of an approximate date, which FollowTheMoney's own dates cannot carry."""
        circa = self.ours.get("circa", {})
        return f"circa {text}" if isinstance(circa, dict) and text in texts(circa.get(prop, [])) else text

    def _once(self, name: str, reason: str) -> None:
        if name not in self.seen:
            self.seen.add(name)
            self.reading.fault(self.line, name[:100], "", reason)


FORMAT = Format("ftm", "FollowTheMoney entities (JSON lines)", recognises, check, subjects)
