"""Rows on their way into an engine: checked against their columns, as batches of Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.common.annotations import ValidationError

from comity.kernel import InvalidInput

if TYPE_CHECKING:
    from comity.engines.engine import Rows

BATCH = 20_000
"""How many rows become one batch."""
COLUMNS = "engines.table.columns"


def batches(name: str, columns: Mapping[str, str], rows: Rows) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """This function returns the schema of these columns, and the rows as batches of it, made while they are read.

    Raises:
        InvalidInput: at once for a column or type that cannot be; while reading for a row that does not fit.
    """
    try:
        schema = ibis.schema(dict(columns)).to_pyarrow()
    except (TypeError, ValueError, ValidationError) as error:
        raise InvalidInput(
            f"Table {name!r}", f"has a column type that is none ({error})", code="engines.table.type"
        ) from error
    if isinstance(rows, pa.Table | pa.RecordBatchReader):
        _same_columns(name, schema, rows.schema.names)
        parts = rows.to_batches() if isinstance(rows, pa.Table) else rows
        return schema, (_batch(name, schema, {field: part.column(field) for field in schema.names}) for part in parts)
    return schema, _of_rows(name, schema, rows)


def _of_rows(name: str, schema: pa.Schema, rows: Iterable[Any]) -> Iterator[pa.RecordBatch]:
    names = schema.names
    known = set(names)
    left = iter(rows)
    while chunk := list(islice(left, BATCH)):
        if isinstance(chunk[0], tuple):
            if any(len(row) != len(names) for row in chunk):
                raise InvalidInput(f"Table {name!r}", f"has rows of other than {len(names)} values", code=COLUMNS)
            yield _batch(name, schema, dict(zip(names, zip(*chunk, strict=True), strict=True)))
            continue
        for row in chunk:
            if not row.keys() <= known:
                _same_columns(name, schema, [*names, *sorted(row.keys() - known)])
        yield _batch(name, schema, {field: [row.get(field) for row in chunk] for field in names})


def _same_columns(name: str, schema: pa.Schema, given: Iterable[str]) -> None:
    unknown, absent = sorted(set(given) - set(schema.names)), sorted(set(schema.names) - set(given))
    if unknown or absent:
        said = [f"it does not know {', '.join(unknown)}"] * bool(unknown) + [f"{', '.join(absent)} missing"] * bool(
            absent
        )
        raise InvalidInput(f"Table {name!r}", f"has other columns: {'; '.join(said)}", code=COLUMNS)


def _batch(name: str, schema: pa.Schema, values: Mapping[str, Any]) -> pa.RecordBatch:
    made = []
    for field in schema:
        column = values[field.name]
        try:
            column = column.cast(field.type) if isinstance(column, pa.Array) else pa.array(column, type=field.type)
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
            raise InvalidInput(
                f"Table {name!r}", f"column {field.name}: {error}", code="engines.table.value"
            ) from error
        if pa.types.is_floating(field.type):
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, field.type), column)
            if pc.any(pc.is_inf(column)).as_py():
                raise InvalidInput(
                    f"Table {name!r}", f"column {field.name}: a value is infinite", code="engines.table.value"
                )
        made.append(column)
    return pa.RecordBatch.from_arrays(made, schema=schema)
