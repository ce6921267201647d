"""Linkage without cryptography: how good it is, how true its scores are, and what each kind of key gains.

The keys, the rarity, the evidence and the score are those of a node; only the protocol is left out, which changes no
answer. Of labelled data nothing is measured that parameters were fitted on (``bench.domains``). ``--gain`` also
measures every domain without each kind of key in turn (some minutes).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.domains import Domain, Run, held_out, run
from bench.markdown import table
from bench.results import say
from comity.linkage import Evidence, Kind
from comity.linkage.evidence import POSSIBLE

Scored = list[tuple[float, bool]]
BINS = 10
GAINED = (0, 2, 3, 5)
"""Domains on which the gain of each kind of key is measured: of each sort one."""
FEWEST = 10
"""Hits that a point of the picture stands for at least."""
PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "reliability.svg"


def options(parser: argparse.ArgumentParser) -> None:
    """This function adds the options of this measurement."""
    parser.add_argument("--gain", action="store_true", help="measure without each kind of key in turn as well")


def figures(parts: Sequence[Run]) -> dict[str, Any]:
    """What linking a domain gave; pairs of several parts are counted together."""
    rows = []
    true = found = right = 0
    for number, part in enumerate(parts):
        truth = part.domain.truth
        true += len(truth)
        for (left, other), judged in part.judged().items():
            good = (left, other) in truth
            odds = judged.score, _fine(judged)
            rows.append((odds, (number, left), (number, other), good))
            if judged.score >= POSSIBLE:
                found, right = found + 1, right + good
    used: set[tuple[str, tuple[int, str]]] = set()
    kept = good_kept = 0
    best = 0.0
    for _, left, other, good in sorted(rows, key=lambda row: row[0], reverse=True):
        if ("l", left) in used or ("r", other) in used:
            continue
        used |= {("l", left), ("r", other)}
        kept, good_kept = kept + 1, good_kept + good
        best = max(best, 2 * good_kept / (kept + true))
    scored = [(odds[0], good) for odds, _, _, good in rows]
    keys = sum(p.keys_per_subject * (len(p.asked) + len(p.held)) for p in parts)
    return {
        "domain": parts[0].domain.name,
        "pairs": true,
        "keys": keys / sum(len(p.asked) + len(p.held) for p in parts),
        "precision": right / found if found else 0.0,
        "recall": right / true,
        "f1": 2 * right / (found + true),
        "best": best,
        "error": error(scored),
        "bins": bins(scored),
    }


def _fine(judged: Evidence) -> float:
    """The odds before rounding, so that equal scores keep their order."""
    odds = 1.0
    for reason in judged.reasons:
        odds *= reason.factor
    return odds


def bins(scored: Scored) -> list[dict[str, float]]:
    """Hits by score in tenths: how many, what the scores say, what is true."""
    found = []
    for number in range(BINS):
        inside = [(s, t) for s, t in scored if min(int(s * BINS), BINS - 1) == number]
        if inside:
            found.append({
                "from": number / BINS, "hits": len(inside), "said": sum(s for s, _ in inside) / len(inside),
                "true": sum(t for _, t in inside) / len(inside),
            })  # fmt: skip
    return found


def error(scored: Scored) -> float:
    """Expected calibration error: the mean distance between what scores say and what is true, weighted by hits."""
    return sum(b["hits"] * abs(b["said"] - b["true"]) for b in bins(scored)) / max(len(scored), 1)


def gains(domains: Sequence[Sequence[Domain]]) -> list[dict[str, Any]]:
    """What each kind of key costs and gains: figures of every domain without it."""
    every = [[run(part) for part in parts] for parts in domains]
    whole = [figures(parts) for parts in every]
    kinds = Counter(k.kind for parts in every for part in parts for keys in part.held.values() for k in keys)
    rows = []
    for kind in [k for k in Kind if k in kinds]:
        without = []
        for parts in domains:
            again = [run_without(part, kind) for part in parts]
            without.append(figures(again))
        rows.append({
            "kind": str(kind),
            "cost": sum(w["keys"] - o["keys"] for w, o in zip(whole, without, strict=True)) / len(whole),
            "f1": {w["domain"]: w["f1"] - o["f1"] for w, o in zip(whole, without, strict=True)},
            "best": {w["domain"]: w["best"] - o["best"] for w, o in zip(whole, without, strict=True)},
        })  # fmt: skip
    return rows


def run_without(domain: Domain, kind: str) -> Run:
    """This function links a domain as if one kind of key did not exist."""
    return run(replace(domain, without=frozenset({kind})))


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """This function measures the domains of which nothing was fitted on."""
    domains = held_out()
    if asked.quick:
        domains = domains[:1]
    found = []
    for parts in domains:
        say(parts[0].name)
        found.append(figures([run(part) for part in parts]))
    result: dict[str, Any] = {"domains": found}
    if asked.gain:
        say("without each kind of key")
        result["gains"] = gains([domains[number] for number in GAINED])
    if not asked.quick:
        PICTURE.write_text(picture(found), encoding="utf-8")
    return result


def section(found: dict[str, Any]) -> str:
    """This function writes what was found as Markdown."""
    head = [
        "domain",
        "true pairs",
        "keys a subject",
        "precision",
        "recall",
        "F1 as given",
        "best F1",
        "calibration error",
    ]
    rows = [
        [
            d["domain"], str(d["pairs"]), f"{d['keys']:.1f}", f"{d['precision']:.3f}", f"{d['recall']:.3f}",
            f"{d['f1']:.3f}", f"{d['best']:.3f}", f"{d['error']:.3f}",
        ]
        for d in found["domains"]
    ]  # fmt: skip
    text = table(head, rows)
    if "gains" in found:
        names = [d["domain"] for d in found["domains"]]
        every = [name for name in dict.fromkeys(names) if name in found["gains"][0]["f1"]]
        rows = [
            [g["kind"], f"{g['cost']:.2f}", *(f"{g['f1'][n]:+.4f}" for n in every)]
            for g in sorted(found["gains"], key=lambda g: -max(g["f1"].values()))
        ]
        text += "\n\nWhat F1 as given loses without a kind of key, and how many keys a subject it costs:\n\n"
        text += table(["kind", "keys a subject", *every], rows)
    return text


def picture(found: Sequence[dict[str, Any]]) -> str:
    """This function draws the reliability diagram: what scores say against what is true, one line a domain."""
    side, margin = 420, 60
    colours = ("#1b6ca8", "#5aa0d0", "#0b3c5d", "#c0561f", "#e09a6a", "#3a7d44", "#7fb285")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side + margin + 330} {side + margin + 40}"',
        ' font-family="sans-serif" font-size="12">',
        f'<rect x="{margin}" y="10" width="{side}" height="{side}" fill="none" stroke="#999"/>',
        f'<line x1="{margin}" y1="{side + 10}" x2="{margin + side}" y2="10" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for tick in range(0, 11, 2):
        x, y = margin + side * tick / 10, side + 10 - side * tick / 10
        lines.append(f'<text x="{x:.0f}" y="{side + 28}" text-anchor="middle">{tick / 10:.1f}</text>')
        lines.append(f'<text x="{margin - 8}" y="{y + 4:.0f}" text-anchor="end">{tick / 10:.1f}</text>')
    lines.append(f'<text x="{margin + side / 2}" y="{side + 48}" text-anchor="middle">what the score says</text>')
    turned = f'transform="rotate(-90 16 {side / 2})"'
    lines.append(f'<text x="16" y="{side / 2}" text-anchor="middle" {turned}>share that is true</text>')
    for domain, colour, number in zip(found, colours, range(len(found)), strict=False):
        points = [
            (margin + side * b["said"], side + 10 - side * b["true"], b["hits"])
            for b in domain["bins"]
            if b["hits"] >= 10
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y, _ in points]
        y = 30 + number * 22
        lines.append(f'<circle cx="{margin + side + 22}" cy="{y - 4}" r="4" fill="{colour}"/>')
        lines.append(f'<text x="{margin + side + 32}" y="{y}">{domain["domain"]}</text>')
    return "\n".join([*lines, "</svg>", ""])
