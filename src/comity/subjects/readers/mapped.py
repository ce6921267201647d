"""A table, of text or a workbook, whose columns a mapping explains.

Mapping and table are one source, so that they are kept, hashed and read again together. A column that the mapping
names and the table lacks refuses the file; one that the table has and the mapping does not name is left out and
reported, as are those that the mapping leaves out. An encoding that is stated, and does not look so, is doubted.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.kernel.errors import InvalidInput, UnreadableFile
from comity.subjects.cells import plain
from comity.subjects.encodings import SAMPLE, doubt, guesses
from comity.subjects.mapping import DELIMITERS, LONGEST, Years, parse
from comity.subjects.mapping import Mapping as Columns
from comity.subjects.model import Schema, Subject, Value
from comity.subjects.properties import DATES
from comity.subjects.readers import csv_table, workbook
from comity.subjects.readers.folder import MAGIC, Part, places
from comity.subjects.readers.reading import FindingKind, Format, Reading
from comity.subjects.readers.source import Source, open_source, refuse_packed, refused
from comity.subjects.readers.table import COLUMNS, Row, role_of, schema_of, values_of
from comity.subjects.values import clean

NAMES = ("mapping.toml", "table.data")
_EITHER = "years of two eras stand in a table that is said to have one"
_ERA = "Buddhist era"


@dataclass(slots=True)
class Opened:
    """A mapping with its table.

    Args:
        columns: what the columns are.
        table: the table alone.
    """

    columns: Columns
    table: Source


def recognises(head: bytes) -> bool:
    """This function tells whether a file is a mapping with its table."""
    return head.startswith(MAGIC + NAMES[0].encode())


def check(reading: Reading) -> None:
    """This function reads the mapping, and the whole table for its form.

    Raises:
        UnreadableFile: either is wrong, or the table lacks columns that the mapping names.
    """
    opened = open_table(reading)
    reading.gathered, reading.order = opened, opened.columns.dates
    useful, count, complaint = 0, 0, ""
    for _, rows in _tables(reading, opened):
        header = _header(opened.columns, rows)
        complaint = _complaint(opened.columns, header[1]) if header else "it has no header"
        useful += not complaint
        for _ in rows:
            count += 1
            if count > reading.limits.rows_per_file:
                raise refused(reading.source.name, f"it has more than {reading.limits.rows_per_file:,} rows",
                              "Split it, or raise limits.rows_per_file in node.toml", code="rows")  # fmt: skip
    if not useful:
        raise refused(
            reading.source.name, complaint or "it has no header", "Correct the mapping, or make it anew", code="header"
        )


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each row, and reports the rows that give none."""
    opened: Opened = reading.gathered
    if said := doubted_encoding(opened):
        reading.found(FindingKind.DOUBTED, "", said, text=opened.table.name)
    for title, rows in _tables(reading, opened):
        reading.part = title
        header = _header(opened.columns, rows)
        if header is None:
            continue
        line, names = header
        if complaint := _complaint(opened.columns, names):
            reading.fault(line, "", "", f"{complaint}; the sheet is left out")
            continue
        yield from _Table(reading, opened.columns, names).subjects(line, rows)
    reading.part = ""


def open_table(reading: Reading) -> Opened:
    """This function takes a mapping and its table out of the one source that they are, and sets the encoding.

    Raises:
        UnreadableFile: either is cut off, too large, or wrong.
    """
    source = reading.source
    found = places(source, NAMES)
    if set(found) != set(NAMES) or found[NAMES[0]][1] > LONGEST * 4:
        raise refused(source.name, "it is no mapping with its table", "Give both again", code="cut-off")
    try:
        columns = parse(Part(source.stream, *found[NAMES[0]]).read().decode("utf-8"), f"mapping of {source.name}")
    except UnicodeDecodeError:
        raise refused(source.name, "its mapping is not in UTF-8", "Save it in UTF-8", code="mapping") from None
    except InvalidInput as error:
        raise UnreadableFile(error.thing, error.reason, error.way_out, code="subjects.file.mapping") from None
    columns = columns.renamed(lambda name: clean(name)[0])
    kept = tempfile.SpooledTemporaryFile(max_size=1 << 24)  # noqa: SIM115 -- lives as long as the reading
    shutil.copyfileobj(Part(source.stream, *found[NAMES[1]]), kept)
    table = open_source(kept, reading.limits, source.name)
    if not workbook.recognises(table.head):
        refuse_packed(table)
        reading.encoding = encoding_of(columns.encoding, table)
    return Opened(columns, table)


def encoding_of(stated: str, table: Source) -> str:
    """This function returns the encoding to read a table in: the one stated, told by its bytes, or guessed.

    Raises:
        UnreadableFile: nothing is stated and no encoding fits.
    """
    if not stated:
        found = guesses(beginning(table))
        if not found:
            raise refused(table.name, "it is in no known encoding", "State it in the mapping", code="encoding")
        stated = found[0].encoding
    return "utf-8-sig" if stated == "utf-8" else stated


def doubted_encoding(opened: Opened) -> str:
    """This function says what is doubtful about the encoding that a table is read in, or nothing."""
    if workbook.recognises(opened.table.head):
        return ""
    data = beginning(opened.table)
    if opened.columns.encoding:
        return doubt(opened.columns.encoding, data)
    best = guesses(data)[0]
    return "" if best.certain else f"the encoding is guessed: {best.encoding}"


def beginning(table: Source) -> bytes:
    """This function returns what an encoding is guessed from."""
    return table.rewound().read(SAMPLE + 1)


def _tables(reading: Reading, opened: Opened) -> Iterator[tuple[str, Iterator[Row]]]:
    """This function gives each table with its title: every sheet of a workbook, or the text."""
    if workbook.recognises(opened.table.head):
        dated = {c.name: c.property for c in opened.columns.columns if c.property in DATES}
        for title, rows in workbook.sheets(opened.table):
            yield title, _sheet(reading, opened.columns, dated, rows)
        return
    delimiter = opened.columns.delimiter or _delimiter(reading, opened)
    yield "", csv_table.rows(reading, delimiter, opened.table)


def _sheet(
    reading: Reading, columns: Columns, dated: Mapping[str, str], rows: Iterator[tuple[int, workbook.Cells]]
) -> Iterator[Row]:
    for line, cells in rows:
        if line >= columns.header:
            names = [str(cell.value or "").strip() for cell in cells]
            yield line, names
            texts = workbook.sheet_rows(reading, [dated.get(name, name) for name in names], line, rows)
            next(texts)
            yield from texts
            return


def _delimiter(reading: Reading, opened: Opened) -> str:
    wanted = set(opened.columns.named())

    def named(mark: str) -> int:
        header = _header(opened.columns, csv_table.rows(reading, mark, opened.table))
        return len(wanted.intersection(header[1])) if header else 0

    return max(DELIMITERS.values(), key=named)


def _header(columns: Columns, rows: Iterator[Row]) -> tuple[int, list[str]] | None:
    for line, cells in rows:
        if line >= columns.header and isinstance(cells, list):
            return line, [clean(cell)[0] for cell in cells]
    return None


def _complaint(columns: Columns, names: Sequence[str]) -> str:
    """This function says why a header does not fit a mapping, or nothing."""
    wanted = [name for name in columns.named() if name not in columns.ignored]
    if missing := [name for name in wanted if name not in names]:
        return f"no column is called {', '.join(map(repr, missing))}; its columns are {', '.join(filter(None, names))}"
    if twice := [name for name in wanted if list(names).count(name) > 1]:
        return f"two columns are called {', '.join(map(repr, twice))}"
    return f"it has more than {COLUMNS} columns" if len(names) > COLUMNS else ""


class _Table:
    """Rows under one header while they are read."""

    def __init__(self, reading: Reading, columns: Columns, names: list[str]) -> None:
        self.reading, self.columns, self.names = reading, columns, names
        self.places = {name: i for i, name in enumerate(names) if name}
        self.marks = {
            column.name: _splitter(columns.separators if column.separators is None else column.separators)
            for column in columns.columns
        }

    def subjects(self, line: int, rows: Iterator[Row]) -> Iterator[Subject]:
        named = set(self.columns.named())
        for name in self.names:
            if name in self.columns.ignored:
                self.reading.fault(line, name, "", "the mapping leaves this column out")
            elif name and name not in named:
                self.reading.fault(line, name, "", "the mapping does not name this column; it is left out")
        for number, cells in rows:
            if isinstance(cells, str):
                self.reading.leave_out(number, cells)
            elif len(cells) > len(self.names) and any(c.strip() for c in cells[len(self.names) :]):
                reason = f"the row has {len(cells)} cells under {len(self.names)} columns"
                self.reading.leave_out(number, reason, text=cells[0])
            elif any(cell.strip() for cell in cells) and (subject := self._subject(number, cells)):
                yield subject

    def _subject(self, line: int, cells: list[str]) -> Subject | None:
        reading, columns = self.reading, self.columns
        own_id = self._cell(cells, columns.id) if columns.id else f"{reading.part} {line}".strip()
        schema, role = columns.schema, columns.role
        given: list[tuple[str, str]] = []
        for column in columns.columns:
            text = self._cell(cells, column.name)
            if not text:
                continue
            if column.property == "schema":
                schema = schema_of(reading, line, text)
            elif column.property == "role":
                role = role_of(reading, line, text)
            else:
                given += ((column.property, part) for part in self.marks[column.name](text))
        for each in columns.joined:
            if parts := [text for name in each.columns if (text := self._cell(cells, name))]:
                given.append((each.property, each.between.join(parts)))
        said = {prop for prop, _ in given}
        values: tuple[Value, ...] = ()
        if given:
            given += ((prop, text) for prop, text in columns.constants if prop not in said)
            values = self._values(line, schema, given)
        return reading.take(line, clean(own_id)[0], schema, values, role)

    def _values(self, line: int, schema: Schema, given: list[tuple[str, str]]) -> tuple[Value, ...]:
        values = values_of(self.reading, line, schema, given)
        if self.columns.years is not Years.ANY:
            for v in values:
                if v.property in DATES and (_ERA in v.note) != (self.columns.years is Years.BUDDHIST):
                    self.reading.found(
                        FindingKind.DOUBTED, v.property, _EITHER, line=line, text=v.original, value=v.value
                    )
        return values

    def _cell(self, cells: list[str], name: str) -> str:
        place = self.places.get(name, len(cells))
        return plain(cells[place].strip()) if place < len(cells) else ""


def _splitter(marks: tuple[str, ...]) -> Callable[[str], list[str]]:
    """This function returns what splits a cell at any of some marks."""
    pattern = re.compile("|".join(map(re.escape, marks)))

    def split(text: str) -> list[str]:
        return [bare for part in (pattern.split(text) if marks else [text]) if (bare := part.strip())]

    return split


FORMAT = Format("mapped", "A table with a mapping of its columns", recognises, check, subjects)
