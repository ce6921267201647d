"""What was published: groups, from which every table is made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from comity.flows.disclosure.cubes import NOT_STATED, Cube, Dimension, Value
from comity.flows.disclosure.groups import Choice, Group, One
from comity.flows.disclosure.tables import Lying, Table, tabulate
from comity.kernel import InvalidInput

Wanted = Mapping[str, Value | Collection[Value]]


@dataclass(frozen=True)
class Published:
    """The published form of a cube.

    Args:
        name: of what it counts.
        k: the fewest that are shown together.
        method: version of how it was made.
        dimensions: as the cube's.
        measures: their names.
        periods: those reported; a reported one without groups counts nothing.
        missing: those of which there is no report.
        groups: what is shown, in the order of their values.
        parents: to which value of a coarser level a named value of a finer one belongs, by level.
    """

    name: str
    k: int
    method: int
    dimensions: tuple[Dimension, ...]
    measures: tuple[str, ...]
    periods: tuple[Value, ...]
    missing: tuple[Value, ...]
    groups: tuple[Group, ...]
    parents: Mapping[str, Mapping[Value, Value]] = field(default_factory=dict)

    @classmethod
    def of(cls, cube: Cube, k: int, method: int, groups: Iterable[Group]) -> Published:
        """This function returns the groups of a cube as what was published of it."""
        made = tuple(groups)
        named = {
            (level, choice.value)
            for group in made
            for level, choice in zip(cube.levels[1:], group.choices, strict=True)
            if isinstance(choice, One)
        }
        parents = {}
        for _above, level, at in _finer(cube.dimensions):
            found: dict[Value, set[Value]] = {}
            for path in cube.cells:
                if path[at] != NOT_STATED and (level, path[at]) in named:
                    found.setdefault(path[at], set()).add(path[at - 1])
            if only := {value: over.pop() for value, over in sorted(found.items(), key=str) if len(over) == 1}:
                parents[level] = only
        return cls(cube.name, k, method, cube.dimensions, cube.measures, cube.periods, cube.missing, made, parents)

    @property
    def levels(self) -> tuple[str, ...]:
        """This function returns the names of all levels in order."""
        return tuple(level for dimension in self.dimensions for level in dimension.levels)

    def table(
        self,
        by: Sequence[str] = (),
        where: Wanted | None = None,
        *,
        domain: Iterable[Mapping[str, Value]] = (),
    ) -> Table:
        """This function makes a table; whatever is asked, it is made of whole groups.

        Args:
            by: levels whose values are the rows; none gives one row for everything.
            where: level → value or values that it is limited to.
            domain: rows that shall be there even where nothing is counted, each by its levels.

        Raises:
            InvalidInput: ``flows.published.level``, a level that is not there.
        """
        limits = {level: _several(values) for level, values in (where or {}).items()}
        if strange := [level for level in (*by, *limits) if level not in self.levels]:
            raise InvalidInput(
                "Table", f"there is no level {', '.join(strange)}", f"There are {', '.join(self.levels)}",
                code="flows.published.level",
            )  # fmt: skip
        rows = [{level: each[level] for level in by} for each in domain]
        return tabulate(self._lying, by, limits, rows, self)

    @cached_property
    def _lying(self) -> tuple[Lying, ...]:
        return tuple(
            Lying(group, MappingProxyType(dict(zip(self.levels, self._choices(group), strict=True))))
            for group in self.groups
        )

    def _choices(self, group: Group) -> list[Choice]:
        """This function returns what a group has of every level; a named value of a finer one says the coarser."""
        choices: list[Choice] = [One(group.period), *group.choices]
        for _above, level, at in reversed(_finer(self.dimensions)):
            finer = choices[at]
            if isinstance(finer, One) and (parent := self.parents.get(level, {}).get(finer.value)) is not None:
                choices[at - 1] = One(parent)
        return choices

    def widened(self, row: Mapping[str, Collection[Value]]) -> dict[str, Collection[Value]]:
        """This function adds to what is asked of finer levels what that says of the coarser."""
        asked = dict(row)
        for above, level, _at in reversed(_finer(self.dimensions)):
            known = self.parents.get(level, {})
            if level in asked and above not in asked and all(value in known for value in asked[level]):
                asked[above] = frozenset(known[value] for value in asked[level])
        return asked

    def told_by(self, by: Collection[str]) -> tuple[str, ...]:
        """This function returns levels with the coarser ones that they say something of, in the order of all levels."""
        told = set(by)
        for above, level, _at in reversed(_finer(self.dimensions)):
            told |= {above} if level in told else set()
        return tuple(level for level in self.levels if level in told)

    def document(self) -> dict[str, Any]:
        """This function returns everything as JSON values."""
        return {
            "name": self.name,
            "k": self.k,
            "method": self.method,
            "dimensions": [{"name": d.name, "levels": list(d.levels)} for d in self.dimensions],
            "measures": list(self.measures),
            "periods": list(self.periods),
            "missing": list(self.missing),
            "groups": [group.document() for group in self.groups],
            "parents": {level: [[v, p] for v, p in known.items()] for level, known in self.parents.items()},
        }

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Published:
        """This function reads what `document` wrote.

        Raises:
            InvalidInput: ``flows.published.form``.
        """
        try:
            return cls(
                name=document["name"],
                k=document["k"],
                method=document["method"],
                dimensions=tuple(Dimension(d["name"], tuple(d["levels"])) for d in document["dimensions"]),
                measures=tuple(document["measures"]),
                periods=tuple(document["periods"]),
                missing=tuple(document["missing"]),
                groups=tuple(Group.read(group) for group in document["groups"]),
                parents={level: dict(pairs) for level, pairs in document["parents"].items()},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidInput("Published table", "it cannot be read", code="flows.published.form") from error


def _finer(dimensions: Sequence[Dimension]) -> list[tuple[str, str, int]]:
    """This function returns each level that has a coarser one: the coarser, itself, and its place among all levels."""
    found, at = [], 0
    for dimension in dimensions:
        for above, level in zip(("", *dimension.levels), dimension.levels, strict=False):
            if above:
                found.append((above, level, at))
            at += 1
    return found


def _several(values: Value | Collection[Value]) -> Collection[Value]:
    return frozenset((values,)) if isinstance(values, str | int) else frozenset(values)
