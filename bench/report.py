"""Turns results into documents: ``docs/benchmarks.md``, ``docs/validation-names.md`` and the pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.registry import MEASUREMENTS, Measurement
from bench.results import FOLDER, ROOT, kept

DOCS = ROOT / "docs"


def write(folder: Path = FOLDER, docs: Path = DOCS) -> list[Path]:
    """Writes the documents from the results in a folder and returns their paths."""
    whole = docs / "benchmarks.md"
    parts = [section(entry, found["found"]) for entry in MEASUREMENTS if (found := kept(entry.name, folder))]
    whole.write_text("# Benchmarks\n\n" + "\n".join(parts), encoding="utf-8")
    return [whole]


def section(entry: Measurement, found: dict[str, Any]) -> str:
    """One measurement's part of the report, as Markdown."""
    text = f"Left out: {found['left_out']}." if "left_out" in found else entry.module.section(found).strip()
    return f"## {entry.title}\n\n{text}\n"
