"""The report is the same from either engine, byte by byte."""

import datetime as dt

import pytest

from comity.flows.columns import read_columns
from comity.flows.report import write_report
from comity.kernel import Limits
from comity.simulation.seizure_files import seizure_rows, write_seizures

pytestmark = pytest.mark.spark


def test_the_report_is_the_same(duck, spark, tmp_path):
    rows, _ = seizure_rows(1500, seed=4)
    write_seizures(tmp_path / "seizures.csv", rows)
    for name, engine in (("duck", duck), ("spark", spark)):
        (tmp_path / name).mkdir()
        columns = read_columns(tmp_path / "seizures.csv", limits=Limits(), today=dt.date(2026, 11, 22))
        write_report(columns, engine, tmp_path / name)
    for name in ("totals.csv", "flows.csv", "amounts.csv", "unread.csv", "map.svg"):
        assert (tmp_path / "duck" / name).read_bytes() == (tmp_path / "spark" / name).read_bytes(), name
