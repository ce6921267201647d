"""Spark answers as specified: the same expressions, the same rows."""

import os
import subprocess
import sys

import pytest

from comity.engines import Engine, open_engine
from comity.kernel import InvalidInput
from tests.engines.spec import CASES, COLUMNS, OTHER_COLUMNS, OTHER_ROWS, ROWS

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def tables(spark: Engine):
    return spark.table("t", COLUMNS, ROWS), spark.table("o", OTHER_COLUMNS, OTHER_ROWS)


@pytest.mark.parametrize("name", CASES)
def test_it_answers_as_specified(spark: Engine, tables, name: str):
    case, rows = CASES[name]
    assert [tuple(row.values()) for row in spark.rows(case(*tables))] == rows


def test_an_engine_opened_and_closed_beside_another_leaves_it_running(spark: Engine, tables):
    with open_engine("spark") as other:
        table = other.table("t", {"a": "int64"}, [{"a": 1}])
        assert other.rows(table.select("a")) == [{"a": 1}]
    assert not other._folder.exists()
    assert spark.rows(tables[0].count().name("rows")) == [{"rows": len(ROWS)}]
    other.close()


def test_what_is_not_portable_is_refused_here_too(spark: Engine, tables):
    with pytest.raises(InvalidInput, match="a sum of fractions"):
        spark.rows(tables[0].x.sum())


def test_where_java_does_not_start_it_says_so_and_leaves_nothing(tmp_path):
    java = tmp_path / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    java.chmod(0o755)
    (tmp_path / "spill").mkdir()
    program = """
import sys, pathlib
from comity.engines import open_engine
open_engine("spark", folder=pathlib.Path(sys.argv[1]))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "spill"],
        env={**os.environ, "JAVA_HOME": str(tmp_path / "java")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "InvalidInput: Analysis on Spark: does not start" in ran.stderr
    assert "java -version" in ran.stderr
    assert list((tmp_path / "spill").iterdir()) == []
