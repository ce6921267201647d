"""OFAC's list of Specially Designated Nationals as CSV without header: ``sdn.csv``, with ``alt.csv`` and ``add.csv``.

A folder with them is one source; ``sdn.csv`` alone gives no aliases and no addresses, and the report says so. Remarks
end after 1,000 characters and go on in ``sdn_comments.csv``; where that is missing, what was cut off is reported.
``-0-`` means empty, the byte 1A ends a file, the id is ent_num. Nothing is left out on purpose: what has no property
stays in the notes. Source: OFAC, SDN data specification, legacy formats.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO

from comity.subjects.model import Schema, Subject
from comity.subjects.readers.folder import MAGIC, Part, places
from comity.subjects.readers.ofac_remarks import known_place, read_remarks
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.record import Record
from comity.subjects.readers.source import refused

FILES = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
SIDE_BYTES = 64 * 1024 * 1024
"""The largest of the files beside sdn.csv; they are held in memory, and are a fiftieth of this as published."""
_LINE = 1 << 20
_WIDTH = {"sdn.csv": 12, "alt.csv": 5, "add.csv": 6, "sdn_comments.csv": 2}
_REMARKS = 1000
"""Characters after which a remark of sdn.csv is cut off."""
_END = "\x1a"
_SCHEMAS = {
    "individual": Schema.PERSON,
    "vessel": Schema.VESSEL,
    "aircraft": Schema.VEHICLE,
    "entity": Schema.ORGANIZATION,
    "": Schema.ORGANIZATION,
}
_ALIASES = {"aka": ("alias", ""), "fka": ("previousName", ""), "nka": ("alias", "now known as")}
_PROGRAMS = re.compile(r"\]\s*\[")
_EMPTY = re.compile(rb'"?-0- ?"?')
Row = tuple[int, list[str]]


def recognises(head: bytes) -> bool:
    """This function tells whether a file is such a folder, or its first row has ent_num, 12 columns and ``-0-``."""
    if head.startswith(MAGIC + b"sdn.csv "):
        return True
    first = head.split(b"\n", 1)[0][:_LINE]
    if not (_EMPTY.search(first) and first[:1].isdigit()):
        return False
    try:
        (cells,) = csv.reader([first.decode("utf-8", "replace")])
    except (csv.Error, ValueError):
        return False
    return len(cells) == _WIDTH["sdn.csv"] and cells[0].strip().isdigit()


def check(reading: Reading) -> None:
    """This function reads every row of every file for its form.

    Raises:
        UnreadableFile: a file is cut off or is another one, in no known encoding, or has too many rows.
    """
    reading.encoding = "utf-8"
    try:
        _check(reading)
    except UnicodeDecodeError:
        reading.encoding = "windows-1252"
        try:
            _check(reading)
        except UnicodeDecodeError:
            raise refused(
                reading.source.name, "it is neither in UTF-8 nor in Windows-1252", "Download it again", code="encoding"
            ) from None


def _check(reading: Reading) -> None:
    name = reading.source.name
    for file in _parts(reading):
        count, width = 0, 0
        for count, (_, cells) in enumerate(_rows(reading, file), 1):
            width = len(cells)
            if count > reading.limits.rows_per_file:
                raise refused(name, f"{file} has more than {reading.limits.rows_per_file:,} rows",
                              "Raise limits.rows_per_file in node.toml", code="rows")  # fmt: skip
        if not count and file == "sdn.csv":
            raise refused(name, "it has no rows", "Download it again", code="empty")
        if count and width != _WIDTH[file]:
            raise refused(
                name, f"the last row of {file} is incomplete", "The file is cut off; download it again", code="cut-off"
            )


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each row of sdn.csv, with what the other files say of it."""
    parts = _parts(reading)
    sides = {file: _side(reading, file) for file in FILES[1:] if file in parts}
    if missing := [f for f in FILES[1:3] if f not in parts]:
        what = " and ".join("aliases" if f == "alt.csv" else "addresses" for f in missing)
        reading.fault(1, FILES[0], "", f"{' and '.join(missing)} not there; the list's {what} are not read")
    for line, cells in _rows(reading, "sdn.csv"):
        if len(cells) != _WIDTH["sdn.csv"]:
            reading.leave_out(line, f"the row has {len(cells)} cells, not {_WIDTH['sdn.csv']}", text=cells[0])
            continue
        more = "".join(row[1] for _, row in sides.get("sdn_comments.csv", {}).pop(cells[0].strip(), ()))
        record = _record(reading, line, cells, more)
        for number, row in sides.get("alt.csv", {}).pop(record.own_id, ()):
            _alias(record, number, row)
        for number, row in sides.get("add.csv", {}).pop(record.own_id, ()):
            _address(record, number, row)
        if subject := record.subject():
            yield subject
    for file, rows in sides.items():
        for own_id, left in rows.items():
            for number, _ in left:
                reading.fault(number, file, own_id, "no row of sdn.csv has this number; the row is left out")


def _record(reading: Reading, line: int, cells: list[str], more: str) -> Record:
    """This function reads a row of sdn.csv; `more` is how its remarks go on elsewhere."""
    cut = len(cells[-1]) >= _REMARKS and not _text(more)
    cells = [*cells[:-1], cells[-1] + more if _text(more) else cells[-1]]
    own_id, name, kind, program, title, call_sign, vessel, tonnage, gross, flag, owner, remarks = map(_text, cells)
    schema = _SCHEMAS.get(kind.lower())
    record = Record(reading, line, own_id, schema or Schema.UNKNOWN)
    if schema is None:
        record.doubt("SDN_Type", kind, "no such type is known; the subject counts as LegalEntity")
    _name(record, "name", name)
    if kind == "aircraft":
        record.add("type", kind)
    for each in _PROGRAMS.split(program):
        record.add("program", each.strip("[] "))
    for prop, text in (
        ("title", title), ("callSign", call_sign), ("type", vessel), ("deadweightTonnage", tonnage),
        ("grossRegisteredTonnage", gross), ("owner", owner),
    ):  # fmt: skip
        record.add(prop, text)
    record.keep("flag", flag) if known_place(flag) else record.note("Flag", flag)
    if remarks:
        if cut:
            remarks, _, left = remarks.rpartition("; ")
            record.doubt("Remarks", left, "it is cut off here; it would go on in sdn_comments.csv, which is not there")
            record.note("", left)
        read_remarks(record, remarks)
    return record


def _name(record: Record, prop: str, text: str, note: str = "", line: int = 0) -> None:
    if record.schema is not Schema.PERSON or text.count(",") not in {1, 2}:
        record.add(prop, text, note, line=line)
        return
    last, first, *suffix = (part.strip() for part in text.split(","))
    record.add(prop, " ".join([first, last, *suffix]), note, original=text, line=line)
    if prop == "name":
        record.add("firstName", first)
        record.add("lastName", last)
        record.add("nameSuffix", " ".join(suffix))


def _alias(record: Record, line: int, cells: list[str]) -> None:
    _, _, kind, name, remarks = map(_text, cells)
    if kind not in _ALIASES:
        record.doubt("alt.csv", kind, "no such kind of alias is known; it counts as an alias", line=line)
    prop, note = _ALIASES.get(kind, ("alias", kind))
    _name(record, prop, name, note or remarks, line)


def _address(record: Record, line: int, cells: list[str]) -> None:
    _, _, street, city, country, remarks = map(_text, cells)
    if street or city:
        record.add("address", ", ".join(p for p in (street, city, country) if p), remarks, line=line)
    elif remarks:
        record.note("Address", remarks)
    record.keep("country", country, line=line) if known_place(country) else record.note("Country", country)


def _text(cell: str) -> str:
    bare = " ".join(cell.split())
    return "" if bare == "-0-" else bare


def _parts(reading: Reading) -> tuple[str, ...]:
    return tuple(places(reading.source, FILES)) if reading.source.head.startswith(MAGIC) else FILES[:1]


def _side(reading: Reading, file: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for line, cells in _rows(reading, file):
        if len(cells) == _WIDTH[file]:
            found[cells[0].strip()].append((line, cells))
        else:
            reason = f"the row has {len(cells)} cells, not {_WIDTH[file]}; it is left out"
            reading.fault(line, file, cells[0], reason)
    return found


def _rows(reading: Reading, file: str) -> Iterator[Row]:
    """This function gives each row of a file with its line; the byte that ends the file is no row."""
    name, source = reading.source.name, reading.source
    stream: BinaryIO | io.BufferedReader = source.rewound()
    if source.head.startswith(MAGIC):
        begins, size = places(source, FILES)[file]
        if file != "sdn.csv" and size > SIDE_BYTES:
            raise refused(name, f"{file} is larger than any real one", "Download it again", code="too-large")
        stream = io.BufferedReader(Part(source.stream, begins, size), 1 << 16)
    text = io.TextIOWrapper(stream, encoding=reading.encoding, errors="strict", newline="")
    table = csv.reader(_lines(text, name, file), strict=True)
    try:
        while True:
            line = table.line_num + 1
            if (cells := next(table, None)) is None:
                return
            if cells and cells != [_END]:
                yield line, cells
    except csv.Error as error:
        raise refused(
            name, f"{file} is no whole table: {error} in line {line}", "It may be cut off; get it again", code="cut-off"
        ) from None
    finally:
        text.detach()


def _lines(stream: io.TextIOWrapper, name: str, file: str) -> Iterator[str]:
    while text := stream.readline(_LINE):
        if "\x00" in text or len(text) >= _LINE:
            raise refused(name, f"{file} has a NUL byte or an endless line", "This is no such list", code="nul")
        yield text


FORMAT = Format(
    "ofac", "OFAC SDN list (folder of sdn.csv, alt.csv, add.csv, or sdn.csv alone)", recognises, check, subjects
)
