"""Reads a node's own list of places: CSV, every fault of it at once, nothing guessed.

Columns, in any order: ``code``, ``country``, ``level`` (1 to 4), ``parent`` (empty: the country), ``name`` and
``name:km``, ``name:en``, ``name:vi`` … (at least one), ``latitude``, ``longitude`` (both or neither). A row whose code
is known already changes that place; any other row adds one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from comity.flows.gazetteer.model import Place

REQUIRED = ("code", "country", "level")
LONGEST = 200
"""Characters of a name."""
MOST = 200_000
"""Rows of a list."""
_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9][A-Z0-9a-z-]{0,16}")
_NAME = re.compile(r"name(?::([a-z]{2,3}))?")
_UNSTATED = "und"
"""ISO 639-2 for a language that is not stated."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a list.

    Args:
        line: of the file, from 1.
        column: of the file; empty for a whole row.
        value: as written.
        reason: stable name of what is wrong with it.
    """

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list as it was read.

    Args:
        places: of rows without a fault.
        faults: of the others; a list with any is not to be used.
        rows: how many there were.
    """

    places: tuple[Place, ...] = ()
    faults: tuple[Fault, ...] = ()
    rows: int = 0


@dataclass(slots=True)
class _Row:
    line: int
    values: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def said(self, column: str) -> str:
        return " ".join((self.values.get(column) or "").split())

    def wrong(self, column: str, reason: str) -> None:
        self.faults.append(Fault(self.line, column, self.said(column)[:LONGEST], reason))


def read_list(content: bytes, get: Callable[[str], Place | None]) -> OwnList:
    """This function reads a list of places and says everything that is wrong with it.

    Args:
        content: the file: CSV in UTF-8, with a line of column names.
        get: what is known of a code already.

    Returns:
        the places, and the faults in the order of the file. Reasons: ``not-utf-8``, ``not-csv``, ``empty``,
        ``too-long``, ``missing-column``, ``unknown-column``, ``code``, ``code-twice``, ``country``, ``level``,
        ``level-changed``, ``parent-unknown``, ``parent-level``, ``no-name``, ``name-too-long``, ``latitude``,
        ``longitude``, ``half-position``, ``columns``.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return OwnList(faults=(Fault(1, "", "", "not-utf-8"),))
    rows, faults = _rows(text)
    if faults:
        return OwnList(faults=faults)
    levels = {row.said("code"): _level(row.said("level")) for row in rows}
    places = [place for row in rows if (place := _place(row, levels, get)) and not row.faults]
    seen: set[str] = set()
    for row in rows:
        if row.said("code") in seen:
            row.wrong("code", "code-twice")
        seen.add(row.said("code"))
    return OwnList(tuple(places), tuple(fault for row in rows for fault in row.faults), len(rows))


def _rows(text: str) -> tuple[list[_Row], tuple[Fault, ...]]:
    """The rows that are not empty; or what is wrong with the whole file."""
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[_Row] = []
    try:
        columns = [column.strip().lower() for column in next(reader, [])]
        if faults := tuple(_of_columns(columns)):
            return [], faults
        for values in reader:
            if "".join(values).strip():
                rows.append(_Row(reader.line_num, dict(zip(columns, values, strict=False))))
                if len(values) > len(columns):
                    rows[-1].wrong("", "columns")
            if len(rows) > MOST:
                return [], (Fault(reader.line_num, "", str(MOST), "too-long"),)
    except csv.Error:
        return [], (Fault(reader.line_num, "", "", "not-csv"),)
    return rows, () if rows else (Fault(1, "", "", "empty"),)


def _of_columns(columns: list[str]) -> Iterator[Fault]:
    for column in REQUIRED:
        if column not in columns:
            yield Fault(1, column, "", "missing-column")
    if not any(_NAME.fullmatch(column) for column in columns):
        yield Fault(1, "name", "", "missing-column")
    known = {*REQUIRED, "parent", "latitude", "longitude"}
    for column in columns:
        if column not in known and not _NAME.fullmatch(column):
            yield Fault(1, column, "", "unknown-column")


def _level(text: str) -> int | None:
    return int(text) if text in {"1", "2", "3", "4"} else None


def _place(row: _Row, levels: Mapping[str, int | None], get: Callable[[str], Place | None]) -> Place | None:
    code, country, level = row.said("code"), row.said("country").upper(), _level(row.said("level"))
    if not _CODE.fullmatch(code):
        row.wrong("code", "code")
    if country != code[:2] or get(country) is None:
        row.wrong("country", "country")
    if level is None:
        row.wrong("level", "level")
    known = get(code) if _CODE.fullmatch(code) else None
    if known and level is not None and known.level != level:
        row.wrong("level", "level-changed")
    parent = row.said("parent") or (known.parent if known else country)
    above = get(parent)
    height = levels.get(parent) if parent in levels else above.level if above else None
    if parent[:2] != code[:2] or height is None:
        row.wrong("parent", "parent-unknown")
    elif level is not None and height >= level:
        row.wrong("parent", "parent-level")
    names = dict(_names(row, known))
    north, east = _degrees(row, "latitude", 90), _degrees(row, "longitude", 180)
    if bool(row.said("latitude")) != bool(row.said("longitude")):
        row.wrong("latitude" if row.said("longitude") else "longitude", "half-position")
    return Place(
        code, country, level or 0, MappingProxyType(names), parent, north, east, code if north is not None else ""
    )  # fmt: skip


def _names(row: _Row, known: Place | None) -> Iterator[tuple[str, str]]:
    any_name = False
    for column in row.values:
        if (kind := _NAME.fullmatch(column)) and (name := row.said(column)):
            any_name = True
            if len(name) > LONGEST:
                row.wrong(column, "name-too-long")
            yield kind[1] or _UNSTATED, name
    if not any_name and not known:
        row.wrong("name", "no-name")


def _degrees(row: _Row, column: str, most: int) -> float | None:
    text = row.said(column)
    if not text:
        return None
    value = float(text) if re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", text, re.ASCII) else None
    if value is None or abs(value) > most:
        row.wrong(column, column)
        return None
    return value
