"""Measures Comity, beside its peers, and writes the reports.

    python -m bench                 everything but what is apart, then the reports: `make bench`
    python -m bench list            what there is, and how long each takes on two idle cores
    python -m bench NAME [options]  one measurement (`python -m bench NAME --help` for its options)
    python -m bench peers [NAME …]  make the peers' environments under .venv-peers
    python -m bench report          docs/benchmarks.md, docs/validation-names.md and pictures, from the results

A new measurement is a file and a line in `bench/registry.py`, which says what it consists of. Each one runs in a
process of its own, so that one that fails or is stopped loses nothing of the others: run the parts one by one if you
like, and the report takes what is there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from bench import peers, report, results
from bench.registry import MEASUREMENTS, Measurement, named
from bench.results import LeftOut, say

WHOLE = [entry for entry in MEASUREMENTS if not entry.apart]
QUICK = "small sizes, to see that it runs; its results and reports go to bench/results/quick"


def parser(wanted: str = "") -> argparse.ArgumentParser:
    """The command's parser; of the measurements only the one that is wanted is imported, for its own options."""
    made = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = made.add_subparsers(dest="command")
    every = commands.add_parser("all", help="everything, then the reports")
    every.add_argument("--quick", action="store_true", help=QUICK)
    every.add_argument("--only", type=_names, help="names of measurements, separated by commas")
    commands.add_parser("list", help="what there is")
    environments = commands.add_parser("peers", help="make the peers' environments")
    environments.add_argument("names", nargs="*", choices=[*peers.NAMES, []], metavar="NAME")
    written = commands.add_parser("report", help="write the reports from the results")
    written.add_argument("--quick", action="store_true", help="from what --quick measured, beside its results")
    for entry in MEASUREMENTS:
        one = commands.add_parser(entry.name, help=entry.title)
        one.add_argument("--quick", action="store_true", help=QUICK)
        if entry.name == wanted:
            one.description = entry.module.__doc__
            getattr(entry.module, "options", lambda _: None)(one)
    return made


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = {*names} - {entry.name for entry in MEASUREMENTS}
    if unknown:
        raise argparse.ArgumentTypeError(f"no such measurement: {', '.join(sorted(unknown))}; see `list`")
    return names


def main(arguments: list[str] | None = None) -> int:
    given = arguments or ["all"]
    asked = parser(given[0]).parse_args(given)
    if asked.command == "list":
        for entry in MEASUREMENTS:
            apart = " (only when it is named)" if entry.apart else ""
            print(f"{entry.name:12s} {entry.minutes:5.1f} min (quick {entry.quick_minutes:.1f})  {entry.title}{apart}")
        return 0
    if asked.command == "peers":
        return peers.make_all(asked.names or peers.NAMES)
    if asked.command == "report":
        for path in report.write(quick=asked.quick):
            print(path.relative_to(results.ROOT))
        return 0
    return everything(asked) if asked.command == "all" else run(named(asked.command), asked)


def run(entry: Measurement, asked: argparse.Namespace) -> int:
    """Runs one measurement, keeps its result and prints its section."""
    folder = results.FOLDER / results.QUICK if asked.quick else results.FOLDER
    before = (results.kept(entry.name, folder) or {}).get("found", {"left_out": ""})
    busy = 0.0 if asked.quick else results.busy()
    started = time.monotonic()
    try:
        found = entry.module.measure(asked)
    except LeftOut as reason:
        if "left_out" not in before:
            say(f"{entry.name}: what was measured before stays, since this failed: {reason}")
            return 1
        found = {"left_out": str(reason)}
    if hasattr(entry.module, "merged") and not {"left_out"} & {*before, *found}:
        found = entry.module.merged(before, found)
    took = time.monotonic() - started
    results.keep(entry.name, found, quick=asked.quick, seconds=took, busy=busy, folder=results.FOLDER)
    print(report.section(entry, found))
    return 0


def everything(asked: argparse.Namespace) -> int:
    """Runs every measurement in a process of its own, with a line of progress for each, and writes the reports."""
    wanted = [e for e in MEASUREMENTS if e.name in asked.only] if asked.only else WHOLE
    failed = []
    started = time.monotonic()
    peers.make_all(peers.NAMES)
    for place, entry in enumerate(wanted, 1):
        minutes = entry.quick_minutes if asked.quick else entry.minutes
        say(f"[{place}/{len(wanted)}] {entry.title}: about {minutes:g} min")
        begun = time.monotonic()
        command = [sys.executable, "-m", "bench", entry.name, *(["--quick"] if asked.quick else [])]
        if subprocess.run(command, check=False, cwd=results.ROOT).returncode:
            failed.append(entry.name)
        say(f"[{place}/{len(wanted)}] {entry.name}: {time.monotonic() - begun:.0f} s")
    for path in report.write(quick=asked.quick):
        say(f"written: {path.relative_to(results.ROOT)}")
    say(f"{time.monotonic() - started:.0f} s in all" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
