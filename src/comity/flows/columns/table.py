"""Lines of a file as the table that analysis works on (`comity.flows.records`). Needs the extra ``analysis``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from comity.flows.columns.model import Line
from comity.flows.records import COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa


def table(lines: Iterable[Line]) -> pa.Table:
    """This function returns a row for each line.

    Lines with the same reference and country are goods of one seizure; each other line is a seizure of its own.
    A substance that is not known stands under its own words, so that totals do not mix what nobody knows. Places below
    the country are not matched here.
    """
    import pyarrow as pa

    types = {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "boolean": pa.bool_()}
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    append = [column.append for column in columns.values()]
    goods: Counter[str] = Counter()
    for line in lines:
        seizure = _seizure(line)
        goods[seizure] += 1 if line.reference else 0
        for add, value in zip(append, _values(line, seizure, goods[seizure] or 1), strict=True):
            add(value)
    return pa.table({name: pa.array(columns.pop(name), types[kind]) for name, kind in COLUMNS.items()})


def _seizure(line: Line) -> str:
    if line.reference:
        return f"{line.country or ''}:{line.reference}"
    return f"{line.sheet}#{line.row}"


def _values(line: Line, seizure: str, good: int) -> tuple[Any, ...]:
    """In the order of `COLUMNS`."""
    date, what, mass = line.date, line.substance, line.mass
    return (
        seizure,
        good,
        what.kind if what else "drug",
        date.year if date else None,
        date.month if date else None,
        date.day if date else None,
        line.country,
        None,
        None,
        what.code if what else line.drug or None,
        what.group if what else None,
        float(line.amount) if line.amount is not None else None,
        line.unit.code if line.unit else None,
        mass.kilograms if mass else None,
        mass.low if mass else None,
        mass.high if mass else None,
        bool(mass and mass.imputed),
        line.transport,
        line.routing,
        line.producing,
        line.departure,
        None,
        ";".join(line.transit) or None,
        line.destination,
        None,
        True,
    )
