"""A file as tables: text in any usual encoding with any usual separator, or the sheets of a workbook.

Files, archives and rows are opened by `comity.subjects.readers`, which refuses what is hostile, cut off or too large.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

from comity.flows.columns.model import COLUMNS, Unread
from comity.flows.words import folded, rows
from comity.kernel.errors import UnreadableFile
from comity.kernel.limits import Limits
from comity.subjects.encodings import SAMPLE, guesses
from comity.subjects.readers import csv_table, workbook
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.source import Source, open_source, refuse_packed, refused

HEADERS = 20
"""The header is among so many first rows."""
FEWEST = 3
"""Columns that a header must name."""
_LETTERS = re.compile(r"[A-Z]{1,3}")
Row = tuple[int, tuple[str, ...] | str]
"""The line of a row and its cells, or why it cannot be read."""


@dataclass(slots=True)
class Sheet:
    """One table with its header.

    Args:
        title: of a sheet in a workbook with several; else empty.
        header: the line of the header.
        names: of the columns as the file writes them.
        places: where each column of UNODC's stands.
        rows: after the header, with their lines.
        unread: what could not be understood outside the rows.
    """

    title: str
    header: int
    names: tuple[str, ...]
    places: Mapping[str, int]
    rows: list[Row]
    unread: list[Unread] = field(default_factory=list)


@dataclass(slots=True)
class Opened:
    """A file with its tables.

    Args:
        source: the bytes, with their hash.
        sheets: its tables; at least one.
        encoding: of a text, or empty.
        semicolons: whether semicolons divide the columns.
        unread: sheets that are no such tables.
    """

    source: Source
    sheets: list[Sheet]
    encoding: str = ""
    semicolons: bool = False
    unread: list[Unread] = field(default_factory=list)


def open_sheets(file: str | Path | IO[bytes], limits: Limits, name: str = "") -> Opened:
    """This function reads a whole file into tables.

    Args:
        file: a path or a binary stream.
        limits: what is accepted.
        name: what people call the file, where the path does not say.

    Raises:
        UnreadableFile: it is missing, empty, too large, hostile or cut off, or no row names the columns.
    """
    source = open_source(file, limits, name)
    reading = Reading(csv_table.FORMAT, source, limits)
    if workbook.recognises(source.head):
        return _workbook(reading)
    refuse_packed(source)
    if not csv_table.recognises(source.head):
        raise refused(source.name, "it is no table", "Give a CSV file or an Excel workbook", code="format")
    reading.encoding = encoding_of(source)
    mark = _delimiter(reading)
    sheet = _sheet(reading, "", csv_table.rows(reading, mark))
    if sheet is None:
        raise _headless(source.name)
    return Opened(source, [sheet], reading.encoding, mark == ";")


def encoding_of(source: Source) -> str:
    """This function returns the encoding of a text: told by its bytes, or guessed from where it stops being UTF-8.

    Raises:
        UnreadableFile: none that is known fits.
    """
    if source.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder, start = codecs.getincrementaldecoder("utf-8")(), 0
    stream = source.rewound()
    while chunk := stream.read(SAMPLE):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            break
        start += len(chunk)
    else:
        return "utf-8-sig"
    stream.seek(max(0, start - 4))
    found = guesses(stream.read(SAMPLE + 1))
    if not found:
        raise refused(source.name, "it is in no known encoding", "Save it as CSV in UTF-8", code="encoding")
    return found[0].encoding


def _delimiter(reading: Reading) -> str:
    """This function returns what divides the columns: whatever makes a first row name most of them."""

    def named(mark: str) -> int:
        best = 0
        try:
            for _, (_, cells) in zip(range(HEADERS), csv_table.rows(reading, mark), strict=False):
                best = max(best, len(_places(cells)) if isinstance(cells, list) else 0)
        except UnreadableFile as error:
            if error.code in {"subjects.file.encoding", "subjects.file.nul", "subjects.file.line"}:
                raise
        return best

    return max(csv_table.DELIMITERS, key=named)


def _workbook(reading: Reading) -> Opened:
    from openpyxl.utils import column_index_from_string

    opened = Opened(reading.source, [])
    for title, cells in workbook.sheets(reading.source):
        reading.faults.clear()
        texts = workbook.sheet_rows(reading, [], 0, cells)
        next(texts)
        sheet = _sheet(reading, title, texts)
        if sheet is None:
            opened.unread.append(Unread(1, "", title, "no row names UNODC's columns; the sheet is left out", title))
            continue
        sheet.rows = [(row, _padded(cells, len(sheet.names))) for row, cells in sheet.rows]
        for fault in reading.faults:
            place = column_index_from_string(fault.field) - 1 if _LETTERS.fullmatch(fault.field) else -1
            column = sheet.names[place] if 0 <= place < len(sheet.names) else fault.field
            sheet.unread.append(Unread(fault.line, column, fault.value, fault.reason, title))
        opened.sheets.append(sheet)
    if not opened.sheets:
        raise _headless(reading.source.name)
    return opened


def _sheet(reading: Reading, title: str, texts: Iterable[tuple[int, list[str] | str]]) -> Sheet | None:
    """This function reads all rows of a table; equal cells are kept once."""
    own: dict[str, str] = {}
    kept: list[Row] = []
    for line, cells in texts:
        kept.append((line, cells if isinstance(cells, str) else tuple([own.setdefault(cell, cell) for cell in cells])))
        if len(kept) > reading.limits.rows_per_file + HEADERS:
            raise refused(
                reading.source.name,
                f"it has more than {reading.limits.rows_per_file:,} rows",
                "Split it, or raise limits.rows_per_file in node.toml",
                code="rows",
            )
    at = max(range(min(HEADERS, len(kept))), key=lambda i: (len(_places(kept[i][1])), -i), default=-1)
    if at < 0 or len(_places(kept[at][1])) < FEWEST:
        return None
    line, names = kept[at][0], tuple(str(cell).strip().lstrip("\ufeff") for cell in kept[at][1])
    places = _places(names)
    unread = [
        Unread(number, "", shown(cells), "it stands before the header", title)
        for number, cells in kept[:at]
        if not is_separator(cells)
    ]
    unread += [
        Unread(line, each, "", "no column of UNODC's is called so, or another is taken for it; it is left out", title)
        for i, each in enumerate(names)
        if each and i not in places.values()
    ]
    return Sheet(title, line, names, places, kept[at + 1 :], unread)


def _padded(cells: tuple[str, ...] | str, width: int) -> tuple[str, ...] | str:
    """This function fills up a row of a workbook, which keeps no empty cells at its end."""
    return cells if isinstance(cells, str) else cells + ("",) * (width - len(cells))


def is_separator(cells: Sequence[str] | str) -> bool:
    """This function tells whether a row is the line by which spreadsheets name the separator."""
    return not isinstance(cells, str) and bool(cells) and cells[0].strip().lower().startswith("sep=")


def shown(cells: Sequence[str] | str) -> str:
    """This function writes a row in one text."""
    return cells if isinstance(cells, str) else " | ".join(cells).strip(" |")


def _places(cells: Iterable[str] | str) -> dict[str, int]:
    """This function returns where UNODC's columns stand: by their own names first, then by other words for them."""
    if isinstance(cells, str):
        return {}
    names = [folded(str(cell).strip().lstrip("\ufeff")).replace(" ", "") for cell in cells]
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        if (column := _own().get(name)) and column not in found:
            found[column] = place
    for word, column in _aliases().items():
        if column not in found and word in names and (place := names.index(word)) not in found.values():
            found[column] = place
    return found


@cache
def _own() -> dict[str, str]:
    return {folded(column).replace(" ", ""): column for column, _ in rows("columns")}


@cache
def _aliases() -> dict[str, str]:
    return {
        folded(name).replace(" ", ""): column
        for column, names in rows("columns")
        for name in names.split("|")
        if name and folded(name).replace(" ", "") not in _own()
    }


def _headless(name: str) -> UnreadableFile:
    return refused(
        name,
        "no row names the columns of individual drug seizures",
        f"Its header names them: {', '.join(COLUMNS)}",
        code="header",
    )


def texts_under(opened: Opened, column: str) -> Iterator[str]:
    """This function gives every cell under a column of UNODC's, sheet by sheet."""
    for sheet in opened.sheets:
        place = sheet.places.get(column)
        if place is not None:
            yield from (cells[place] for _, cells in sheet.rows if not isinstance(cells, str) and place < len(cells))
