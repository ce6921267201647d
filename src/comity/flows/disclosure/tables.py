"""Tables made of groups: a row counts the groups that are wholly its own, and says what else it may have a part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.flows.disclosure.cubes import Value
from comity.flows.disclosure.groups import Choice, Fit, Group, One, fit

if TYPE_CHECKING:
    from comity.flows.disclosure.published import Published


class Shown(StrEnum):
    """What a row shows."""

    EXACT = "exact"
    """The published number."""
    MERGED = "merged"
    """Part of it is shown only together with other rows: from ``count`` to ``at_most``."""
    FEWER = "fewer"
    """Too few in the whole period to show anything but that they are fewer than k."""
    ZERO = "zero"
    """Reported, and nothing was counted."""
    MISSING = "missing"
    """There is no report."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Args:
        key: level → value.
        shown: what it shows.
        count: how many at least; None where there is no report.
        at_most: how many at most.
        amounts: each measure, from and to; None where nobody said it.
    """

    key: Mapping[str, Value]
    shown: Shown
    count: int | None
    at_most: int | None
    amounts: Mapping[str, tuple[float, float] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of what was published.

    Args:
        by: the levels of its rows.
        rows: in the order of their keys.
        merged: what is shown only together, over several rows: it stands in no row's ``count`` and in each one's
            ``at_most`` to which it may belong. Rows and this one add up to the total.
        total: everything.
        missing: periods within the table of which there is no report, so that it says nothing about them.
    """

    by: tuple[str, ...]
    rows: tuple[Row, ...]
    merged: Row
    total: Row
    missing: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Lying:
    """A group with what it has of every level.

    Args:
        group: itself.
        choices: level → what it has of it; the period too.
    """

    group: Group
    choices: Mapping[str, Choice]


@dataclass
class _Sum:
    k: int
    count: int = 0
    at_most: int = 0
    low: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    high: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    named: set[str] = field(default_factory=set)
    few: bool = False
    whole: bool = True

    def add(self, group: Group, *, whole: bool) -> None:
        """This function adds a group, which belongs to the row wholly or perhaps in part."""
        if group.count is None:
            self.at_most += self.k - 1
            self.few, self.whole = True, False
            return
        self.at_most += group.count
        self.count += group.count if whole else 0
        self.whole &= whole
        for measure, amount in group.amounts.items():
            if amount is not None:
                self.named.add(measure)
                self.high[measure] += amount
                self.low[measure] += amount if whole else 0.0

    def join(self, other: _Sum) -> None:
        """This function adds what was summed of groups that belong to the row perhaps in part."""
        self.at_most += other.at_most
        self.few |= other.few
        self.whole = False
        self.named |= other.named
        for measure, amount in other.high.items():
            self.high[measure] += amount

    def row(self, key: Mapping[str, Value], measures: Sequence[str]) -> Row:
        """This function returns the row."""
        shown = Shown.EXACT
        if not self.whole:
            shown = Shown.FEWER if self.few and self.at_most < self.k else Shown.MERGED
        elif not self.at_most:
            shown = Shown.ZERO
        amounts = {m: (self.low[m], self.high[m]) if m in self.named else None for m in measures}
        return Row(dict(key), shown, self.count, self.at_most, amounts)


def tabulate(
    groups: Sequence[Lying],
    by: Sequence[str],
    where: Mapping[str, Collection[Value]],
    domain: Sequence[Mapping[str, Value]],
    published: Published,
) -> Table:
    """This function makes a table of groups.

    Args:
        groups: all of them.
        by: levels of the rows.
        where: levels with the values that the table is limited to.
        domain: keys that have a row in any case.
        published: what the groups belong to.
    """
    period = published.levels[0]
    k, measures = published.k, published.measures
    asked = published.widened(where)
    own: dict[tuple[Value, ...], _Sum] = defaultdict(lambda: _Sum(k))
    shared: dict[tuple[Choice, ...], _Sum] = defaultdict(lambda: _Sum(k))
    levels = published.told_by(by)
    merged, total = _Sum(k), _Sum(k)
    keys = {tuple(row[level] for level in by) for row in domain}
    for each in groups:
        lies = [fit(each.choices[level], values) for level, values in asked.items()]
        if Fit.OUT in lies:
            continue
        choices = [each.choices[level] for level in by]
        named = tuple(choice.value for choice in choices if isinstance(choice, One))
        inside = Fit.PART not in lies and each.group.count is not None
        total.add(each.group, whole=Fit.PART not in lies)
        if len(named) == len(by):
            keys.add(named)
        if len(named) == len(by) and inside:
            own[named].add(each.group, whole=True)
        else:
            shared[tuple(each.choices[level] for level in levels)].add(each.group, whole=False)
            merged.add(each.group, whole=Fit.PART not in lies)
    if period in by:
        keys |= _periods_alone(by, published, where)
    absent = tuple(p for p in published.missing if period not in where or p in where[period])
    rows = [
        _row(key, by, own, shared, published) for key in sorted(keys, key=lambda key: tuple(map(str, key)))
        if _within(key, by, where)
    ]  # fmt: skip
    return Table(tuple(by), tuple(rows), merged.row({}, measures), total.row({}, measures), absent)


def _periods_alone(
    by: Sequence[str], published: Published, where: Mapping[str, Collection[Value]]
) -> set[tuple[Value, ...]]:
    """This function returns a row for each period of a table by period alone: nothing counted, or nothing reported."""
    period = published.levels[0]
    if tuple(by) != (period,):
        return set()
    return {(p,) for p in (*published.periods, *published.missing) if period not in where or p in where[period]}


def _within(key: Sequence[Value], by: Sequence[str], where: Mapping[str, Collection[Value]]) -> bool:
    return all(value in where[level] for level, value in zip(by, key, strict=True) if level in where)


def _row(
    key: tuple[Value, ...],
    by: Sequence[str],
    own: Mapping[tuple[Value, ...], _Sum],
    shared: Mapping[tuple[Choice, ...], _Sum],
    published: Published,
) -> Row:
    named = dict(zip(by, key, strict=True))
    period = published.levels[0]
    if named.get(period) in published.missing:
        return Row(named, Shown.MISSING, None, None, dict.fromkeys(published.measures))
    asked = published.widened({level: (value,) for level, value in named.items()})
    found = _Sum(published.k)
    if key in own:
        mine = own[key]
        found.count, found.at_most, found.named = mine.count, mine.at_most, set(mine.named)
        found.low.update(mine.low)
        found.high.update(mine.high)
    at = {level: i for i, level in enumerate(published.told_by(by))}
    for choices, groups in shared.items():
        if all(fit(choices[at[level]], values) is not Fit.OUT for level, values in asked.items()):
            found.join(groups)
    return found.row(named, published.measures)
