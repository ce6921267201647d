"""Writers at the same time, and a process killed between the commit and its answer; on both engines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from comity.kernel import SystemClock
from comity.ledger import BLOCK
from comity.node.config import NodeConfig
from comity.node.founding import make_folder

pytestmark = pytest.mark.processes
WRITER = Path(__file__).parent / "writer.py"
SECONDS = 90


@pytest.fixture(params=["sqlite", "postgresql"])
def node(request, tmp_path) -> dict[str, str]:
    """The environment of a fresh node with an empty database on one engine."""
    config = NodeConfig(folder=tmp_path / "node", agency="Writers", country="KH", address="http://127.0.0.1:1")
    make_folder(config, SystemClock())
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"COMITY_NODE": str(tmp_path / "node"), "DJANGO_SETTINGS_MODULE": "comity.node.settings"}
    if request.param == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    run(environment, "migrate")
    return environment


def start(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, WRITER, *words], env=environment, stdout=subprocess.PIPE, text=True)


def run(environment: dict[str, str], *words: str) -> str:
    process = start(environment, *words)
    out, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    return out


def test_writers_at_the_same_time_share_one_sequence_without_a_gap(node):
    writers = [start(node, "write", "40", str(number)) for number in range(3)]
    indices: list[int] = []
    for writer in writers:
        out, _ = writer.communicate(timeout=SECONDS)
        assert writer.returncode == 0
        indices += [int(line) for line in out.split()]
    assert len(indices) == len(set(indices)) == 120
    report = json.loads(run(node, "report"))
    assert report["findings"] == []
    assert set(indices) <= set(report["indices"])
    # Every tenth write of each writer seals, so a gap may only be padding up to the next block.
    assert all(after == before + 1 or after % BLOCK == 0 for before, after in pairwise(report["indices"]))
    assert report["writes_through"] in [["sqlite", "wal", "2"], ["postgresql", "on", "on"]]


def test_a_kill_keeps_what_was_committed_and_nothing_else(node):
    out, _ = (writer := start(node, "killed-after-commit")).communicate(timeout=SECONDS)
    assert writer.returncode == -signal.SIGKILL
    committed = int(out)
    out, _ = (writer := start(node, "killed-before-commit")).communicate(timeout=SECONDS)
    assert writer.returncode == -signal.SIGKILL
    lost = int(out)
    report = json.loads(run(node, "report"))
    assert report["findings"] == []
    assert committed in report["indices"]
    assert lost not in report["indices"]
    assert int(run(node, "write", "1", "9")) == lost
