"""Two parties in two processes: what both know is found, and neither file is seen by the other."""

import csv
import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
COMITY = [sys.executable, "-c", "from comity.cli.main import run; run()"]
LEFT = "id,name,birthDate,role\na,Sok Dara,1980-02-13,victim\nb,Chan Vanna,1970-03-14,\n"
RIGHT = "id,name,birthDate,phone\nx,សុខ ដារ៉ា,1980-02-13,\ny,Meas Sophal,1966-01-30,+85512345678\n"


def comity(*arguments):
    return subprocess.run([*COMITY, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)


def test_two_files_are_linked(tmp_path):
    left, right, out = tmp_path / "left.csv", tmp_path / "right.csv", tmp_path / "out.csv"
    left.write_text(LEFT, encoding="utf-8")
    right.write_text(RIGHT, encoding="utf-8")
    done = comity("link", left, right, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {"left", "right", "matched", "keys_per_subject", "seconds", "bytes"} == set(told)
    assert (told["left"], told["right"], told["matched"]) == (2, 2, 1)
    assert 0 < told["keys_per_subject"] <= 12
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["left_id"], row["right_id"], row["strength"]) == ("a", "x", "strong")
    assert float(row["score"]) >= 0.95
    assert "date of birth" in row["evidence"]


def test_a_file_that_is_not_there_ends_with_its_exit_code(tmp_path):
    done = comity("link", tmp_path / "no.csv", tmp_path / "no.csv", "--out", tmp_path / "out.csv")
    assert done.returncode == 3
    assert "no.csv" in done.stderr


def test_the_bench_finds_exactly_the_common_keys():
    done = comity("bench", "hitnohit", "--left", 300, "--right", 500, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["correct"]
    assert told["common"] == 150
