"""Two agencies' nodes as processes of their own, served over loopback, for a person with a browser."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from comity.cli.demo.processes import Process, Shell

PASSWORD = "lotus-ferry-lantern-tamarind"
PASSPORT = "N10576632"
"""Of the one subject that both agencies know."""
PEOPLE = {"officer": "សុខា ចាន់", "supervisor": "Dara Kim", "auditor": "Nary Som", "administrator": "Vanna Prak"}


def free_port() -> int:
    """This function returns a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Desk:
    """One agency's node: its folder, its web server and its worker."""

    folder: Path
    agency: str
    country: str
    language: str = "en"
    port: int = field(default_factory=free_port)
    node: str = ""

    def __post_init__(self) -> None:
        self.shell = Shell(self.folder.parent / f"{self.country}-shell.log", {"COMITY_NODE": str(self.folder)})
        quiet = {"COMITY_NODE": str(self.folder)}
        self.web = Process(["serve"], self.folder.parent / f"{self.country}-web.log", quiet)
        self.worker = Process(["worker"], self.folder.parent / f"{self.country}-worker.log", quiet)

    @property
    def address(self) -> str:
        """This function returns where partners and officers reach the node."""
        return f"http://127.0.0.1:{self.port}"

    def found(self) -> None:
        """This function makes the node, its accounts, a case and a legal basis."""
        made = self.shell.json(
            "init", self.folder, "--agency", self.agency, "--country", self.country, "--address", self.address,
            "--contact", "duty desk, +855 23 000 000", "--port", self.port, "--language", self.language,
            "--no-behind-tls",
        )  # fmt: skip
        self.node = made["node"]
        for role, name in PEOPLE.items():
            username = "chief" if role == "administrator" else role
            self.shell.run(
                "users", "add", username, "--role", role, "--name", name, "--as", "administrator", secret=PASSWORD
            )
        self.shell.run(
            "cases", "open", f"{self.country}-2026-7", "--as", "officer", "--title", "River crossing at night",
            "--offence", "drug-trafficking",
        )  # fmt: skip
        self.shell.run(
            "cases", "instrument", "MOU-KH-VN", "--as", "supervisor", "--title", "Memorandum on drug control",
            "--party", "KH", "--party", "VN", "--since", "2020-01-01", "--kind", "memorandum",
        )  # fmt: skip

    def meet(self, other: Desk) -> None:
        """This function accepts another agency's card, its fingerprint compared, and lets it see suspects."""
        theirs = other.shell.json("partners", "card")
        card = self.folder.parent / f"{other.country}.card"
        card.write_text(theirs["card"], encoding="ascii")
        self.shell.run("partners", "add", card, "--as", "supervisor")
        self.shell.run(
            "partners", "accept", theirs["node"], "--as", "supervisor", "--fingerprint", theirs["fingerprint"]
        )
        self.shell.run(
            "partners", "group", "neighbours", "--as", "supervisor", "--partner", theirs["node"], "--role", "suspect",
            "--handling", "H0",
        )  # fmt: skip

    def fill(self, releasable_to: str) -> None:
        """This function imports what the agency holds, before its worker makes the first index."""
        rows = ["id,name,birthDate,nationality,passportNumber", f"V-0,NUON BUNNY,1993-05-27,KH,{PASSPORT}"]
        rows += [f"V-{i},Nguyễn Văn {chr(64 + i)},19{60 + i}-03-{i:02},VN,C{1000000 + i}" for i in range(1, 26)]
        path = self.folder.parent / f"{self.country}.csv"
        path.write_text("\n".join(rows), encoding="utf-8")
        self.shell.run(
            "holdings", "import", path, "--case", f"{self.country}-2026-7", "--role", "suspect", "--as", "officer",
            "--source", "Border post register", "--evaluation", "B2", "--handling", "H0", "--tlp", "AMBER",
            "--retention", "2036-01-01", "--releasable-to", releasable_to,
        )  # fmt: skip

    def wait_for_index(self) -> None:
        """This function waits until the worker has made an index for the partner."""
        until = time.monotonic() + 60
        while not self.shell.measure("published", self.folder):
            if time.monotonic() > until:
                raise RuntimeError(f"{self.agency}: no index was made")
            time.sleep(0.2)

    def start(self) -> None:
        """This function starts the web server and the worker."""
        self.web.start()
        self.worker.start()

    def wait(self) -> None:
        """This function waits until the desk answers."""
        until = time.monotonic() + 60
        while time.monotonic() < until and self.web.is_running:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{self.address}/account/login/", timeout=5)
                return
            time.sleep(0.1)
        raise RuntimeError(f"{self.agency}: its desk does not answer")

    def stop(self) -> None:
        """This function ends every process of the node."""
        self.shell.close()
        self.worker.stop()
        self.web.stop()


def missing_parts() -> str:
    """This function says which part is missing for these tests, or nothing."""
    from tests.browser.chromium import program

    return "" if program() else "needs Chromium: on Debian, as root, make system"


def must_run() -> bool:
    """This function tells whether a missing part is a failure."""
    return os.environ.get("CI") == "true"
