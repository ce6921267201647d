"""Proposes what the columns of a table are: from the words that head them, and from what stands in them.

What a proposal cannot know it asks: a column known by its content alone, an order of day and month that no value shows,
an encoding that is guessed. It reads a sample; the import reads all, and reports what does not fit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TypeVar

from comity.identifiers import normalise
from comity.kernel.errors import InvalidInput, UnreadableFile
from comity.kernel.limits import Limits
from comity.subjects.encodings import Guess, guesses
from comity.subjects.headers import property_of
from comity.subjects.mapping import DELIMITERS, Column, Joined, Mapping, Years
from comity.subjects.places import country_of
from comity.subjects.properties import COUNTRIES, DATES
from comity.subjects.readers import csv_table, workbook
from comity.subjects.readers.mapped import beginning
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.source import Source, open_source, refuse_packed, refused
from comity.subjects.readers.table import Row
from comity.subjects.values import clean, value_of
from comity.subjects.written_dates import Order, written_dates

SAMPLE = 1_000
"""Rows that are looked at."""
T = TypeVar("T")
HEADERS = 20
"""The header is among so many first rows."""
MOST = 0.8
"""The share of values that must look alike for a column to be known by its content."""
_SOME = 0.3
"""The share of values that must fit what the header says."""
_PARTS = ("street", "village", "district", "city", "province", "region", "state")
_SEVERAL = frozenset(
    {"phone", "email", "alias", "weakAlias", "nationality", "citizenship", "passportNumber", "idNumber"}
)
_MARKS = (";", "|", "\n", "/", ",")
_LOOSE = frozenset({"alias", "weakAlias"})
"""Properties whose values may hold a comma or a stroke."""
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_NAME = re.compile(r"[^\W\d_][^\d_@/\\]{2,60}")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}")
_NUMBER = re.compile(r"\d{9,13}|\d{3}-?\d{3}-?\d{3}(?:-?\d{3})?")


@dataclass(slots=True)
class Proposal:
    """A mapping that fits a table, as far as it shows.

    Args:
        mapping: what the columns are.
        header: the names of the columns, in order.
        why: of each column, why it is mapped so, in words.
        examples: of each column, up to three values.
        questions: what a person should look at, in words.
        guesses: encodings that the text may be in, the likeliest first.
    """

    mapping: Mapping
    header: tuple[str, ...]
    why: dict[str, str] = field(default_factory=dict)
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    guesses: tuple[Guess, ...] = ()


def propose(
    file: str | Path | IO[bytes], *, limits: Limits, country: str | None = None, encoding: str = "", name: str = ""
) -> Proposal:
    """This function reads the beginning of a table and proposes a mapping.

    Args:
        file: a path or a binary stream; text with separated columns, or an Excel workbook.
        limits: what is accepted.
        country: alpha-2 code of where the file comes from, for telephone numbers without a country.
        encoding: of the text, where a person states it.
        name: what people call the file, where the path does not say.

    Raises:
        UnreadableFile: it is no table, is cut off or hostile, or has no row that names columns.
    """
    source = open_source(file, limits, name)
    made = Proposal(Mapping(), ())
    reading = Reading(csv_table.FORMAT, source, limits, country)
    if workbook.recognises(source.head):
        rows = _sheet_rows(reading)
    else:
        refuse_packed(source)
        if not csv_table.recognises(source.head):
            raise refused(source.name, "it is no table", "Give a CSV file or a workbook", code="format")
        rows = _text_rows(reading, source, made, encoding)
    before, header, sample = _found(source.name, rows)
    made.header = tuple(clean(cell)[0] for cell in header)
    made.mapping = replace(made.mapping, header=before)
    _Columns(made, sample, country).propose()
    return made


def _text_rows(reading: Reading, source: Source, made: Proposal, encoding: str) -> list[Row]:
    made.guesses = tuple(guesses(beginning(source)))
    if not encoding and not made.guesses:
        raise refused(source.name, "it is in no known encoding", "Save it as CSV in UTF-8", code="encoding")
    chosen = encoding or made.guesses[0].encoding
    if not encoding and not made.guesses[0].certain:
        others = ", ".join(g.encoding for g in made.guesses[1:3])
        made.questions.append(f"The encoding is guessed: {chosen}" + (f"; it could be {others}." if others else "."))
    reading.encoding = "utf-8-sig" if chosen == "utf-8" else chosen

    def rows_by(mark: str) -> list[Row]:
        try:
            return _first(csv_table.rows(reading, mark, source))
        except UnreadableFile as error:
            if error.code in {"subjects.file.encoding", "subjects.file.nul"}:
                raise
            return []

    def fits(mark: str) -> tuple[int, int]:
        widths = Counter(len(cells) for _, cells in rows_by(mark)[:50] if isinstance(cells, list))
        width, count = max(widths.items(), key=lambda pair: pair[1], default=(0, 0))
        return (count if width > 1 else 0), width

    delimiter = max(DELIMITERS.values(), key=fits)
    made.mapping = replace(made.mapping, encoding=chosen, delimiter=delimiter)
    return _first(csv_table.rows(reading, delimiter, source))


def _sheet_rows(reading: Reading) -> list[Row]:
    best: list[Row] = []
    for _, rows in workbook.sheets(reading.source):
        texts = [(line, ["" if c.value is None else _written(c.value) for c in cells]) for line, cells in _first(rows)]
        if len(texts) > len(best):
            best = [*texts]
    return best


def _written(value: object) -> str:
    text = str(value)
    return text.removesuffix(" 00:00:00") if text.endswith(" 00:00:00") else text.removesuffix(".0")


def _first(rows: Iterator[T]) -> list[T]:
    return [row for _, row in zip(range(SAMPLE + HEADERS), rows, strict=False)]


def _found(name: str, rows: Sequence[Row]) -> tuple[int, list[str], list[list[str]]]:
    """This function returns the line of the header, the header, and the rows after it."""
    best, at = 0, -1
    for i, (_, cells) in enumerate(rows[:HEADERS]):
        if isinstance(cells, list):
            known = sum(property_of(cell) is not None for cell in cells if cell.strip())
            if known > best:
                best, at = known, i
    if at < 0:
        at = next((i for i, (_, c) in enumerate(rows[:HEADERS]) if isinstance(c, list) and sum(map(bool, c)) > 1), -1)
    if at < 0:
        raise refused(name, "no row names two columns or more", "The first row names the columns", code="header")
    line, header = rows[at]
    body = [cells for _, cells in rows[at + 1 :] if isinstance(cells, list)]
    return line, list(header), body


class _Columns:
    """The columns of one table while they are looked at."""

    def __init__(self, made: Proposal, rows: list[list[str]], country: str | None) -> None:
        self.made, self.country = made, country
        self.texts: dict[str, list[str]] = {}
        for i, name in enumerate(made.header):
            if name and name not in self.texts:
                self.texts[name] = [cells[i].strip() for cells in rows if i < len(cells) and cells[i].strip()]
        self.count = len(rows)
        self.properties: dict[str, str] = {}
        made.examples = {name: tuple(dict.fromkeys(texts))[:3] for name, texts in self.texts.items()}
        if len(self.texts) < sum(map(bool, made.header)):
            made.questions.append("Some columns have the same name; the first of each is taken.")

    def propose(self) -> None:
        made = self.made
        self._by_header()
        self._by_content()
        own_id = self._id()
        self._names()
        joined = self._joined()
        used = {name for each in joined for name in each.columns}
        columns = tuple(
            Column(name, prop, self._separators(prop, self.texts[name]))
            for name, prop in self.properties.items()
            if name not in used and name != own_id and prop != "id"
        )
        taken = {own_id, *used, *(c.name for c in columns)}
        ignored = tuple(name for name in self.texts if name not in taken)
        for name in ignored:
            made.why[name] = "neither its name nor what stands in it is known"
        dates, years = self._dates()
        made.mapping = replace(
            made.mapping, id=own_id, columns=columns, joined=joined, ignored=ignored, dates=dates, years=years
        )
        if not own_id:
            made.questions.append("No column is an id; the number of the line stands for it.")
        if not any(c.property in {"name", "firstName", "lastName"} for c in columns):
            made.questions.append("No column is a name.")

    def _by_header(self) -> None:
        sure: dict[str, str] = {}
        for name in self.texts:
            found = property_of(name)
            if found is None:
                continue
            prop, whole = found
            if prop in sure.values() and not whole and prop not in _SEVERAL | {"address", "notes"}:
                continue
            sure[name] = prop
            self.made.why[name] = "by its name" if whole else "by a part of its name"
        for name in self.texts:
            if name in sure and self._holds(sure[name], self.texts[name]):
                self.properties[name] = sure[name]
            elif name in sure:
                self.made.questions.append(f"{name!r} is called like {sure[name]}, and its values are not.")
                self.made.why.pop(name, None)

    def _holds(self, prop: str, texts: list[str]) -> bool:
        """This function tells whether values fit a property in their form; most properties take any text."""
        if prop in DATES:
            return (
                _share(texts, lambda t: bool(written_dates(t, o) for o in Order) and any(c.isdigit() for c in t)) > 0.3
            )
        if prop == "gender":
            return _share(texts, lambda t: _reads("gender", t)) > _SOME
        return True

    def _by_content(self) -> None:
        judges: tuple[tuple[str, Callable[[str], bool]], ...] = (
            ("email", lambda t: "@" in t and _reads("email", t)),
            ("birthDate", self._is_date),
            ("gender", lambda t: _reads("gender", t)),
            ("nationality", lambda t: not t.isdigit() and country_of(t) is not None),
            ("passportNumber", lambda t: bool(_PASSPORT.fullmatch(t))),
            ("phone", self._is_phone),
            ("idNumber", lambda t: bool(_NUMBER.fullmatch(t))),
            ("name", lambda t: bool(_NAME.fullmatch(t)) and len(t.split()) > 1),
        )
        for name, texts in self.texts.items():
            if name in self.properties or not texts:
                continue
            for prop, judge in judges:
                if prop in self.properties.values() or (prop == "name" and self._has_name()):
                    continue
                if _share(texts, judge) >= MOST:
                    self.properties[name] = prop
                    self.made.why[name] = "by what stands in it"
                    self.made.questions.append(f"{name!r} looks like {prop}, by what stands in it.")
                    break

    def _has_name(self) -> bool:
        return bool({"name", "firstName", "lastName"} & set(self.properties.values()))

    def _is_date(self, text: str) -> bool:
        return len(text) > 5 and any(bool(written_dates(text, order)) for order in (Order.DAY, Order.MONTH))

    def _is_phone(self, text: str) -> bool:
        if not text.startswith(("+", "0", "(")) or sum(c.isdigit() for c in text) < 8:
            return False
        try:
            return normalise("phone", text, self.country).valid is not False
        except InvalidInput:
            return self.country is None

    def _id(self) -> str:
        """This function returns the column that is an id: every row has one, and no two the same."""
        named = [name for name, prop in self.properties.items() if prop == "id"]
        unknown = [name for name in self.texts if name not in self.properties]
        for name in (*named, *unknown[:1]):
            texts = self.texts[name]
            if texts and len(texts) == self.count and len(set(texts)) == len(texts):
                self.made.why[name] = "its values tell the rows apart"
                return name
        return ""

    def _names(self) -> None:
        """This function takes a part of a name that stands alone for the whole name."""
        has = set(self.properties.values())
        for name, prop in self.properties.items():
            if prop in {"firstName", "lastName"} and not has & ({"firstName", "lastName", "name"} - {prop}):
                self.properties[name] = "name"

    def _joined(self) -> tuple[Joined, ...]:
        parts = [name for name, prop in self.properties.items() if prop in {*_PARTS, "address"}]
        if len(parts) < 2 or all(self.properties[name] == "address" for name in parts):
            return ()
        for name in parts:
            self.made.why[name] = "a part of the address"
        return (Joined("address", tuple(parts), ", "),)

    def _separators(self, prop: str, texts: list[str]) -> tuple[str, ...] | None:
        """This function returns marks that stand between several values of one property, where they are not usual."""
        if prop not in _SEVERAL:
            return ()
        found = []
        for mark in _MARKS:
            cells = [t for t in texts if mark in t]
            alike = sum(all(_reads_as(prop, part) for part in t.split(mark)) for t in cells) / max(len(cells), 1)
            if alike >= MOST and not (prop in _LOOSE and mark in "/,"):
                found.append(mark)
        return tuple(found)

    def _dates(self) -> tuple[Order | None, Years]:
        texts = [t for name, prop in self.properties.items() if prop in DATES for t in self.texts[name]]
        numbers = [(int(m[1]), int(m[2])) for t in texts if (m := _NUMERIC.search(t))]
        day = sum(first > 12 >= second for first, second in numbers)
        month = sum(second > 12 >= first for first, second in numbers)
        years = [int(y) for t in texts for y in _YEAR.findall(t)]
        buddhist = sum(y >= 2200 for y in years)
        era = Years.BUDDHIST if years and buddhist == len(years) else Years.ANY
        if 0 < buddhist < len(years):
            self.made.questions.append("Years of two eras stand in the dates; each from 2200 on is taken as Buddhist.")
        if day and month:
            self.made.questions.append(
                "In some dates the day stands first, in others the month; the more usual counts."
            )
        elif numbers and not day and not month:
            self.made.questions.append("No date shows whether the day or the month stands first; the day is assumed.")
        if not day and not month:
            return None, era
        return (Order.DAY if day >= month else Order.MONTH), era


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(bool, map(holds, texts))) / len(texts) if texts else 0.0


def _reads(prop: str, text: str, country: str | None = None) -> bool:
    try:
        value_of(prop, text, country=country)
    except InvalidInput:
        return False
    return True


def _reads_as(prop: str, text: str) -> bool:
    """This function tells whether a part of a cell can be a value of its own."""
    text = text.strip()
    if prop == "phone":
        return sum(c.isdigit() for c in text) >= 8
    if prop in COUNTRIES or prop == "email":
        return _reads(prop, text)
    if prop in _LOOSE:
        return len(text) > 1
    return len(text) > 4 and any(c.isdigit() for c in text)
