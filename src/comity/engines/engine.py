"""What every engine does, whatever it is made of."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from comity.kernel import InvalidInput

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    Rows: TypeAlias = Iterable[Mapping[str, Any]] | Iterable[tuple[Any, ...]] | pa.Table | pa.RecordBatchReader

MEMORY_BYTES = 512 * 1024 * 1024
"""How much an engine takes unless it is told otherwise; what does not fit goes to its folder."""
DISK_BYTES = 4 * 1024 * 1024 * 1024
"""How much it puts into its folder at most."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


class Engine(ABC):
    """Tables and what is asked of them. It is of one thread at a time, and a context manager.

    Args:
        name: duckdb or spark.
    """

    name: str

    def table(self, name: str, columns: Mapping[str, str], rows: Rows) -> ir.Table:
        """This function returns an Ibis table of these rows, which the engine keeps until it closes.

        Args:
            name: lower-case letters, digits and ``_``; a table of the same name is replaced.
            columns: name and Ibis type of each column, such as `comity.flows.records.COLUMNS`.
            rows: mappings, in which a missing value is null; or tuples in the order of the columns; or an Arrow table;
                or batches of Arrow.

        Not a number becomes null: the engines do not agree about it.

        Raises:
            InvalidInput: a name or type is not one, a row has other columns, or a value is not of its type.
            Exhausted: they do not fit into the memory and folder of this engine.
        """
        from comity.engines.loading import batches

        if not NAME.fullmatch(name):
            raise InvalidInput(f"Table {name!r}", "is not a name", code="engines.table.name")
        return self._load(name, *batches(name, columns, rows))

    def arrow(self, expression: ir.Table | ir.Value) -> pa.Table:
        """This function returns the rows of an expression as an Arrow table, in the order that the expression gives.

        Raises:
            InvalidInput: the expression is outside what both engines answer with equal rows.
            Exhausted: the memory or the folder of this engine does not suffice.
        """
        from comity.engines.portable import require_portable

        table = expression.as_table()
        require_portable(table)
        return self._answer(table)

    def rows(self, expression: ir.Table | ir.Value) -> list[dict[str, Any]]:
        """This function returns the rows of an expression as mappings; see `arrow`."""
        found: list[dict[str, Any]] = self.arrow(expression).to_pylist()
        return found

    @abstractmethod
    def _load(self, name: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> ir.Table:
        """This function keeps the batches as a table."""

    @abstractmethod
    def _answer(self, table: ir.Table) -> pa.Table:
        """This function runs a portable expression."""

    @abstractmethod
    def close(self) -> None:
        """This function ends the engine; its tables and its own folder go. Closing twice does no harm."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
