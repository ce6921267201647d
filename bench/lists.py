"""Two published lists linked: the UN list of 2020-11 against OFAC's of 2021, read by the real readers.

What the lists themselves say gives what must be found: individuals of both that share a full name (case, marks and the
order of words apart) and a birth date. Strong hits are sampled with a seed for a person to read; the sample is printed
with ``--read`` and is never kept.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from anyascii import anyascii

from bench.domains import LIMITS, SHARED, Domain, run
from bench.markdown import table
from bench.results import LeftOut, say
from comity.linkage.evidence import POSSIBLE, STRONG
from comity.linkage.spelt import full_names
from comity.subjects import Schema, Subject
from comity.subjects.readers import read

SEED, SAMPLE = 20261122, 100


def options(parser: argparse.ArgumentParser) -> None:
    """This function adds the options of this measurement."""
    parser.add_argument("--read", action="store_true", help="print the sampled strong hits, for a person to judge")
    parser.add_argument("--seed", type=int, default=SEED, help="of the sample")


def _same(subject: Subject) -> set[tuple[str, str]]:
    """Full names with birth dates, as two clerks would call them the same."""
    names = {" ".join(sorted(re.findall(r"[a-z0-9]+", anyascii(n).lower()))) for n in full_names(subject)[:1]}
    return {(name, date) for name in names if " " in name for date in subject.get("birthDate")}


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """This function links both lists and counts."""
    folder = SHARED / "data"
    un, ofac = folder / "un_sc" / "un_consolidated_2020-11.xml", folder / "ofac"
    if not un.exists() or not ofac.exists():
        raise LeftOut("the published lists are not beside the project (../shared/data)")
    left, right = list(read(un, limits=LIMITS)), list(read(ofac, limits=LIMITS))
    say(f"{len(left)} against {len(right)} subjects")
    done = run(Domain("lists", left, right, frozenset(), names_alone=True))
    judged = done.judged()
    holders = defaultdict(set)
    for subject in right:
        if subject.schema is Schema.PERSON:
            for pair in _same(subject):
                holders[pair].add(subject.id)
    must = {
        subject.id: {other for pair in _same(subject) for other in holders[pair]}
        for subject in left
        if subject.schema is Schema.PERSON
    }
    must = {own: others for own, others in must.items() if others}
    strong = sorted(pair for pair, e in judged.items() if e.score >= STRONG)
    possible = sum(POSSIBLE <= e.score < STRONG for e in judged.values())
    met = sum(any((own, other) in judged and judged[own, other].score >= STRONG for other in others)
              for own, others in must.items())  # fmt: skip
    if asked.read:
        _show(random.Random(asked.seed).sample(strong, min(SAMPLE, len(strong))), left, right)
    return {
        "left": len(left), "right": len(right), "must": len(must), "met": met, "strong": len(strong),
        "possible": possible, "keys": done.keys_per_subject,
        "strengths": Counter(str(e.strength) for e in judged.values()),
    }  # fmt: skip


def _show(sample: Iterable[tuple[str, str]], left: list[Subject], right: list[Subject]) -> None:
    mine, theirs = {s.id: s for s in left}, {s.id: s for s in right}
    shown = ("name", "firstName", "lastName", "birthDate", "nationality", "country", "passportNumber", "idNumber")
    for number, (own, other) in enumerate(sample, 1):
        print(f"{number}")
        for subject in (mine[own], theirs[other]):
            print("  ", subject.schema.value, "|", " | ".join(";".join(subject.get(p)[:3]) for p in shown),
                  "| also", ";".join(subject.get("alias")[:4]))  # fmt: skip


def section(found: dict[str, Any]) -> str:
    """This function writes what was found as Markdown."""
    return table(
        ["what", "count"],
        [
            ["subjects", f"{found['left']} against {found['right']}"],
            ["individuals of both with one full name and birth date", str(found["must"])],
            ["of them strong", f"{found['met']} ({found['met'] / max(found['must'], 1):.1%})"],
            ["strong hits", str(found["strong"])],
            ["possible hits", str(found["possible"])],
            ["keys a subject", f"{found['keys']:.1f}"],
        ],
    )
