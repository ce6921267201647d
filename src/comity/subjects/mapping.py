r"""What the columns of a table are: a small file that a person can read, check and change.

TOML with ``format = "comity-mapping/1"``. A column holds one property, several columns are joined into one value, a
constant stands in every row, and a column that is left out is named. Every fault of a mapping is told at once. What a
table with a mapping gives is said in `comity.subjects.readers.mapped`; how one is proposed, in `proposing`.

    >>> mapping = parse('format = "comity-mapping/1"\nid = "No"\n[[columns]]\nname = "Name"\nproperty = "name"\n')
    >>> mapping.columns[0].property, parse(written(mapping)) == mapping
    ('name', True)
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from comity.kernel.errors import InvalidInput
from comity.subjects.model import Role, Schema
from comity.subjects.properties import known
from comity.subjects.written_dates import Order

FORMAT = "comity-mapping/1"
LONGEST = 1 << 20
"""The largest mapping, in characters."""
ENCODINGS = ("utf-8", "utf-16", "windows-1258", "tis-620", "big5", "gb18030", "windows-1252", "windows-1251")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_MEMBERS = {
    "format", "id", "schema", "role", "encoding", "delimiter", "header", "dates", "years", "separators", "ignored",
    "constants", "columns", "joined",
}  # fmt: skip
_OWN = {"schema", "role"}


class Years(StrEnum):
    """Of which era the years of a table are."""

    ANY = "any"
    COMMON = "common"
    BUDDHIST = "buddhist"


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the property that it holds.

    Args:
        name: as the header writes it.
        property: of FollowTheMoney, or ``schema`` or ``role``.
        separators: marks between several values of a cell; those of the mapping where None.
    """

    name: str
    property: str
    separators: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """Several columns that make one value of a property, with what stands between them."""

    property: str
    columns: tuple[str, ...]
    between: str = " "


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a table's columns are.

    Args:
        id: the column of the source's own id; empty where it has none, and the number of the line stands for it.
        schema: of rows whose columns say none.
        role: of rows whose columns say none; None where the import says it.
        encoding: of a text; empty for a workbook, or where the bytes tell.
        delimiter: between the columns of a text; empty where the header tells.
        header: the line of the header, from 1; what stands before it is left out.
        dates: in which order day, month and year are written as numbers; None where nothing tells.
        years: of which era they are.
        separators: marks between several values of a cell.
        ignored: columns that are left out.
        constants: property and value that stands in every row which says nothing of the property.
        columns: each with its property.
        joined: columns that make one value.
    """

    id: str = ""
    schema: Schema = Schema.PERSON
    role: Role | None = None
    encoding: str = ""
    delimiter: str = ""
    header: int = 1
    dates: Order | None = None
    years: Years = Years.ANY
    separators: tuple[str, ...] = (";",)
    ignored: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...] = ()
    joined: tuple[Joined, ...] = ()

    def named(self) -> tuple[str, ...]:
        """This function returns every column that the mapping names, each once."""
        names = [self.id, *(c.name for c in self.columns), *(n for j in self.joined for n in j.columns), *self.ignored]
        return tuple(dict.fromkeys(name for name in names if name))

    def renamed(self, rename: Callable[[str], str]) -> Mapping:
        """This function returns the mapping with every name of a column as another function writes it."""
        return replace(
            self,
            id=rename(self.id),
            ignored=tuple(map(rename, self.ignored)),
            columns=tuple(replace(each, name=rename(each.name)) for each in self.columns),
            joined=tuple(replace(each, columns=tuple(map(rename, each.columns))) for each in self.joined),
        )


@dataclass(slots=True)
class _Parser:
    """Collects what is wrong while the members are read."""

    wrong: list[str] = field(default_factory=list)

    def text(self, table: dict[str, Any], name: str, where: str = "", default: str = "") -> str:
        value = table.get(name, default)
        if not isinstance(value, str):
            self.wrong.append(f"{where}{name} is no text")
            return default
        return value

    def texts(self, table: dict[str, Any], name: str, where: str = "") -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.wrong.append(f"{where}{name} is no list of texts")
            return ()
        return tuple(value)

    def tables(self, table: dict[str, Any], name: str) -> list[dict[str, Any]]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong.append(f"{name} is no list of tables; write [[{name}]]")
            return []
        return value

    def one_of(self, given: str, allowed: dict[str, Any], name: str) -> Any:
        if given and given not in allowed:
            self.wrong.append(f"{name} is {given!r}; it may be {', '.join(allowed)}")
        return allowed.get(given)

    def property(self, given: str, where: str, *, own: bool = False) -> str:
        if own and given in _OWN:
            return given
        found = known().get(given.lower(), "")
        if not found:
            self.wrong.append(f"{where}: no property is called {given!r}")
        return found

    def no_others(self, table: dict[str, Any], allowed: set[str], where: str) -> None:
        self.wrong += (f"{where}{name} is not known" for name in table if name not in allowed)


def parse(text: str, name: str = "mapping") -> Mapping:
    """This function reads a mapping.

    Args:
        text: TOML.
        name: what people call the file.

    Raises:
        InvalidInput: it is none, of another version, or wrong; the reason tells every fault.
    """
    if len(text) > LONGEST:
        raise _invalid(name, f"it is longer than {LONGEST:,} characters")
    try:
        given = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _invalid(name, f"it is no TOML: {error}") from None
    if given.get("format") != FORMAT:
        raise _invalid(name, f"its format is {given.get('format')!r}, not {FORMAT!r}")
    parser = _Parser()
    made = _mapping(parser, given)
    _check(parser, made)
    if parser.wrong:
        raise _invalid(name, "; ".join(dict.fromkeys(parser.wrong)))
    return made


def written(mapping: Mapping) -> str:
    """This function writes a mapping as TOML that `parse` reads back."""
    lines = [f"format = {_quoted(FORMAT)}", f"id = {_quoted(mapping.id)}", f"schema = {_quoted(mapping.schema.value)}"]
    names = {mark: word for word, mark in DELIMITERS.items()}
    plain = {
        "role": mapping.role.value if mapping.role else "", "encoding": mapping.encoding,
        "delimiter": names.get(mapping.delimiter, ""), "dates": mapping.dates.value if mapping.dates else "",
        "years": mapping.years.value if mapping.years is not Years.ANY else "",
    }  # fmt: skip
    lines += (f"{name} = {_quoted(value)}" for name, value in plain.items() if value)
    lines += [f"header = {mapping.header}"] if mapping.header != 1 else []
    lines += [f"separators = {_list(mapping.separators)}", f"ignored = {_list(mapping.ignored)}"]
    if mapping.constants:
        lines += ["", "[constants]", *(f"{name} = {_quoted(value)}" for name, value in mapping.constants)]
    for column in mapping.columns:
        lines += ["", "[[columns]]", f"name = {_quoted(column.name)}", f"property = {_quoted(column.property)}"]
        lines += [f"separators = {_list(column.separators)}"] if column.separators is not None else []
    for each in mapping.joined:
        lines += ["", "[[joined]]", f"property = {_quoted(each.property)}", f"columns = {_list(each.columns)}"]
        lines += [f"between = {_quoted(each.between)}"]
    return "\n".join(lines) + "\n"


def _mapping(parser: _Parser, given: dict[str, Any]) -> Mapping:
    parser.no_others(given, _MEMBERS, "")
    header = given.get("header", 1)
    if not isinstance(header, int) or isinstance(header, bool) or not 1 <= header <= 1000:
        parser.wrong.append("header is no line from 1 to 1000")
        header = 1
    constants = given.get("constants", {})
    if not isinstance(constants, dict) or not all(isinstance(v, str) for v in constants.values()):
        parser.wrong.append("constants are no table of texts")
        constants = {}
    delimiter = parser.text(given, "delimiter")
    years = parser.one_of(parser.text(given, "years"), {y.value: y for y in Years}, "years")
    schema = parser.one_of(parser.text(given, "schema"), {s.value: s for s in Schema}, "schema")
    encoding = parser.text(given, "encoding")
    parser.one_of(encoding, dict.fromkeys(ENCODINGS), "encoding")
    return Mapping(
        id=parser.text(given, "id"),
        schema=schema or Schema.PERSON,
        role=parser.one_of(parser.text(given, "role"), {r.value: r for r in Role}, "role"),
        encoding=encoding,
        delimiter=parser.one_of(delimiter, DELIMITERS, "delimiter") or "",
        header=header,
        dates=parser.one_of(parser.text(given, "dates"), {o.value: o for o in Order}, "dates"),
        years=years or Years.ANY,
        separators=parser.texts(given, "separators") if "separators" in given else (";",),
        ignored=parser.texts(given, "ignored"),
        constants=tuple((parser.property(n, "constants"), v) for n, v in constants.items()),
        columns=tuple(_column(parser, each, i) for i, each in enumerate(parser.tables(given, "columns"), 1)),
        joined=tuple(_joined(parser, each, i) for i, each in enumerate(parser.tables(given, "joined"), 1)),
    )


def _column(parser: _Parser, given: dict[str, Any], number: int) -> Column:
    where = f"column {number} "
    parser.no_others(given, {"name", "property", "separators"}, where)
    name = parser.text(given, "name", where)
    where = f"column {name!r}" if name else f"column {number}"
    if not name:
        parser.wrong.append(f"{where} has no name")
    prop = parser.property(parser.text(given, "property", where), where, own=True)
    return Column(name, prop, parser.texts(given, "separators", f"{where} ") if "separators" in given else None)


def _joined(parser: _Parser, given: dict[str, Any], number: int) -> Joined:
    where = f"joined {number} "
    parser.no_others(given, {"property", "columns", "between"}, where)
    columns = parser.texts(given, "columns", where)
    if len(columns) < 2:
        parser.wrong.append(f"{where}names fewer than two columns")
    prop = parser.property(parser.text(given, "property", where), where.strip())
    return Joined(prop, columns, parser.text(given, "between", where, " "))


def _check(parser: _Parser, made: Mapping) -> None:
    if not made.columns and not made.joined:
        parser.wrong.append("no column holds a property")
    columns = [column.name for column in made.columns]
    parser.wrong += (f"column {name!r} is there twice" for name in dict.fromkeys(columns) if columns.count(name) > 1)
    used = {*columns, *(name for each in made.joined for name in each.columns), made.id}
    parser.wrong += (f"column {name!r} is both used and ignored" for name in made.ignored if name in used)
    marks = (*made.separators, *(mark for column in made.columns for mark in column.separators or ()))
    if any(not mark or len(mark) > 10 for mark in marks):
        parser.wrong.append("a separator is empty or longer than 10 characters")


def _invalid(name: str, reason: str) -> InvalidInput:
    return InvalidInput(name, reason, "Make one with: comity holdings map FILE", code="subjects.mapping.invalid")


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(marks.get(c) or (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in text) + '"'
