"""Names across scripts: who comes first, and how much is found at 95 % precision, beside three peers.

The scorer and its pairs of names are kept beside the project in ``../shared``; nothing is measured without them. Every
engine ranks the same queries against the same candidates. nomenklatura compares a few thousand pairs a second, so all
four also run on a sample: some queries of each group against a smaller pool.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import name_failures, peers
from bench.markdown import count, figure, table
from bench.name_groups import words
from bench.programs import COMITY, told
from bench.results import LeftOut, say, shared

TITLES = {
    "comity": "Comity",
    "rapidfuzz": "rapidfuzz on anyascii",
    "icu": "ICU and rapidfuzz",
    "nomenklatura": "nomenklatura logic-v2",
}
SEED = 4
WEAK = 0.9
APART = "\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}"
KEPT = peers.HERE.parent / "kept_ranks.py"
Rows = list[dict[str, str]]


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--engines", default=",".join(TITLES), help="which, separated by commas")
    parser.add_argument("--queries", type=int, default=30, help="queries of a group in the sample")
    parser.add_argument("--pool", type=int, default=1000, help="other names in the sample's pool")


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    folder = shared("data", "names")
    shared("tools", "score_names.py")
    pairs, pool = _read(folder / "pairs_dev.csv"), _read(folder / "pool_latin.csv")
    few_pairs, few_pool = sample(pairs, pool, queries=8 if asked.quick else asked.queries, others=asked.pool)
    found: dict[str, Any] = {
        "whole": {},
        "sample": {},
        "missing": {},
        "sampled": [len(few_pairs), asked.queries, asked.pool],
    }
    with tempfile.TemporaryDirectory(prefix="comity-names-") as scratch:
        small = Path(scratch)
        _write(small / "pairs_dev.csv", few_pairs)
        _write(small / "pool_latin.csv", few_pool)
        for engine in asked.engines.split(","):
            try:
                with command_of(engine, small) as command:
                    if engine != "nomenklatura" and not asked.quick:
                        found["whole"][engine] = scored(folder, command, engine)
                        if engine == "comity":
                            found["failures"] = name_failures.counted(small, pairs, found["whole"][engine])
                    found["sample"][engine] = scored(small, command, f"{engine}, sample")
            except LeftOut as reason:
                found["missing"][engine] = str(reason)
    found["versions"] = _versions(found["missing"])
    return found


@contextmanager
def command_of(engine: str, scratch: Path) -> Iterator[str]:
    """The command of an engine that ranks names, as the scorer takes it; what is slow to load stays loaded."""
    if engine == "comity":
        yield f"{sys.executable} {KEPT} {scratch} {COMITY} names rank"
    elif engine == "rapidfuzz":
        yield f"{sys.executable} {peers.HERE / 'rapidfuzz_names.py'}"
    elif engine == "icu":
        yield peers.command("icu", "icu_names.py")
    else:
        command = peers.command("nomenklatura", "nomenklatura_names.py")
        socket = scratch / "socket"
        server = subprocess.Popen([*command.split(" ", 1), "--serve", str(socket)], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None  # noqa: S101 -- made with a pipe
            if server.stdout.readline().strip() != "ready":
                raise LeftOut("its server ended before it was ready")
            yield f"{command} --via {socket}"
        finally:
            server.kill()
            server.wait()


def scored(folder: Path, command: str, what: str) -> list[dict[str, Any]]:
    """What the shared scorer says of a command, on the pairs and the pool of a folder; one entry a group."""
    started = time.monotonic()
    tool = [sys.executable, shared("tools", "score_names.py"), "--json", "--command", command]
    groups = told([*tool, "--pairs", folder / "pairs_dev.csv", "--pool", folder / "pool_latin.csv"])
    say(f"  {what}: {time.monotonic() - started:.0f} s")
    return groups


def sample(pairs: Rows, pool: Rows, *, queries: int, others: int) -> tuple[Rows, Rows]:
    """Some pairs of each group and some of the pool, always the same."""
    rng = random.Random(SEED)
    groups = defaultdict(list)
    for row in pairs:
        groups[row["script_a"], row["script_b"], row["kind"]].append(row)
    few = [row for rows in groups.values() for row in rng.sample(rows, min(queries, len(rows)))]
    return few, rng.sample(pool, min(others, len(pool)))


def merged(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Engines that did not run now stay as they were; those of another sample go."""
    if before["sampled"] != now["sampled"]:
        before = {**before, "sample": {}}
    joined = {**before, **now, "versions": {**before["versions"], **now["versions"]}}
    for part in ("whole", "sample"):
        every = {**before[part], **now[part]}
        joined[part] = {engine: every[engine] for engine in TITLES if engine in every}
    missing = {**before["missing"], **now["missing"]}
    joined["missing"] = {engine: why for engine, why in missing.items() if engine not in joined["sample"]}
    return joined


def section(found: dict[str, Any]) -> str:
    parts = []
    for part, said in (("whole", "All pairs and the whole pool"), ("sample", _said_of_sample(found))):
        engines = found[part]
        if not engines:
            continue
        rows = [
            [words(row["group"]), row["queries"], count(row["candidates"])]
            + [f"{groups[n]['r1']:.3f}{APART}{groups[n]['r_p95']:.3f}" for groups in engines.values()]
            for n, row in enumerate(next(iter(engines.values())))
        ]
        speeds = [
            count(round(pairs_per_second(groups))) if part == "whole" or engine not in found["whole"] else ""
            for engine, groups in engines.items()
        ]
        heads = ["group", "queries", "candidates", *(TITLES[engine] for engine in engines)]
        if any(speeds):
            rows.append(["pairs a second, both cores", "", "", *speeds])
        parts.append(f"{said}, R@1 / R@P95:\n\n{table(heads, rows)}")
    if "failures" in found:
        parts.append(name_failures.section(found["failures"]))
    parts += [f"{TITLES[engine]} is missing: {reason}." for engine, reason in found["missing"].items()]
    return "\n\n".join(parts) + "\n"


def headlines(found: dict[str, Any]) -> list[str]:
    part, said_of = ("whole", "all queries") if found["whole"] else ("sample", "the queries of the sample")
    said = []
    for engine, groups in found[part].items():
        r1 = sum(row["r1"] * row["queries"] for row in groups) / sum(row["queries"] for row in groups)
        p95 = sum(row["r_p95"] * row["queries"] for row in groups) / sum(row["queries"] for row in groups)
        said.append(f"{TITLES[engine]}: R@1 {r1:.3f}, R@P95 {p95:.3f} over {said_of}.")
    return said


def pairs_per_second(groups: list[dict[str, Any]]) -> float:
    """Pairs ranked a second over all groups, starts of the command included."""
    pairs = [row["queries"] * row["candidates"] for row in groups]
    return sum(pairs) / sum(n / row["pairs_per_second"] for n, row in zip(pairs, groups, strict=True))


def losses(found: dict[str, Any]) -> list[str]:
    said = []
    for part in ("whole", "sample"):
        ours = {row["group"]: row for row in found[part].get("comity", ())}
        for engine, groups in found[part].items():
            better = [
                words(row["group"]) for row in groups if engine != "comity" and _ahead(row, ours.get(row["group"]))
            ]
            if better and (part == "whole" or engine not in found["whole"]):
                said.append(f"{TITLES[engine]} finds more than Comity in: {'; '.join(better)}.")
    whole = found["whole"]
    weak = [f"{words(row['group'])} ({row['r1']:.3f})" for row in whole.get("comity", ()) if row["r1"] < WEAK]
    if weak:
        said.append(f"Comity puts the right name first in fewer than {WEAK:.0%} of the queries of: {'; '.join(weak)}.")
    if {"comity", "rapidfuzz"} <= whole.keys():
        faster = pairs_per_second(whole["rapidfuzz"]) / pairs_per_second(whole["comity"])
        if faster > 1:
            said.append(f"rapidfuzz on anyascii ranks {figure(faster, 2)} times as many names a second as Comity.")
    return said


def _ahead(theirs: dict[str, Any], ours: dict[str, Any] | None) -> bool:
    return ours is not None and (theirs["r1"] > ours["r1"] or theirs["r_p95"] > ours["r_p95"])


def _said_of_sample(found: dict[str, Any]) -> str:
    _, queries, others = found["sampled"]
    return f"A sample that every engine can finish, at most {queries} pairs of a kind and {count(others)} other names"


def _versions(missing: dict[str, str]) -> dict[str, str]:
    told = {}
    for name, packages in {"icu": ("pyicu",), "nomenklatura": ("nomenklatura", "rigour")}.items():
        if name not in missing:
            told |= peers.versions(name, *packages)
    return told


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
