"""The labelled pairs, in groups of one kind and two scripts."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

_OTHERS = ("vi", "latin")


@dataclass(frozen=True, slots=True)
class Row:
    """One name in two spellings."""

    person: str
    a: str
    b: str
    group: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Queries with their right names, among candidates."""

    right: dict[str, set[str]]
    others: dict[str, set[str]]
    """Other spellings of the same person, folded: neither right nor wrong."""
    person: dict[str, str]
    candidates: list[str]


@dataclass(frozen=True, slots=True)
class Known:
    """All labelled pairs, and names of other people."""

    rows: list[Row]
    pool: list[str]


def read(folder: Path) -> Known:
    """This function reads the pairs and the pool of other names, without those of the same people."""
    with (folder / "pairs_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Row(r["person_id"], r["name_a"], r["name_b"], _group(r["script_a"], r["script_b"], r["kind"]))
            for r in csv.DictReader(file)
        ]
    with (folder / "pool_latin.csv").open(encoding="utf-8", newline="") as file:
        pool = [r["name"] for r in csv.DictReader(file)]
    known = {folded(name) for row in rows for name in (row.a, row.b)}
    return Known(rows, [name for name in pool if folded(name) not in known])


def _group(a: str, b: str, kind: str) -> tuple[str, str, str]:
    if a not in _OTHERS and not b.startswith("latin"):
        return ("cross", "cross", kind)
    return (a, b, kind)


def folded(name: str) -> str:
    """This function removes case and marks, to tell whether two spellings differ in anything else."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def groups(known: Known) -> dict[tuple[str, str, str], Group]:
    """This function gathers the pairs of each group, to be found among all names on the other side and the pool."""
    spellings: dict[str, set[str]] = defaultdict(set)
    among: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in known.rows:
        spellings[row.person] |= {folded(row.a), folded(row.b)}
        among[row.group].append(row)
    found = {}
    for group, rows in among.items():
        right: dict[str, set[str]] = defaultdict(set)
        others: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            right[row.a].add(row.b)
            others[row.a] |= spellings[row.person]
        candidates = {row.b for row in rows} | (set() if group[0] == "cross" else set(known.pool))
        person = {row.a: row.person for row in rows}
        found[group] = Group(dict(right), dict(others), person, sorted(candidates))
    return found
