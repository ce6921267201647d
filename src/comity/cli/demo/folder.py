"""The demo's folder: what is in it, whether it may be used, and that one demo at a time uses it."""

from __future__ import annotations

import fcntl
import json
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from comity.kernel import Conflicting, Refused

FORMAT = 1
FILE = "demo.json"
SEED = 20261122
HOLDINGS_EACH = 2000
FIRST_PORT = 8801


@dataclass(frozen=True, slots=True)
class Place:
    """Where one node of the demo lives.

    Args:
        country: alpha-2 code.
        agency: who runs it; made up.
        language: of its pages.
        port: of its web server.
        root: the demo's folder.
    """

    country: str
    agency: str
    language: str
    port: int
    root: Path

    @property
    def name(self) -> str:
        """This function returns the short name of the node, which is also its folder's."""
        return self.country.lower()

    @property
    def folder(self) -> Path:
        """This function returns the node's folder."""
        return self.root / self.name

    @property
    def address(self) -> str:
        """This function returns where partners reach the node."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def desk(self) -> str:
        """This function returns where officers find its desk."""
        return f"http://localhost:{self.port}"

    def log(self, what: str) -> Path:
        """This function returns the file that a process of this node logs to."""
        return self.root / "logs" / f"{self.name}-{what}.log"


AGENCIES = {
    "KH": ("Cambodia: Cross-Border Crime Office (demo)", "km"),
    "VN": ("Viet Nam: Border Investigation Bureau (demo)", "vi"),
    "TH": ("Thailand: Transnational Crime Unit (demo)", "en"),
}
"""Agencies that do not exist, and the language of their pages."""


class DemoFolder:
    """A demo's folder, held by this process until it is closed.

    Args:
        root: the folder; made where missing.
        free_ports: whether other ports may be taken where the usual ones are in use.

    Raises:
        Conflicting: the folder holds something else.
        Refused: another demo runs in it, or its ports are in use.
    """

    def __init__(self, root: Path, *, free_ports: bool) -> None:
        self.root = root.resolve()
        path = self.root / FILE
        if self.root.exists() and not self.root.is_dir():
            raise Conflicting(str(root), "it is no folder", "Choose another with --dir", code="demo.folder.taken")
        if self.root.exists() and any(self.root.iterdir()) and not path.is_file():
            raise Conflicting(
                str(root), "the folder is not empty and holds no demo", "Choose another with --dir",
                code="demo.folder.taken",
            )  # fmt: skip
        self.root.mkdir(parents=True, exist_ok=True)
        self._lock = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise Refused(
                str(root), "another demo runs in this folder", "Stop it, or choose another with --dir",
                code="demo.folder.busy",
            ) from None  # fmt: skip
        self.state = self._read(path, root)
        try:
            self._take_ports(free=free_ports)
        except BaseException:
            self._lock.close()
            raise

    def _read(self, path: Path, root: Path) -> dict[str, Any]:
        text = path.read_text(encoding="utf-8")
        if not text:
            return self._fresh()
        try:
            state = json.loads(text)
        except json.JSONDecodeError:
            state = None
        if not isinstance(state, dict) or state.get("format") != FORMAT:
            self._lock.close()
            raise Conflicting(
                str(root), f"its {FILE} is not of this version's demo", "Remove the folder, or choose another",
                code="demo.folder.format",
            )  # fmt: skip
        return state if state.get("ready") else self._fresh()

    def _fresh(self) -> dict[str, Any]:
        """What a demo that was broken off while it was set up left behind is thrown away."""
        for name in (*(country.lower() for country in AGENCIES), "files", "logs"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        password = "-".join(secrets.choice(_WORDS) for _ in range(3))
        return {
            "format": FORMAT, "seed": SEED, "holdings_each": HOLDINGS_EACH, "ports": {}, "ready": False,
            "password": password, "administrators": {}, "nodes": {}, "runs": 0,
        }  # fmt: skip

    def _take_ports(self, *, free: bool) -> None:
        """Takes the ports of last time where they are free; nodes whose ports are gone are made anew on others."""
        before = list(self.state["ports"].values())
        usual = [FIRST_PORT + i for i in range(len(AGENCIES))]
        self._held = _hold(before) or _hold(usual) or (_hold_others(len(usual)) if free else [])
        if not self._held:
            raise Refused(
                f"one of the ports {usual[0]} to {usual[-1]}", "another program listens there",
                "Stop it, or run: comity demo --once", code="demo.port.taken",
            )  # fmt: skip
        taken = [int(held.getsockname()[1]) for held in self._held]
        if before and taken != before:
            self.state = self._fresh()
        self.state["ports"] = dict(zip(AGENCIES, taken, strict=True))

    def release_ports(self) -> None:
        """This function lets the nodes' web servers have the ports that were held for them until now."""
        while self._held:
            self._held.pop().close()

    @property
    def places(self) -> tuple[Place, ...]:
        """This function returns where the nodes live."""
        return tuple(
            Place(country, agency, language, self.state["ports"][country], self.root)
            for country, (agency, language) in AGENCIES.items()
        )

    @property
    def is_ready(self) -> bool:
        """This function tells whether the nodes were set up and filled before."""
        return bool(self.state["ready"])

    def keep(self) -> None:
        """This function writes what the demo must know next time; the file is its owner's alone."""
        path = self.root / FILE
        path.chmod(0o600)
        self._lock.seek(0)
        self._lock.truncate()
        json.dump(self.state, self._lock, indent=1)
        self._lock.flush()

    def __enter__(self) -> Self:
        """This function returns the folder."""
        return self

    def __exit__(self, *_: object) -> None:
        """This function lets another demo use the folder and its ports."""
        self.release_ports()
        self._lock.close()


_WORDS = (
    "lotus", "mekong", "ferry", "bamboo", "harbour", "lantern", "monsoon", "paddle", "tamarind", "kapok", "gibbon",
    "jasmine", "pepper", "silk", "teak", "heron", "copper", "saffron", "orchid", "river", "market", "mango", "anchor",
    "temple",
)  # fmt: skip


def _hold(ports: list[int]) -> list[socket.socket]:
    """Listens at every port and returns what holds them, or nothing where one is in use or none is asked for."""
    held: list[socket.socket] = []
    for port in ports:
        holder = socket.socket()
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.append(holder)
        try:
            holder.bind(("127.0.0.1", port))
            holder.listen(1)
        except OSError:
            for each in held:
                each.close()
            return []
    return held


def _hold_others(count: int) -> list[socket.socket]:
    """Binds free ports below those that systems give to outgoing connections, which come and go."""
    for _ in range(100):
        if held := _hold([20_000 + secrets.randbelow(12_000) for _ in range(count)]):
            return held
    return []
