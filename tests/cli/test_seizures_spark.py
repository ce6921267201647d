"""The report on a file of seizures is the same from both engines, to the last byte."""

import json

import pytest
from typer.testing import CliRunner

from comity.cli.main import app

pytestmark = pytest.mark.spark


def test_the_same_report_from_both_engines(spark, shared_data, tmp_path):
    file = shared_data / "seizures" / "ids_asia_pacific_subset.csv"
    said = {}
    for engine in ("duckdb", "spark"):
        out = tmp_path / engine
        ran = CliRunner().invoke(
            app, ["seizures", "report", str(file), "--out-dir", str(out), "--engine", engine, "--json"]
        )
        assert ran.exit_code == 0, ran.output
        said[engine] = {key: value for key, value in json.loads(ran.stdout).items() if key != "seconds"}
    assert said["duckdb"] == said["spark"]
    assert said["duckdb"]["rows"] == 5810
    names = sorted(path.name for path in (tmp_path / "duckdb").iterdir())
    assert {"totals.csv", "flows.csv", "unread.csv", "map.svg"} <= set(names)
    for name in names:
        assert (tmp_path / "duckdb" / name).read_bytes() == (tmp_path / "spark" / name).read_bytes(), name
