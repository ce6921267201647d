"""Fits the log-odds of phones: which stand for one another in two spellings of one name, and which are left out.

Readings that met in labelled pairs are aligned with the present odds, the pairs of phones are counted, and the odds
estimated anew, until nothing changes (Viterbi training of a pair hidden Markov model; Durbin et al., 1998, ch. 4).
Counts are smoothed towards what the classes of ``phones.tsv`` expect.
"""

from __future__ import annotations

import math
from collections import Counter

from bench.fitting.pairs import Known
from comity.names.comparison import in_order, ways
from comity.names.families import ready
from comity.names.phones import phones
from comity.names.readings import read
from comity.names.rows import rows
from comity.names.sounds import ELSE, LEFT_OUT

COMMAND = "python -m bench.fit_names sounds"
_ROUNDS = 6
_MET = 0.55
"""Likeness from which readings that met are taken to be spellings of one another."""
_PRIOR = 60.0
"""Pairs of phones that the classes are worth."""
_PRIOR_LEFT_OUT = 20.0
_LEAST = -6.0
"""Odds below it have no row: leaving both phones out is likelier."""
_SHARED = {0: 0.02, 1: 2.0, 2: 8.0}
"""How much likelier than chance phones are to stand for one another: of other classes, of one class, the same."""
_VOWELS = frozenset("aeioux") | {"rr", "hh"}

Pair = tuple[tuple[str, ...], tuple[str, ...]]


def fitted(known: Known) -> str:
    """This function returns the table of log-odds."""
    met = [pair for row in known.rows for pair in _met(row.a, row.b)]
    codes = {phone: code for phone, code, _ in rows("phones")}
    odds, gaps = _start(codes)
    for _ in range(_ROUNDS):
        counts, left_out = _counted(met, odds, gaps)
        shares, odds, gaps = _estimated(codes, counts, left_out)
    lines = [
        "# phone\tphone (- for none, * for any other)\tlog-odds (nats) that the two stand for one another",
        f"# Source: fitted by `{COMMAND}` on {len(met)} readings that met in {len(known.rows)} labelled pairs.",
        f"{ELSE}\t{ELSE}\t{_LEAST:g}",
    ]
    for i, one in enumerate(codes):
        lines.append(f"{one}\t{LEFT_OUT}\t{gaps[one] + math.log(1 / shares[one]):.2f}")
        for other in list(codes)[i:]:
            value = odds[one, other] - math.log(shares[one] * shares[other])
            if value > _LEAST:
                lines.append(f"{one}\t{other}\t{value:.2f}")
    return "\n".join(lines) + "\n"


def _met(a: str, b: str) -> list[Pair]:
    left, right = in_order(ready(read(a)), ready(read(b)))
    best = max(ways(left, right), key=lambda way: way.found.value)
    return [(phones(p.reading[0]), phones(p.reading[1])) for p in best.found.pairs if p.likeness > _MET]


def _likeness(codes: dict[str, str], one: str, other: str) -> int:
    """2 for the same phone, 1 for one class, 0 otherwise; a vowel and a consonant are never of one class."""
    if one == other:
        return 2
    if (one in _VOWELS) != (other in _VOWELS):
        return 0
    return 1 if any(x == y for x, y in zip(codes[one], codes[other], strict=False)) else 0


def _start(codes: dict[str, str]) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    odds = {(x, y): -{2: 3.0, 1: 7.0, 0: 11.0}[_likeness(codes, x, y)] for x in codes for y in codes}
    return odds, {x: -6.5 if x in _VOWELS else -8.5 for x in codes}


def _counted(
    met: list[Pair], odds: dict[tuple[str, str], float], gaps: dict[str, float]
) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    counts: Counter[tuple[str, str]] = Counter()
    left_out: Counter[str] = Counter()
    for one, other in met:
        for x, y in _aligned(one, other, odds, gaps):
            if y is None:
                left_out[x] += 1
            else:
                counts[x, y] += 1
                counts[y, x] += 1
    return counts, left_out


def _aligned(
    one: tuple[str, ...], other: tuple[str, ...], odds: dict[tuple[str, str], float], gaps: dict[str, float]
) -> list[tuple[str, str | None]]:
    best = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, x in enumerate(one):
        best[i + 1][0] = best[i][0] + gaps[x]
    for j, y in enumerate(other):
        best[0][j + 1] = best[0][j] + gaps[y]
    for i, x in enumerate(one):
        for j, y in enumerate(other):
            best[i + 1][j + 1] = max(best[i][j] + odds[x, y], best[i][j + 1] + gaps[x], best[i + 1][j] + gaps[y])
    i, j = len(one), len(other)
    found: list[tuple[str, str | None]] = []
    while i or j:
        if i and j and best[i][j] == best[i - 1][j - 1] + odds[one[i - 1], other[j - 1]]:
            found.append((one[i - 1], other[j - 1]))
            i, j = i - 1, j - 1
        elif i and best[i][j] == best[i - 1][j] + gaps[one[i - 1]]:
            found.append((one[i - 1], None))
            i -= 1
        else:
            found.append((other[j - 1], None))
            j -= 1
    return found


def _estimated(
    codes: dict[str, str], counts: Counter[tuple[str, str]], left_out: Counter[str]
) -> tuple[dict[str, float], dict[tuple[str, str], float], dict[str, float]]:
    """The share of each phone, and the logarithms of the probabilities of pairs and of phones left out."""
    seen: Counter[str] = Counter(left_out)
    for (x, _), count in counts.items():
        seen[x] += count
    total = seen.total()
    shares = {x: (seen[x] + 1) / (total + len(codes)) for x in codes}
    expected = {(x, y): shares[x] * shares[y] * _SHARED[_likeness(codes, x, y)] for x in codes for y in codes}
    scale = _PRIOR / sum(expected.values())
    events = counts.total() / 2 + left_out.total()
    odds = {pair: math.log((counts[pair] / 2 + scale * expected[pair]) / (events + _PRIOR)) for pair in expected}
    gaps = {x: math.log((left_out[x] + _PRIOR_LEFT_OUT * shares[x]) / (events + _PRIOR_LEFT_OUT)) for x in codes}
    return shares, odds, gaps
