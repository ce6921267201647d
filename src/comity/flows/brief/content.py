"""What a brief holds, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Picture:
    """A map or chart.

    Args:
        title: what it shows.
        svg: the drawing; it refers to nothing outside.
        note: how it was counted, and what must be said with it.
        alternative: the same in words, for those who cannot see it.
    """

    title: str
    svg: str
    note: str = ""
    alternative: str = ""


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
        pictures: at most two stand beside each other.
        tables: in order.
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
    pictures: tuple[Picture, ...]
    tables: tuple[Table, ...]
    unknown_title: str
    unknown: tuple[str, ...]
    method_title: str
    method: tuple[str, ...]
    page: str

    def document(self) -> dict[str, Any]:
        """This function returns the content as JSON values, which the template reads and never evaluates."""
        return {
            "language": self.language, "title": self.title, "agency": self.agency, "made": self.made,
            "marks": list(self.marks), "lead": list(self.lead),
            "pictures": [
                {"title": p.title, "svg": p.svg, "note": p.note, "alternative": p.alternative} for p in self.pictures
            ],
            "tables": [
                {"title": t.title, "heads": list(t.heads), "rows": [list(r) for r in t.rows], "note": t.note}
                for t in self.tables
            ],
            "unknown_title": self.unknown_title, "unknown": list(self.unknown),
            "method_title": self.method_title, "method": list(self.method), "page": self.page,
        }  # fmt: skip
