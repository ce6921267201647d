"""Individual drug seizures read row by row, with counts that add up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from comity.flows.columns.amounts import Marks
from comity.flows.columns.dates import Calendar, reported_by_month
from comity.flows.columns.filling import Row
from comity.flows.columns.meanings import Meanings
from comity.flows.columns.model import SHOWN, Line, Unread, Words
from comity.flows.columns.sheets import Opened, Sheet, open_sheets, shown, texts_under
from comity.kernel.dates import PartialDate
from comity.kernel.limits import Limits

NOTHING = "nothing in the row can be used"


@dataclass(slots=True)
class Assumed:
    """What was assumed alike about values that were kept.

    Args:
        what: the assumption, in words.
        count: how many rows.
        row: the first of them; 0 where a whole country and year is meant.
        value: its text.
    """

    what: str
    count: int
    row: int = 0
    value: str = ""


@dataclass
class Columns:
    """A file of individual drug seizures. Iterate once; the counts are complete when the iteration ends.

    Args:
        opened: its tables.
        today: no seizure lies after it.
        rows: rows seen so far; read and left out are as many together.
        read: rows that gave something.
        left_out: rows that gave nothing; each stands in ``unread``.
        unread: every value and row that could not be understood, in the order of the file.
    """

    opened: Opened
    today: dt.date
    rows: int = 0
    read: int = 0
    left_out: int = 0
    unread: list[Unread] = field(default_factory=list)
    _assumed: dict[str, Assumed] = field(default_factory=dict, repr=False)

    @property
    def total(self) -> int:
        """This function returns how many rows there are, for who shows progress."""
        return sum(len(sheet.rows) for sheet in self.opened.sheets)

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """This function returns what was assumed about values that were kept."""
        return tuple(self._assumed.values())

    def __iter__(self) -> Iterator[Line]:
        """This function gives the line of each row, and notes the rows that give none."""
        self.rows = self.read = self.left_out = 0
        self.unread = list(self.opened.unread)
        self._assumed.clear()
        if self.opened.encoding and not self.opened.encoding.startswith("utf"):
            what = f"the text is read as {self.opened.encoding}, which is a guess by how it looks"
            self._assumed[what] = Assumed(what, self.total)
        marks = Marks(set(texts_under(self.opened, "AMOUNT")), semicolons=self.opened.semicolons)
        meanings = Meanings(marks, Calendar(set(texts_under(self.opened, "SEIZURE_DATE")), self.today))
        meanings.by_month = self._by_month(meanings)
        for sheet in self.opened.sheets:
            self.unread += sheet.unread
            yield from self._lines(sheet, meanings)

    def _by_month(self, meanings: Meanings) -> set[tuple[str, int]]:
        """This function finds countries and years that report by the month, and says so."""
        dates: Counter[tuple[str, PartialDate]] = Counter()
        for (words, text), count in self._written().items():
            code, date = meanings.of("COUNTRY", words)[0], meanings.of("SEIZURE_DATE", text)[0]
            if code and date and not date.circa:
                dates[code, date] += count
        found = reported_by_month(dates)
        for (code, year), (firsts, every) in sorted(found.items()):
            what = (
                f"{code} {year}: {firsts} of {every} dates are the first of a month, more than days can be; "
                "they are taken for the month"
            )
            self._assumed[what] = Assumed(what, firsts)
        return set(found)

    def _written(self) -> Counter[tuple[str, str]]:
        """This function counts countries with dates as they are written."""
        counts: Counter[tuple[str, str]] = Counter()
        for sheet in self.opened.sheets:
            where, when = sheet.places.get("COUNTRY"), sheet.places.get("SEIZURE_DATE")
            if where is not None and when is not None:
                counts.update(
                    (cells[where], cells[when])
                    for _, cells in sheet.rows
                    if not isinstance(cells, str) and max(where, when) < len(cells)
                )
        return counts

    def _lines(self, sheet: Sheet, meanings: Meanings) -> Iterator[Line]:
        width = len(sheet.names)
        named = {name: place for place, name in reversed(list(enumerate(sheet.names))) if name}
        for number, cells in sheet.rows:
            self.rows += 1
            if isinstance(cells, str):
                self._leave_out(sheet, number, "", cells)
                continue
            if len(cells) > width and any(map(str.strip, cells[width:])):
                reason = f"the row has {len(cells)} cells under {width} columns, so that none is sure"
                self._leave_out(sheet, number, shown(cells), reason)
                continue
            line = Line(number, sheet.title, Words(named, sheet.places, cells))
            row = Row(line, sheet, cells, meanings)
            if said := row.fill():
                self._assume(said, number, str(line.date))
            self.unread += row.faults
            if line.says_something:
                self.read += 1
                yield line
            else:
                self._leave_out(sheet, number, shown(cells), NOTHING)

    def _leave_out(self, sheet: Sheet, row: int, text: str, reason: str) -> None:
        self.left_out += 1
        self.unread.append(Unread(row, "", text[:SHOWN], reason, sheet.title))

    def _assume(self, what: str, row: int, value: str) -> None:
        each = self._assumed.setdefault(what, Assumed(what, 0, row, value))
        each.count += 1


def read_columns(file: str | Path | IO[bytes], *, limits: Limits, today: dt.date, name: str = "") -> Columns:
    """This function opens a file of individual drug seizures and checks its form; nothing of it is given out before.

    Args:
        file: a path or a binary stream: CSV, or an Excel workbook.
        limits: what is accepted.
        today: no seizure lies after it.
        name: what people call the file, where the path does not say.

    Raises:
        UnreadableFile: it is missing, empty, too large, hostile or cut off, or no row names the columns.
    """
    return Columns(open_sheets(file, limits, name), today)
