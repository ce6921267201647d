"""How often a change that is not there is claimed, and one that is there found, by `comity.flows.trends`.

Each condition is simulated again and again: five years of monthly counts, 200 events a year, variance 1.5 times the
mean where it does not say otherwise, with or without a step in the last year, reported whole or with gaps.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Any

import numpy as np

from bench.markdown import figure, table
from bench.results import LeftOut, say
from comity.engines import missing
from comity.flows.trends import Series, Verdict, compare, completeness_of_units, holm, month_number
from comity.flows.trends.comparing import CHANGED
from comity.flows.trends.points import change_points
from comity.flows.trends.series import days

FIRST = month_number(2021, 1)
SEED = 6
SERIES = 2000
PRECISE = 8000
CHUNK = 250
Random = np.random.Generator
CLAIMS = frozenset({Verdict.DECREASED, Verdict.INCREASED})


@dataclass(frozen=True)
class Condition:
    """One way in which numbers come about.

    Args:
        title: as the table names it.
        make: makes one series.
        ratio: what the last year's rate is multiplied with.
        series: how many are simulated.
        gaps: whether it belongs to the table of reporting gaps.
    """

    title: str
    make: Callable[[Random, float], Series]
    ratio: float = 1.0
    series: int = SERIES
    gaps: bool = False


def rates(
    ratio: float = 1.0, *, months: int = 60, yearly: float = 200.0, wave: float = 0.0
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Expected events of each month, with a step in the last twelve and a yearly wave."""
    at = np.arange(months)
    lengths = np.array([days(FIRST + place) for place in at])
    made = yearly * lengths / 365.25 * (1 + wave * np.sin(2 * np.pi * at / 12))
    made[-12:] *= ratio
    return made


def drawn(random: Random, means: Any, spread: float = 1.5) -> Any:
    """Negative binomial counts whose variance is a multiple of their mean."""
    return random.negative_binomial(np.maximum(means, 1e-9) / (spread - 1), 1 / spread)


def _series(counts: Any, shares: Any = None) -> Series:
    known = None if shares is None else tuple(float(share) for share in shares)
    return Series(FIRST, tuple(int(count) for count in counts), known)


def whole(random: Random, ratio: float, *, spread: float = 1.5, known: bool = True, **kind: Any) -> Series:
    means = rates(ratio, **kind)
    return _series(drawn(random, means, spread), np.ones(len(means)) if known else None)


def thinned(random: Random, ratio: float, *, before: float, after: float, known: bool, error: float = 0.0) -> Series:
    """A share of all events is recorded, another one in the last year; the share as it is told may be off."""
    means = rates(ratio)
    shares = np.clip(np.where(np.arange(60) < 48, before, after) + random.normal(0, 0.05, 60), 0.05, 1)
    told = np.clip(shares * np.exp(random.normal(0, error, 60)), 0.02, 1) if error else shares
    return _series(random.binomial(drawn(random, means), shares), told if known else None)


def months_missing(random: Random, ratio: float) -> Series:
    """One month of ten has no reports, one of three in the last year."""
    there = random.random(60) >= np.where(np.arange(60) < 48, 0.1, 1 / 3)
    return _series(drawn(random, rates(ratio)) * there, there.astype(float))


def provinces_missing(random: Random, ratio: float) -> Series:
    """Of 25 provinces of very different size each misses one month of ten, and one of three in the last year."""
    weights = random.dirichlet(np.full(25, 0.7))
    there = random.random((25, 60)) >= np.where(np.arange(60) < 48, 0.1, 1 / 3)
    counts = drawn(random, weights[:, None] * rates(ratio)) * there
    names = [f"p{number}" for number in range(25)]
    by_name = {name: row.tolist() for name, row in zip(names, counts, strict=True)}
    told = {name: row.tolist() for name, row in zip(names, there, strict=True)}
    shares = completeness_of_units(by_name, told)
    return Series(FIRST, tuple(int(count) for count in counts.sum(axis=0)), shares)


def alike(random: Random, ratio: float, *, near: float) -> Series:
    """Neighbouring months are alike: half of the spread beyond Poisson's comes from a level that drifts and returns."""
    level = np.empty(60)
    level[0] = random.normal()
    for at in range(1, 60):
        level[at] = near * level[at - 1] + sqrt(1 - near**2) * random.normal()
    means = rates(ratio)
    spread = np.sqrt(np.log1p(0.5 / means))
    return _series(random.poisson(means * np.exp(spread * level - spread**2 / 2)), np.ones(60))


CONDITIONS = (
    Condition("all reported, no change", whole, series=PRECISE),
    Condition("all reported, 30 % fewer", whole, 0.7, series=PRECISE),
    Condition("all reported, 30 % more", whole, 1.3, series=PRECISE),
    Condition("yearly wave of ±40 %, no change", partial(whole, wave=0.4)),
    Condition("yearly wave of ±40 %, 30 % fewer", partial(whole, wave=0.4), 0.7),
    Condition("variance 3 times the mean, no change", partial(whole, spread=3.0)),
    Condition("24 events a year, no change", partial(whole, yearly=24.0)),
    Condition("24 events a year, variance 3 times the mean, no change", partial(whole, yearly=24.0, spread=3.0)),
    Condition("6 events a year, no change", partial(whole, yearly=6.0)),
    Condition("two years only, no change", partial(whole, months=24)),
    Condition("neighbouring months alike (0.3), no change", partial(alike, near=0.3)),
    Condition("neighbouring months alike (0.6), no change", partial(alike, near=0.6)),
    Condition("months missing, no change", months_missing, gaps=True),
    Condition("months missing, 30 % fewer", months_missing, 0.7, gaps=True),
    Condition("provinces not reporting, no change", provinces_missing, gaps=True),
    Condition("provinces not reporting, 30 % fewer", provinces_missing, 0.7, gaps=True),
    Condition(
        "95 % reported, 60 % in the last year, known, no change",
        partial(thinned, before=0.95, after=0.6, known=True), gaps=True,
    ),
    Condition(
        "the same, each share told with an error of 10 %, no change",
        partial(thinned, before=0.95, after=0.6, known=True, error=0.1), gaps=True,
    ),
    Condition(
        "95 % reported, 60 % in the last year, known, 30 % fewer",
        partial(thinned, before=0.95, after=0.6, known=True), 0.7, gaps=True,
    ),
    Condition(
        "60 % reported throughout, unknown, no change",
        partial(thinned, before=0.6, after=0.6, known=False), gaps=True,
    ),
    Condition(
        "95 % reported, 60 % in the last year, unknown, no change",
        partial(thinned, before=0.95, after=0.6, known=False), gaps=True,
    ),
    Condition(
        "95 % reported, 60 % in the last year, unknown, 30 % fewer",
        partial(thinned, before=0.95, after=0.6, known=False), 0.7, gaps=True,
    ),
)  # fmt: skip


def judged(task: tuple[int, int, int]) -> dict[str, Any]:
    """Verdicts on some series of one condition, and how often the interval holds the truth."""
    place, start, count = task
    condition = CONDITIONS[place]
    random = np.random.default_rng([SEED, place, start])
    verdicts: Counter[str] = Counter()
    covered = estimated = bootstrap = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(count):
            series = condition.make(random, condition.ratio)
            change = compare(series, since=series.end - 12)
            verdicts[change.verdict.value] += 1
            if change.effect is not None:
                estimated += 1
                bootstrap += change.effect.bootstrap
                covered += change.effect.low <= condition.ratio <= change.effect.high
    return {"verdicts": dict(verdicts), "covered": covered, "estimated": estimated, "bootstrap": bootstrap}


def points(task: tuple[float, int, int]) -> dict[str, int]:
    """How often change points are found in series with a step in the middle, and how near to it."""
    ratio, start, count = task
    random = np.random.default_rng([SEED, 1000 + int(ratio * 100), start])
    some = near = 0
    for _ in range(count):
        means = rates()
        means[30:] *= ratio
        found = change_points(_series(drawn(random, means), np.ones(60)))
        some += bool(found)
        near += any(abs(each - FIRST - 30) <= 3 for each in found)
    return {"some": some, "near": near, "of": count}


def tables_of_provinces(task: tuple[int, int]) -> dict[str, int]:
    """How often a table of 25 provinces without any change claims one, with and without the correction."""
    start, count = task
    random = np.random.default_rng([SEED, 2000, start])
    plain = corrected = 0
    for _ in range(count):
        weights = np.sort(random.dirichlet(np.full(25, 2.0))) * 2000
        changes = [compare(whole(random, 1.0, yearly=float(each)), since=FIRST + 48) for each in weights]
        plain += any(each.verdict in CHANGED for each in changes)
        corrected += any(each.verdict in CHANGED for each in holm(changes))
    return {"plain": plain, "corrected": corrected, "of": count}


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """Simulates every condition."""
    if absent := missing():
        raise LeftOut(str(absent))
    least = 40 if asked.quick else 0
    found: dict[str, Any] = {"conditions": [], "seed": SEED}
    with ProcessPoolExecutor(max_workers=2) as pool:
        for place, condition in enumerate(CONDITIONS):
            tasks = [(place, start, least or CHUNK) for start in range(0, least or condition.series, least or CHUNK)]
            parts = list(pool.map(judged, tasks))
            verdicts = sum((Counter(part["verdicts"]) for part in parts), Counter())
            sums = {key: sum(part[key] for part in parts) for key in ("covered", "estimated", "bootstrap")}
            row = {"title": condition.title, "ratio": condition.ratio, "gaps": condition.gaps} | sums
            found["conditions"].append(row | {"verdicts": dict(verdicts), "of": sum(verdicts.values())})
            say(f"{condition.title}: {dict(verdicts)}")
        found["points"] = {}
        for ratio in (1.0, 0.7, 0.5):
            tasks = [(ratio, start, least or CHUNK) for start in range(0, least or SERIES, least or CHUNK)]
            parts = list(pool.map(points, tasks))
            found["points"][str(ratio)] = {key: sum(part[key] for part in parts) for key in ("some", "near", "of")}
        tasks = [(start, 2 if least else 25) for start in range(0, 2 if least else 500, 25)]
        parts = list(pool.map(tables_of_provinces, tasks))
        found["tables"] = {key: sum(part[key] for part in parts) for key in ("plain", "corrected", "of")}
    found["page_seconds"] = page_seconds()
    return found


def page_seconds() -> float:
    """What a page of 25 provinces and ten drugs costs when nothing is kept: median of three."""
    random = np.random.default_rng(SEED)
    every = [whole(random, 1.0, yearly=float(each)) for each in (*np.geomspace(3, 400, 25), *np.geomspace(10, 900, 10))]
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        holm([compare(series, since=FIRST + 48) for series in every])
        times.append(time.perf_counter() - begun)
    return sorted(times)[1]


def share(part: int, of: int) -> str:
    """A share with its Monte Carlo error, in per cent."""
    if not of:
        return "–"
    value = part / of
    return f"{100 * value:.1f} ± {100 * sqrt(max(value * (1 - value), 1 / of**2) / of):.1f}"


HIDDEN = frozenset(each.title for each in CONDITIONS if "in the last year, unknown" in each.title)
"""Conditions whose interval is one of what was recorded, so that it cannot hold the truth about events."""
SIMULATED = """
Five years of monthly counts, 200 events a year, variance 1.5 times the mean; the last year is held against the four
before. ± is the Monte Carlo error (one standard error).
""".strip()
UNKNOWN = """
Where reporting is not known, “decreased” is never said, since nothing in the numbers could tell fewer events from fewer
reports. What is said is that fewer were recorded, which is then true, and how far reporting alone would have to have
fallen to look like this.
""".strip()
FAMILIES = """
{of} tables of 25 provinces of different size without any change, all reported: at least one wrong verdict of change in
{plain} % of them where each line is judged alone, in {corrected} % with Holm's correction, which the pages use. 25
provinces and ten drugs are judged in {seconds} s when nothing is kept.
""".strip()
HEADS = (
    "condition", "series", "“decreased” or “increased”, %", "“fewer” or “more recorded”, %", "no change shown, %",
    "not enough data, %", "95 % interval holds the truth, %",
)  # fmt: skip


def _row(row: dict[str, Any]) -> list[str]:
    verdicts = Counter({Verdict(name): count for name, count in row["verdicts"].items()})
    parts = (
        sum(verdicts[each] for each in CLAIMS), sum(verdicts[each] for each in CHANGED - CLAIMS),
        verdicts[Verdict.NO_CHANGE_SHOWN], verdicts[Verdict.NOT_ENOUGH_DATA],
    )  # fmt: skip
    cells = [share(part, row["of"]) for part in parts]
    held = "" if row["title"] in HIDDEN else share(row["covered"], row["estimated"])
    return [row["title"], f"{row['of']:,}", *cells, held]


def section(found: dict[str, Any]) -> str:
    """What was found, as Markdown."""
    rows = found["conditions"]
    points_rows = [
        ["none" if float(ratio) == 1 else f"{100 * (1 - float(ratio)):.0f} % fewer from the middle on",
         f"{each['of']:,}", share(each["some"], each["of"]),
         "" if float(ratio) == 1 else share(each["near"], each["of"])]
        for ratio, each in found["points"].items()
    ]  # fmt: skip
    family = found["tables"]
    return "\n\n".join([
        SIMULATED,
        table(HEADS, [_row(row) for row in rows if not row["gaps"]]),
        "### Reporting gaps",
        UNKNOWN,
        table(HEADS, [_row(row) for row in rows if row["gaps"]]),
        "### Change points",
        table(["change", "series", "some found, %", "found within three months of it, %"], points_rows),
        "### Many tables",
        FAMILIES.format(
            of=family["of"], plain=share(family["plain"], family["of"]),
            corrected=share(family["corrected"], family["of"]), seconds=figure(found["page_seconds"], 2),
        ),
    ])  # fmt: skip


def headlines(found: dict[str, Any]) -> list[str]:
    """Sentences for "In short"."""
    by_title = {row["title"]: row for row in found["conditions"]}

    def claimed(title: str) -> str:
        row = by_title[title]
        return share(sum(row["verdicts"].get(each.value, 0) for each in CLAIMS), row["of"])

    gaps = [row["title"] for row in found["conditions"] if row["gaps"] and row["ratio"] == 1]
    worst = max(gaps, key=lambda title: float(claimed(title).split()[0]))
    step, none = "A step of 30 % in the last year is found in", claimed("all reported, no change")
    fewer, more = claimed("all reported, 30 % fewer"), claimed("all reported, 30 % more")
    return [
        f"{step} {fewer} % (fewer) and {more} % (more) of series, at {none} % false alarms.",
        f"With reporting gaps at most {claimed(worst)} % of series without a change are called changed ({worst}).",
    ]
