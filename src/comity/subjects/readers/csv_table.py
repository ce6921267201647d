r"""CSV with FollowTheMoney property names as columns; several values of a cell are separated by ``;``.

The columns ``id``, ``schema`` and ``role`` are no properties. ``\;`` is a semicolon inside a value, ``\\`` a
backslash. An apostrophe before ``=``, ``+``, ``-`` or ``@`` is how spreadsheets mark text, and is taken off.
UTF-8 is read with or without byte order mark, UTF-16 with one; comma, semicolon, tab and bar separate columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from comity.subjects.encodings import SAMPLE, SURE, doubt, guesses
from comity.subjects.model import Subject
from comity.subjects.properties import known
from comity.subjects.readers.reading import FindingKind, Format, Reading
from comity.subjects.readers.source import Source, refused
from comity.subjects.readers.table import OWN, Row, check_header, table_subjects

DELIMITERS = ",;\t|"
LINE = 1 << 20
"""The longest line, in characters."""
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
    _check(reading)


def _check(reading: Reading) -> None:
    header: list[str] | None = None
    for count, (_, cells) in enumerate(rows(reading)):
        if header is None:
            header = cells if isinstance(cells, list) else []
            check_header(reading, header)
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
    if not reading.encoding.startswith("utf"):
        said = doubt(reading.encoding, reading.source.rewound().read(SAMPLE + 1))
        if said:
            reading.found(FindingKind.DOUBTED, "", said, text=reading.source.name)
    yield from table_subjects(reading, rows(reading))


def rows(reading: Reading, delimiter: str = "", source: Source | None = None) -> Iterator[Row]:
    """This function gives each row with its line; a text instead of cells is the reason why a row cannot be read.

    Args:
        reading: what is read.
        delimiter: between columns; found from the header where empty.
        source: where the table stands, where it is only a part of what is read.
    """
    source = source or reading.source
    name = source.name
    stream = io.TextIOWrapper(source.rewound(), encoding=reading.encoding, errors="strict", newline="")
    try:
        first = stream.readline(LINE)
        stream.seek(0)
        table = csv.reader(_lines(stream, name), delimiter=delimiter or _delimiter(first), strict=True)
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
            _instead(source),
            code="encoding",
        ) from None
    finally:
        stream.detach()


def _instead(source: Source) -> str:
    """This function says what to do with a text in another encoding, and which one it looks like."""
    found = [guess for guess in guesses(source.rewound().read(SAMPLE + 1)) if guess.score >= SURE]
    looks = f"It looks like {found[0].encoding}: make a mapping with comity holdings map, or save" if found else "Save"
    return f"{looks} it as CSV in UTF-8 and give that file"


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
        return sum(name.strip().strip('"').lower() in known() or name.strip().strip('"').lower() in OWN
                   for name in first.split(delimiter))  # fmt: skip

    return max(DELIMITERS, key=named)


def _stated(encoding: str, language: str) -> Format:
    """This function makes the format of a table whose encoding a person states, since its bytes do not tell."""

    def check_stated(reading: Reading) -> None:
        reading.encoding = encoding
        _check(reading)

    return Format(f"csv-{encoding}", f"CSV in {encoding} ({language})", lambda _: False, check_stated, subjects)


FORMAT = Format("csv", "CSV with FollowTheMoney property names", recognises, check, subjects)
STATED = (
    _stated("windows-1258", "Vietnamese"),
    _stated("tis-620", "Thai"),
    _stated("big5", "Chinese, traditional"),
    _stated("gb18030", "Chinese, simplified"),
)
"""Tables in older encodings; never found from the content."""
