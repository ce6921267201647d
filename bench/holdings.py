"""Large holdings at one node: how fast they are imported, and how long lists, searches and records take then.

Subjects come from `comity.simulation` and go through the real import; pages are asked for through Django's own client,
with everything between the web server and the database, and each request writes its entry in the ledger. PostgreSQL
runs as a private cluster with its own settings as they come.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from bench.markdown import count, figure, megabytes, table

LIMIT_MS = 200
SUBJECTS_A_SECOND = 2000
REGION = 10_000
SMALL_CASE = 500
TAG = "comity-bench-holdings"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=500_000, help="subjects to import")
    parser.add_argument("--engine", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--requests", type=int, default=60, help="of each kind")
    parser.add_argument("--folder", type=Path, help="keep the node here, or measure the one that is here")
    parser.add_argument("--database", help="URL of a PostgreSQL database to use instead of a private cluster")
    parser.add_argument("--seed", type=int, default=1)


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    size = 5_000 if asked.quick else asked.count
    with ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"{TAG}-")))
        known = (folder / "node" / "node.toml").exists()
        url = "" if known else asked.database or (stack.enter_context(cluster()) if asked.engine != "sqlite" else "")
        _set_up(folder / "node", url)
        from bench.holdings_pages import pages
        from bench.holdings_people import people

        actors = people()
        found: dict[str, Any] = {"engine": asked.engine, "asked": size}
        if not known:
            found |= imported(folder, size, asked.seed, actors)
        found |= kept_keys()
        found["database_bytes"] = database_bytes()
        found["pages"] = pages(actors, asked.requests, Random(asked.seed))
    return found


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of a fresh database in a private cluster that goes with the measurement."""
    from tests.postgres import start

    made = start()
    try:
        yield made.new_database()
    finally:
        made.stop()


def _set_up(folder: Path, url: str) -> None:
    from comity.kernel import SystemClock
    from comity.node.config import NodeConfig
    from comity.node.founding import found
    from comity.node.upgrades import set_up

    if (folder / "node.toml").exists():
        os.environ["COMITY_NODE"] = str(folder)
        set_up()
        return
    given = {"database_url": url} if url else {}
    config = NodeConfig(
        folder=folder, agency="Large holdings", country="KH", address="http://localhost:8899", behind_tls=False, **given
    )
    found(config, clock=SystemClock())


def write_subjects(path: Path, size: int, seed: int) -> int:
    """Writes made-up subjects of one agency as CSV, from as many regions as it takes; returns the bytes."""
    from comity.simulation import region

    columns = [
        "name", "alias", "firstName", "lastName", "birthDate", "gender", "nationality", "country", "passportNumber",
        "idNumber", "phone", "email", "accountNumber", "publicKey", "registrationNumber", "address", "imoNumber",
    ]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        table_of = csv.writer(file)
        table_of.writerow(["id", "schema", "role", *columns])
        left, part = size, 0
        while left > 0:
            records = region(seed * 1000 + part, ("KH",), REGION).agencies["KH"].records[:left]
            for each in records:
                cells = (";".join(each.properties.get(name, ())) for name in columns)
                table_of.writerow([f"{part}-{each.id}", each.schema.value, each.role.value, *cells])
            left, part = left - len(records), part + 1
    return path.stat().st_size


def imported(folder: Path, size: int, seed: int, actors: Any) -> dict[str, Any]:
    """Imports the subjects in two files: a large case, and a small one."""
    from comity.kernel import Evaluation, Restriction
    from comity.node.holdings import operations
    from comity.subjects import Role

    found: dict[str, Any] = {}
    for case_id, rows, name in ((actors.large, size, "large"), (actors.small, SMALL_CASE, "small")):
        path = folder / f"{name}.csv"
        size_of = write_subjects(path, rows, seed + len(name))
        grounds = operations.Grounds(
            case_id=case_id, role=Role.SUSPECT, source="made-up register", evaluation=Evaluation.parse("B2"),
            restriction=Restriction(), releasable_to=("VN", "TH"),
            retention_until=date(datetime.now(UTC).year + 5, 1, 1),
        )  # fmt: skip
        with memory() as peak:
            cpu, started = at_work(), time.monotonic()
            made = operations.import_file(actor=actors.worker, file=path, grounds=grounds, name=path.name)
            seconds, cpu = time.monotonic() - started, at_work() - cpu
        if name == "large":
            found = {
                "rows": made.rows, "imported": made.read, "rows_left_out": made.left_out, "file_bytes": size_of,
                "import_seconds": round(seconds, 2), "import_cpu_seconds": round(cpu, 2),
                "subjects_per_second": round(made.read / seconds), "import_memory_growth_bytes": peak[0],
            }  # fmt: skip
        path.unlink()
    return found


def at_work() -> float:
    """CPU seconds of this process, and of those that it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@contextmanager
def memory() -> Iterator[list[int]]:
    """How far the resident memory of this process grew at most meanwhile, looked at ten times a second."""
    import psutil

    own, stop, growth = psutil.Process(), threading.Event(), [0]
    before = own.memory_info().rss

    def look() -> None:
        while not stop.wait(0.1):
            growth[0] = max(growth[0], own.memory_info().rss - before)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield growth
    finally:
        stop.set()
        thread.join()


def kept_keys() -> dict[str, Any]:
    """Reads all kept keys, as whoever makes an index does."""
    from comity.node.holdings.indexing import keyed

    started, holdings, keys = time.monotonic(), 0, 0
    for batch in keyed():
        holdings += len(batch)
        keys += sum(len(each.keys) for each in batch)
    return {"indexable": holdings, "keys": keys, "keys_read_seconds": round(time.monotonic() - started, 2)}


def database_bytes() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def section(found: dict[str, Any]) -> str:
    rows = [
        [name, count(each["n"]), figure(each["p50_ms"]), figure(each["p95_ms"])]
        for name, each in found["pages"].items()
    ]
    said = [f"{count(found['indexable'])} holdings that may be indexed, on {found['engine']}."]
    if "import_seconds" in found:
        said.append(
            f"{count(found['imported'])} subjects were imported in {figure(found['import_seconds'])} s: "
            f"{count(found['subjects_per_second'])} a second, {figure(found['import_cpu_seconds'])} s of them at work "
            f"in Python; memory grew by {megabytes(found['import_memory_growth_bytes'])}."
        )
    said.append(
        f"The database takes {megabytes(found['database_bytes'])}; all {count(found['keys'])} kept keys are read in "
        f"{figure(found['keys_read_seconds'])} s."
    )
    return "\n\n".join([" ".join(said), table(["page", "requests", "p50 ms", "p95 ms"], rows)])


def losses(found: dict[str, Any]) -> list[str]:
    slow = [
        f"large holdings: {name} takes {figure(each['p95_ms'])} ms (p95) where {LIMIT_MS} ms were wanted"
        for name, each in found["pages"].items()
        if each["p95_ms"] > LIMIT_MS
    ]
    if found.get("subjects_per_second", SUBJECTS_A_SECOND) < SUBJECTS_A_SECOND:
        slow.append(
            f"large holdings: {count(found['subjects_per_second'])} subjects are imported a second where "
            f"{count(SUBJECTS_A_SECOND)} were wanted"
        )
    return slow
