"""``comity names`` in the form that other programs call."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from comity.cli import names
from comity.kernel import UnreadableFile


@pytest.fixture
def app() -> typer.Typer:
    found = typer.Typer()
    found.callback()(lambda: None)
    names.add_to(found)
    return found


def table(path: Path, rows: list[str]) -> str:
    path.write_text("id,name\n" + "".join(f"{i},{row}\n" for i, row in enumerate(rows)), encoding="utf-8")
    return str(path)


def test_compare_prints_one_json_document(app: typer.Typer):
    result = CliRunner().invoke(app, ["names", "compare", "សុខ ដារ៉ា", "Sok Dara", "--json"])
    found = json.loads(result.stdout)
    assert found["score"] > 0.9
    assert {"what", "text", "effect"} == set(found["reasons"][0])


def test_compare_says_why(app: typer.Typer):
    result = CliRunner().invoke(app, ["names", "compare", "សុខ", "Sok"])
    assert "both read as sok" in result.stdout


@pytest.mark.parametrize("many", [3, 700])
def test_rank_writes_exactly_the_rows_asked_for(app: typer.Typer, tmp_path: Path, many: int):
    queries = table(tmp_path / "queries.csv", ["សុខ ដារ៉ា", "陈大文"] * (many // 2))
    pool = table(
        tmp_path / "pool.csv", ["Chan Tai-man", "Sok Dara", *(f"Nobody {chr(97 + i % 26)}o" for i in range(many))]
    )
    out = tmp_path / "ranks.csv"
    result = CliRunner().invoke(app, ["names", "rank", queries, pool, "--top", "2", "--out", str(out)])
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["query_id", "pool_id", "score"]
    assert len(rows) == 2 * 2 * (many // 2)
    best = {row["query_id"]: row["pool_id"] for row in reversed(rows)}
    assert (best["0"], best["1"]) == ("1", "0")


def test_a_file_without_the_columns_is_refused(app: typer.Typer, tmp_path: Path):
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["names", "rank", str(bad), str(bad), "--out", str(tmp_path / "out.csv")])
    assert isinstance(result.exception, UnreadableFile)
    assert not (tmp_path / "out.csv").exists()
