"""Nodes as processes of their own, for journeys: started, killed with SIGKILL, started again, and looked into."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import Any

from comity.cli.demo.folder import Place
from comity.cli.demo.processes import CommandFailed, Process, Shell, wait_until_answering

PATIENCE = 60.0
OFFLINE = {"COMITY_NODE": "", "DATABASE_URL": ""}


class Node:
    """One node: its web server, its worker and a shell."""

    def __init__(self, place: Place, node_id: str) -> None:
        self.place, self.id = place, node_id
        self.web = Process(["serve", "--node", str(place.folder)], place.log("serve"), OFFLINE)
        self.worker = Process(["worker", "--node", str(place.folder)], place.log("worker"), OFFLINE)
        self._shell: Shell | None = None

    @property
    def country(self) -> str:
        return self.place.country

    @property
    def shell(self) -> Shell:
        """A shell; a fresh one where the last was killed."""
        if self._shell is None:
            self._shell = Shell(self.place.log("commands"), OFFLINE)
        return self._shell

    def start(self) -> None:
        self.web.start()
        self.worker.start()
        wait_until_answering(self.place.address, self.web)

    def restart(self, *processes: Process) -> None:
        """Kills processes at once and starts them again."""
        for process in processes:
            process.kill()
        for process in processes:
            process.start()
        if self.web in processes:
            wait_until_answering(self.place.address, self.web)

    def kill_shell(self) -> None:
        if self._shell is not None:
            self._shell.kill()
            self._shell = None

    def stop(self) -> None:
        self.kill_shell()
        for process in (self.worker, self.web):
            process.kill()

    def at(self, user: str) -> tuple[object, ...]:
        return ("--node", self.place.folder, "--as", user)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Reads the node's database beside its processes."""
        with closing(sqlite3.connect(f"file:{self.place.folder / 'db.sqlite3'}?mode=ro", uri=True, timeout=30)) as db:
            return db.execute(sql, values).fetchall()

    def value(self, sql: str, *values: object) -> Any:
        return self.rows(sql, *values)[0][0]


def kill_during(node: Node, seconds: float, *arguments: object) -> bool:
    """Runs a command in the node's shell, kills it after some time, and tells whether it had ended before."""
    return not kill_when(node, lambda started: time.monotonic() - started > seconds, (), *arguments)


def kill_when(node: Node, seen: Callable[[float], Any], processes: Sequence[Process], *arguments: object) -> bool:
    """Runs a command in the node's shell, and kills it and other processes as soon as something is seen.

    Args:
        node: where the command runs.
        seen: is given when the command started, and asked again and again.
        processes: that are killed together with the shell.
        arguments: of the command.

    Returns:
        Whether it was seen, and the command broken off; otherwise it ended in peace.
    """
    shell, ended, started = node.shell, threading.Event(), time.monotonic()

    def work() -> None:
        with suppress(CommandFailed):
            shell.run(*arguments)
            ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive() and not seen(started):
        time.sleep(0.001)
    for process in processes:
        process.kill()
    node.kill_shell()
    thread.join()
    return not ended.is_set()


def kill_worker_when(node: Node, seen: Callable[[], Any]) -> bool:
    """Starts a node's worker, kills it as soon as something is seen, and tells whether it was."""
    node.worker.start()
    end = time.monotonic() + 20
    while time.monotonic() < end and not seen():
        time.sleep(0.001)
    node.worker.kill()
    return bool(seen())


def until(what: Callable[[], Any], *, seconds: float = PATIENCE, why: str = "") -> Any:
    """Waits until something is so, and returns it."""
    end = time.monotonic() + seconds
    while not (found := what()):
        if time.monotonic() > end:
            raise AssertionError(f"not in {seconds:.0f} seconds: {why or what}")
        time.sleep(0.05)
    return found


def assert_ledgers_agree(nodes: Sequence[Node]) -> None:
    """Every ledger is proven from its rows, and every partner's copy of its head agrees."""
    for node in nodes:
        proof = node.shell.json("ledger", "verify", node.place.folder)
        assert proof["verified"], proof["findings"]
        assert proof["findings"] == []
        others = {other.id for other in nodes if other is not node}
        compared = {p["partner"]: p for p in proof["partners"] if p["partner"] in others}
        assert set(compared) == others
        assert all(p["compared"] and p["agrees"] is not False for p in compared.values()), proof["partners"]
