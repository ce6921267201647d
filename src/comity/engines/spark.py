"""Spark: one Java process on this machine, shared by every engine that this process opens."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow.parquet as pq
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from comity.engines.engine import Engine
from comity.kernel import Exhausted, InvalidInput

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

LEAST_BYTES = 1024 * 1024 * 1024
"""Spark refuses to start with less than half of this."""
SETTINGS = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
}
"""Nothing listens to other machines; few partitions, since everything is on one."""

_sessions: list[SparkSession] = []
_places: list[Path] = []


class Spark(Engine):
    """An engine on Spark; see `Engine`. Tables are files of its folder, so that they need not fit into memory."""

    name = "spark"

    def __init__(self, memory_bytes: int, folder: Path | None) -> None:
        self._session = _session(memory_bytes, folder)
        self._folder = Path(tempfile.mkdtemp(prefix="comity-spark-", dir=folder))
        self._backend: Any = ibis.pyspark.connect(self._session)

    def _load(self, name: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> ir.Table:
        path = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self._folder)) / "rows.parquet"
        with pq.ParquetWriter(path, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
        self._session.read.parquet(path.as_uri()).createOrReplaceTempView(name)
        return self._backend.table(name)

    def _answer(self, table: ir.Table) -> pa.Table:
        try:
            found: pa.Table = self._session.sql(self._backend.compile(table)).toArrow()
        except Py4JError as error:
            if "OutOfMemoryError" in str(error):
                raise Exhausted(
                    "Analysis on Spark",
                    "needs more memory than it was given",
                    "Ask for a shorter period or fewer columns, or give it more memory.",
                    code="engines.memory.exhausted",
                ) from error
            raise
        return found.cast(table.schema().to_pyarrow())

    def close(self) -> None:
        """This function ends the engine; what it kept goes, and Spark with the last engine of the process."""
        if self._session not in _sessions:
            return
        _sessions.remove(self._session)
        if not _sessions:
            self._session.stop()
            _clear()
        shutil.rmtree(self._folder, ignore_errors=True)


def _session(memory_bytes: int, folder: Path | None) -> SparkSession:
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.appName("comity").master("local[*]")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    if not _sessions:
        place = tempfile.mkdtemp(prefix="comity-spark-", dir=folder)
        _places.append(Path(place))
        builder = builder.config("spark.driver.memory", f"{max(memory_bytes, LEAST_BYTES) // 2**20}m")
        builder = builder.config("spark.local.dir", place).config("spark.sql.warehouse.dir", place)
    try:
        session = builder.getOrCreate().newSession()
    except (PySparkException, Py4JError, OSError) as error:
        if not _sessions:
            _clear()
        raise InvalidInput(
            "Analysis on Spark",
            f"does not start: {str(error).splitlines()[0]}",
            "It needs Java 17 or 21 (see java -version); or use --engine duckdb.",
            code="engines.spark.start",
        ) from error
    _sessions.append(session)
    return session


def _clear() -> None:
    while _places:
        shutil.rmtree(_places.pop(), ignore_errors=True)
