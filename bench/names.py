"""Scores name ranking on pairs of names in two scripts beside rapidfuzz on anyascii, and keys by what they share.

    python bench/names.py [--shared ../shared] [--json]

The scorer and its data are kept beside the project in ``shared``; nothing is measured without them.
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEER = HERE / "names_peer.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not (given.shared / "tools" / "score_names.py").is_file():
        sys.exit(f"{given.shared}: the scorer and its data are not there; name their folder with --shared")
    comity = Path(sys.executable).with_name("comity")
    found = {
        "comity": scored(given.shared, f"{comity} names rank"),
        "rapidfuzz": scored(given.shared, f"{sys.executable} {PEER}"),
        "keys": keyed(given.shared),
    }
    if given.json:
        json.dump(found, sys.stdout, indent=1)
        return
    print(f"{'group':28s} {'n':>4s}   comity R@1 / R@P95   rapidfuzz on anyascii   share a key")
    keys = {row["group"]: row for row in found["keys"]}
    for ours, theirs in zip(found["comity"], found["rapidfuzz"], strict=True):
        key = keys.get(ours["group"])
        share = f"{key['share']:.3f} ({key['candidates']:.1f} candidates)" if key else ""
        print(
            f"{ours['group']:28s} {ours['queries']:4d}   {ours['r1']:.3f} / {ours['r_p95']:.3f}        "
            f"{theirs['r1']:.3f} / {theirs['r_p95']:.3f}           {share}"
        )


def scored(shared: Path, command: str) -> list[dict[str, object]]:
    names = shared / "data" / "names"
    tool = [sys.executable, str(shared / "tools" / "score_names.py"), "--json", "--command", command]
    files = ["--pairs", str(names / "pairs_dev.csv"), "--pool", str(names / "pool_latin.csv")]
    return json.loads(subprocess.run([*tool, *files], check=True, capture_output=True, text=True).stdout)


def keyed(shared: Path) -> list[dict[str, object]]:
    """For each group, the share of pairs with a common key, and how many of all names share a key with one."""
    from comity import names

    folder = shared / "data" / "names"
    with (folder / "pairs_dev.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    with (folder / "pool_latin.csv").open(encoding="utf-8", newline="") as file:
        pool = [row["name"] for row in csv.DictReader(file)]
    every = sorted({*pool, *(p["name_a"] for p in pairs), *(p["name_b"] for p in pairs)})
    started = time.perf_counter()
    keys = {name: names.keys(name) for name in every}
    speed = len(every) / (time.perf_counter() - started)
    holders = collections.defaultdict(set)
    for name in every:
        for key in keys[name]:
            holders[key].add(name)
    groups = collections.defaultdict(list)
    for p in pairs:
        groups[f"{p['script_a']}-{p['script_b']} {p['kind']}"].append((p["name_a"], p["name_b"]))
    return [
        {
            "group": group,
            "pairs": len(members),
            "share": round(sum(bool({*keys[a]} & {*keys[b]}) for a, b in members) / len(members), 3),
            "candidates": round(
                sum(len({n for k in keys[a] for n in holders[k]}) - 1 for a, _ in members) / len(members), 1
            ),
            "names_per_second": round(speed),
        }
        for group, members in groups.items()
    ]


if __name__ == "__main__":
    main()
