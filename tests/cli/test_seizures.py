"""The report on a file of individual drug seizures, as other programs call it."""

import json
import subprocess
import sys

import pytest

from comity.simulation.seizure_files import seizure_rows, write_seizures

pytestmark = pytest.mark.processes
COMITY = [sys.executable, "-c", "from comity.cli.main import run; run()", "seizures", "report"]


def report(*arguments):
    return subprocess.run([*COMITY, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)


def test_a_report_is_written_and_told_as_one_document(tmp_path):
    rows, truth = seizure_rows(200, seed=3, wrong=0)
    write_seizures(tmp_path / "seizures.csv", rows)
    done = report(tmp_path / "seizures.csv", "--out-dir", tmp_path / "new" / "out", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("seconds") > 0
    assert told == {"rows": 200, "read": 200, "unread": 0, "with_route": sum(truth.flows.values())}
    written = {path.name for path in (tmp_path / "new" / "out").iterdir()}
    assert written == {"totals.csv", "flows.csv", "amounts.csv", "unread.csv", "map.svg"}


def test_wrong_use_and_bad_files_end_with_their_exit_codes(tmp_path):
    rows, _ = seizure_rows(50, seed=3, wrong=0.5)
    write_seizures(tmp_path / "seizures.csv", rows)
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = tmp_path / "out"
    assert report(tmp_path / "seizures.csv", "--out-dir", out, "--strict").returncode == 3
    assert (out / "unread.csv").exists()
    done = report(tmp_path / "none.csv", "--out-dir", out)
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert report(tmp_path / "seizures.csv", "--out-dir", tmp_path / "file").returncode == 2
    assert report(tmp_path / "seizures.csv", "--out-dir", out, "--engine", "abacus").returncode == 2
