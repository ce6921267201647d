"""National and sub-national tables, what changed, and what is not known: what the statistics page and its files show.

The tables show the published form (`comity.flows.disclosure`) unless somebody who may asks for the whole one. A verdict
is given of a line only where every number that it rests on is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comity.flows.disclosure import Row
from comity.flows.trends import Change, Circumstance, Explanation, Series, compare, explanations, holm, month_number
from comity.flows.trends.comparing import CHANGED
from comity.flows.trends.points import change_points
from comity.flows.trends.regression import Effect
from comity.flows.trends.series import YEAR
from comity.flows.trends.slopes import slope
from comity.node.picture import reporting
from comity.node.picture.courts import Courts, courts
from comity.node.picture.tables import Asked, Counted, Rows, Tables

LOOKED_BACK = 4
"""Years that the chosen one is held against, at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table.

    Args:
        code: of the province or group of drugs; empty: not stated, or everything.
        numbers: of each year of the table.
        change: the verdict; None where it would rest on numbers that are not shown.
        reasons: what may explain it.
    """

    code: str
    numbers: tuple[Row, ...]
    change: Change | None = None
    reasons: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the page and its files show.

    Args:
        asked: what was chosen.
        years: of the tables, in order.
        year: the one that is judged; None where nothing is recorded.
        every_year: those to choose from.
        total: everything.
        drugs, provinces: lines; those that are merged in the published form have no line of their own numbers.
        merged_drugs, merged_provinces: by year, what stands in no line.
        trend: over all years, where it is shown.
        points: months in which the level changed, where they are shown.
        months: month and count, of the whole form only; None where nothing was reported.
        without_month, imputed, unweighed, with_route: what is not known: seizures without a month, kilograms by an
            average weight, things without kilograms, and of how many seizures the route is known; None where hidden.
        courts: persons charged; None where none is recorded.
    """

    asked: Asked
    years: tuple[int, ...]
    year: int | None
    every_year: tuple[int, ...]
    total: Line
    drugs: tuple[Line, ...] = ()
    provinces: tuple[Line, ...] = ()
    merged_drugs: tuple[Row, ...] = ()
    merged_provinces: tuple[Row, ...] = ()
    trend: Effect | None = None
    points: tuple[int, ...] = ()
    months: tuple[tuple[int, int | None], ...] = ()
    without_month: int = 0
    undated: int = 0
    imputed: float = 0.0
    unweighed: int = 0
    with_route: float | None = None
    seizures: int = 0
    courts: Courts | None = None

    @property
    def period(self) -> tuple[int, int] | None:
        """This function returns the first month that is judged, and the one after the last."""
        return None if self.total.change is None else (self.total.change.since, self.total.change.until)


@dataclass(frozen=True)
class _Judge:
    """Verdicts on lines of one selection.

    Args:
        first: first month of the years before.
        since, until: the months that are judged.
        shares: what `reporting.completeness` says.
        circumstances: what is known besides.
    """

    first: int
    since: int
    until: int
    shares: Mapping[str, tuple[float | None, ...]]
    circumstances: Sequence[Circumstance]

    def series(self, rows: Iterable[Mapping[str, Any]], place: str) -> Series:
        """This function returns the months of some rows as a series until before ``until``."""
        counts = [0] * (self.until - self.first)
        for row in rows:
            if row["month"] is not None and row["year"] is not None:
                at = month_number(row["year"], row["month"]) - self.first
                if 0 <= at < len(counts):
                    counts[at] += row["seizures"]
        return Series(self.first, tuple(counts), reporting.share_of(self.shares, place))

    def line(self, line: Line, change: Change, series: Series, place: str) -> Line:
        """This function puts a verdict to a line, with what may explain it."""
        before = slope(series.between(self.first, self.since)) if change.verdict in CHANGED else None
        reasons = explanations(change, self.circumstances, before, place)
        return replace(line, change=change, reasons=tuple(reasons))


def figures(asked: Asked, counted: Counted) -> Figures:
    """This function makes every table and verdict of the page.

    Args:
        asked: what was chosen; ``whole`` only for those who may.
        counted: from the records.
    """
    there = [row["year"] for row in counted.months if row["year"] is not None and row["year"] <= counted.now // YEAR]
    if not there:
        return Figures(asked, (), None, (), Line("", ()), undated=_sum(counted.months, "seizures"))
    every = tuple(range(min(there), max(there) + 1))
    year = asked.year if asked.year in every else _last_whole(every, counted.now)
    years = tuple(range(max(every[0], year - LOOKED_BACK), year + 1))
    tables = Tables(asked, counted, years)
    since, until = month_number(year, 1), min(month_number(year + 1, 1), counted.now)
    first = _first(counted.months, years[0])
    judge = _Judge(first, since, until, reporting.completeness(first, until - first), reporting.circumstances())
    total = Line("", tables.total())
    series = judge.series(counted.months, asked.province)
    judged = until > since and tables.may_be_judged(total.numbers)
    if judged:
        total = judge.line(total, compare(series, since=since), series, asked.province)
    return Figures(
        asked=asked, years=years, year=year, every_year=every, total=total,
        drugs=_family(tables, judge, "drug_group", counted.drugs),
        provinces=_family(tables, judge, "province", counted.provinces),
        merged_drugs=tables.merged("drug_group"), merged_provinces=tables.merged("province"),
        trend=slope(series) if judged else None, points=tuple(change_points(series)) if judged else (),
        months=_months(series) if asked.whole else (), courts=courts(counted.courts, asked, years),
        **_unknown(counted, years),
    )  # fmt: skip


def _family(tables: Tables, judge: _Judge, level: str, rows: Rows) -> tuple[Line, ...]:
    """The lines of a table, those that may be judged together by Holm's procedure."""
    lines = [Line(code, numbers) for code, numbers in tables.lines(level)]
    tested: dict[int, tuple[Change, Series, str]] = {}
    for at, line in enumerate(lines):
        if judge.until > judge.since and line.code and tables.may_be_judged(line.numbers):
            place = line.code if level == "province" else tables.asked.province
            series = judge.series((row for row in rows if row[level] == line.code), place)
            tested[at] = compare(series, since=judge.since), series, place
    corrected = holm([change for change, _, _ in tested.values()])
    for (at, (_, series, place)), change in zip(tested.items(), corrected, strict=True):
        lines[at] = judge.line(lines[at], change, series, place)
    return tuple(lines)


def _last_whole(every: Sequence[int], now: int) -> int:
    whole = [year for year in every if month_number(year + 1, 1) <= now]
    return whole[-1] if whole else every[-1]


def _first(months: Rows, year: int) -> int:
    """The first month that is held against: of the year, or the first one ever recorded where that is later."""
    dated = [month_number(row["year"], row["month"]) for row in months if row["year"] and row["month"]]
    return max(month_number(year, 1), min(dated, default=0))


def _months(series: Series) -> tuple[tuple[int, int | None], ...]:
    return tuple(
        (series.first + at, count if exposure else None)
        for at, (count, exposure) in enumerate(zip(series.counts, series.exposures, strict=True))
    )


def _unknown(counted: Counted, years: Sequence[int]) -> dict[str, Any]:
    """What is not known of the years of the tables."""
    inside = [row for row in counted.months if row["year"] in years]
    kilograms, imputed = (sum(row[name] or 0.0 for row in inside) for name in ("kilograms", "imputed_kilograms"))
    seizures = counted.routes.get("seizures") or 0
    return {
        "without_month": _sum((row for row in inside if row["month"] is None), "seizures"),
        "undated": _sum((row for row in counted.months if row["year"] is None), "seizures"),
        "imputed": imputed / kilograms if kilograms else 0.0,
        "unweighed": _sum(inside, "unweighed"),
        "with_route": (counted.routes.get("with_route") or 0) / seizures if seizures else None,
        "seizures": _sum(inside, "seizures"),
    }


def _sum(rows: Iterable[Mapping[str, Any]], column: str) -> int:
    return sum(row[column] or 0 for row in rows)
