"""Holdings go back by one version and forth again, on both engines, and are found by what the version knows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from comity.kernel import SystemClock
from comity.node.config import NodeConfig
from comity.node.founding import make_folder

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""


def test_back_and_forth(tmp_path, database):
    plain = NodeConfig(
        folder=tmp_path / "kh", agency="Test", country="KH", address="http://127.0.0.1:8800", behind_tls=False,
        database_url=database,
    )  # fmt: skip
    folder = make_folder(plain, SystemClock()).folder
    known = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.node.holdings.stepper"], capture_output=True, text=True, timeout=120, cwd=ROOT,
        env=known | {"COMITY_NODE": str(folder)}, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    names = [value for kind, value in said["earlier"] if kind == "n"]
    assert sorted(names) == sorted(["sok dara", "សុខ ដារ៉ា", "nguyễn văn an"])
    assert {kind for kind, _value in said["earlier"]} == {"n", "k", "i"}
    assert (said["refused"], said["outdated"], said["done"], said["same"]) == (
        "holdings.import.unfinished", 2, 2, True,
    )  # fmt: skip
    assert said["found"] == [1, 1, 1, 1]
