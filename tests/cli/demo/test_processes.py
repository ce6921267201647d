"""Processes of the demo: a shell that runs commands one after another, and nothing that outlives who started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from comity.cli.demo.processes import CommandFailed, Process, Shell

pytestmark = pytest.mark.processes


@pytest.fixture
def shell(tmp_path):
    opened = Shell(tmp_path / "shell.log", {"COMITY_NODE": ""})
    yield opened
    opened.close()


def test_commands_run_one_after_another_in_one_process(shell):
    assert shell.run("--version").strip() == shell.run("--version").strip() != ""


@pytest.mark.parametrize(
    ("command", "code"),
    [(["nonsense"], 2), (["cases", "open", "X"], 2), (["users", "list", "--node", "/nowhere", "--as", "x"], 3)],
)
def test_errors_have_the_exit_codes_of_the_command_line(shell, command, code):
    with pytest.raises(CommandFailed) as raised:
        shell.run(*command)
    assert f"(exit code {code})" in str(raised.value)
    assert shell.run("--version")


def test_a_dead_shell_says_so(shell):
    shell.kill()
    with pytest.raises(CommandFailed, match="its process died"):
        shell.run("--version")


def test_a_process_ends_when_who_started_it_is_killed(tmp_path):
    script = (
        "import sys, time; from pathlib import Path; from comity.cli.demo.processes import Process, Shell\n"
        f"shell = Shell(Path({str(tmp_path)!r}) / 'shell.log')\n"
        "print(shell.pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    assert psutil.wait_procs([child], timeout=10)[1] == []


def test_stopping_ends_everything_that_a_process_started(tmp_path):
    process = Process(["demo", "--help"], tmp_path / "log")
    process.start()
    process.stop()
    assert not process.is_running
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)


def test_stopping_what_never_ran_is_no_error(tmp_path):
    process = Process(["demo"], tmp_path / "log")
    started = time.monotonic()
    process.stop()
    process.kill()
    assert time.monotonic() - started < 1
