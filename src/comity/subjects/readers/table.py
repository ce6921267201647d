"""Rows under a header of FollowTheMoney property names, whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from comity.subjects.cells import plain, split_cell
from comity.subjects.model import Role, Schema, Subject, Value
from comity.subjects.properties import COUNTRIES, DATES, known
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.source import refused
from comity.subjects.values import clean

COLUMNS = 500
"""The most columns."""
OWN = ("id", "schema", "role")
"""Columns that are no properties."""
_SCHEMAS = {s.value.lower(): s for s in Schema} | {
    "organisation": Schema.ORGANIZATION, "publicbody": Schema.ORGANIZATION, "account": Schema.ACCOUNT,
    "wallet": Schema.WALLET, "unknown": Schema.UNKNOWN, "ship": Schema.VESSEL, "car": Schema.VEHICLE,
}  # fmt: skip
_ROLES = {r.value: r for r in Role}
Row = tuple[int, list[str] | str]
"""The line of a row and its cells, or the reason why it cannot be read."""


def table_subjects(reading: Reading, rows: Iterable[Row]) -> Iterator[Subject]:
    """This function gives the subject of each row after the header, and reports the rows that give none."""
    rows = iter(rows)
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


def check_header(reading: Reading, header: Sequence[str]) -> None:
    """This function looks whether a header names a column ``id`` once and at least one property.

    Raises:
        UnreadableFile: it does not.
    """
    names = [h.strip().lower() for h in header]
    if "id" not in names:
        raise refused(
            reading.source.name,
            "no column is called id",
            "The first row names the columns: id and FollowTheMoney properties such as name, birthDate. "
            "For other names make a mapping with comity holdings map",
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
            "Columns are FollowTheMoney properties such as name, birthDate, passportNumber. "
            "For other names make a mapping with comity holdings map",
            code="header",
        )
    if names.count("id") > 1:
        raise refused(reading.source.name, "two columns are called id", "Rename one", code="header")


def _columns(reading: Reading, line: int, header: list[str]) -> dict[int, str]:
    columns = {}
    for i, text in enumerate(header):
        bare = text.strip().lower()
        if bare in OWN or bare in known():
            columns[i] = bare if bare in OWN else known()[bare]
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
            schema = schema_of(reading, line, text)
        elif prop == "role":
            role = role_of(reading, line, text)
        else:
            given += ((prop, part) for part in split_cell(text))
    return reading.take(line, own_id, schema, values_of(reading, line, schema, given), role)


def values_of(reading: Reading, line: int, schema: Schema, given: Sequence[tuple[str, str]]) -> tuple[Value, ...]:
    """This function reads properties with their texts; identifiers get the one country that the row names for them.

    A text that is no date, in a property of dates, stays in the notes beside being reported.
    """
    values: list[list[Value]] = [
        _one(reading.value(line, prop, text, schema)) if prop in COUNTRIES else [] for prop, text in given
    ]
    said = [value for each in values for value in each]
    home = _only(said, "nationality", "citizenship", "jurisdiction") or _only(said, "country", "mainCountry")
    here = _only(said, "country", "mainCountry") or reading.country or home
    unread: list[str] = []
    for i, (prop, text) in enumerate(given):
        if prop in DATES:
            values[i] = reading.dates(line, prop, text)
            unread += [] if values[i] else [f"{prop}: {text}"]
        elif prop not in COUNTRIES:
            values[i] = _one(reading.value(line, prop, text, schema, here if prop == "phone" else home))
    if any(values):
        values += [_one(reading.value(line, "notes", text, schema)) for text in unread]
    return tuple(value for each in values for value in each)


def _one(value: Value | None) -> list[Value]:
    return [] if value is None else [value]


def _only(values: Sequence[Value], *properties: str) -> str | None:
    """This function returns the one country that these properties name, or None where there is none or several."""
    codes = {v.value for v in values if v.property in properties}
    return codes.pop() if len(codes) == 1 else None


def schema_of(reading: Reading, line: int, text: str) -> Schema:
    """This function reads the name of a schema; one that is not known is reported and counts as LegalEntity."""
    schema = _SCHEMAS.get(text.strip().lower())
    if schema is None:
        reading.fault(line, "schema", text, "no such schema is known; the subject counts as LegalEntity")
        return Schema.UNKNOWN
    return schema


def role_of(reading: Reading, line: int, text: str) -> Role:
    """This function reads a role; one that is not known is reported and counts as unknown."""
    role = _ROLES.get(text.strip().lower())
    if role is None:
        reading.fault(line, "role", text, f"no such role; it counts as unknown. Roles: {', '.join(_ROLES)}")
        return Role.UNKNOWN
    return role
