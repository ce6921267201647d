"""Why the right name did not come first, or came first without enough distance: classes of failures, counted.

Every failure is in the first class that fits it. Names are never printed: the pairs are published data about real
persons, and a class says more to who wants to mend it.
"""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.markdown import table
from bench.name_groups import words
from bench.results import shared
from comity import names

ALIKE = 0.95
SURE = 0.95
PLACES = "place"
CLASSES = {
    "blocked": "blocking left the right name out, though it would have come first",
    "homophone": "the name that came first sounds the same as the right one",
    "token": "a token of one name has no counterpart in the other (two tokens against three, a name left out)",
    "dialect": "a character is spelt in a way that no dialect in the tables gives",
    "spelling": "a token is spelt in a way that the tables do not give",
    "order": "the tokens stand in another order, and a name in the same order is nearer",
    "nearer": "every token meets, and another name meets better",
}


def counted(folder: Path, pairs: list[dict[str, str]], groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each group, how often the right name was first and sure, first and not sure, and each class of failure.

    Args:
        folder: what ``kept_ranks.py`` kept, in the order of the groups.
        pairs: the scorer's pairs.
        groups: what the scorer printed.
    """
    scorer = _scorer()
    spellings: dict[str, set[str]] = defaultdict(set)
    for row in pairs:
        spellings[row["person_id"]] |= {scorer.plain(row["name_a"]), scorer.plain(row["name_b"])}
    made = [group for group in scorer.GROUPS if any(scorer.in_group(row, group) for row in pairs)]
    return [
        {"group": told["group"], "queries": told["queries"], **_group(folder, place, group, pairs, spellings, scorer)}
        for place, (told, group) in enumerate(zip(groups, made, strict=True))
    ]


def section(groups: list[dict[str, Any]]) -> str:
    """What fails and why, as Markdown."""
    classes = [name for name in CLASSES if any(name in row["failed"] for row in groups)]
    rows = [
        [
            words(row["group"]),
            row["queries"],
            row["sure"],
            row["below"],
            *(row["failed"].get(name, 0) for name in classes),
        ]
        for row in groups
    ]
    heads = ["group", "queries", "first and sure", "first, not sure", *classes]
    said = (
        "Of the names that came first, those are sure whose score reaches the one at which 95 % of all pairs are "
        "right. The other columns are queries whose right name did not come first, each in the first class that fits:"
    )
    parts = [
        "### What fails in Comity, and why",
        said,
        table(heads, rows),
        "\n".join(f"- **{name}**: {CLASSES[name]}" for name in classes),
    ]
    return "\n\n".join(parts)


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_names", shared("tools", "score_names.py"))
    assert spec is not None  # noqa: S101 -- the file is there
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _group(
    folder: Path,
    place: int,
    group: tuple[str, str, str],
    pairs: list[dict[str, str]],
    spellings: dict[str, set[str]],
    scorer: ModuleType,
) -> dict[str, Any]:
    right: dict[str, set[str]] = defaultdict(set)
    person: dict[str, set[str]] = defaultdict(set)
    for row in pairs:
        if scorer.in_group(row, group):
            right[row["name_a"]].add(row["name_b"])
            person[row["name_a"]].add(row["person_id"])
    kind = PLACES if group[2] == PLACES else "person"
    ranked = _ranked(folder, place)
    judged, failed = [], Counter()
    for query, rows in ranked.items():
        gold = right[query]
        same = set().union(*(spellings[p] for p in person[query])) - {scorer.plain(name) for name in gold}
        rows = [(s, c) for s, c in rows if c != query and (c in gold or scorer.plain(c) not in same)]  # noqa: PLW2901
        best = max(((s, c) for s, c in rows if c in gold), default=(0.0, next(iter(gold))))
        wrong = max(((s, c) for s, c in rows if c not in gold), default=(0.0, ""))
        judged.append((best[0], wrong[0]))
        if best[0] <= wrong[0]:
            failed[_class(query, best, wrong, kind)] += 1
    least = _threshold(judged, ranked, right)
    sure = sum(best > wrong and best >= least for best, wrong in judged)
    first = sum(best > wrong for best, wrong in judged)
    return {"sure": sure, "below": first - sure, "failed": dict(failed)}


def _ranked(folder: Path, place: int) -> dict[str, list[tuple[float, str]]]:
    queries, pool = (
        {row["id"]: row["name"] for row in _read(folder / f"{place:02d}-{name}.csv")} for name in ("queries", "pool")
    )
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in _read(folder / f"{place:02d}-ranks.csv"):
        found[queries[row["query_id"]]].append((float(row["score"]), pool[row["pool_id"]]))
    return found


def _threshold(judged: list, ranked: dict, right: dict) -> float:
    """The lowest score at which 95 % of all pairs that reach it are right."""
    scored = [(best, True) for best, _ in judged]
    scored += [(s, False) for query, rows in ranked.items() for s, c in rows if c not in right[query] and c != query]
    scored.sort(reverse=True)
    least, good = 2.0, 0
    for place, (score, is_right) in enumerate(scored, 1):
        good += is_right
        if good / place >= SURE and (place == len(scored) or scored[place][0] < score):
            least = score
    return least


def _class(query: str, best: tuple[float, str], wrong: tuple[float, str], kind: str) -> str:
    found = names.compare(query, best[1], kind)
    if found.score > wrong[0]:
        return "blocked"
    if names.compare(best[1], wrong[1], kind).score >= ALIKE:
        return "homophone"
    said = {reason.what for reason in found.reasons}
    if "missing" in said:
        return "token"
    if any(reason.what == "against" and " and " in reason.text for reason in found.reasons):
        return "dialect" if "Hani" in {names.read(query, kind).script, names.read(best[1], kind).script} else "spelling"
    return "order" if "order" in said else "nearer"


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
