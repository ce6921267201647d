"""DuckDB: in this process, within its memory, spilling to a folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import ibis
import pyarrow as pa

from comity.engines.engine import Engine
from comity.kernel import Exhausted

if TYPE_CHECKING:
    import ibis.expr.types as ir

ARRIVING = "arriving_rows"
SHUT = ("SET enable_external_access = false", "SET lock_configuration = true")
"""An expression can read no file and no address, and can loosen nothing."""


class Duck(Engine):
    """An engine on DuckDB; see `Engine`."""

    name = "duckdb"

    def __init__(self, memory_bytes: int, disk_bytes: int, folder: Path | None) -> None:
        self._memory_bytes = memory_bytes
        self._folder = Path(tempfile.mkdtemp(prefix="comity-duckdb-", dir=folder))
        self._backend = ibis.duckdb.connect(
            memory_limit=f"{memory_bytes}B",
            temp_directory=str(self._folder),
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
            preserve_insertion_order=False,
        )
        for statement in (f"SET max_temp_directory_size = '{disk_bytes}B'", *SHUT):
            self._backend.raw_sql(statement)

    def _load(self, name: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> ir.Table:
        copied = f"SELECT * FROM {ARRIVING}"  # noqa: S608 -- names that this room checked
        try:
            self._take(f'CREATE OR REPLACE TABLE "{name}" AS {copied}', schema.empty_table())
            for batch in batches:
                self._take(f'INSERT INTO "{name}" {copied}', pa.Table.from_batches([batch]))
        except BaseException:
            self._backend.con.execute(f'DROP TABLE IF EXISTS "{name}"')
            raise
        return self._backend.table(name)

    def _take(self, statement: str, arriving: pa.Table) -> None:
        connection = self._backend.con
        connection.register(ARRIVING, arriving)
        try:
            connection.execute(statement)
        except duckdb.Error as error:
            raise self._told(error) from error
        finally:
            connection.unregister(ARRIVING)

    def _answer(self, table: ir.Table) -> pa.Table:
        try:
            return self._backend.to_pyarrow(table)
        except duckdb.Error as error:
            raise self._told(error) from error

    def close(self) -> None:
        """This function ends the engine; what it kept goes."""
        self._backend.disconnect()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _told(self, error: duckdb.Error) -> Exception:
        if isinstance(error, duckdb.OutOfMemoryException):
            return Exhausted(
                "Analysis",
                f"needs more than the {self._memory_bytes // 2**20} MiB and the disk that it was given",
                "Ask for a shorter period or fewer columns, or give it more memory.",
                code="engines.memory.exhausted",
            )
        return error
