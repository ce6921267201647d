"""Labelled data for linkage, in memory: FEBRL 4, persons in two scripts, simulated regions.

A domain is split in halves by its true pairs: parameters are fitted on the first, figures are of the second. The data
beside the project is made into subjects as the shared scorer does it, through the real readers.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from bench.results import LeftOut
from comity.kernel import Limits
from comity.linkage import Asked, Evidence, Key, Rarity, judge, keys_of, permitted
from comity.linkage.spelt import full_names
from comity.linkage.tokens import SLOTS
from comity.simulation import NODES, region, write_files
from comity.subjects import Subject
from comity.subjects.readers import read

LIMITS = Limits()
SHARED = Path(__file__).resolve().parents[2] / "shared"
HALVES = ("fitted", "held out", "whole")


@dataclass
class Domain:
    """Two parties' subjects and which pairs are of the same.

    Args:
        name: for tables.
        left: who asks.
        right: who is asked.
        truth: pairs of ids.
        names_alone: whether the parties agreed to names alone.
    """

    name: str
    left: Sequence[Subject]
    right: Sequence[Subject]
    truth: frozenset[tuple[str, str]]
    names_alone: bool = False
    without: frozenset[str] = frozenset()
    """Kinds of key that are left out, to see what they gain."""

    def keys(self, subject: Subject, *, asking: bool) -> tuple[Key, ...]:
        found = permitted(keys_of(subject, limits=LIMITS, asking=asking), names_alone=self.names_alone)
        return tuple(k for k in found if k.kind not in self.without)


@dataclass
class Run:
    """What linking a domain gave: keys of both sides and the keys that met, by pair."""

    domain: Domain
    asked: dict[str, tuple[Key, ...]] = field(default_factory=dict)
    held: dict[str, tuple[Key, ...]] = field(default_factory=dict)
    found: dict[str, dict[str, list[Key]]] = field(default_factory=dict)

    @property
    def keys_per_subject(self) -> float:
        every = [*self.asked.values(), *self.held.values()]
        return sum(map(len, every)) / len(every)

    def judged(self) -> dict[tuple[str, str], Evidence]:
        asked = {s.id: Asked(self.asked[s.id], full_names(s)) for s in self.domain.left}
        return judge(self.found, asked, Rarity.of(self.asked.values()), len(self.held))


def run(domain: Domain) -> Run:
    """This function derives both sides' keys and finds which meet, as an index with its slots would."""
    done = Run(domain)
    done.asked = {s.id: domain.keys(s, asking=True) for s in domain.left}
    done.held = {s.id: domain.keys(s, asking=False) for s in domain.right}
    index: dict[Key, list[str]] = defaultdict(list)
    for own, keys in done.held.items():
        for key in keys:
            if len(index[key]) < SLOTS:
                index[key].append(own)
    for own, keys in done.asked.items():
        for key in keys:
            for other in index.get(key, ()):
                done.found.setdefault(own, {}).setdefault(other, []).append(key)
    return done


def scorer() -> ModuleType:
    """This function loads the shared scorer, which knows how the labelled files are made into rows."""
    path = SHARED / "tools" / "score_linkage.py"
    if not path.exists():
        raise LeftOut(f"the labelled data is not there: {path.parent.parent.name}/tools is missing")
    spec = importlib.util.spec_from_file_location("score_linkage", path)
    if spec is None or spec.loader is None:
        raise LeftOut("the shared scorer cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _subjects(module: ModuleType, rows: list[dict[str, str]]) -> list[Subject]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        module.write(path, rows)
        return list(read(path, limits=LIMITS))


def febrl(fields: str, half: str, *, names_alone: bool) -> Domain:
    """FEBRL 4; ``fields`` is ``names`` or ``all``; halves by the parity of a record's number."""
    module, folder = scorer(), SHARED / "data" / "linkage" / "febrl"
    rest = HALVES.index(half)
    left, right = (
        [row for row in module.febrl(folder, name, fields) if rest == 2 or int(row["id"].split("-")[1]) % 2 == rest]
        for name in ("febrl4_original", "febrl4_duplicate")
    )
    ids = {row["id"] for row in right}
    pairs = ((row["id"], row["id"].replace("-org", "-dup-0")) for row in left)
    also = ", names alone agreed" if names_alone else ""
    return Domain(
        f"FEBRL 4, {'names and birth date' if fields == 'names' else 'all fields'}{also}",
        _subjects(module, left), _subjects(module, right), frozenset(p for p in pairs if p[1] in ids), names_alone,
    )  # fmt: skip


def scripts(seed: int, half: str, *, names_alone: bool) -> Domain:
    """Persons in two scripts; halves by the parity of a pair's number, among the same others."""
    module, folder = scorer(), SHARED / "data" / "names"
    left, right, truth = module.scripts(folder / "pairs_dev.csv", folder / "pool_latin.csv", seed)
    half_number = HALVES.index(half)
    others = range(1 - half_number, len(left), 2) if half_number < 2 else range(0)
    gone = {f"{side}{i}" for side in "LR" for i in others}
    also = ", names alone agreed" if names_alone else ""
    return Domain(
        f"persons in two scripts{also}",
        _subjects(module, [r for r in left if r["id"] not in gone]),
        _subjects(module, [r for r in right if r["id"] not in gone]),
        frozenset(p for p in truth if p[0] not in gone),
        names_alone,
    )


def regions(seed: int, *, names_alone: bool = False) -> list[Domain]:
    """A simulated region, each agency asking each other."""
    made, every = region(seed), {}
    with tempfile.TemporaryDirectory() as folder:
        for country in NODES:
            files = write_files(made.agencies[country], Path(folder) / country)
            read_all = {s.id: s for file in files for s in read(file.path, limits=LIMITS)}
            every[country] = [read_all[r.id] for r in made.agencies[country].records if r.indexed]
    name = "simulated region" + (", names alone agreed" if names_alone else "")
    return [Domain(name, every[a], every[b], made.pairs(a, b), names_alone) for a in NODES for b in NODES if a != b]


def fitted() -> list[list[Domain]]:
    """What parameters are fitted on: parts of one entry count as one domain."""
    return [
        [febrl("names", "fitted", names_alone=True)],
        [febrl("names", "fitted", names_alone=False)],
        [febrl("all", "fitted", names_alone=True)],
        [scripts(11, "fitted", names_alone=True)],
        [scripts(12, "fitted", names_alone=False)],
        regions(101),
        regions(102),
        regions(103, names_alone=True),
    ]


def held_out() -> list[list[Domain]]:
    """What figures are of: nothing of it was fitted on."""
    return [
        [febrl("names", "held out", names_alone=True)],
        [febrl("names", "held out", names_alone=False)],
        [febrl("all", "held out", names_alone=True)],
        [scripts(21, "held out", names_alone=True)],
        [scripts(22, "held out", names_alone=False)],
        regions(201),
        regions(202, names_alone=True),
    ]
