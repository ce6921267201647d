"""The Consolidated List of the United Nations Security Council, in its XML.

Individuals and entities; the id is DATAID. Document type declarations, entities and external references are refused, so
nothing in a file is expanded or fetched. VERSIONNUM is the version of the entry. Left out on purpose: LIST_TYPE and the
two sort keys, which say nothing of the subject. Source: sc-sanctions.xsd and the list as published.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.subjects.model import Schema, Subject
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.source import refused
from comity.subjects.readers.un_entry import Entry
from comity.subjects.readers.xml_records import Element, records

_ROOT = "CONSOLIDATED_LIST"
_RECORDS = {"INDIVIDUAL": Schema.PERSON, "ENTITY": Schema.ORGANIZATION}


def recognises(head: bytes) -> bool:
    """This function tells whether the beginning of a file names the list's root element."""
    return (
        f"<{_ROOT}".encode() in head
        or f"<{_ROOT}".encode("utf-16-le") in head
        or f"<{_ROOT}".encode("utf-16-be") in head
    )


def check(reading: Reading) -> None:
    """This function reads the whole file for its form, and refuses what is cut off, hostile, too long or another list.

    Raises:
        UnreadableFile: the file is none of the list.
    """
    for count, _ in enumerate(_elements(reading), 1):
        if count > reading.limits.rows_per_file:
            raise refused(
                reading.source.name,
                f"it has more than {reading.limits.rows_per_file:,} entries",
                "Raise limits.rows_per_file in node.toml",
                code="rows",
            )


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each individual and entity."""
    for element in _elements(reading):
        entry = Entry(reading, element, _RECORDS[element.tag])
        values = tuple(entry.values())
        version = element.text("VERSIONNUM")
        subject = reading.take(element.line, element.text("DATAID"), entry.schema, values, version=version)
        if subject is not None:
            yield subject


def _elements(reading: Reading) -> Iterator[Element]:
    return records(reading.source, root=_ROOT, tags=frozenset(_RECORDS), depth=reading.limits.document_depth)


FORMAT = Format("un", "UN Security Council Consolidated List (XML)", recognises, check, subjects)
