"""One record of a source while it is read: its values in order, each with the text as it stood.

Shared by the readers of lists that are no plain tables: notes, alternatives, ranges and documents are treated alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from comity.subjects.model import Role, Schema, Subject, Value
from comity.subjects.readers.reading import FindingKind, Reading
from comity.subjects.values import ERA
from comity.subjects.written_dates import Order, Written, written_dates

_WORDS = {
    "birthDate": "Date of birth", "deathDate": "Date of death", "nationality": "Nationality",
    "citizenship": "Citizenship", "birthCountry": "Country of birth", "country": "Country",
    "listingDate": "Listed on", "modifiedAt": "Changed on", "flag": "Flag", "pastFlags": "Former flag",
}  # fmt: skip


class Record:
    """What a record says, collected property by property.

    Args:
        reading: where what cannot be read is reported.
        line: where the record begins in the file.
        own_id: the source's id for it.
        schema: what it is.
    """

    def __init__(self, reading: Reading, line: int, own_id: str, schema: Schema = Schema.PERSON) -> None:
        self.reading, self.line, self.own_id, self.schema = reading, line, own_id, schema
        self.role: Role | None = None
        self.values: list[Value] = []
        self.order = reading.order or Order.DAY

    def add(
        self, prop: str, text: str, note: str = "", *, original: str = "", country: str | None = None, line: int = 0
    ) -> Value | None:
        """This function adds a value and returns it, or reports it and returns None.

        Args:
            prop: property of FollowTheMoney.
            text: what to read; nothing happens where it is empty.
            note: what else the source says of the value.
            original: the text as it stood, where the reader has rearranged it.
            country: alpha-2 code that an identifier belongs to.
            line: where it stands; the record's own line where 0.
        """
        text = text.strip()
        if not text:
            return None
        found = self.reading.value(line or self.line, prop, text, self.schema, country)
        if found is None:
            return None
        made = Value(prop, found.value, original.strip() or text, joined(note, found.note), found.country)
        if made not in self.values:
            self.values.append(made)
        return made

    def keep(self, prop: str, text: str, note: str = "", *, country: str | None = None, line: int = 0) -> Value | None:
        """This function adds a value as `add` does; where it cannot be read, its words stay in the notes."""
        made = self.add(prop, text, note, country=country, line=line)
        if made is None and text.strip():
            self.note(_WORDS.get(prop, prop), text, note)
        return made

    def date(self, prop: str, text: str, note: str = "", *, line: int = 0) -> None:
        """This function adds a date, each of several, or the years of a range; the words stay where none is read."""
        text = text.strip()
        found = written_dates(text, self.order) if text else []
        if not found:
            self.keep(prop, text, note, line=line)
        self.dated(prop, found, text, note, line=line)

    def dated(self, prop: str, found: Iterable[Written], text: str, note: str = "", *, line: int = 0) -> None:
        """This function adds dates that were read already, with the text that they stood in."""
        for each in found:
            made = self.add(prop, str(each.date), joined(each.note, each.repaired, note), original=text, line=line)
            if made is not None and each.repaired:
                self.reading.found(FindingKind.REPAIRED, prop, ERA, line=line or self.line, text=text, value=made.value)

    def note(self, what: str, *texts: str) -> None:
        """This function keeps words for which there is no property, with what they are about."""
        if words := joined(*texts):
            self.add("notes", f"{what}: {words}" if what else words)

    def doubt(self, field: str, text: str, reason: str, *, line: int = 0) -> None:
        """This function reports something that is left out or doubted."""
        self.reading.fault(line or self.line, field[:100], text, reason)

    def subject(self) -> Subject | None:
        """This function makes the subject, or reports why there is none."""
        return self.reading.take(self.line, self.own_id, self.schema, tuple(self.values), self.role)


def joined(*parts: str) -> str:
    """This function puts notes together, each once."""
    return "; ".join(dict.fromkeys(part for part in (p.strip() for p in parts) if part))
