"""The processes of a node: its web server, its worker, and a shell in which commands are run one after another.

Every process is a session of its own, so that Ctrl-C in the terminal reaches the demo alone, which then ends the others
in order. Where the system can (Linux), a process also ends when the one that started it dies without having stopped it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comity.kernel import ComityError, Unreachable

_WAIT_STOP = 10.0
_TIED = (
    "import ctypes,os,signal,sys\n"
    "try: ctypes.CDLL(None).prctl(1, signal.SIGTERM)\n"
    "except (AttributeError, OSError): pass\n"
    "if os.getppid() != int(sys.argv[1]): sys.exit(1)\n"
    "os.execv(sys.executable, [sys.executable, *sys.argv[2:]])\n"
)


class CommandFailed(ComityError):
    """A command of the node ended with an error; `thing` is the command, `reason` what it said."""

    kind = "refused"


class Process:
    """A process that serves or works for a node, and writes what it says to a log.

    Args:
        arguments: of the command ``comity``.
        log: file that is appended to.
        environment: added to this process's own.
    """

    def __init__(self, arguments: Sequence[str], log: Path, environment: dict[str, str] | None = None) -> None:
        self._arguments = list(arguments)
        self._log = log
        self._environment = environment or {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """This function returns the id of the process, or 0 before it was started."""
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        """This function tells whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """This function starts the process; call it from the main thread, whose end it is tied to."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                tied("-m", "comity.cli.demo.entry", *self._arguments),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=os.environ | self._environment,
            )  # fmt: skip

    def ask_to_stop(self) -> None:
        """This function asks the process to end, and does not wait."""
        if self._process and self.is_running:
            self._process.terminate()

    def stop(self) -> None:
        """This function ends the process, by force when it does not end in time, and whatever it started."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(_WAIT_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self.kill()

    def kill(self) -> None:
        """This function kills the process and whatever it started, at once (SIGKILL)."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def tied(*arguments: str) -> list[str]:
    """This function returns the command line of a Python process that ends with this one."""
    return [sys.executable, "-c", _TIED, str(os.getpid()), *arguments]


def wait_until_answering(address: str, process: Process, *, seconds: float = 60.0) -> None:
    """This function waits until a node's web server answers.

    Raises:
        Unreachable: its process ended, or it does not answer in time.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.is_running:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()  # noqa: S310 -- our own address
        except urllib.error.HTTPError:
            return  # it answers; that the worker is not up yet, which health tells too, is no matter here
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Unreachable(
        f"the node at {address}",
        "its web server does not answer" if process.is_running else "its web server ended",
        "Look into the logs in the demo's folder",
        code="demo.node.silent",
    )


class Shell:
    """Runs commands of ``comity`` in one process, since starting Python for each would take longer than the work.

    Args:
        log: where the process writes what is no answer.
        environment: added to this process's own.
    """

    def __init__(self, log: Path, environment: dict[str, str] | None = None) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                tied("-m", "comity.cli.demo.shell"),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True,
                env=os.environ | (environment or {}),
            )  # fmt: skip

    @property
    def pid(self) -> int:
        """This function returns the id of the process."""
        return self._process.pid

    def run(self, *arguments: object, secret: str = "") -> str:
        """This function runs one command and returns what it printed.

        Args:
            arguments: of the command ``comity``.
            secret: a password that the command reads from ``COMITY_PASSWORD``.

        Raises:
            CommandFailed: the command ended with an error, or its process died.
        """
        return self._send("comity", [str(a) for a in arguments], secret=secret)

    def measure(self, what: str, *arguments: object) -> Any:
        """This function takes one of the demo's own measures at a node."""
        return json.loads(self._send("measure", [str(a) for a in arguments], measure=what))

    def _send(self, name: str, arguments: list[str], *, secret: str = "", measure: str = "") -> str:
        line = {"arguments": arguments, "secret": secret, "measure": measure}
        try:
            assert self._process.stdin is not None  # noqa: S101 -- made with pipes
            assert self._process.stdout is not None  # noqa: S101
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()
            answer = json.loads(self._process.stdout.readline() or "null")
        except (BrokenPipeError, json.JSONDecodeError):
            answer = None
        name = textwrap.shorten(" ".join([name, measure, *arguments] if measure else [name, *arguments]), 160)
        if answer is None:
            raise CommandFailed(name, "its process died", "Look into the logs", code="demo.command.died")
        if answer["code"]:
            raise CommandFailed(name, f"{answer['error'].strip()} (exit code {answer['code']})", code="demo.command")
        return str(answer["output"])

    def json(self, *arguments: object, secret: str = "") -> Any:
        """This function runs one command with ``--json`` and returns its document."""
        return json.loads(self.run(*arguments, "--json", secret=secret))

    def close(self) -> None:
        """This function ends the shell."""
        if self._process.stdin and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(_WAIT_STOP)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """This function kills the shell at once, in the middle of what it does (SIGKILL)."""
        self._process.kill()
        self._process.wait()
