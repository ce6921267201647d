"""Statements as our own writers keep them beside what a format knows: read back with every part of each."""

from __future__ import annotations

from typing import Any

from comity.subjects.marks import STRICTEST, Marks, combined, name_of
from comity.subjects.model import Schema, Subject, Value
from comity.subjects.properties import known
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.record import Record, joined


class Marked(Record):
    """A record while it is read, with marks of its own and of its values."""

    def __init__(self, reading: Reading, line: int, own_id: str, schema: Schema = Schema.PERSON) -> None:
        super().__init__(reading, line, own_id, schema)
        self.marks: Marks | None = None
        self.own: dict[Value, Marks] = {}
        self.version = ""

    def mark(self, value: Value | None, marks: Marks | None) -> None:
        """This function gives a value marks of its own; where it has some, both hold."""
        if value is not None and marks is not None:
            before = self.own.get(value)
            self.own[value] = combined(before, marks) if before else marks

    def has(self, prop: str, text: str) -> bool:
        """This function tells whether a value stands in the record already."""
        return any(v.property == prop and text in {v.value, v.original} for v in self.values)

    def state(self, given: Any) -> Value | None:
        """This function adds a statement that one of our writers wrote, or reports it and returns None."""
        prop = known().get(str(given.get("property", "")).lower()) if isinstance(given, dict) else None
        if prop is None or not all(isinstance(given.get(name, ""), str) for name in ("value", "original", "note")):
            self.doubt("values", str(given), "it is no statement of a property that is known; it is left out")
            return None
        found = self.reading.value(self.line, prop, given.get("value", ""), self.schema)
        if found is None:
            return None
        note = given.get("note", "").replace("\x00", "")
        if found.value != given.get("value"):
            note = joined(note, found.note)
        country = given.get("country", "")
        if not isinstance(country, str) or (country and not (len(country) == 2 and country.isalpha())):
            country = found.country
        original = given.get("original", found.value).replace("\x00", "")[: self.reading.limits.text_characters]
        made = Value(prop, found.value, original or found.value, note[:2000], country)
        if made not in self.values:
            self.values.append(made)
        return made

    def believe(self, name: Any) -> None:
        """This function holds marks against their name; where it differs, the strictest hold."""
        own = [(value.property, value.value, marks) for value, marks in self.own.items()]
        if self.marks is None or (self.marks is not STRICTEST and name_of(self.marks, own) != name):
            self.doubt("marks", str(name), "they are not what their name was made from; the strictest hold")
            self.marks = STRICTEST
        if self.marks is STRICTEST:
            self.own = {}

    def subject(self) -> Subject | None:
        """This function makes the subject with its marks, or reports why there is none."""
        made = super().subject()
        if made is None:
            return None
        own = tuple(self.own.get(value) for value in made.values)
        return Subject(
            made.id, made.schema, made.values, made.role, self.version, self.marks, own if any(own) else ()
        )  # fmt: skip
