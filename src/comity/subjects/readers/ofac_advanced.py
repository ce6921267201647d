"""OFAC's list in the advanced XML, ``sdn_advanced.xml`` and the consolidated list of the same form.

The id is FixedRef, which is ent_num of the legacy files. What numbers mean is looked up in the file itself, never in a
table of ours. The file is read twice: for its form with what parties refer to, then for the parties. Left out on
purpose: numbers of rows, which script is the main one, reliability of features, and reference values that nothing
refers to. Source: OFAC, Advanced Sanctions Data Model, and public descriptions of it; read against files made after
them, since no published file is kept beside the project.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.subjects.model import Subject
from comity.subjects.readers.ofac_party import first_name, party
from comity.subjects.readers.ofac_sets import REFERENCES, SIDES, Sets
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.source import refused
from comity.subjects.readers.xml_records import records

KEPT = 256 << 20
"""The most characters of what parties refer to; it is held in memory, and is a tenth of this as published."""
_ROOT = "Sanctions"
_PARTY = "DistinctParty"
_MARKS = (b"ReferenceValueSets", b"ADVANCED_XML", b"sanctions/1.0", b"DistinctParties")


def recognises(head: bytes) -> bool:
    """This function tells whether the beginning of a file is that of the list."""
    return b"<Sanctions" in head and any(mark in head for mark in _MARKS)


def check(reading: Reading) -> None:
    """This function reads the whole file for its form, and keeps what parties refer to.

    Raises:
        UnreadableFile: the file is cut off, hostile, too long, or has no parties.
    """
    sets, count = Sets(), 0
    for element in records(
        reading.source, root=_ROOT, tags=REFERENCES | SIDES | {_PARTY}, depth=reading.limits.document_depth
    ):
        if element.tag == _PARTY:
            count += 1
            own_id, name = first_name(element)
            sets.names[own_id] = name
            sets.size += len(name)
        else:
            sets.add(element)
        if count > reading.limits.rows_per_file:
            raise refused(reading.source.name, "it has too many parties", "Raise limits.rows_per_file", code="rows")
        if sets.size > KEPT:
            raise refused(
                reading.source.name, "it is larger than any real one", "Get the file from its publisher", code="record"
            )
    if not count:
        raise refused(reading.source.name, "it has no parties", "Download it again", code="empty")
    reading.gathered = sets


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each party."""
    tags = frozenset({_PARTY})
    for element in records(reading.source, root=_ROOT, tags=tags, depth=reading.limits.document_depth):
        if subject := party(reading, element, reading.gathered).subject():
            yield subject


FORMAT = Format("ofac-advanced", "OFAC list in the advanced XML (sdn_advanced.xml)", recognises, check, subjects)
