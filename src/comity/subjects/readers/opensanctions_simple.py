"""OpenSanctions' ``targets.simple.csv``: one row an entity, several values of a cell separated by ``;``.

Every column becomes values: `identifiers` become numbers of their kind where the schema tells, else they stay in the
notes, since the table does not say which document they are of. Left out on purpose: dataset, first_seen, last_seen,
last_change.
Source: OpenSanctions, documentation of the simplified table.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from comity.subjects.model import Schema, Subject
from comity.subjects.readers import csv_table
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.record import Record
from comity.subjects.readers.source import refused

_FIRST = ("id", "schema", "name", "aliases", "birth_date", "countries")
_PLAIN = {"aliases": "alias", "addresses": "address", "phones": "phone", "emails": "email", "program_ids": "programId"}
_NOTES = {"identifiers": "Identifier", "sanctions": "Sanctions"}
_LEFT = frozenset({"id", "schema", "name", "dataset", "first_seen", "last_seen", "last_change"})
_SCHEMAS = {s.value: s for s in Schema} | {"PublicBody": Schema.ORGANIZATION, "Airplane": Schema.VEHICLE}


def recognises(head: bytes) -> bool:
    """This function tells whether the first row is the header of the table."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    return tuple(name.strip().strip('"') for name in first.split(",")[: len(_FIRST)]) == _FIRST


def check(reading: Reading) -> None:
    """This function reads the whole file for its encoding, its quotation marks and the number of its rows.

    Raises:
        UnreadableFile: one of these is wrong, or the header is another one.
    """
    csv_table.check(reading)
    if not recognises(reading.source.head):
        raise refused(
            reading.source.name,
            f"its columns do not begin with {', '.join(_FIRST)}",
            "Check the format",
            code="another",
        )


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each row, and reports the rows that give none."""
    rows = csv_table.rows(reading)
    line, header = next(rows)
    names = [str(name).strip() for name in header]
    for name in names:
        if name not in _LEFT and name not in _PLAIN and name not in _NOTES and name not in {"birth_date", "countries"}:
            reading.fault(line, name[:100], "", "no such column is known; it is left out")
    for line, cells in rows:
        if isinstance(cells, str) or len(cells) != len(names):
            reason = cells if isinstance(cells, str) else f"the row has {len(cells)} cells under {len(names)} columns"
            reading.leave_out(line, reason)
            continue
        record = _record(reading, line, dict(zip(names, cells, strict=True)))
        if subject := record.subject():
            yield subject


def _record(reading: Reading, line: int, row: dict[str, str]) -> Record:
    stated = row.get("schema", "").strip()
    schema = _SCHEMAS.get(stated)
    record = Record(reading, line, row.get("id", "").strip(), schema or Schema.UNKNOWN)
    record.add("name", row.get("name", ""))
    if schema is None:
        record.doubt("schema", stated, "no subject has such a schema; it counts as LegalEntity")
    if stated and stated != record.schema.value:
        record.note("Schema", stated)
    people = record.schema in {Schema.PERSON, Schema.UNKNOWN}
    born = "birthDate" if people else "incorporationDate"
    codes = {v.value for text in _several(row.get("countries", "")) if (v := record.keep("country", text))}
    home = codes.pop() if len(codes) == 1 else None
    for text in _several(row.get("birth_date", "")):
        record.date(born, text)
    for name, prop in _PLAIN.items():
        for text in _several(row.get(name, "")):
            record.keep(prop, text, country=home if prop == "phone" else None)
    for text in _several(row.get("identifiers", "")):
        record.note("Identifier", text)
    record.note("Sanctions", row.get("sanctions", ""))
    return record


def _several(cell: str) -> list[str]:
    """This function splits a cell; a value with a semicolon in it stands in quotation marks inside the cell."""
    if ";" not in cell:
        return [cell.strip()] if cell.strip() else []
    try:
        (parts,) = csv.reader([cell.replace("\n", " ").replace("\r", " ")], delimiter=";", strict=True)
    except (csv.Error, ValueError):
        parts = cell.split(";")
    return [part.strip() for part in parts if part.strip()]


FORMAT = Format("opensanctions", "OpenSanctions targets.simple.csv", recognises, check, subjects)
