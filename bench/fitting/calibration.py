"""Fits the weights of the traits of an alignment: a logistic regression with few, bounded, meaningful weights.

Each query of the labelled pairs is compared with its right names and with those that come nearest to it. All pairs of
traditions share weights; each pair of which enough is known may differ from them, and pays for it (ridge towards the
shared ones). A weight never has the wrong sign (a title left out cannot speak for two names) and has bounds where the
data would make it decide alone. The constant is set for even odds.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.fitting.pairs import Known, folded, groups
from comity.names.calibration import ALL, CONSTANT, pair_of
from comity.names.comparison import in_order, ways
from comity.names.families import ready
from comity.names.ranking import Pool
from comity.names.readings import read
from comity.names.traits import TRAITS

COMMAND = "python -m bench.fit_names calibration"
FOLDS = 5
_QUERIES = 250
"""Queries of a group that are taken."""
_NEAREST = 25
"""Wrong names a query that are taken: those with the best alignments."""
_FOREIGN = TRAITS.index("foreign")
"""Of these, as many again are taken: little of such names agrees, and still they compete."""
_ROUNDS = 3
"""Times that the best way to compare two names is chosen anew with the weights found."""
_RIDGE = 1.0
_RIDGE_APART = 20.0
_SPREAD = 3.0
"""Standard deviation that a weight is expected to have, of the trait as it is."""
_LEAST = 5e-4
BOUNDS = dict.fromkeys(TRAITS, (-math.inf, 0.0))
BOUNDS |= dict.fromkeys(("sounds", "purity", "worst", "value", "letters", "sex"), (0.0, math.inf))
BOUNDS |= {"generic": (-2.0, 0.0), "given": (-1.5, 0.0), "aside": (-6.0, 0.0), "number": (-math.inf, -5.0)}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Data:
    """Pairs of names, each with the traits of every way to compare it.

    Args:
        group: scripts and kind.
        query: of the pair.
        wanted: whether it is the right name.
        pair: of traditions.
        person: whose name the query is.
        owner: row of traits → pair.
        traits: one row a way, the constant first.
    """

    group: list[tuple[str, str, str]]
    query: list[str]
    wanted: NDArray[np.bool_]
    pair: NDArray[np.str_]
    person: list[str]
    owner: NDArray[np.int64]
    traits: Floats


def fitted(known: Known) -> str:
    """This function returns the table of weights."""
    data = gathered(known)
    found, _ = _trained(data, np.ones(len(data.wanted), dtype=bool))
    right, wrong = int(data.wanted.sum()), int((~data.wanted).sum())
    lines = [
        "# pair of traditions (the one beside Latin, or cross for two others)\ttrait (see names/traits.py)\tweight",
        f"# Source: fitted by `{COMMAND}` on {right} right and {wrong} wrong pairs of names.",
    ]
    shift = math.log(wrong / right)
    for pair, weights in found.items():
        for trait, weight in zip((CONSTANT, *TRAITS), weights + shift * np.eye(1, len(weights))[0], strict=True):
            if abs(weight) > _LEAST:
                lines.append(f"{pair}\t{trait}\t{weight:.3f}")
    return "\n".join(lines) + "\n"


def checked(known: Known) -> str:
    """This function says how well the fit does on persons that it has not seen."""
    data = gathered(known)
    fold = np.array([zlib.crc32(person.encode()) % FOLDS for person in data.person])
    odds = np.zeros(len(data.wanted))
    for one in range(FOLDS):
        found, _ = _trained(data, fold != one)
        every = _odds(data, found)
        odds[fold == one] = every[_best(data, every)][fold == one]
    lines = [f"{'group':28s} {'queries':>7s}   R@1   R@P95   (persons left out, {FOLDS} folds)"]
    for group in dict.fromkeys(data.group):
        among = [i for i, g in enumerate(data.group) if g == group]
        lines.append(_measured("-".join(group), data, odds, among))
    return "\n".join(lines)


def gathered(known: Known) -> Data:
    """This function compares the queries with their right names and the nearest wrong ones."""
    group: list[tuple[str, str, str]] = []
    query: list[str] = []
    wanted: list[bool] = []
    pair: list[str] = []
    person: list[str] = []
    owner: list[int] = []
    told: list[tuple[float, ...]] = []
    for name, members in groups(known).items():
        pool = Pool(members.candidates)
        place = {candidate: i for i, candidate in enumerate(members.candidates)}
        for asked in sorted(members.right, key=lambda q: zlib.crc32(q.encode()))[:_QUERIES]:
            right = members.right[asked]
            among = {*pool.candidates(asked), *(place[b] for b in right)}
            near = []
            for candidate in (members.candidates[i] for i in sorted(among)):
                same = candidate != asked and (candidate in right or folded(candidate) not in members.others[asked])
                left, other = in_order(ready(read(asked)), ready(read(candidate)))
                if same and left.folded != other.folded:
                    found = list(ways(left, other))
                    near.append(
                        (candidate in right, max(w.found.value for w in found), pair_of(left.name, other.name), found)
                    )
            near.sort(key=lambda n: (not n[0], -n[1]))
            foreign = [n for n in near[_NEAREST + len(right) :] if any(w.traits[_FOREIGN] for w in n[3])]
            for is_right, _, traditions, found in (*near[: _NEAREST + len(right)], *foreign[:_NEAREST]):
                owner += [len(wanted)] * len(found)
                told += [(1.0, *way.traits) for way in found]
                group.append(name)
                query.append(asked)
                wanted.append(is_right)
                pair.append(traditions)
                person.append(members.person[asked])
    return Data(group, query, np.array(wanted), np.array(pair), person, np.array(owner), np.array(told))


def _trained(data: Data, seen: NDArray[np.bool_]) -> tuple[dict[str, Floats], Floats]:
    value, price = 1 + TRAITS.index("value"), 1 + TRAITS.index("price")
    odds = data.traits[:, value] - data.traits[:, price] / 10
    found: dict[str, Floats] = {}
    for _ in range(_ROUNDS):
        best = data.traits[_best(data, odds)]
        found = {ALL: _fit(best[seen], data.wanted[seen], np.zeros(best.shape[1]), _RIDGE)}
        for pair in sorted(set(data.pair.tolist()) - {"same"}):
            of = seen & (data.pair == pair)
            found[pair] = _fit(best[of], data.wanted[of], found[ALL], _RIDGE_APART)
        odds = _odds(data, found)
    return found, odds


def _odds(data: Data, found: dict[str, Floats]) -> Floats:
    weights = np.array([found.get(pair, found[ALL]) for pair in data.pair])
    odds: Floats = np.einsum("ij,ij->i", data.traits, weights[data.owner])
    return odds


def _best(data: Data, odds: Floats) -> NDArray[np.int64]:
    """The row of traits of the best way of each pair."""
    order = np.lexsort((-odds, data.owner))
    return order[np.unique(data.owner[order], return_index=True)[1]]


def _fit(traits: Floats, wanted: NDArray[np.bool_], towards: Floats, ridge: float) -> Floats:
    """Newton's method with the weights that leave their bounds held at them."""
    low = np.array([-np.inf, *(BOUNDS[t][0] for t in TRAITS)])
    high = np.array([np.inf, *(BOUNDS[t][1] for t in TRAITS)])
    spread = np.maximum(traits.std(axis=0), 1e-6)
    precision = ridge * spread**2 + 1 / _SPREAD**2
    precision[0] = 1e-3
    held = np.zeros(traits.shape[1], dtype=bool)
    weights = np.clip(towards, low, high)
    while True:
        weights = _newton(traits, wanted, towards, precision, weights, ~held)
        outside = ~held & ((weights < low - 1e-9) | (weights > high + 1e-9))
        if not outside.any():
            return weights
        weights = np.clip(weights, low, high)
        held |= outside


def _newton(
    traits: Floats,
    wanted: NDArray[np.bool_],
    towards: Floats,
    precision: Floats,
    weights: Floats,
    free: NDArray[np.bool_],
) -> Floats:
    weights, size = weights.copy(), 1.0
    loss = _loss(traits, wanted, towards, precision, weights)
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(traits @ weights, -30, 30)))
        slope = traits.T @ (wanted - chance) - precision * (weights - towards)
        bend = (traits * (chance * (1 - chance))[:, None]).T @ traits + np.diag(precision)
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        size = min(1.0, 2 * size)
        while (after := _loss(traits, wanted, towards, precision, weights + size * step)) > loss and size > 1e-6:
            size /= 2
        weights += size * step
        if loss - after < 1e-7:
            break
        loss = after
    return weights


def _loss(traits: Floats, wanted: NDArray[np.bool_], towards: Floats, precision: Floats, weights: Floats) -> float:
    odds = traits @ weights
    unlikely = np.logaddexp(0.0, np.where(wanted, -odds, odds)).sum()
    return float(unlikely + (precision * (weights - towards) ** 2).sum() / 2)


def _measured(title: str, data: Data, odds: Floats, among: list[int]) -> str:
    """How often the right name comes first, and the share found at 95 % precision, ties in the order of chance."""
    of: dict[str, list[int]] = defaultdict(list)
    for i in among:
        of[data.query[i]].append(i)
    first, scored = 0.0, []
    for rows in of.values():
        right = max((odds[i] for i in rows if data.wanted[i]), default=-math.inf)
        wrong = [odds[i] for i in rows if not data.wanted[i]]
        first += 0.0 if any(w > right for w in wrong) else 1 / (1 + sum(w == right for w in wrong))
        scored += [(right, 1), *((w, 0) for w in wrong)]
    scored.sort(key=lambda s: (-s[0], s[1]))
    hits, best = 0, 0
    for n, (_, is_right) in enumerate(scored, 1):
        hits += is_right
        best = hits if hits >= 0.95 * n else best
    return f"{title:28s} {len(of):7d}   {first / len(of):.3f} {best / len(of):.3f}"
