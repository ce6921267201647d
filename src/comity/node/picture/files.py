"""The statistics as files: a workbook, CSV, and a brief of two pages; each carries its marks and how it was counted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.flows import brief
from comity.flows.disclosure import Row, Shown
from comity.flows.maps import Period, timeline
from comity.flows.trends import month_text
from comity.node.picture import trend_words
from comity.node.picture.presenting import Cell, Presented, Sheet, in_words, rows_of
from comity.node.picture.statistics import Figures, Line
from comity.node.picture.tables import KILOGRAMS
from comity.node.runtime import clock, config
from comity.subjects.cells import neutralised

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST = 60
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What a workbook refuses, such as in the title that somebody gave to a campaign."""
MOST_LINES = 10
COLUMNS = (
    "table", "code", "name", "year", "shown", "counted", "count", "count_at_most", "kilograms", "kilograms_at_most",
    "verdict", "ratio", "ratio_low", "ratio_high", "p", "tables_judged_together", "handling", "tlp", "pap", "form",
)  # fmt: skip


def marks_of(found: Presented) -> tuple[str, ...]:
    """This function returns the marks as every page and sheet carries them."""
    marks = found.marks
    return marks.code, f"TLP:{marks.tlp.label}", f"PAP:{marks.pap.name}"


def chart(figures: Figures, *, theme: str = "auto", alone: bool = True, size: str = "wide", name: str = "years") -> str:
    """This function draws how many seizures there were: by month in the whole form, else by year."""
    words = trend_words.chart_words()
    if figures.months:
        periods = [
            Period(month_text(at)[:4] if at % 12 == 0 else "", count, major=at % 12 == 0,
                   said=f"{month_text(at)}: {_('not reported') if count is None else words.number(count)}")
            for at, count in figures.months
        ]  # fmt: skip
    else:
        periods = [_period(year, row) for year, row in zip(figures.years, figures.total.numbers, strict=True)]
    return timeline(periods, words=words, theme=theme, alone=alone, size=size, name=name)


def workbook(found: Presented) -> bytes:
    """This function writes a workbook: what happened, each table, what is not known, how it was counted."""
    from openpyxl import Workbook  # only where a workbook is written: an idle node stays small

    book = Workbook()
    book.properties.title, book.properties.creator = found.title, config().agency
    book.properties.keywords = " ".join(marks_of(found))
    first = book.active
    if first is None:
        first = book.create_sheet()
    first.title = _name(_("Summary"))
    verdict = found.verdict
    lines = [found.title, " ".join(marks_of(found)), _made(), "", found.lead]
    lines += [verdict.sentence, *verdict.reasons] if verdict else []
    _write(first, [[line] for line in (*lines, *found.further)], widths=(110,))
    for sheet in found.sheets:
        _table(book.create_sheet(_name(sheet.title)), sheet, found)
    notes = [[found.title], [" ".join(marks_of(found))], [""], *([line] for line in found.unknown)]
    _write(book.create_sheet(_name(_("Not known"))), notes, widths=(110,))
    methods = [[found.title], [" ".join(marks_of(found))], [""], *([line] for line in found.method)]
    _write(book.create_sheet(_name(_("Method"))), methods, widths=(110,))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table_of_all(figures: Figures, found: Presented) -> bytes:
    """This function writes every number as CSV, one to a row, for programs; each row carries the marks."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    form = "whole" if figures.asked.whole else "published"
    marks = [found.marks.code, found.marks.tlp.label, found.marks.pap.name, form]
    names = {(sheet.key.split("-")[0], line.code): line.name for sheet in found.sheets for line in sheet.lines}
    for table, counted, code, numbers, line in _lines(figures):
        for year, row in zip(figures.years, numbers, strict=True):
            judged = _judged(line) if line is not None and year == figures.year else [""] * 6
            name = neutralised(names.get((table, code), ""))
            cells = [table, code, name, year, row.shown.value, counted, *_numbers(row), *judged, *marks]
            writer.writerow(cells)
    return stream.getvalue().encode("utf-8-sig")


def paper(figures: Figures, found: Presented, maps: Sequence[brief.Picture]) -> bytes:
    """This function sets the brief as PDF, in the language that is set.

    Raises:
        InvalidInput: typst is not installed.
    """
    return brief.pdf(content(figures, found, maps))


def content(figures: Figures, found: Presented, maps: Sequence[brief.Picture]) -> brief.Brief:
    """This function returns what the brief says, in the language that is set."""
    verdict = found.verdict
    drawn = brief.on_paper(chart(figures, theme="print"))
    charts = [brief.Picture(_("Seizures by month") if figures.months else _("Seizures by year"), drawn, "", found.lead)]
    tables = [_short(sheet) for sheet in found.sheets if not sheet.folded and sheet.key != "courts"]
    return brief.Brief(
        language=(get_language() or "en").split("-")[0], title=found.title, agency=config().agency, made=_made(),
        marks=marks_of(found), lead=(found.lead, *([verdict.sentence] if verdict else []), *found.further),
        reasons_title=_("What may explain it"), reasons=verdict.reasons if verdict else (),
        charts=tuple(charts if figures.years else ()), tables=tuple(tables), maps=tuple(maps),
        unknown_title=_("What is not known"), unknown=found.unknown, method_title=_("How it was counted"),
        method=found.method, page=_("page {n} of {all}"),
    )  # fmt: skip


def _period(year: int, row: Row) -> Period:
    shown = row.shown in {Shown.EXACT, Shown.ZERO}
    return Period(str(year), row.count if shown else None, hidden=not shown and row.shown is not Shown.MISSING)


def _short(sheet: Sheet) -> brief.Table:
    """A table as the brief has it: its first lines."""
    rows = [[in_words(cell) for cell in row] for row in rows_of(sheet)]
    note = sheet.note
    if len(rows) > MOST_LINES:
        left = _("%(number)s further lines are in the workbook.") % {"number": len(rows) - MOST_LINES}
        rows, note = rows[:MOST_LINES], f"{note} {left}"
    heads = (sheet.head, *sheet.heads, *((_("Verdict"),) if sheet.judged else ()))
    return brief.Table(sheet.title, heads, tuple(tuple(row) for row in rows), note)


def _made() -> str:
    return f"{config().agency} · {clock().now().date().isoformat()}"


def _name(title: str) -> str:
    """A title as a workbook takes it: without signs that it refuses, at most 31 letters."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in title)
    return " ".join(plain.split())[:31].strip()


def _table(target: Worksheet, sheet: Sheet, found: Presented) -> None:
    heads = [sheet.head, *sheet.heads, *([_("Verdict"), _("How sure it is")] if sheet.judged else [])]
    rows: list[Sequence[Cell]] = [[sheet.title], [" ".join(marks_of(found))], heads]
    for line, cells in zip(sheet.lines, rows_of(sheet), strict=True):
        rows.append([*cells, *([line.verdict.sentence if line.verdict else ""] if sheet.judged else [])])
    _write(target, [*rows, [], [sheet.note]], widths=(36, *(14 for _year in sheet.heads), 20, WIDEST), head=3)


def _write(target: Worksheet, rows: Iterable[Sequence[Cell]], *, widths: Sequence[int], head: int = 1) -> None:
    """Rows whose texts never run as formulas."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for down, row in enumerate(rows, 1):
        for across, value in enumerate(row, 1):
            said = neutralised(_CONTROL.sub("\ufffd", value)) if isinstance(value, str) else value
            cell = target.cell(down, across, said)
            cell.alignment = Alignment(wrap_text=across == 1 or len(str(value)) > 20, vertical="top")
            if down <= head:
                cell.font = Font(bold=True)
            if isinstance(value, float):
                cell.number_format = "#,##0.0"
    for across, width in enumerate(widths, 1):
        target.column_dimensions[get_column_letter(across)].width = width
    if target.oddHeader is not None:
        target.oddHeader.center.text = target.title


def _numbers(row: Row) -> list[Cell]:
    amount = row.amounts.get(KILOGRAMS)
    weights: list[Cell] = [f"{each:.6g}" for each in amount] if amount else ["", ""]
    if row.shown is Shown.MISSING:
        return ["", "", "", ""]
    return [row.count if row.count is not None else "", row.at_most if row.at_most is not None else "", *weights]


def _lines(figures: Figures) -> Iterator[tuple[str, str, str, Sequence[Row], Line | None]]:
    """Every line of every table: table, what is counted, code, numbers by year, and the line that has a verdict."""
    for table, lines in (("total", (figures.total,)), ("drugs", figures.drugs), ("provinces", figures.provinces)):
        for line in lines:
            yield table, "seizures", line.code, line.numbers, line
    if figures.courts is not None:
        yield "outcomes", "persons", "total", figures.courts.total, None
        for table, rows in (("outcomes", figures.courts.outcomes), ("courts", figures.courts.provinces)):
            for code, numbers in rows:
                yield table, "persons", code, numbers, None


def _judged(line: Line) -> list[Cell]:
    change = line.change
    if change is None:
        return [""] * 6
    effect = change.effect
    sure = [f"{each:.4g}" for each in (effect.ratio, effect.low, effect.high, change.p)] if effect else [""] * 4
    return [change.verdict.value, *sure, change.tables]
