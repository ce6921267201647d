"""The United Kingdom's consolidated list of financial sanctions targets, ``ConList.csv`` in the format of 2022.

A target has one row a name; rows of one ``Group ID``, which is the id, make one subject, and the report counts targets.
Numbers such as ``(1) … (2) …`` inside a cell are several values. A column that is not known is reported.
Source: OFSI's guide to the 2022 formats; read against made files, since no published file is kept beside the project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.subjects.model import Schema, Subject
from comity.subjects.readers import csv_table
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.record import Record, joined
from comity.subjects.readers.source import refused

_SCHEMAS = {"Individual": Schema.PERSON, "Entity": Schema.ORGANIZATION, "Ship": Schema.VESSEL}
_GIVEN = tuple(f"Name {i}" for i in range(1, 6))
_ADDRESS = (*(f"Address {i}" for i in range(1, 7)), "Post/Zip Code", "Country")
_PLAIN = {"Title": "title", "Position": "position", "Regime": "program", "Town of Birth": "birthPlace"}
_COUNTRIES = {"Nationality": "nationality", "Country of Birth": "birthCountry", "Country": "country"}
_NUMBERS = {
    "Passport Number": ("passportNumber", "Passport Details"),
    "National Identification Number": ("idNumber", "National Identification Details"),
}
_KNOWN = frozenset({
    "Name 6", *_GIVEN, *_ADDRESS, *_PLAIN, *_COUNTRIES, *_NUMBERS, "Passport Details", "DOB", "Group ID", "Group Type",
    "National Identification Details", "Name Non-Latin Script", "Non-Latin Script Type", "Non-Latin Script Language",
    "Other Information", "Alias Type", "Alias Quality", "Listed On", "UK Sanctions List Date Designated",
    "Last Updated",
})  # fmt: skip
_NUMBERED = re.compile(r"\(\d{1,2}\)")


def recognises(head: bytes) -> bool:
    """This function tells whether the first two rows are those of the list."""
    first = head[:4000].decode("utf-8-sig", "replace")
    return "Last Updated" in first[:40] and "Name 6" in first and "Group ID" in first


def check(reading: Reading) -> None:
    """This function reads the whole file for its encoding, quotation marks and number of rows.

    Raises:
        UnreadableFile: one of these is wrong, or there is no row of column names.
    """
    reading.encoding = "utf-8-sig" if reading.source.head.startswith(b"\xef\xbb\xbf") else "utf-8"
    for count, _ in enumerate(_rows(reading), 1):
        if count > reading.limits.rows_per_file:
            raise refused(reading.source.name, "it has too many rows", "Raise limits.rows_per_file", code="rows")


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each target, in the order in which they begin."""
    targets: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in _rows(reading):
        if isinstance(row, str):
            reading.leave_out(line, row)
            continue
        if not targets:
            for name in row:
                if name and name not in _KNOWN:
                    reading.fault(line, name[:100], "", "no such column is known; it is left out, here and later")
        targets.setdefault(row.get("Group ID", "").strip() or f"\0{line}", []).append((line, row))
    for own_id, rows in targets.items():
        if subject := _target(reading, "" if own_id.startswith("\0") else own_id, rows).subject():
            yield subject


def _rows(reading: Reading) -> Iterator[tuple[int, dict[str, str] | str]]:
    names: list[str] = []
    for line, cells in csv_table.rows(reading, ","):
        if isinstance(cells, str):
            yield line, cells
        elif not names:
            names = [c.strip() for c in cells] if "Group ID" in (c.strip() for c in cells) else []
            if line > 5:
                break
        elif len(cells) != len(names):
            yield line, f"the row has {len(cells)} cells under {len(names)} columns"
        else:
            yield line, dict(zip(names, cells, strict=True))
    if not names:
        raise refused(reading.source.name, "no row names a column Group ID", "Check the format", code="header")


def _target(reading: Reading, own_id: str, rows: list[tuple[int, dict[str, str]]]) -> Record:
    line, first = rows[0]
    schema = _SCHEMAS.get(first.get("Group Type", "").strip())
    record = Record(reading, line, own_id, schema or Schema.UNKNOWN)
    if schema is None:
        record.doubt("Group Type", first.get("Group Type", ""), "no such type is known; it counts as LegalEntity")
    for record.line, row in rows:
        _name(record, row)
        for text in _several(row.get("DOB", "")):
            record.date("birthDate" if schema is Schema.PERSON else "incorporationDate", text)
        for name, prop in _PLAIN.items():
            for text in _several(row.get(name, "")):
                record.add(prop, text)
        for name, prop in _COUNTRIES.items():
            for text in _several(row.get(name, "")):
                record.keep(prop, text)
        _numbers(record, row)
        address = ", ".join(text for name in _ADDRESS[:-1] if (text := row.get(name, "").strip()))
        record.add("address", joined_country(address, row.get("Country", "")))
        record.note("", row.get("Other Information", ""))
        record.date("listingDate", row.get("Listed On", ""))
        record.date("modifiedAt", row.get("Last Updated", ""))
        if designated := row.get("UK Sanctions List Date Designated", "").strip():
            record.note("Designated", designated)
    record.line = line
    return record


def joined_country(address: str, country: str) -> str:
    """This function puts a country behind an address where there is one."""
    return ", ".join(p for p in (address, country.strip()) if p) if address else ""


def _name(record: Record, row: dict[str, str]) -> None:
    parts = [row.get(name, "").strip() for name in (*_GIVEN, "Name 6")]
    kind, quality = row.get("Alias Type", "").strip(), row.get("Alias Quality", "").strip()
    prop = "weakAlias" if "low" in quality.lower() else "alias"
    if kind.lower() == "primary name":
        prop = "name"
    record.add(prop, " ".join(p for p in parts if p), joined(kind if prop != "name" else "", quality))
    script = joined(row.get("Non-Latin Script Type", ""), row.get("Non-Latin Script Language", ""))
    record.add(prop, row.get("Name Non-Latin Script", ""), joined("original script", script))
    if prop == "name" and record.schema is Schema.PERSON:
        record.add("firstName", parts[0])
        record.add("lastName", parts[-1])


def _numbers(record: Record, row: dict[str, str]) -> None:
    for name, (prop, details) in _NUMBERS.items():
        numbers, said = _several(row.get(name, "")), _several(row.get(details, ""))
        for i, text in enumerate(numbers):
            record.keep(prop, text, said[i] if len(said) == len(numbers) else joined(*said))
        if said and not numbers:
            record.note(details, *said)


def _several(cell: str) -> list[str]:
    return [text for part in _NUMBERED.split(cell) if (text := part.strip(" .;"))]


FORMAT = Format("uk", "UK consolidated list of financial sanctions (ConList.csv, 2022)", recognises, check, subjects)
