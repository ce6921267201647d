"""Counts with measures over dimensions: what is counted before anything is hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comity.kernel import InvalidInput

Value = str | int
NOT_STATED = ""
"""The value of a level where a record does not say it: shown, counted and merged like any other."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of dividing what is counted.

    Args:
        name: such as ``place``.
        levels: names of its columns from coarse to fine, such as ``province`` and ``district``; each value of a finer
            one belongs to one value of the coarser.
    """

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A measure of a cell.

    Args:
        total: the sum, such as kilograms.
        of: how many of those counted say it.
    """

    total: float = 0.0
    of: int = 0

    def __add__(self, other: Amount) -> Amount:
        """This function returns both together."""
        return Amount(self.total + other.total, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted at one place of a cube.

    Args:
        count: how many.
        amounts: each measure by its name.
    """

    count: int = 0
    amounts: Mapping[str, Amount] = field(default_factory=dict)

    def __add__(self, other: Cell) -> Cell:
        """This function returns both together."""
        names = dict.fromkeys((*self.amounts, *other.amounts))
        none = Amount()
        amounts = {name: self.amounts.get(name, none) + other.amounts.get(name, none) for name in names}
        return Cell(self.count + other.count, amounts)


@dataclass(frozen=True)
class Cube:
    """Counts over dimensions; a cell that is not named counts nothing.

    Args:
        name: of what it counts; two publications of one name are the same thing twice.
        dimensions: the first is the period (one level, such as the year), which is never merged with another. The
            order of the others says what stays exact the longest: what comes last is merged first.
        cells: by the values of all levels, in their order.
        measures: names of the measures.
        periods: those that were reported; one without cells is a true zero.
        missing: those of which there is no report.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[tuple[Value, ...], Cell]
    measures: tuple[str, ...] = ("kilograms",)
    periods: tuple[Value, ...] = ()
    missing: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        """This function checks the form.

        Raises:
            InvalidInput: ``flows.cube.form``.
        """
        levels = self.levels
        if not self.dimensions or len(self.dimensions[0].levels) != 1 or len(set(levels)) != len(levels):
            raise _wrong("its first dimension is a period of one level, and each level has a name of its own")
        if any(len(path) != len(levels) or cell.count < 0 for path, cell in self.cells.items()):
            raise _wrong("a cell does not name each level once, or counts less than nothing")
        if both := set(self.periods) & set(self.missing):
            raise _wrong(f"it calls {', '.join(map(str, sorted(both, key=str)))} reported and missing")
        if strays := {path[0] for path in self.cells} - set(self.periods):
            raise _wrong(
                f"it counts in {', '.join(map(str, sorted(strays, key=str)))}, which it does not call reported"
            )

    @property
    def levels(self) -> tuple[str, ...]:
        """This function returns the names of all levels in order."""
        return tuple(level for dimension in self.dimensions for level in dimension.levels)

    @classmethod
    def of_lines(
        cls,
        name: str,
        dimensions: Sequence[Dimension],
        lines: Iterable[Mapping[str, Any]],
        *,
        measures: Sequence[str] = ("kilograms",),
        periods: Iterable[Value] = (),
        missing: Iterable[Value] = (),
    ) -> Cube:
        """This function counts seizures from lines of `comity.flows.records`.

        A seizure counts once in each cell in which it has a line: one of two drugs stands with both, and so a sum over
        drugs counts it twice. What another node counts by agreement is left out.

        Args:
            name: of what it counts.
            dimensions: made of columns.
            lines: rows by column.
            measures: columns that are added up.
            periods: those reported besides the ones that lines name.
            missing: those of which there is no report; lines of them are a fault.
        """
        levels = [level for dimension in dimensions for level in dimension.levels]
        seen: dict[tuple[Value, ...], set[str]] = defaultdict(set)
        sums: dict[tuple[tuple[Value, ...], str], float] = defaultdict(float)
        saying: dict[tuple[tuple[Value, ...], str], set[str]] = defaultdict(set)
        for line in lines:
            if not line.get("counted", True):
                continue
            path = tuple(_value(line.get(level)) for level in levels)
            seizure = line["seizure_id"]
            seen[path].add(seizure)
            for measure in measures:
                if (amount := line.get(measure)) is not None:
                    sums[path, measure] += amount
                    saying[path, measure].add(seizure)
        cells = {
            path: Cell(len(ids), {m: Amount(sums[path, m], len(saying[path, m])) for m in measures})
            for path, ids in seen.items()
        }
        return cls._made(name, dimensions, cells, measures, periods, missing)

    @classmethod
    def of_counts(
        cls,
        name: str,
        dimensions: Sequence[Dimension],
        rows: Iterable[Mapping[str, Any]],
        *,
        count: str = "seizures",
        measures: Sequence[str] = ("kilograms",),
        periods: Iterable[Value] = (),
        missing: Iterable[Value] = (),
    ) -> Cube:
        """This function takes counts that were made already, such as by ``flows.tables.counts``.

        Args:
            name: of what it counts.
            dimensions: made of columns.
            rows: one for each cell; ``MEASURE_of`` says how many of those counted give the measure, by default all.
            count: the column of the count.
            measures: columns of sums.
            periods: those reported besides the ones that rows name.
            missing: those of which there is no report.
        """
        levels = [level for dimension in dimensions for level in dimension.levels]
        cells: dict[tuple[Value, ...], Cell] = {}
        for row in rows:
            path = tuple(_value(row.get(level)) for level in levels)
            amounts = {
                m: Amount(float(row[m]), int(row.get(f"{m}_of", row[count])))
                for m in measures
                if row.get(m) is not None
            }
            cells[path] = cells.get(path, Cell()) + Cell(int(row[count]), amounts)
        return cls._made(name, dimensions, cells, measures, periods, missing)

    @classmethod
    def _made(
        cls,
        name: str,
        dimensions: Sequence[Dimension],
        cells: Mapping[tuple[Value, ...], Cell],
        measures: Sequence[str],
        periods: Iterable[Value],
        missing: Iterable[Value],
    ) -> Cube:
        reported = sorted({*periods, *(path[0] for path in cells)}, key=str)
        return cls(
            name, tuple(dimensions), cells, tuple(measures), tuple(reported), tuple(sorted(set(missing), key=str))
        )


def _value(value: Any) -> Value:
    if value is None:
        return NOT_STATED
    return value if isinstance(value, str) else int(value)


def _wrong(reason: str) -> InvalidInput:
    return InvalidInput("Table of counts", reason, code="flows.cube.form")
