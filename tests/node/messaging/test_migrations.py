"""Conversations of the version before come to this one, and go back, on both engines."""

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
DUE = "2026-11-29T03:00:00+00:00"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""


def test_conversations_are_carried_over_and_back(tmp_path, database):
    plain = NodeConfig(
        folder=tmp_path / "kh", agency="Test", country="KH", address="http://127.0.0.1:8800", behind_tls=False,
        database_url=database,
    )  # fmt: skip
    folder = make_folder(plain, SystemClock()).folder
    known = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.node.messaging.stepper"], capture_output=True, text=True, timeout=180, cwd=ROOT,
        env=known | {"COMITY_NODE": str(folder)}, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    assert said["now"] == {
        "asked": ["request", "asked", True, True, "theirs", "answer", DUE, True],
        "partly": ["request", "partly", True, True, "theirs", "the rest of the answer", DUE, True],
        "theirs": ["request", "asked", True, True, "ours", "answer", DUE, True],
        "refused": ["request", "refused", True, True, "", "", "", False],
        "poisoned": ["other", "", True, True, "", "", "", False],
    }
    assert said["same"]
    assert all(len(found) == 1 for found in said["back"].values())
