"""XLSX with FollowTheMoney property names as the first row of each sheet; several values of a cell stand between ``;``.

Sheets without such a header are reported. Of formulas the stored result is taken, and the report names the columns;
nothing in a workbook is computed or fetched. Dates may be dates, text, or the numbers that spreadsheets keep for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import repeat
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from comity.kernel.errors import UnreadableFile
from comity.subjects.model import Subject
from comity.subjects.properties import DATES, known
from comity.subjects.readers.packed import BROKEN, weighed
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.source import Source, refused
from comity.subjects.readers.table import COLUMNS, Row, check_header, table_subjects

_LAST_ROW = 1_048_576
_SERIALS = range(3_000, 80_000)
"""Numbers of days since 1900 that are no years: 1908 to 2119."""
_EXACT = 10**15
_FORMULA = b"<f"
_STYLES = "xl/styles.xml"
"""Its fonts and fills begin like formulas."""
_BROKEN = (*BROKEN, DefusedXmlException, ParseError, TypeError, AttributeError)
Cells = tuple[Any, ...]


def recognises(head: bytes) -> bool:
    """This function tells whether a file is an archive that begins as workbooks do."""
    return head.startswith(b"PK\x03\x04") and (b"xl/" in head or b"[Content_Types].xml" in head)


def check(reading: Reading) -> None:
    """This function weighs the archive, then reads every row of every sheet for its form.

    Raises:
        UnreadableFile: it is cut off, hostile, too large, or no sheet has a header with ``id`` and a property.
    """
    weighed(reading.source, _FORMULA)
    count = useful = 0
    for _, rows in sheets(reading.source):
        header = next(rows, None)
        useful += header is not None and _complaint(reading, header[1]) == ""
        for _ in rows:
            count += 1
            if count > reading.limits.rows_per_file:
                raise refused(
                    reading.source.name, f"it has more than {reading.limits.rows_per_file:,} rows",
                    "Split it, or raise limits.rows_per_file in node.toml", code="rows",
                )  # fmt: skip
    if not useful:
        raise refused(
            reading.source.name, "no sheet names a column id and a known property in its first row",
            "The first row names the columns: id and FollowTheMoney properties such as name, birthDate, passportNumber",
            code="header",
        )  # fmt: skip


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each row of each sheet, and reports the rows that give none."""
    for title, rows in sheets(reading.source):
        reading.part = title
        header = next(rows, None)
        if header is None:
            continue
        if complaint := _complaint(reading, header[1]):
            reading.fault(header[0], "", "", f"{complaint}; the sheet is left out")
            continue
        names = [str(cell.value or "").strip() for cell in header[1]]
        yield from table_subjects(reading, sheet_rows(reading, names, header[0], rows))
    reading.part = ""


def _complaint(reading: Reading, header: Cells) -> str:
    try:
        check_header(reading, [str(cell.value or "") for cell in header])
    except UnreadableFile as error:
        return error.reason
    return ""


def sheets(source: Source) -> Iterator[tuple[str, Iterator[tuple[int, Cells]]]]:
    """This function gives the title of each sheet with its rows; the title is empty where there is only one."""
    from openpyxl import load_workbook  # only where a workbook is read: an idle node stays small

    try:
        formulas = any(found for name, found in weighed(source, _FORMULA).items() if name != _STYLES)
        stored = load_workbook(source.rewound(), read_only=True, data_only=True, keep_links=False)
        written = load_workbook(source.stream, read_only=True, keep_links=False) if formulas else None
        sheets = stored.worksheets
        for i, sheet in enumerate(sheets):
            title = str(sheet.title)[:60] if len(sheets) > 1 else ""
            yield title, _filled(source.name, sheet, written.worksheets[i] if written else None)
    except _BROKEN as error:
        raise _broken(source.name, error) from None


def _filled(name: str, sheet: Any, written: Any) -> Iterator[tuple[int, Cells]]:
    """This function gives the rows that have a cell; a formula's cell stands beside it as the second of a pair."""
    from openpyxl.cell.read_only import EMPTY_CELL

    try:
        for each in (sheet, written):
            if each is not None:
                each.reset_dimensions()
        rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=COLUMNS + 1)
        others = written.iter_rows(max_row=_LAST_ROW, max_col=COLUMNS + 1) if written is not None else repeat(())
        gap: Any = None
        for number, (row, other) in enumerate(zip(rows, others, strict=False), 1):
            if row is gap:
                continue
            if all(cell is EMPTY_CELL for cell in row):
                gap = row
                continue
            end = max(_end(row, EMPTY_CELL), _end(other, EMPTY_CELL))
            cells = [_Cell(cell.value, cell.data_type) for cell in row[:end]]
            for i, cell in enumerate(other[:end]):
                cells[i].formula = cell.data_type == "f"
            while cells and cells[-1].value is None and not cells[-1].formula:
                cells.pop()
            if cells:
                yield number, tuple(cells)
    except _BROKEN as error:
        raise _broken(name, error) from None


def _end(row: Cells, empty: Any) -> int:
    """This function returns how many cells a row has until only empty ones follow."""
    end = len(row)
    while end and row[end - 1] is empty:
        end -= 1
    return end


class _Cell:
    """A cell's stored value, and whether a formula made it."""

    __slots__ = ("formula", "kind", "value")

    def __init__(self, value: Any, kind: str) -> None:
        self.value, self.kind, self.formula = value, kind, False


def sheet_rows(reading: Reading, names: list[str], first: int, rows: Iterator[tuple[int, Cells]]) -> Iterator[Row]:
    """This function gives the names of columns and then each row, cells as the texts that a table of text would have.

    Args:
        reading: where what is doubtful about a cell is reported.
        names: of the columns; numbers of days are read in those that are properties of dates.
        first: the line of the header.
        rows: the rows after it.
    """
    from openpyxl.utils import get_column_letter

    yield first, names
    told: set[int] = set()
    for number, cells in rows:
        texts = [
            _text(reading, number, names[i] if i < len(names) else get_column_letter(i + 1), i, cell, told)
            for i, cell in enumerate(cells)
        ]
        if any(texts):
            yield number, texts + [""] * (len(names) - len(texts))


def _text(reading: Reading, line: int, name: str, column: int, cell: _Cell, told: set[int]) -> str:
    """This function writes a cell as the text that a table of text would have."""
    value = cell.value
    if cell.formula and value is None:
        reading.fault(line, name, "", "a formula without a stored result; open the workbook and save it")
        return ""
    if cell.formula and column not in told:
        told.add(column)
        reading.fault(line, name, str(value), "a formula; its stored result is taken, here and later in this column")
    if cell.kind == "e":
        reading.fault(line, name, str(value), "the cell shows an error; it is left out")
        return ""
    return "" if value is None else _written(reading, line, name, value)


def _written(reading: Reading, line: int, name: str, value: Any) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(reading, line, name, value)
    return str(value)


def _number(reading: Reading, line: int, name: str, value: float) -> str:
    text = str(int(value)) if float(value).is_integer() else repr(value)
    if known().get(name.lower()) in DATES and value in _SERIALS:
        from openpyxl.utils.datetime import from_excel

        day = from_excel(value)
        if isinstance(day, dt.datetime):
            reading.fault(line, name, text, f"the number of a day; it is read as {day.date().isoformat()}")
            return day.date().isoformat()
    if abs(value) >= _EXACT:
        reading.fault(line, name, text, "spreadsheets keep 15 digits of a number; the last ones may be wrong")
    return text


def _broken(name: str, error: Exception) -> UnreadableFile:
    return refused(
        name, f"it is no whole workbook ({type(error).__name__})", "Open it and save it again, or save it as CSV",
        code="cut-off",
    )  # fmt: skip


FORMAT = Format("xlsx", "Excel workbook (XLSX) with FollowTheMoney property names", recognises, check, subjects)
