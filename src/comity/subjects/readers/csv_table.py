r"""CSV with FollowTheMoney property names as columns; several values of a cell are separated by ``;``.

The columns ``id``, ``schema`` and ``role`` are no properties. ``\;`` is a semicolon inside a value, ``\\`` a
backslash. An apostrophe before ``=``, ``+``, ``-`` or ``@`` is how spreadsheets mark text, and is taken off.
UTF-8 is read with or without byte order mark, UTF-16 with one; comma, semicolon, tab and bar separate columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from comity.subjects.cells import plain, split_cell
from comity.subjects.model import Role, Schema, Subject, Value
from comity.subjects.properties import COUNTRIES, known
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.source import refused
from comity.subjects.values import clean

DELIMITERS = ",;\t|"
COLUMNS = 500
"""The most columns."""
LINE = 1 << 20
"""The longest line, in characters."""
_OWN = ("id", "schema", "role")
_SCHEMAS = {s.value.lower(): s for s in Schema} | {
    "organisation": Schema.ORGANIZATION, "publicbody": Schema.ORGANIZATION, "account": Schema.ACCOUNT,
    "wallet": Schema.WALLET, "unknown": Schema.UNKNOWN, "ship": Schema.VESSEL, "car": Schema.VEHICLE,
}  # fmt: skip
_ROLES = {r.value: r for r in Role}
_UNCLOSED = "unexpected end of data"
_TOO_LONG = "field larger than field limit"


def recognises(head: bytes) -> bool:
    """This function tells whether a file may be a table: whatever is neither XML nor JSON."""
    return not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"{", b"["))


def check(reading: Reading) -> None:
    """This function reads the whole file for its encoding, its quotation marks, NUL bytes, and the number of its rows.

    Raises:
        UnreadableFile: one of these is wrong, or the header names no column ``id``.
    """
    head = reading.source.head
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        reading.encoding = "utf-16"
    elif head.startswith(b"\xef\xbb\xbf"):
        reading.encoding = "utf-8-sig"
    header: list[str] | None = None
    for count, (_, cells) in enumerate(_rows(reading)):
        if header is None:
            header = cells if isinstance(cells, list) else []
            _check_header(reading, header)
        if count > reading.limits.rows_per_file:
            raise refused(
                reading.source.name,
                f"it has more than {reading.limits.rows_per_file:,} rows",
                "Split it, or raise limits.rows_per_file in node.toml",
                code="rows",
            )
    if header is None:
        raise refused(reading.source.name, "it has no header", "The first row names the columns", code="header")


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each row, and reports the rows that give none."""
    rows = _rows(reading)
    line, header = next(rows)
    columns = _columns(reading, line, header if isinstance(header, list) else [])
    width = len(header)
    for line, cells in rows:
        if isinstance(cells, str):
            reading.leave_out(line, cells)
            continue
        if len(cells) > width and any(c.strip() for c in cells[width:]):
            reading.leave_out(line, f"the row has {len(cells)} cells under {width} columns", text=cells[0])
            continue
        if len(cells) < width:
            reading.fault(
                line, "", cells[0], f"the row has {len(cells)} cells under {width} columns; the rest is empty"
            )
        subject = _subject(reading, line, cells, columns)
        if subject is not None:
            yield subject


def _rows(reading: Reading) -> Iterator[tuple[int, list[str] | str]]:
    """This function gives each row with its line; a text instead of cells is the reason why a row cannot be read."""
    name = reading.source.name
    stream = io.TextIOWrapper(reading.source.rewound(), encoding=reading.encoding, errors="strict", newline="")
    try:
        first = stream.readline(LINE)
        stream.seek(0)
        table = csv.reader(_lines(stream, name), delimiter=_delimiter(first), strict=True)
        while True:
            line = table.line_num + 1
            try:
                cells = next(table)
            except StopIteration:
                return
            except csv.Error as error:
                if str(error).startswith(_TOO_LONG):
                    raise refused(
                        name, f"a cell that begins in line {line} is too long", "Check its quotation marks", code="cell"
                    ) from None
                if str(error) == _UNCLOSED:
                    raise refused(
                        name,
                        f"a quotation mark that opens in line {line} is never closed",
                        "The file may be cut off; get it again",
                        code="cut-off",
                    ) from None
                yield line, f"its quotation marks are wrong: {error}"
                continue
            if cells:
                yield line, cells
    except UnicodeError as error:
        raise refused(
            name,
            f"it is not in {reading.encoding}: {error}",
            "Save it as CSV in UTF-8 and give that file",
            code="encoding",
        ) from None
    finally:
        stream.detach()


def _lines(stream: io.TextIOWrapper, name: str) -> Iterator[str]:
    number = 0
    while text := stream.readline(LINE):
        number += 1
        if "\x00" in text:
            raise refused(name, f"line {number} has a NUL byte", "This is no text file; get it again", code="nul")
        if len(text) >= LINE:
            raise refused(name, f"line {number} is longer than {LINE:,} characters", "This is no table", code="line")
        yield text


def _delimiter(first: str) -> str:
    def named(delimiter: str) -> int:
        return sum(name.strip().strip('"').lower() in known() or name.strip().strip('"').lower() in _OWN
                   for name in first.split(delimiter))  # fmt: skip

    return max(DELIMITERS, key=named)


def _check_header(reading: Reading, header: list[str]) -> None:
    names = [h.strip().lower() for h in header]
    if "id" not in names:
        raise refused(
            reading.source.name,
            "no column is called id",
            "The first row names the columns: id and FollowTheMoney properties such as name, birthDate, passportNumber",
            code="header",
        )
    if len(names) > COLUMNS:
        raise refused(
            reading.source.name, f"it has more than {COLUMNS} columns", "This is no such table", code="header"
        )
    if not any(n in known() for n in names):
        raise refused(
            reading.source.name,
            "no column is a property that is known",
            "Columns are FollowTheMoney properties such as name, birthDate, passportNumber",
            code="header",
        )
    if names.count("id") > 1:
        raise refused(reading.source.name, "two columns are called id", "Rename one", code="header")


def _columns(reading: Reading, line: int, header: list[str]) -> dict[int, str]:
    columns = {}
    for i, text in enumerate(header):
        bare = text.strip().lower()
        if bare in _OWN or bare in known():
            columns[i] = bare if bare in _OWN else known()[bare]
        elif bare:
            reading.fault(line, text, "", "no property is called so; the column is left out")
    return columns


def _subject(reading: Reading, line: int, cells: list[str], columns: dict[int, str]) -> Subject | None:
    own_id, schema, role = "", Schema.PERSON, None
    given: list[tuple[str, str]] = []
    for i, text in enumerate(cells):
        prop = columns.get(i)
        if not prop or not text or text.isspace():
            continue
        if prop == "id":
            own_id = clean(plain(text.strip()))[0]
        elif prop == "schema":
            schema = _schema(reading, line, text)
        elif prop == "role":
            role = _role(reading, line, text)
        else:
            given += ((prop, part) for part in split_cell(text))
    return reading.take(line, own_id, schema, _values(reading, line, schema, given), role)


def _values(reading: Reading, line: int, schema: Schema, given: list[tuple[str, str]]) -> tuple[Value, ...]:
    values: list[Value | None] = [
        reading.value(line, prop, text, schema) if prop in COUNTRIES else None for prop, text in given
    ]
    home = _only(values, "nationality", "citizenship", "jurisdiction") or _only(values, "country", "mainCountry")
    here = _only(values, "country", "mainCountry") or reading.country or home
    for i, (prop, text) in enumerate(given):
        if prop not in COUNTRIES:
            values[i] = reading.value(line, prop, text, schema, here if prop == "phone" else home)
    return tuple(v for v in values if v is not None)


def _only(values: list[Value | None], *properties: str) -> str | None:
    """This function returns the one country that these properties name, or None where there is none or several."""
    codes = {v.value for v in values if v is not None and v.property in properties}
    return codes.pop() if len(codes) == 1 else None


def _schema(reading: Reading, line: int, text: str) -> Schema:
    schema = _SCHEMAS.get(text.strip().lower())
    if schema is None:
        reading.fault(line, "schema", text, "no such schema is known; the subject counts as LegalEntity")
        return Schema.UNKNOWN
    return schema


def _role(reading: Reading, line: int, text: str) -> Role:
    role = _ROLES.get(text.strip().lower())
    if role is None:
        reading.fault(line, "role", text, f"no such role; it counts as unknown. Roles: {', '.join(_ROLES)}")
        return Role.UNKNOWN
    return role


FORMAT = Format("csv", "CSV with FollowTheMoney property names", recognises, check, subjects)
