"""Private set intersection beside openmined-psi and SecretFlow SPU: same sizes, same run, same answer.

Both sides hold the same number of keys and half of them are common. Ours is `comity bench hitnohit`: two nodes in two
processes over loopback HTTP, from keys in memory to hits. openmined-psi runs twice: in one process, as its examples do,
and with a process for each party, so that set-up and request are made at the same time. SPU's RR22 runs in two
processes. Runs alternate (ours, peer, ours, peer), and medians are kept.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

from bench import peers, psi_report
from bench.programs import COMITY
from bench.programs import told as told_by
from bench.results import LeftOut, say

FEW = 100
ALONE_UP_TO = 100_000
section, losses = psi_report.section, psi_report.losses
headlines, pictures = psi_report.headlines, psi_report.pictures
Found = dict[str, Any]


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sizes", default="10000,100000,1000000", help="keys a side, separated by commas")
    parser.add_argument("--repeat", type=int, help="runs of each size; else 3, and from 500,000 keys on 1")
    parser.add_argument("--peers", default="openmined-psi,spu", help="which, separated by commas; empty for none")


def measure(asked: argparse.Namespace) -> Found:
    sizes = [1000, 3000] if asked.quick else [int(size) for size in asked.sizes.split(",")]
    missing, versions, programs = _programs([name for name in asked.peers.split(",") if name])
    found: Found = {"rows": [], "missing": missing, "versions": versions, "few": None}
    for size in sizes:
        repeats = asked.repeat or (1 if asked.quick else _repeats(size))
        found["rows"].append(_size(size, repeats, programs))
    largest = max(sizes)
    if largest >= 1_000_000 or asked.quick:
        found["few"] = _few(largest, found["rows"][sizes.index(largest)])
    return found


def merged(before: Found, now: Found) -> Found:
    """Sizes that were not measured now stay as they were."""
    fresh = {row["size"] for row in now["rows"]}
    rows = [*now["rows"], *(row for row in before["rows"] if row["size"] not in fresh)]
    return {
        **now,
        "rows": sorted(rows, key=lambda row: row["size"]),
        "few": now["few"] or before["few"],
        "versions": {**before["versions"], **now["versions"]},
    }


def _repeats(size: int) -> int:
    return 3 if size < 500_000 else 1


def _programs(names: list[str]) -> tuple[dict[str, str], dict[str, str], dict[str, list[str]]]:
    """What is missing and why, the peers' versions, and for each way of running a peer its command."""
    missing, versions, programs = {}, {}, {}
    for name in names:
        try:
            command = peers.command(name, f"{name.replace('-', '_').removesuffix('_psi')}_psi.py").split(" ", 1)
        except LeftOut as reason:
            missing[name] = str(reason)
            continue
        versions |= peers.versions(name, name)
        if name == "openmined-psi":
            programs["openmined-psi, one process"] = command
            programs["openmined-psi, two processes"] = [*command, "--together"]
        else:
            programs["SPU RR22"] = command
    return missing, versions, programs


def _size(size: int, repeats: int, programs: dict[str, list[str]]) -> Found:
    runs: dict[str, list[Found]] = {"Comity": []}
    for turn in range(repeats):
        for engine, command in {"Comity": [], **programs}.items():
            if engine.endswith("one process") and size > ALONE_UP_TO:
                continue
            started = time.monotonic()
            if engine == "Comity":
                told = ours(size, size)
            else:
                few = ["--few", str(FEW)] if "--together" in command else []
                told = told_by([*command, "--left", str(size), "--right", str(size), *few])
            runs.setdefault(engine, []).append(told)
            say(f"  {size:,} keys, run {turn + 1} of {repeats}, {engine}: {time.monotonic() - started:.1f} s in all")
    return {"size": size, "repeats": repeats, "engines": {name: _medians(told) for name, told in runs.items()}}


def ours(left: int, right: int) -> Found:
    """What `comity bench hitnohit` says, with the seconds, the bytes and the memory as the peers tell them."""
    told = told_by([COMITY, "bench", "hitnohit", "--left", str(left), "--right", str(right), "--json"])
    told["seconds"] = told["index_seconds"] + told["check_seconds"]
    told["bytes"] = told["index_bytes"] + told["request_bytes"] + told["response_bytes"]
    return told


def _medians(runs: list[Found]) -> Found:
    """The median of each figure; the answer was right only if it was right in every run."""
    found: Found = {"correct": all(run["correct"] for run in runs)}
    for name in runs[0]:
        values = [run[name] for run in runs]
        if name == "few_ms":
            found[name] = statistics.median(one for run in values for one in run) if values[0] else None
        elif name != "correct":
            found[name] = statistics.median(values)
    found["spread"] = [min(run["seconds"] for run in runs), max(run["seconds"] for run in runs)]
    return found


def _few(size: int, row: Found) -> Found:
    """A check of a hundred keys against an index that is there."""
    told = ours(FEW, size)
    peer = row["engines"].get("openmined-psi, two processes", {})
    return {
        "asked": FEW,
        "against": size,
        "ours_ms": told["check_seconds"] * 1000,
        "ours_index_seconds": told["index_seconds"],
        "correct": told["correct"],
        "peer_ms": peer.get("few_ms"),
    }
