"""Expressions stay within what every engine answers alike: what source code alone can show of it.

``python -m tests.portable`` lists each call that leaves the portable subset in modules that import Ibis; `.ci/lint`
runs it. What only a built expression shows is refused when it runs (`comity.engines.portable`).
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "comity"
OWN = SOURCE / "engines"
"""The room that knows its engines."""

ONE_ENGINE = "is not on every engine"
BY_CHANCE = "gives other rows each time"
BY_ORDER = "depends on the order in which an engine reads"
ROUGH = "is approximate, and each engine approximates in its own way"
THROUGH = "goes past comity.engines"
REFUSED = {
    "asof_join": ONE_ENGINE,
    "sql": ONE_ENGINE,
    "raw_sql": ONE_ENGINE,
    "udf": ONE_ENGINE,
    "rowid": ONE_ENGINE,
    "random": BY_CHANCE,
    "sample": BY_CHANCE,
    "uuid": BY_CHANCE,
    "now": BY_CHANCE,
    "today": BY_CHANCE,
    "arbitrary": BY_ORDER,
    "argmax": BY_ORDER,
    "argmin": BY_ORDER,
    "collect": BY_ORDER,
    "first": BY_ORDER,
    "group_concat": BY_ORDER,
    "head": BY_ORDER,
    "last": BY_ORDER,
    "mode": BY_ORDER,
    "topk": BY_ORDER,
    "approx_median": ROUGH,
    "approx_nunique": ROUGH,
    "approx_quantile": ROUGH,
    "cache": THROUGH,
    "execute": THROUGH,
    "memtable": THROUGH,
    "read_csv": THROUGH,
    "read_json": THROUGH,
    "read_parquet": THROUGH,
    "to_pandas": THROUGH,
    "to_polars": THROUGH,
    "to_pyarrow": THROUGH,
    "to_pyarrow_batches": THROUGH,
}


def findings(code: str, name: str) -> list[str]:
    """This function returns a line for each call in a module that leaves the portable subset; none without Ibis."""
    tree = ast.parse(code)
    if not any(_imports_ibis(node) for node in ast.walk(tree)):
        return []
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        called = node.func.attr
        if called in REFUSED:
            found.append((node.lineno, f"{called} {REFUSED[called]}"))
        if called == "over" and "nunique" in _calls_in(node.func.value):
            found.append((node.lineno, f"nunique().over {ONE_ENGINE}"))
    return [f"{name}:{line}: {reason}" for line, reason in sorted(found)]


def _imports_ibis(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name.split(".")[0] == "ibis" for alias in node.names)
    return isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ibis"


def _calls_in(expression: ast.expr) -> set[str]:
    return {
        node.func.attr
        for node in ast.walk(expression)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def all_findings() -> list[str]:
    """This function returns the findings in every module but those of the engines themselves."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if OWN not in path.parents:
            found += findings(path.read_text(encoding="utf-8"), path.relative_to(SOURCE.parents[1]).as_posix())
    return found


if __name__ == "__main__":
    for finding in (left := all_findings()):
        sys.stderr.write(f"{finding}\n")
    sys.exit(1 if left else 0)
