"""Two throw-away nodes that have accepted each other: what ``comity link`` and ``comity bench hitnohit`` run on."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

from comity.cli.demo.processes import Process, tied, wait_until_answering
from comity.kernel import UnreadableFile


class Side:
    """One party's process.

    Args:
        name: left or right.
        root: folder of the run.
    """

    def __init__(self, name: str, root: Path) -> None:
        self.name, self.folder = name, root / name
        self.log = root / f"{name}.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                tied("-m", "comity.cli.party"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                start_new_session=True,
            )  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])

    def begin(self, do: str, **given: Any) -> None:
        """This function starts a step without waiting for it."""
        assert self._process.stdin is not None  # noqa: S101 -- made with pipes
        self._process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self._process.stdin.flush()

    def end(self) -> dict[str, Any]:
        """This function waits for the step that was begun.

        Raises:
            UnreadableFile: the process ended; with the last line that it logged.
        """
        assert self._process.stdout is not None  # noqa: S101 -- made with pipes
        line = self._process.stdout.readline()
        if not line:
            self._process.wait(10)
            said = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise UnreadableFile(f"the {self.name} party", said[-1] if said else "its process ended", code="link.party")
        found: dict[str, Any] = json.loads(line)
        return found

    def do(self, step: str, **given: Any) -> dict[str, Any]:
        """This function takes a step and waits for it."""
        self.begin(step, **given)
        return self.end()

    def close(self) -> None:
        """This function ends the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Pair:
    """Two nodes for one run; both are gone with their folders when it ends."""

    def __enter__(self) -> Self:
        """This function founds both nodes and lets them accept each other."""
        from comity.exchange.cards import read

        self._root = tempfile.TemporaryDirectory(prefix="comity-pair-")
        root = Path(self._root.name)
        self.left, self.right = Side("left", root), Side("right", root)
        self._server: Process | None = None
        self._sides = (self.left, self.right)
        for side in self._sides:
            side.begin("found", side=side.name, folder=str(side.folder), port=side.port)
        cards = [side.end()["card"] for side in self._sides]
        for side, card in zip(self._sides, reversed(cards), strict=True):
            side.begin("meet", card=card, fingerprint=read(card).fingerprint)
        for side in self._sides:
            side.end()
        said = self.right.do("accept_budget", said=self.left.do("propose_budget"))
        self.left.do("hear_budget", said=said)
        return self

    def serve(self) -> int:
        """This function lets the right node answer the left one, and returns the server's process id."""
        server = Process(["serve", "--node", str(self.right.folder)], self.right.log)
        server.start()
        self._server = server
        wait_until_answering(f"http://127.0.0.1:{self.right.port}", server)
        return server.pid

    def __exit__(self, *_: object) -> None:
        """This function ends every process and removes both folders."""
        if self._server is not None:
            self._server.stop()
        for side in self._sides:
            side.close()
        self._root.cleanup()
