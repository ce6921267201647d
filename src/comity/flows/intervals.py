"""How sure a share is: a bootstrap over seizures, so that one huge seizure shows in the width of the interval.

Whole seizures are drawn, never single legs or goods: what one seizure says about several routes moves together.
What is drawn comes from a seed that the caller gives, and the order of the rows makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.kernel import InvalidInput

ROUNDS = 1000
"""How many samples are drawn."""
LEVEL = 0.95
"""How often an interval made in this way holds the true share."""
FEW = 4
"""Where seizures of one type are more than this on average, types are drawn at once, not seizures one by one."""

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Share:
    """What part of all relations, and of their quantity, belongs to one group.

    Args:
        group: its name, as it was given.
        relations: how many seizures say it.
        share: of all relations, 0 to 1, with its bounds.
        kilograms: of the seizures that are weighed.
        quantity: share of all kilograms, 0 to 1, with its bounds; none where nothing is weighed.
    """

    group: str
    relations: int
    share: float
    share_low: float
    share_high: float
    kilograms: float
    quantity: float | None
    quantity_low: float | None
    quantity_high: float | None


@dataclass(frozen=True, slots=True)
class _Types:
    """Seizures that say the same are one type: what it says (entries, by group) and how many seizures are of it."""

    groups: int
    many: Indexes
    entry_type: Indexes
    entry_group: Indexes
    entry_kilograms: Floats


def shares(
    seizures: Sequence[Any],
    groups: Sequence[str],
    kilograms: Iterable[float | None],
    *,
    seed: int,
    rounds: int = ROUNDS,
    level: float = LEVEL,
    without: int = 0,
) -> list[Share]:
    """This function returns each group's share of all relations and kilograms, by relations and then by name.

    Args:
        seizures: for each row the seizure that says it; what one seizure says of a group in several rows is added up.
        groups: for each row the group, such as ``MM>KH``.
        kilograms: for each row its weight; none or not a number where it is unknown.
        seed: where the samples start from.
        rounds: how many samples.
        level: of the intervals, between 0 and 1.
        without: so many of the heaviest seizures are left out.

    Raises:
        InvalidInput: the rows do not have the same length.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), percentile intervals. Where all seizures say
    the same, no sample can differ; the lower bound is then the exact one of Clopper and Pearson (1934).
    """
    weights = np.array([np.nan if value is None else value for value in kilograms], dtype=np.float64)
    if not len(seizures) == len(groups) == weights.size:
        raise InvalidInput(
            "Shares", "seizures, groups and kilograms do not have the same length", code="flows.intervals.length"
        )
    names, group = np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)
    _, seizure = np.unique(np.asarray(seizures, dtype=object).astype(str), return_inverse=True)
    seizure, group, weights = _added_up(seizure.astype(np.int64), group.astype(np.int64), weights)
    seizure, group, weights = _left(seizure, group, weights, without)
    if not group.size:
        return []
    types = _types(seizure, group, weights, len(names))
    relations = np.bincount(group, minlength=len(names))
    heavy = np.bincount(group, np.nan_to_num(weights), minlength=len(names))
    weighed = bool(heavy.sum() > 0)
    drawn = _drawn(types, np.random.default_rng(seed), rounds)
    bounds = [_bounds(part, level, int(types.many.sum())) for part in drawn]
    found = [
        Share(
            group=str(names[index]),
            relations=int(relations[index]),
            share=float(relations[index] / relations.sum()),
            share_low=float(bounds[0][0][index]),
            share_high=float(bounds[0][1][index]),
            kilograms=float(heavy[index]),
            quantity=float(heavy[index] / heavy.sum()) if weighed else None,
            quantity_low=float(bounds[1][0][index]) if weighed else None,
            quantity_high=float(bounds[1][1][index]) if weighed else None,
        )
        for index in np.flatnonzero(relations)
    ]
    return sorted(found, key=lambda share: (-share.relations, share.group))


def _added_up(seizure: Indexes, group: Indexes, weights: Floats) -> tuple[Indexes, Indexes, Floats]:
    """One row for each seizure and group; its weight is unknown only where all its parts are."""
    width = int(group.max(initial=0)) + 1
    pairs, place = np.unique(seizure * width + group, return_inverse=True)
    order = np.lexsort((weights, place))
    known = ~np.isnan(weights)
    total = np.bincount(place[order], np.nan_to_num(weights)[order], minlength=pairs.size)
    weighed = np.bincount(place[known], minlength=pairs.size) > 0
    return pairs // width, pairs % width, np.where(weighed, total, np.nan)


def _left(seizure: Indexes, group: Indexes, weights: Floats, without: int) -> tuple[Indexes, Indexes, Floats]:
    if without <= 0 or not seizure.size:
        return seizure, group, weights
    heaviest = np.zeros(int(seizure.max()) + 1)
    np.maximum.at(heaviest, seizure, np.nan_to_num(weights))
    gone = np.argsort(-heaviest, kind="stable")[:without]
    stays = ~np.isin(seizure, gone)
    return seizure[stays], group[stays], weights[stays]


def _types(seizure: Indexes, group: Indexes, weights: Floats, groups: int) -> _Types:
    """Rows come sorted by seizure, then group."""
    values, value = np.unique(np.nan_to_num(weights), return_inverse=True)
    codes, code = np.unique(group * values.size + value, return_inverse=True)
    _, first, seizure = np.unique(seizure, return_index=True, return_inverse=True)
    nth = np.arange(seizure.size) - first[seizure]
    profile = np.zeros(first.size, dtype=np.int64)
    for step in range(int(nth.max()) + 1):
        here = nth == step
        said = np.zeros(first.size, dtype=np.int64)
        said[seizure[here]] = code[here] + 1
        profile = np.unique(profile * (codes.size + 1) + said, return_inverse=True)[1]
    _, example, many = np.unique(profile, return_index=True, return_counts=True)
    entries = np.isin(seizure, example)
    entry_type, entry_group = profile[seizure[entries]], group[entries]
    order = np.lexsort((entry_type, entry_group))
    return _Types(groups, many, entry_type[order], entry_group[order], np.nan_to_num(weights[entries])[order])


def _drawn(types: _Types, random: np.random.Generator, rounds: int) -> tuple[Floats, Floats]:
    """Shares of relations and kilograms in each sample: rounds × groups; not a number where a sample weighs nothing."""
    seizures = int(types.many.sum())
    relations, kilograms = np.zeros((rounds, types.groups)), np.zeros((rounds, types.groups))
    for sample in range(rounds):
        times = _times(types.many, seizures, random)[types.entry_type]
        relations[sample] = np.bincount(types.entry_group, times, minlength=types.groups)
        kilograms[sample] = np.bincount(types.entry_group, times * types.entry_kilograms, minlength=types.groups)
    with np.errstate(invalid="ignore"):
        return relations / relations.sum(axis=1, keepdims=True), kilograms / kilograms.sum(axis=1, keepdims=True)


def _times(many: Indexes, seizures: int, random: np.random.Generator) -> Indexes:
    """How often each type is in one sample of as many seizures as there are; two ways to the same chance."""
    if many.size * FEW < seizures:
        return random.multinomial(seizures, many / seizures)
    ends = np.cumsum(many)
    drawn = random.integers(0, seizures, size=seizures, dtype=np.int32)
    singly = np.bincount(drawn, minlength=seizures)
    return np.add.reduceat(singly, ends - many)


def _bounds(drawn: Floats, level: float, seizures: int) -> tuple[Floats, Floats]:
    tail = (1 - level) / 2
    known = drawn[~np.isnan(drawn).any(axis=1)]
    if not known.size:
        nothing = np.full(drawn.shape[1], np.nan)
        return nothing, nothing
    low, high = np.quantile(known, [tail, 1 - tail], axis=0)
    if seizures:
        low = np.where(low >= 1, tail ** (1 / seizures), low)
    return low, high
