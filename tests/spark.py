"""The engines that tests ask: DuckDB at once, Spark once for the whole run, since its Java process takes long to start.

Tests that use `spark` carry the marker of that name. Without PySpark or Java they are skipped with that reason; under
``CI=true`` they fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from comity.engines import Engine, missing, open_engine

QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java takes half as long for short questions when it does not prepare for long ones."""


@pytest.fixture(scope="session")
def spark() -> Iterator[Engine]:
    """Spark, of this run."""
    if absent := missing("spark"):
        if os.environ.get("CI") == "true":
            pytest.fail(str(absent))
        pytest.skip(str(absent))
    os.environ.setdefault("JAVA_TOOL_OPTIONS", QUICK)
    with open_engine("spark") as engine:
        yield engine


@pytest.fixture
def duck() -> Iterator[Engine]:
    """DuckDB, of this test."""
    with open_engine("duckdb") as engine:
        yield engine
