"""Recall and precision of keys, evidence and score on simulated regions, without cryptography or processes.

Every record that may be indexed is checked against the two other agencies. Strong and possible hits count; the truth is
the simulation's. The demo measures the same through the real protocol.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.markdown import table
from bench.results import say
from comity import linkage
from comity.kernel import Limits
from comity.linkage import Rarity
from comity.linkage.rarity import name_of
from comity.simulation import NODES, Record, Region, region, write_files
from comity.subjects import Subject
from comity.subjects.readers import read

LIMITS = Limits()
STRENGTHS = ("strong", "possible", "weak")
Every = dict[str, dict[str, Subject]]


@dataclass
class Measured:
    """What one region gave."""

    strengths: Counter = field(default_factory=Counter)
    true: int = 0
    found: int = 0
    right: int = 0
    missed: list = field(default_factory=list)
    wrong: list = field(default_factory=list)


def subjects(made: Region) -> dict[str, dict[str, Subject]]:
    """The records of every agency as the readers read them."""
    found: dict[str, dict[str, Subject]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for country in NODES:
            files = write_files(made.agencies[country], Path(folder) / country)
            items = [item for file in files for item in read(file.path, limits=LIMITS)]
            every = (getattr(item, "subject", item) for item in items)
            found[country] = {subject.id: subject for subject in every}
    return found


def names_of(subject: Subject) -> tuple[str, ...]:
    given, family = subject.get("firstName"), subject.get("lastName")
    parts = (" ".join((*given[:1], *family[:1])),) if given or family else ()
    return (*subject.get("name", "alias", "weakAlias"), *parts)


def _measured(made: Region) -> Measured:
    result = Measured()
    every = subjects(made)
    for asker in NODES:
        mine = [r for r in made.agencies[asker].records if r.indexed]
        own = Counter(
            name
            for subject in every[asker].values()
            for name in {name_of(key) for key in linkage.keys_of(subject, limits=LIMITS)}
            if name is not None
        )
        rarity = Rarity(dict(own), len(every[asker]))
        for partner in NODES:
            if partner != asker:
                _direction(result, made, every, mine, (asker, partner), rarity)
    return result


def _direction(
    result: Measured, made: Region, every: Every, mine: list[Record], pair: tuple[str, str], rarity: Rarity
) -> None:
    asker, partner = pair
    index = defaultdict(set)
    for record in made.agencies[partner].records:
        if record.indexed:
            for key in linkage.keys_of(every[partner][record.id], limits=LIMITS):
                index[key].add(record.id)
    truth, found = made.pairs(asker, partner), set()
    for record in mine:
        subject = every[asker][record.id]
        asked = linkage.keys_of(subject, limits=LIMITS, asking=True)
        agreed = defaultdict(list)
        for key in asked:
            for other in index.get(key, ()):
                agreed[other].append(key)
        for other, keys in agreed.items():
            evidence = linkage.weigh(asked, keys, rarity, names_of(subject))
            result.strengths[evidence.strength.value] += 1
            if evidence.strength.value != "weak":
                found.add((record.id, other))
                if (record.id, other) not in truth:
                    result.wrong.append((pair, record.id, other, evidence.score, keys))
    result.missed += [(pair, *each) for each in truth - found]
    result.true += len(truth)
    result.found += len(found)
    result.right += len(truth & found)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seeds", type=int, nargs="+", default=[20261122, 1, 2])
    parser.add_argument("--show", type=int, default=0, help="how many wrong and missed pairs to show")


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    rows = []
    for seed in asked.seeds[:1] if asked.quick else asked.seeds:
        made = region(seed)
        result = _measured(made)
        rows.append(
            {
                "seed": seed,
                "recall": result.right / result.true,
                "precision": result.right / result.found,
                "hits": dict(result.strengths),
            }
        )
        properties = {r.id: dict(r.properties) for agency in made.agencies.values() for r in agency.records}
        for pair, here, there, score, keys in result.wrong[: asked.show]:
            say(f"wrong {pair} {score:.3f} {[k.value for k in keys]}\n   {properties[here]}\n   {properties[there]}")
        for pair, here, there in result.missed[: asked.show]:
            say(f"missed {pair}\n   {properties[here]}\n   {properties[there]}")
    return {"rows": rows}


def section(found: dict[str, Any]) -> str:
    rows = [
        [row["seed"], f"{row['recall']:.4f}", f"{row['precision']:.4f}", *(row["hits"].get(s, 0) for s in STRENGTHS)]
        for row in found["rows"]
    ]
    heads = ["seed of the region", "recall", "precision", *(f"{strength} hits" for strength in STRENGTHS)]
    return table(heads, rows) + (
        "\n\nThree agencies of an invented region; recall and precision of strong and possible hits between each two.\n"
    )
