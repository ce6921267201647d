"""The report on a file of individual drug seizures: totals, flows, amounts, what was not read, and a map.

Kilograms of totals and flows are what was weighed. What was counted in tablets or measured in litres weighs something
only by a typical weight; such estimates stand in ``amounts.csv`` with their bounds and source, and nowhere else.

Needs the extra ``analysis``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.flows import substances, units
from comity.flows.codes import FORMS
from comity.flows.columns import Columns, Line, Unread
from comity.flows.records import COLUMNS
from comity.subjects.cells import neutralised

if TYPE_CHECKING:
    from comity.engines import Engine
    from comity.flows.intervals import Share

TOTALS = ("country", "year", "drug", "kilograms", "seizures")
FLOWS = ("departure", "destination", "relations", "kilograms", "share_low", "share", "share_high")
UNREAD = ("row", "column", "value", "reason")
AMOUNTS = (
    "country", "year", "drug", "unit", "amount", "seizures", "kilograms", "kilograms_low", "kilograms_high", "imputed",
    "source",
)  # fmt: skip
KINDS = ("drug", "precursor", "cash", "other")
SEED = 6
"""Where the bootstrap starts, so that the same file gives the same report."""
DRAWN = 200
"""The most flows that the map shows."""
_STEP = 1_000
_WEIGHTS = ("kilograms", "kilograms_low", "kilograms_high")
_PARTS = {"amount": 1e6, **dict.fromkeys(_WEIGHTS, 1e9)}
"""Amounts are added in millionths, weights in micrograms."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a report says in short.

    Args:
        rows: of the file.
        read: rows that gave something.
        unread: rows that gave nothing.
        with_route: rows that name both a departure and a destination country, the same one included.
        values: values that could not be understood, in rows that were read.
        estimated: rows whose weight is only estimated.
        unweighed: rows with an amount that has no weight.
    """

    rows: int
    read: int
    unread: int
    with_route: int
    values: int
    estimated: int
    unweighed: int


@dataclass(slots=True)
class _Tally:
    with_route: int = 0
    estimated: int = 0
    unweighed: int = 0

    def count(self, lines: Iterable[Line], progress: Callable[[int], object]) -> Iterator[Line]:
        for number, line in enumerate(lines, 1):
            self.with_route += line.with_route
            self.estimated += bool(line.mass and line.mass.imputed)
            self.unweighed += line.amount is not None and line.mass is None
            if number % _STEP == 0:
                progress(_STEP)
            yield line


def write_report(
    columns: Columns, engine: Engine, folder: Path, *, progress: Callable[[int], object] = lambda _: None
) -> Summary:
    """This function reads a file and writes the report on it into a folder.

    Args:
        columns: the opened file.
        engine: what counts.
        folder: where ``totals.csv``, ``flows.csv``, ``amounts.csv``, ``unread.csv`` and ``map.svg`` go.
        progress: told how many more rows were read.
    """
    import ibis

    from comity.flows import tables
    from comity.flows.columns.table import table

    tally = _Tally()
    records = engine.table("records", COLUMNS, table(tally.count(columns, progress)))
    weighed = records.mutate(kilograms=records.imputed.ifelse(ibis.null("float64"), records.kilograms))
    totals = engine.rows(tables.counts(weighed, ("country", "year", "drug"), kinds=KINDS))
    amounts = engine.rows(_amounts(records))
    named = tables.passages(weighed, kinds=KINDS)
    routes = engine.arrow(named.filter(named.kind == tables.WHOLE))
    flows = _shares(routes)
    _write(folder / "totals.csv", TOTALS, map(_total, _sorted(totals)))
    _write(folder / "flows.csv", FLOWS, map(_flow, flows))
    _write(folder / "amounts.csv", AMOUNTS, map(_amount, _sorted(amounts)))
    _write(folder / "unread.csv", UNREAD, map(_unread, columns.unread))
    drawn = draw(flows, known=routes.num_rows, total=columns.read)
    (folder / "map.svg").write_text(drawn, encoding="utf-8")
    return Summary(
        columns.rows, columns.read, columns.left_out, tally.with_route, len(columns.unread) - columns.left_out,
        tally.estimated, tally.unweighed,
    )  # fmt: skip


def draw(flows: Sequence[Share], *, known: int, total: int) -> str:
    """This function returns the map of these flows, as wide as the seizures that name them.

    Args:
        flows: groups are ``MM>TH``, the most often named first; of very many only the first are drawn, and it says so.
        known: seizures with a known route.
        total: all seizures.
    """
    from comity.flows.maps import ENGLISH, Flow, Known, flow_map

    def said(origin: str, destination: str, count: int) -> str:
        return f"{ENGLISH.country(origin)} → {ENGLISH.country(destination)}: {count:,}"

    smallest = flows[DRAWN].relations + 1 if len(flows) > DRAWN else 0
    drawn = [(flow.group.split(">"), flow.relations) for flow in flows if flow.relations >= smallest]
    shown = [Flow(a, b, float(count), said=said(a, b, count)) for (a, b), count in drawn]
    return flow_map(shown, {}, known=Known(known, total, len(flows) - len(drawn), smallest))


def _amounts(records: Any) -> Any:
    """This function returns amounts by country, year, drug and unit, with what they weigh."""
    keys = ("country", "year", "drug", "unit")
    told = records.filter(records.amount.notnull())
    columns = {name: _sum(told[name], parts) for name, parts in _PARTS.items()}
    found = told.group_by(*keys).agg(
        seizures=told.seizure_id.nunique(), imputed=told.imputed.cast("int64").max(), **columns
    )
    return found.order_by(*keys)


def _sum(column: Any, parts: float) -> Any:
    """This function adds whole parts, so that neither the order of rows nor the engine shows in the sum."""
    return (column * parts).round().sum().cast("float64") / parts


def _shares(routes: Any) -> list[Share]:
    from comity.flows.intervals import shares

    columns = routes.to_pydict()
    groups = [f"{a}>{b}" for a, b in zip(columns["origin"], columns["destination"], strict=True)]
    return shares(columns["seizure_id"], groups, columns["kilograms"], seed=SEED)


def _sorted(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = ("country", "year", "drug", "unit")
    return sorted(found, key=lambda row: [str(row.get(key) or "") for key in keys])


def _total(row: dict[str, Any]) -> list[Any]:
    return [row["country"], row["year"], _drug(row["drug"]), _number(row["kilograms"]), row["seizures"]]


def _flow(flow: Share) -> list[Any]:
    bounds = (f"{share:.6f}" for share in (flow.share_low, flow.share, flow.share_high))
    return [*flow.group.split(">"), flow.relations, _number(flow.kilograms), *bounds]


def _amount(row: dict[str, Any]) -> list[Any]:
    unit = units.get(row["unit"]) if row["unit"] else None
    weights = [_number(row[name]) for name in _WEIGHTS]
    imputed = "" if row["kilograms"] is None else "yes" if row["imputed"] else "no"
    amount = [unit.name, _number(row["amount"])] if unit else ["", ""]
    return [row["country"], row["year"], _drug(row["drug"]), *amount, row["seizures"], *weights, imputed,
            _source(row) if imputed else ""]  # fmt: skip


def _source(row: dict[str, Any]) -> str:
    """This function returns where the factor of an amount is from."""
    weights = (units.kilograms(1, row["unit"], row["drug"], form) for form in (None, *FORMS))
    return next((mass.source for mass in weights if mass), "")


def _unread(each: Unread) -> list[Any]:
    column = ": ".join(filter(None, (each.sheet, each.column)))
    return [each.row, neutralised(column), _told(each.value), each.reason]


def _drug(code: str | None) -> str:
    found = substances.get(code) if code else None
    return found.name if found else neutralised(code or "")


def _told(text: str) -> str:
    """This function returns a value as a cell that no spreadsheet runs; a plain number runs nothing."""
    try:
        float(text)
    except ValueError:
        return neutralised(text)
    return text


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.9f}".rstrip("0").rstrip(".")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(header)
        written.writerows(rows)
