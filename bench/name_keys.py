"""What the name engine costs, and what its keys find: speed of keys and comparisons, loading and size of the tables.

For each pair of scripts, the share of pairs that have a key in common, and how many of all names share a key with one.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.markdown import count, figure, table
from bench.name_groups import words
from bench.results import shared
from comity import names

Found = dict[str, Any]
LOADS = 5
FEW = 300
COMPARED = 20_000
IMPORT = (
    "import time; s=time.perf_counter(); import comity.names as n; b=time.perf_counter(); {}; e=time.perf_counter()"
)
FIRST_NAMES = "[n.read(t) for t in ('ក', 'ກ', 'ก', 'မ', '王小明', 'Nguyễn Văn', 'Ким', 'محمد')]"


def measure(asked: argparse.Namespace) -> Found:
    folder = shared("data", "names")
    pairs = _read(folder / "pairs_dev.csv")
    pool = [row["name"] for row in _read(folder / "pool_latin.csv")]
    if asked.quick:
        pairs, pool = pairs[:: len(pairs) // FEW], pool[:FEW]
    every = sorted({*pool, *(row["name_a"] for row in pairs), *(row["name_b"] for row in pairs)})
    names.keys(every[0])
    started = time.process_time()
    keys = {name: names.keys(name) for name in every}
    keys_seconds = time.process_time() - started
    compared = [(a, b) for a in every[::97] for b in every[::53]][:COMPARED]
    started = time.process_time()
    for a, b in compared:
        names.compare(a, b)
    return {
        "names": len(every),
        "keys_per_second": len(every) / keys_seconds,
        "keys_per_name": statistics.mean(len(made) for made in keys.values()),
        "compared_per_second": len(compared) / (time.process_time() - started),
        "load_seconds": statistics.median(_load() for _ in range(1 if asked.quick else LOADS)),
        "table_bytes": sum(path.stat().st_size for path in _tables().iterdir() if path.is_file()),
        "groups": _groups(pairs, keys),
    }


def _groups(pairs: list[dict[str, str]], keys: dict[str, tuple[str, ...]]) -> list[Found]:
    holders = defaultdict(set)
    for name, made in keys.items():
        for key in made:
            holders[key].add(name)
    groups = defaultdict(list)
    for row in pairs:
        groups[f"{row['script_a']}-{row['script_b']} {row['kind']}"].append((row["name_a"], row["name_b"]))
    return [
        {
            "group": group,
            "pairs": len(members),
            "share": sum(bool({*keys[a]} & {*keys[b]}) for a, b in members) / len(members),
            "candidates": statistics.mean(len({n for k in keys[a] for n in holders[k]}) - 1 for a, _ in members),
        }
        for group, members in groups.items()
    ]


def _load() -> float:
    """Seconds for loading the engine and reading a first name of each script, in a fresh process."""
    program = IMPORT.format(FIRST_NAMES) + "; print(e - s)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    return float(done.stdout)


def _tables() -> Path:
    return Path(names.__file__).with_name("tables")


def section(found: Found) -> str:
    speeds = [
        ["keys, names a second and core", count(round(found["keys_per_second"]))],
        ["keys a name", figure(found["keys_per_name"], 2)],
        ["comparisons with reasons a second and core", count(round(found["compared_per_second"]))],
        ["loading the engine and a first name of each script", f"{figure(found['load_seconds'], 2)} s"],
        ["tables on disk", f"{figure(found['table_bytes'] / 1e6, 2)} MB"],
    ]
    rows = [
        [words(row["group"]), row["pairs"], f"{row['share']:.3f}", figure(row["candidates"], 2)]
        for row in found["groups"]
    ]
    said = (
        f"What one name's keys find among all {count(found['names'])} names. In linkage they are combined with birth "
        "dates and other facts, which leaves few of the candidates."
    )
    heads = ["group", "pairs", "share with a common key", "names that share a key with one"]
    return "\n\n".join([table(["what", "figure"], speeds), said, table(heads, rows)]) + "\n"


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
