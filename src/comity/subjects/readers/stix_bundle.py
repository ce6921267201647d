"""STIX 2.1 bundles: identities, accounts, wallets, vehicles, vessels, sites, addresses of mail, telephone numbers.

An identity of class individual is a person, of organization or group an organisation, of any other class unknown; one
that is merely the author of other objects is no subject. A site, address or number is a value of the subject that it
is related to, or else of one that is not known otherwise. Relationships, notes and reports stay in the notes of the
subjects that they name. Other objects are left out with a reason. Of several versions the newest is read. Markings
become marks (`stix_marks`); what our own writer wrote comes back as it was.
Source: STIX 2.1, sections 3.6, 4, 5.1, 6.4, 6.5, 6.16 and 7.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from comity.subjects import stix
from comity.subjects.model import Schema, Subject
from comity.subjects.readers.reading import FindingKind, Format, Reading
from comity.subjects.readers.source import refused
from comity.subjects.readers.statements import Marked
from comity.subjects.readers.stix_marks import Markings
from comity.subjects.readers.stix_objects import LONE, SUBJECTS, about, record_of
from comity.subjects.readers.strict_json import document, texts

_BUNDLE = re.compile(rb'"type"\s*:\s*"bundle"')
_SILENT = frozenset({"marking-definition", "extension-definition"})
_RELATED = frozenset({"relationship", "sighting", "note", "report", "grouping", "opinion"})
Placed = tuple[int, dict[str, Any]]


def recognises(head: bytes) -> bool:
    """This function tells whether a JSON file is a bundle."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and bool(_BUNDLE.search(head))


def check(reading: Reading) -> None:
    """This function reads the whole document for its form.

    Raises:
        UnreadableFile: it is no JSON, hostile, or no bundle with a subject.
    """
    found = _objects(reading)
    if not any(_type(each) in SUBJECTS or _type(each) in LONE for each in found):
        raise refused(
            reading.source.name, "it holds no identities, accounts or other subjects", "Ask for a bundle with some",
            code="empty",
        )  # fmt: skip
    if len(found) > reading.limits.rows_per_file:
        raise refused(reading.source.name, "it has too many objects", "Raise limits.rows_per_file", code="rows")


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each object that is one; a line is the place of an object in the bundle."""
    yield from _Bundle(reading).subjects()


class _Bundle:
    """One bundle while it is read."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        placed = [(place, each) for place, each in enumerate(_objects(reading), 1)]
        self.strange = [place for place, each in placed if not isinstance(each, dict)]
        objects = [(place, each) for place, each in placed if isinstance(each, dict)]
        self.markings = Markings(reading, [each for each in objects if _type(each[1]) == "marking-definition"])
        self.objects = self._newest([each for each in objects if _type(each[1]) not in _SILENT])
        self.by_id = {str(each.get("id")): each for _, each in self.objects}
        self.records: dict[str, Marked] = {}
        self.joined: set[int] = set()

    def subjects(self) -> Iterator[Subject]:
        """This function gives every subject, with what other objects say of it."""
        self._read()
        for place, each in self.objects:
            if _type(each) == "relationship":
                self._join(place, each)
        self._lone()
        self._rest()
        for record in dict.fromkeys(self.records.values()):
            if record.marks is None:
                self.reading.found(
                    FindingKind.DOUBTED, "marks", "it carries no marking; the handling stated at import holds",
                    line=record.line,
                )  # fmt: skip
            if subject := record.subject():
                yield subject

    def _read(self) -> None:
        authors = self._authors()
        for place, each in self.objects:
            if _type(each) not in SUBJECTS or (stix.extension_of(each, stix.RECORD) or {}).get("producer"):
                continue
            if str(each.get("id")) in authors:
                self.reading.leave_out(place, "it is the author of other objects, and no subject", name="identity")
            else:
                self._take(record_of(self.reading, self.markings, place, each), each)

    def _rest(self) -> None:
        for place, each in self.objects:
            if _type(each) in _RELATED:
                self._tell(place, each)
            elif _type(each) not in SUBJECTS and _type(each) not in LONE:
                self.reading.leave_out(place, "it is no subject, and relates to none here", name=_type(each)[:40])
        for place in self.strange:
            self.reading.leave_out(place, "it is no object")

    def _take(self, record: Marked, each: dict[str, Any]) -> None:
        self.records.setdefault(str(each.get("id")), record)

    def _join(self, place: int, each: dict[str, Any]) -> None:
        """This function gives a subject the value that a relationship ties to it."""
        ends = [each.get("source_ref"), each.get("target_ref")]
        for one, other in (ends, ends[::-1]):
            record, tied = self.records.get(str(one)), self.by_id.get(str(other), {})
            if record is None or _type(tied) not in LONE:
                continue
            marks = self.markings.of(place, tied)
            for prop, text in about(tied):
                if not record.has(prop, text):
                    record.mark(record.keep(prop, text), marks if marks != record.marks else None)
            self.records.setdefault(str(other), record)
            self.joined.add(place)

    def _lone(self) -> None:
        """This function makes a subject of each site, address, number or account that is tied to none."""
        for place, each in self.objects:
            if _type(each) in LONE and str(each.get("id")) not in self.records:
                record = Marked(self.reading, place, str(each.get("id", "")), Schema.UNKNOWN)
                record.marks = self.markings.of(place, each)
                for prop, text in about(each):
                    record.keep(prop, text)
                self._take(record, each)

    def _tell(self, place: int, each: dict[str, Any]) -> None:
        """This function keeps what a relationship, note or report says in the notes of the subjects that it names."""
        if (stix.extension_of(each, stix.RECORD) or {}).get("export"):
            return
        named = [each.get(n) for n in ("source_ref", "target_ref", "sighting_of_ref")]
        named += texts(each.get("object_refs", []))
        told = dict.fromkeys(record for name in named if (record := self.records.get(str(name))) is not None)
        if not told:
            self.reading.leave_out(place, "it is no subject, and relates to none here", name=_type(each)[:40])
            return
        if place in self.joined and "description" not in each:
            return
        words, marks = self._words(each), self.markings.of(place, each)
        for record in told:
            if words and not record.has("notes", words):
                value = record.keep("notes", words)
                record.mark(value, marks if marks != record.marks else None)

    def _words(self, each: dict[str, Any]) -> str:
        kind = _type(each)
        if kind == "note":
            return next(texts(each.get("content", "")), "")
        said = " ".join(texts(each.get("description", each.get("explanation", ""))))
        if kind in {"report", "grouping", "opinion"}:
            name = " ".join(texts(each.get("name", each.get("opinion", ""))))
            published = "".join(texts(each.get("published", "")))[:10]
            return ": ".join(p for p in (f"{kind.capitalize()} {name} {published}".strip(), said) if p)
        ends = [str(each.get(name, "")) for name in ("source_ref", "target_ref")]
        names = [str(self.by_id.get(end, {}).get("name", end)) for end in ends]
        what = " ".join(texts(each.get("relationship_type", kind)))
        return f"{names[0]} {what} {names[1]}. {said}".strip()

    def _authors(self) -> set[str]:
        named = {str(each.get("created_by_ref")) for _, each in self.objects}
        for _, each in self.objects:
            named -= {str(each.get(n)) for n in ("source_ref", "target_ref", "sighting_of_ref")}
            named -= set(texts(each.get("object_refs", [])))
        return named

    def _newest(self, objects: list[Placed]) -> list[Placed]:
        newest: dict[str, Placed] = {}
        kept: list[Placed] = []
        for place, each in objects:
            own_id = each.get("id")
            if not isinstance(own_id, str) or own_id not in newest:
                if isinstance(own_id, str):
                    newest[own_id] = (place, each)
                else:
                    kept.append((place, each))
                continue
            older, younger = sorted(((place, each), newest[own_id]), key=lambda one: str(one[1].get("modified", "")))
            newest[own_id] = younger
            self.reading.leave_out(older[0], "a newer object with its id is in the bundle", name=_type(each)[:40])
        return sorted([*kept, *newest.values()], key=lambda one: one[0])


def _objects(reading: Reading) -> list[Any]:
    found = document(reading)
    objects = found.get("objects") if isinstance(found, dict) and found.get("type") == "bundle" else None
    return objects if isinstance(objects, list) else []


def _type(each: Any) -> str:
    stated = each.get("type") if isinstance(each, dict) else None
    return stated if isinstance(stated, str) else ""


FORMAT = Format("stix", "STIX 2.1 bundle (JSON)", recognises, check, subjects)
