"""What a brief holds, in one language."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from comity.flows.brief.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Picture:
    """A map or chart.

    Args:
        title: what it shows.
        drawing: itself.
        note: how it was counted, and what must be said with it.
        alternative: the same in words, for those who cannot see it.
        height: in millimetres, at most; 0: what its width gives.
    """

    title: str
    drawing: Drawing
    note: str = ""
    alternative: str = ""
    height: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose columns after the first hold numbers.

    Args:
        title: what it shows.
        heads: of the columns.
        rows: cells as they are printed.
        note: how it was counted.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that is set.

    Args:
        language: en, km or vi.
        title: of the brief.
        agency: who made it.
        made: when, in words.
        marks: handling marks, repeated on every page.
        lead: what a reader who stops here must know; the first sentence is set larger.
        reasons_title, reasons: what may explain it.
        charts: below that.
        tables: in order.
        maps: below the tables, each at the width of the page.
        unknown_title, unknown: what is not known.
        method_title, method: how it was counted.
        page: "page {n} of {all}" in this language.
    """

    language: str
    title: str
    agency: str
    made: str
    marks: tuple[str, ...]
    lead: tuple[str, ...]
    reasons_title: str
    reasons: tuple[str, ...]
    charts: tuple[Picture, ...]
    tables: tuple[Table, ...]
    maps: tuple[Picture, ...]
    unknown_title: str
    unknown: tuple[str, ...]
    method_title: str
    method: tuple[str, ...]
    page: str

    def document(self) -> dict[str, Any]:
        """This function returns the content as JSON values, which the template reads and never evaluates."""
        return asdict(self)
