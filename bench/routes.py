"""The page of routes: how long the map takes to draw, and the whole page once what was counted is warm.

Made-up seizures with routes go straight into the database of a fresh node (SQLite); pages are asked for through
Django's own client, with everything between the web server and the database. Cold is the first time after a seizure
changed: the records are read, counted and sampled anew.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.markdown import count, table

LIMIT_MS = 100
PAGES = {
    "published form": "/picture/routes",
    "whole form of a year": "/picture/routes?whole=1&year=2016",
    "whole form, legs between provinces": "/picture/routes?whole=1&level=province&kind=leg",
    "the map as a file": "/picture/routes/map.svg?whole=1",
}


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--times", type=int, default=60, help="how often the made-up seizures of a year are put in")
    parser.add_argument("--requests", type=int, default=60, help="of each kind")


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    times, requests = (3, 10) if asked.quick else (asked.times, asked.requests)
    with tempfile.TemporaryDirectory(prefix="comity-bench-routes-") as folder:
        client = _node(Path(folder) / "node", times)
        from comity.node.seizures.models import Seizure

        found: dict[str, Any] = {"seizures": Seizure.objects.count(), "pages": {}, "map": _map(requests)}
        for name, address in PAGES.items():
            cold = _timed(lambda address=address: _ask(client, address))
            warm = [_timed(lambda address=address: _ask(client, address)) for _ in range(requests + 3)][3:]
            size = len(_ask(client, address))
            found["pages"][name] = {"cold_ms": round(cold, 1), "bytes": size, **_cuts(warm)}
    return found


def _node(folder: Path, times: int) -> Any:
    from comity.kernel import SystemClock
    from comity.node.config import NodeConfig
    from comity.node.founding import found

    config = NodeConfig(folder=folder, agency="Routes", country="KH", address="http://localhost:8899", behind_tls=False)
    found(config, clock=SystemClock())
    from django.conf import settings
    from django.test import Client

    from comity.kernel.purposes import Offence, Purpose
    from comity.node.accounts.operations import create_user
    from comity.node.cases import operations as cases
    from comity.node.cases.queries import actor_for
    from comity.node.permissions import SYSTEM, Role
    from tests.node.picture.routed import fill

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    made = {
        role: create_user(actor=SYSTEM, username=role.value, name=role.value, role=role, password=secrets.token_hex(16))
        for role in (Role.OFFICER, Role.ANALYST)
    }
    case = cases.open_case(
        actor=actor_for(made[Role.OFFICER]), reference="ROUTES", title="Routes", offence=Offence.DRUG_TRAFFICKING,
        purpose=Purpose.INVESTIGATION,
    )  # fmt: skip
    fill(case, made[Role.OFFICER].id, times=times)
    client = Client()
    client.force_login(made[Role.ANALYST], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _ask(client: Any, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return bytes(answer.content)


def _map(requests: int) -> dict[str, float]:
    """The drawing alone: forty arcs among the countries of the region."""
    from comity.flows.maps import Flow, Known, flow_map

    codes = ("MM", "TH", "LA", "KH", "VN", "CN", "TW", "AU", "MY")
    flows = [Flow(a, b, 5.0 + i) for i, (a, b) in enumerate((a, b) for a in codes for b in codes if a != b)][:40]
    known = Known(300, 900)

    def draw() -> None:
        for size in ("wide", "narrow"):
            flow_map(flows, {}, known=known, size=size, alone=False)

    first = _timed(draw)
    return {"cold_ms": round(first, 1), **_cuts([_timed(draw) for _ in range(requests)])}


def _timed(do: Callable[[], Any]) -> float:
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1000


def _cuts(times: list[float]) -> dict[str, float]:
    cuts = quantiles(times, n=20, method="inclusive")
    return {"p50_ms": round(cuts[9], 1), "p95_ms": round(cuts[18], 1)}


def section(found: dict[str, Any]) -> str:
    rows = [["wide and narrow map, drawing alone", *_row(found["map"]), ""]]
    rows += [[name, *_row(each), f"{each['bytes'] / 1000:.0f} kB"] for name, each in found["pages"].items()]
    made = table(["what", "warm, median", "warm, 95 %", "cold", "size"], rows)
    return f"{count(found['seizures'])} made-up seizures with routes, one process, SQLite.\n\n{made}\n"


def _row(each: dict[str, float]) -> list[str]:
    return [f"{each['p50_ms']:.0f} ms", f"{each['p95_ms']:.0f} ms", f"{each['cold_ms']:.0f} ms"]


def headlines(found: dict[str, Any]) -> list[str]:
    slowest = max(each["p95_ms"] for each in found["pages"].values())
    return [
        f"The page of routes, map and all, takes at most {slowest:.0f} ms (95 %) once warm, of {LIMIT_MS} ms allowed."
    ]
