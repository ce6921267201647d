"""Reports on files of individual drug seizures: how long many rows take, and what is read of real ones.

The rows are made up (`comity.simulation.seizure_files`: units and spellings mixed, one row in a hundred with a value
that cannot be read) and their truth is known. The command runs in a process of its own; its memory is that of the
largest process. The published file of UNODC, where it lies beside the project, is read and added up by hand beside it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.markdown import count, figure, megabytes, table
from bench.programs import COMITY
from bench.results import LeftOut
from comity.engines import ENGINES, missing
from comity.simulation.seizure_files import HEADER, Truth, seizure_rows, write_seizures

ROWS = 300_000
QUICK = 10_000
SECONDS = 60
BYTES = 1_500_000_000
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "seizures" / "ids_asia_pacific_subset.csv"
_MASSES = {"Gram": 0.001, "Kilogram": 1.0, "Milligram": 1e-6, "Ton": 1000.0, "Viss": 1.63293, "Block (350gr)": 0.35}


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the made-up file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workbook", action="store_true", help="the same rows as XLSX too (minutes)")


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    if absent := missing("duckdb"):
        raise LeftOut(str(absent))
    rows, truth = seizure_rows(QUICK if asked.quick else asked.rows, seed=asked.seed)
    with tempfile.TemporaryDirectory(prefix="comity-bench-seizures-") as scratch:
        folder = Path(scratch)
        file = folder / "seizures.csv"
        write_seizures(file, rows)
        runs = [_run(file, folder / engine, engine) for engine in ENGINES if missing(engine) is None]
        found: dict[str, Any] = {"rows": truth.rows, "bytes": file.stat().st_size, "runs": runs}
        found |= {"right": all(_right(folder / run["engine"], truth) for run in runs), "unread": len(truth.unread)}
        if asked.workbook:
            workbook = folder / "seizures.xlsx"
            _write_workbook(workbook, rows)
            found["runs"].append(_run(workbook, folder / "xlsx", "duckdb"))
        if REAL.exists():
            found["real"] = _real(folder / "real")
    return found


def _run(file: Path, out: Path, engine: str) -> dict[str, Any]:
    """What one run of the command took."""
    command = [COMITY, "seizures", "report", file, "--out-dir", out, "--engine", engine, "--json"]
    with (out.parent / f"{out.name}.json").open("w+b") as said:
        started = time.monotonic()
        process = subprocess.Popen(list(map(str, command)), stdout=said, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise LeftOut(f"`comity seizures report --engine {engine}` ended with {process.returncode}")
        said.seek(0)
        told = json.load(said)
    cpu = usage.ru_utime + usage.ru_stime
    return {"file": file.suffix[1:], "engine": engine, "seconds": seconds, "cpu_seconds": cpu,
            "memory_bytes": usage.ru_maxrss * 1024, "told": told}  # fmt: skip


def _right(folder: Path, truth: Truth) -> bool:
    """Whether totals, flows and what is unread are those of the truth."""
    totals = {(row["country"], row["year"], row["drug"]): row for row in _rows(folder / "totals.csv")}
    flows = {(row["departure"], row["destination"]): int(row["relations"]) for row in _rows(folder / "flows.csv")}
    unread = [(int(row["row"]), row["column"], row["value"].removeprefix("'")) for row in _rows(folder / "unread.csv")]
    return (
        {key: int(row["seizures"]) for key, row in totals.items()} == truth.seizures
        and all(abs(float(row["kilograms"]) - truth.kilograms[key]) < 1e-6 for key, row in totals.items())
        and flows == truth.flows
        and sorted(unread) == sorted(truth.unread)
    )


def _real(folder: Path) -> dict[str, Any]:
    run = _run(REAL, folder, "duckdb")
    kilograms: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in _rows(REAL):
        if row["AMOUNT"]:
            weight = float(row["AMOUNT"]) * _MASSES.get(row["DRUG_UNIT"], 0.0)
            kilograms[row["SEIZURE_DATE"][:4], row["DRUG_NAME"]] += weight
    told: defaultdict[str, float] = defaultdict(float)
    totals = _rows(folder / "totals.csv")
    for row in totals:
        told[row["year"]] += float(row["kilograms"])
    by_year: defaultdict[str, float] = defaultdict(float)
    for (year, _), weight in kilograms.items():
        by_year[year] += weight
    return {
        "rows": run["told"]["rows"], "read": run["told"]["read"], "with_route": run["told"]["with_route"],
        "values": len(_rows(folder / "unread.csv")), "seizures": sum(int(row["seizures"]) for row in totals),
        "kilograms": sum(told.values()), "seconds": run["seconds"],
        "off": max(abs(told[year] - weight) for year, weight in by_year.items()),
    }  # fmt: skip


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write_workbook(path: Path, rows: list[list[str]]) -> None:
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    sheet = made.create_sheet("Seizures")
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    made.save(path)


def section(found: dict[str, Any]) -> str:
    lines = table(
        ["rows, form, engine", "seconds", "CPU seconds", "peak memory"],
        [
            [f"{count(run['told']['rows'])}, {run['file'].upper()}, {run['engine']}", figure(run["seconds"]),
             figure(run["cpu_seconds"]), megabytes(run["memory_bytes"])]
            for run in found["runs"]
        ],
    )  # fmt: skip
    right = "those" if found["right"] else "**not** those"
    said = [f"The made-up file has {megabytes(found['bytes'])}; {count(found['unread'])} of its values cannot be read."]
    said.append(f"Totals, flows and unread values of every run are {right} of its truth.")
    if real := found.get("real"):
        said.append(
            f"UNODC's published rows of the region: {count(real['read'])} of {count(real['rows'])} rows read, "
            f"{count(real['values'])} values not understood and listed, {count(real['with_route'])} rows with a known "
            f"route; the weights of no year differ by more than {real['off']:.6f} kg from adding them up by hand."
        )
    return "\n\n".join([lines, *said])


def headlines(found: dict[str, Any]) -> list[str]:
    run = found["runs"][0]
    took = f"{figure(run['seconds'])} s and {megabytes(run['memory_bytes'])} of memory"
    return [f"A report on {count(found['rows'])} seizures takes {took}."]


def losses(found: dict[str, Any]) -> list[str]:
    return [
        f"A report on {count(found['rows'])} seizures ({run['file'].upper()}, {run['engine']}) misses its limits of "
        f"{SECONDS} s and {megabytes(BYTES)}: {figure(run['seconds'])} s, {megabytes(run['memory_bytes'])}."
        for run in found["runs"]
        if run["seconds"] > SECONDS or run["memory_bytes"] > BYTES
    ]
