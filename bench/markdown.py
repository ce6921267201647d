"""Markdown of tables and numbers, the same in every section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A table; columns after the first are aligned to the right, since they hold numbers."""
    lines = [_row(heads), "| --- |" + " ---: |" * (len(heads) - 1), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join("" if cell is None else str(cell) for cell in cells) + " |"


def figure(value: float | None, digits: int = 3) -> str:
    """A number with three digits that count, thousands separated."""
    if value is None:
        return "–"
    if value == 0 or abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    places = next(n for n in range(1, 12) if abs(value) * 10**n >= 10 ** (digits - 1))
    return f"{value:,.{places}f}"


def megabytes(value: float | None) -> str:
    return "–" if value is None else f"{figure(value / 1e6)} MB"


def count(number: int) -> str:
    return f"{number:,}"
