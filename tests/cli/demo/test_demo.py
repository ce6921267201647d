"""The demo as a person starts it: what it prints, that it uses its folder again, and that nothing outlives it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

pytestmark = pytest.mark.processes
SECOND_RUN = 60


def _start(folder, *options):
    command = [sys.executable, "-m", "comity.cli.demo.entry", "demo", "--dir", str(folder), *options]
    environment = {k: v for k, v in os.environ.items() if k not in {"COMITY_NODE", "DATABASE_URL"}}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )


def _wait_for(demo, text):
    seen = []
    for line in demo.stderr:
        seen.append(line)
        if text in line:
            return
    raise AssertionError("".join(seen))


def _left_behind(folder):
    return [p.info for p in psutil.process_iter(["pid", "cmdline"]) if str(folder) in " ".join(p.info["cmdline"] or ())]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A demo's folder after its first run, and what that run printed."""
    path = tmp_path_factory.mktemp("demo") / "demo"
    first = _start(path, "--once", "--json")
    output, errors = first.communicate(timeout=400)
    assert first.returncode == 0, errors
    return path, json.loads(output)


def test_the_first_run_finds_asks_and_proves(folder):
    path, told = folder
    assert set(told) == {
        "nodes", "holdings", "hits", "recall", "precision", "reply", "ledgers_verified", "seconds",
    }  # fmt: skip
    assert told["nodes"] == 3
    assert told["holdings"] == [2000, 2000, 2000]
    assert set(told["hits"]) == {"strong", "possible", "weak"}
    assert told["recall"] >= 0.90
    assert told["precision"] >= 0.98
    assert told["reply"] is True
    assert told["ledgers_verified"] is True
    assert _left_behind(path) == []


def test_the_nodes_have_seizures_one_of_them_joint_and_counts_of_their_partners(folder):
    path, _told = folder
    rows = {}
    for country in ("kh", "vn", "th"):
        with contextlib.closing(sqlite3.connect(path / country / "db.sqlite3")) as database:
            rows[country] = {
                what: database.execute(question).fetchall()
                for what, question in {
                    "seizures": "select count(*) from seizures_seizure",
                    "joint": "select state, counted_by from seizures_joint",
                    "prosecutions": "select count(*) > 20 from prosecutions_prosecution",
                    "sent": "select distinct year from picture_publication order by year",
                }.items()
            }
    assert all(each["seizures"][0][0] > 900 and each["prosecutions"] == [(1,)] for each in rows.values())
    assert rows["kh"]["joint"] == rows["vn"]["joint"]
    assert rows["kh"]["joint"][0][0] == "agreed"
    years = [len(rows[country]["sent"]) for country in ("kh", "vn", "th")]
    assert years == [3, 2, 3]


def test_the_second_run_uses_the_folder_again_in_less_than_a_minute(folder):
    path, told = folder
    nodes = sorted(p.read_text() for p in path.glob("*/node.toml"))
    began = time.monotonic()
    second = _start(path, "--once", "--json")
    output, errors = second.communicate(timeout=400)
    assert second.returncode == 0, errors
    again = json.loads(output)
    if os.environ.get("CI") or psutil.getloadavg()[0] < 3:
        assert time.monotonic() - began < SECOND_RUN
    assert sorted(p.read_text() for p in path.glob("*/node.toml")) == nodes
    assert again["holdings"] == told["holdings"]
    assert again["reply"]
    assert again["ledgers_verified"]
    assert _left_behind(path) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_in_the_middle_leaves_no_process_behind(folder, number, code):
    path, _ = folder
    demo = _start(path, "--once")
    _wait_for(demo, "Three nodes start")
    assert len(_left_behind(path)) > 6
    demo.send_signal(number)
    assert demo.wait(timeout=60) == code
    assert _left_behind(path) == []


def test_killing_the_demo_ends_what_it_started(folder):
    path, _ = folder
    demo = _start(path, "--once")
    _wait_for(demo, "Three nodes start")
    demo.kill()
    demo.wait()
    end = time.monotonic() + 30
    while _left_behind(path) and time.monotonic() < end:
        time.sleep(0.1)
    assert _left_behind(path) == []


def test_another_folder_is_refused_with_exit_code_4(tmp_path):
    (tmp_path / "mine.txt").touch()
    demo = _start(tmp_path, "--once")
    _, errors = demo.communicate(timeout=60)
    assert demo.returncode == 4
    assert "not empty" in errors
