"""Turns results into documents: ``docs/benchmarks.md``, ``docs/methods.md``, ``docs/validation-names.md``, pictures.

Nothing is written by hand in them: tables and sentences come from the results, and what was not measured or could not
be is named with the reason.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.markdown import figure
from bench.registry import MEASUREMENTS, Measurement
from bench.results import FOLDER, QUICK, ROOT, kept

DOCS = ROOT / "docs"
BUSY = 0.15
Found = dict[str, Any]
TITLES = {
    "benchmarks.md": "Benchmarks",
    "validation-names.md": "Validation of names",
    "methods.md": "How it is counted, and how sure that is",
}
METHODS = ROOT / "bench" / "sources" / "methods.md"
ABOUT = {
    "benchmarks.md": """
What Comity costs and how well it links, beside the programs that people would pick instead. How well names meet across
scripts has a report of its own: [validation of names](validation-names.md).
""",
    "validation-names.md": """
How often the name engine puts the right name first, by pair of scripts, what fails and why, beside three peers. R@1 is
the share of queries whose right name comes first; R@P95 is the share of right pairs that are found at the lowest score
at which 95 % of all accepted pairs are right.

The pairs are a half that may be looked at while tables and parameters are made; another half is kept apart, so expect
somewhat less on names that nobody has seen. Private linkage and the cost of a node are in
[benchmarks](benchmarks.md); how the tables grow is in [names](names.md).
""",
    "methods.md": METHODS.read_text(encoding="utf-8"),
}
MEASURED = """
Machines are noisy. Where there is a peer, runs alternate (ours, peer, ours, peer), medians are kept, and a ratio within
one run says more than a time. Peers run in environments of their own (`requirements/peers-*.txt`); nothing of them is
installed with a node. Labelled data lies beside the project in `../shared`, which holds published lists and records
that may not be shipped; what needs it is left out without it.
"""


def write(*, quick: bool = False, folder: Path = FOLDER, docs: Path = DOCS) -> list[Path]:
    """Writes the documents and pictures from the results in a folder and returns their paths.

    What ``--quick`` measured is written beside its results, never into the documents of the project.
    """
    if quick:
        folder, docs = folder / QUICK, folder / QUICK / "docs"
    written = []
    for name in TITLES:
        entries = [entry for entry in MEASUREMENTS if entry.document == name]
        results = {entry.name: found for entry in entries if (found := kept(entry.name, folder))}
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(name, entries, results), encoding="utf-8")
        written.append(path)
        for entry in entries:
            if entry.name in results and "left_out" not in results[entry.name]["found"]:
                written += _pictures(entry, results[entry.name]["found"], docs)
    return written


def document(name: str, entries: list[Measurement], results: dict[str, Found]) -> str:
    """One document as Markdown."""
    parts = [f"# {TITLES[name]}", ABOUT[name], _when(results), _short(entries, results)]
    parts += [section(entry, results[entry.name]["found"]) for entry in entries if entry.name in results]
    parts.append(_losses(entries, results))
    missing = [f"{entry.title} (`python -m bench {entry.name}`)" for entry in entries if entry.name not in results]
    if missing:
        parts.append("## Not measured\n\n" + "\n".join(f"- {line}" for line in missing))
    parts.append(_how(entries, results))
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def section(entry: Measurement, found: Found) -> str:
    """One measurement's part of a document."""
    text = f"Left out: {found['left_out']}." if "left_out" in found else entry.module.section(found).strip()
    return f"## {entry.title}\n\n{text}\n"


def _when(results: dict[str, Found]) -> str:
    if not results:
        return "Nothing has been measured yet."
    days = sorted(found["at"][:10] for found in results.values())
    when = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    said = [f"Written by `make bench` from what was measured on {when}; do not edit it."]
    machines = {json.dumps(found["machine"], sort_keys=True): found["machine"] for found in results.values()}
    for machine in machines.values():
        versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
        said.append(
            f"Machine: {machine['processor']}, {machine['cores']} cores, {machine['memory_bytes'] / 2**30:.0f} GiB of "
            f"memory, {machine['system']}, Python {machine['python']}; {versions}."
        )
    peers = {name: v for found in results.values() for name, v in found["found"].get("versions", {}).items()}
    if peers:
        said.append("Peers: " + ", ".join(f"{name} {version}" for name, version in sorted(peers.items())) + ".")
    quick = sorted(name for name, found in results.items() if found["quick"])
    if quick:
        said.append(f"**Measured with `--quick`, on sizes too small to mean anything: {', '.join(quick)}.**")
    disturbed = [
        f"{name} ({found['busy_before']:.0%})"
        for name, found in sorted(results.items())
        if found.get("busy_before", 0) > BUSY
    ]
    if disturbed:
        said.append(
            "**The machine was busy with other work when some parts began (share of the cores in brackets), so that "
            f"their times are too long: {', '.join(disturbed)}.**"
        )
    return "\n\n".join(said)


def _short(entries: list[Measurement], results: dict[str, Found]) -> str:
    lines = _said("headlines", entries, results)
    return "## In short\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _losses(entries: list[Measurement], results: dict[str, Found]) -> str:
    lines = _said("losses", entries, results)
    if not any(hasattr(entry.module, "losses") for entry in entries if entry.name in results):
        return ""
    said = "\n".join(f"- {line}" for line in lines) or "Nowhere in what was measured here."
    return f"## Where we lose\n\n{said}"


def _said(what: str, entries: list[Measurement], results: dict[str, Found]) -> list[str]:
    lines = []
    for entry in entries:
        if entry.name in results and "left_out" not in results[entry.name]["found"]:
            lines += getattr(entry.module, what, lambda _: [])(results[entry.name]["found"])
    return lines


def _pictures(entry: Measurement, found: Found, docs: Path) -> list[Path]:
    drawn = getattr(entry.module, "pictures", lambda _: {})(found)
    folder = docs / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in drawn.items():
        (folder / name).write_text(svg, encoding="utf-8")
    return [folder / name for name in drawn]


def _how(entries: list[Measurement], results: dict[str, Found]) -> str:
    lines = []
    for entry in entries:
        took = f"; took {figure(results[entry.name]['seconds'], 2)} s" if entry.name in results else ""
        lines.append(f"- `.venv/bin/python -m bench {entry.name}`: {entry.title} (about {entry.minutes:g} min{took})")
    return "## How it was measured\n" + MEASURED + "\n" + "\n".join(lines)
