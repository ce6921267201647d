"""Fits the parameters of evidence and writes them to ``src/comity/linkage/tables``: ``python -m bench.fit_evidence``.

1. ``key_shares.csv``: how common a key of a form and length is, by counting how many of the other party's subjects that
   are somebody else have it; made to fall with length (pool adjacent violators), domains weighing alike.
2. ``evidence.csv``: for each level of each aspect, how often it comes up between two records of one subject (counted on
   true pairs, those without any key in common too, plus half an observation; domains weigh alike) and between records
   of two (of dates and households counted over all pairs; of names it is the rarity of the very name; of documents
   stated in this file, since no data has two subjects with one passport number).
3. In the same table, the calibration: a logistic regression of the truth on the log odds of all hits, domains weighing
   alike, shrunk a little towards leaving them as they are.

Fitted on the halves and seeds of ``bench.domains.fitted``; ``python -m bench evidence`` measures on others.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench.domains import Run, fitted, run
from comity import identifiers
from comity.kernel import PartialDate
from comity.linkage import evidence, rarity
from comity.linkage.keys import either_order
from comity.linkage.patterns import IDENTITIES, levels
from comity.linkage.rarity import Form, named
from comity.subjects import Subject

TABLES = Path(evidence.__file__).parent / "tables"
SOURCE = (
    "# Fitted by `python -m bench.fit_evidence` on halves of FEBRL 4 and of pairs in two scripts, and on simulated "
    "regions.\n"
)
FEWEST = 20
RAREST = 2e-6
UNDATED = 0.03
"""Share of records that know no birth date, where the data has too few to count."""
DOCUMENTS = {
    "passport": 1e-8, "id-card": 1e-8, "tax": 1e-8, "lei": 1e-8, "vin": 1e-8, "imo": 1e-8, "company-number": 1e-7,
    "imei": 1e-6, "wallet": 1e-6, "email": 1e-6, "handle": 2e-6, "plate": 1e-5, "iban": 1e-5, "account": 1e-5,
}  # fmt: skip
"""How often records of two subjects have one number, stated: typing errors, forgeries, accounts held together."""
AGREES = 0.4
"""How often a number of one subject agrees, where no data has that kind."""
HOUSEHOLDS = ("phone", "postcode", "phone+postcode", "none")
Rows = list[tuple[str, str, str, float, float]]


def shares(domains: Sequence[Sequence[Run]]) -> list[tuple[str, int, float]]:
    """Form, length of the key, share."""
    seen: dict[tuple[Form, int], list[tuple[float, int]]] = defaultdict(list)
    for parts in domains:
        sums: dict[tuple[Form, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for part in parts:
            true = defaultdict(set)
            for left, right in part.domain.truth:
                true[left].add(right)
            theirs = {i: {n for k in keys if (n := named(k))} for i, keys in part.held.items()}
            count = Counter(value for values in theirs.values() for value in values)
            for own, keys in part.asked.items():
                same = Counter(value for other in true[own] for value in theirs[other])
                for value in {n for k in keys if (n := named(k))}:
                    entry = sums[value[0], len(value[1])]
                    entry[0] += (count[value] - same[value]) / len(theirs)
                    entry[1] += 1
        for key, (total, n) in sums.items():
            if n >= FEWEST:
                seen[key].append((total / n, int(n)))
    return [row for form in Form for row in _falling(form, {n: v for (f, n), v in seen.items() if f == form})]


def _falling(form: Form, seen: dict[int, list[tuple[float, int]]]) -> list[tuple[str, int, float]]:
    blocks: list[tuple[list[int], float, int]] = []
    for length, found in sorted(seen.items()):
        blocks.append(([length], sum(s for s, _ in found) / len(found), sum(n for _, n in found)))
        while len(blocks) > 1 and blocks[-2][1] < blocks[-1][1]:
            (a, u, m), (b, v, n) = blocks[-2:]
            blocks[-2:] = [(a + b, (u * m + v * n) / (m + n), m + n)]
    known = {length: max(share, RAREST) for lengths, share, _ in blocks for length in lengths}
    rows, last = [], 0.0
    for length in range(min(known), max(known) + 1) if known else ():
        last = known.get(length, last)
        rows.append((str(form), length, last))
    return rows


def dates(domains: Sequence[Sequence[Run]]) -> dict[str, float]:
    """How often the dates of two subjects agree, by how much of them; the mean over domains that have such pairs."""
    ways: dict[str, tuple[Callable[[PartialDate], list[str]], Callable[[PartialDate], list[str]]]] = {
        "full": (_day, _day),
        "swapped": (_either, _either),
        "near": (_near, _near),
        "year": (lambda d: [str(d.year)] if d.is_full else [], lambda d: [] if d.is_full else [str(d.year)]),
        "bare year": (lambda d: [] if d.is_full else [str(d.year)], lambda d: [str(d.year)]),
    }
    found: dict[str, list[float]] = {way: [] for way in ways}
    for parts in domains:
        left, right, true = _dated(parts[0].domain.left), _dated(parts[0].domain.right), dict(parts[0].domain.truth)
        for way, (mine, theirs) in ways.items():
            count = Counter(value for date in right.values() for value in theirs(date))
            asked = {own: values for own, date in left.items() if (values := mine(date))}
            met = sum(count[value] for values in asked.values() for value in values)
            met -= sum(
                len({*values} & {*theirs(right[true[own]])}) for own, values in asked.items() if true.get(own) in right
            )
            if asked and met > 0:
                found[way].append(met / len(asked) / len(parts[0].held))
    return {way: sum(rates) / len(rates) if rates else 1e-2 for way, rates in found.items()} | {
        "undated": UNDATED,
        "none": 1.0,
    }


def _dated(subjects: Iterable[Subject]) -> dict[str, PartialDate]:
    found = {}
    for subject in subjects:
        for text in subject.get("birthDate")[:1]:
            try:
                found[subject.id] = PartialDate.parse(text)
            except ValueError:
                continue
    return found


def _day(date: PartialDate) -> list[str]:
    return [str(date)] if date.is_full else []


def _either(date: PartialDate) -> list[str]:
    either = either_order(date) if date.is_full else None
    return [either] if either else []


def _near(date: PartialDate) -> list[str]:
    if not date.is_full:
        return []
    return [f"{date.year}-{date.month}-", f"{date.year}--{date.day}", f"-{date.month}-{date.day}"]


def weights(domains: Sequence[Sequence[Run]]) -> Rows:  # noqa: C901 -- one pass over every pair of every domain
    """The rows of the table of evidence, without the calibration."""
    same: dict[tuple[str, str], list[Counter[str]]] = defaultdict(list)
    other: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for parts in domains:
        mine: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        wrong: Counter[tuple[str, str, str]] = Counter()
        tried: Counter[tuple[str, str]] = Counter()
        for part in parts:
            for left, right in part.domain.truth:
                for level in levels(part.asked[left], part.found.get(left, {}).get(right, [])):
                    mine[level.aspect, level.given][level.level] += 1
            for left, keys in part.asked.items():
                for level in levels(keys, ()):
                    tried[level.aspect, level.given] += len(part.held)
                for right, met in part.found.get(left, {}).items():
                    if (left, right) not in part.domain.truth:
                        wrong.update((w.aspect, w.given, w.level) for w in levels(keys, met))
        for aspect, counted in mine.items():
            same[aspect].append(counted)
        for aspect, pairs in tried.items():
            for level in (*HOUSEHOLDS, "name"):
                other[*aspect, level].append(max(wrong[*aspect, level], 0.5) / pairs)
    return _identity(same, dates(domains)) + _household(same, other) + _organisation(same, other) + _documents(same)


def _frequency(counters: Sequence[Counter[str]], names: Sequence[str]) -> dict[str, float]:
    """How often each level comes up; domains weigh alike, those with fewer than ten pairs together as one."""
    large = [c for c in counters if c.total() >= 10] or [sum(counters, Counter())]
    return {n: sum((c[n] + 0.5) / (c.total() + 0.5 * len(names)) for c in large) / len(large) for n in names}


def _identity(same: dict[tuple[str, str], list[Counter[str]]], by_date: dict[str, float]) -> Rows:
    rows: Rows = []
    for given, names in IDENTITIES.items():
        found = _frequency(same.get(("identity", given), []), names)
        for level in names:
            date = level.split(".")[0]
            of = "bare year" if date == "year" and given.startswith("year") else date
            rows.append(("identity", given, level, found[level], by_date[of]))
    return rows


def _household(same: dict[tuple[str, str], list[Counter[str]]], other: dict[tuple[str, str, str], list[float]]) -> Rows:
    rows: Rows = []
    for given in ("phone", "postcode", "phone+postcode"):
        found = _frequency(same.get(("household", given), []), HOUSEHOLDS)
        for level in HOUSEHOLDS:
            rates = other.get(("household", given, level), []) or [1e-6]
            rows.append(("household", given, level, found[level], 1.0 if level == "none" else sum(rates) / len(rates)))
    return rows


def _organisation(
    same: dict[tuple[str, str], list[Counter[str]]], other: dict[tuple[str, str, str], list[float]]
) -> Rows:
    found = _frequency(same.get(("organisation", "name"), []), ("name", "none"))
    measured = other.get(("organisation", "name", "name"), [1e-5])
    typical = [share for length, share in rarity.fitted()[Form.ORGANISATION].items() if length > 4]
    excess = max(sum(measured) / len(measured) / (sum(typical) / len(typical)), 1.0)
    return [
        ("organisation", "name", "name", found["name"], excess),
        ("organisation", "name", "none", found["none"], 1.0),
    ]


def _documents(same: dict[tuple[str, str], list[Counter[str]]]) -> Rows:
    rows: Rows = []
    for kind in sorted({str(k) for k in identifiers.Kind} - {str(identifiers.Kind.PHONE)}):
        counted = same.get((kind, "document"), [])
        found = _frequency(counted, ("agrees", "none")) if counted else {"agrees": AGREES, "none": 1 - AGREES}
        rows.append(("document", kind, "agrees", found["agrees"], DOCUMENTS.get(kind, 1e-6)))
        rows.append(("document", kind, "none", found["none"], 1.0))
    return rows


def calibration(domains: Sequence[Sequence[Run]]) -> tuple[float, float]:
    """Slope and shift of the log odds, by Newton's method."""
    points: list[tuple[float, bool, float]] = []
    for parts in domains:
        found = [
            (math.log(math.prod(r.factor for r in judged.reasons[:-1])), pair in part.domain.truth)
            for part in parts
            for pair, judged in part.judged().items()
        ]
        points += [(max(min(odds, 12.0), -12.0), true, 1 / len(found) / len(domains)) for odds, true in found]
    slope, shift = 1.0, 0.0
    for _ in range(50):
        a = b = 0.0
        aa, ab, bb = 1e-3, 0.0, 1e-3
        a, b = 1e-3 * (slope - 1), 1e-3 * shift
        for x, true, weight in points:
            p = 1 / (1 + math.exp(-(slope * x + shift)))
            a, b = a + weight * (p - true) * x, b + weight * (p - true)
            h = weight * p * (1 - p)
            aa, ab, bb = aa + h * x * x, ab + h * x, bb + h
        det = aa * bb - ab * ab
        slope, shift = slope - (bb * a - ab * b) / det, shift - (aa * b - ab * a) / det
    return slope, shift


def write(name: str, head: Sequence[str], table: Iterable[Sequence[object]]) -> None:
    with (TABLES / name).open("w", encoding="utf-8", newline="") as stream:
        stream.write(SOURCE)
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(head)
        out.writerows([f"{v:.4g}" if isinstance(v, float) else v for v in row] for row in table)
    rarity.rows.cache_clear()
    rarity.fitted.cache_clear()
    evidence.parameters.cache_clear()


def main() -> None:
    domains = [[run(part) for part in parts] for parts in fitted()]
    write("key_shares.csv", ("form", "length", "share"), shares(domains))
    found, head = weights(domains), ("aspect", "asked", "level", "same", "other")
    write("evidence.csv", head, [*found, ("calibration", "", "", 1.0, 0.0)])
    slope, shift = calibration(domains)
    write("evidence.csv", head, [*found, ("calibration", "", "", slope, shift)])
    print(f"{len(found)} levels; calibration: slope {slope:.3f}, shift {shift:.3f}")


if __name__ == "__main__":
    main()
