"""An attacker who lays everything that was published side by side and asks a solver what a cell can be."""

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations, product

import numpy as np

from comity.flows.disclosure import Cube, Dimension, Published, Row

Where = Mapping[str, Collection]


class Attacker:
    """What somebody knows who knows the method and every possible cell.

    Args:
        cells: names of the unknown counts, each a non-negative whole number.
    """

    def __init__(self, cells: Iterable):
        self.cells = {cell: at for at, cell in enumerate(cells)}
        self.rows, self.low, self.high = [], [], []

    def learn(self, cells: Collection, low: float, high: float = np.inf, weights: Mapping | None = None):
        """The cells together (weighted) are from low to high."""
        row = np.zeros(len(self.cells))
        for cell in cells:
            row[self.cells[cell]] += (weights or {}).get(cell, 1)
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def bounds(self, cells: Collection) -> tuple[int, int]:
        """The fewest and the most that cells can count together."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        aim = np.zeros(len(self.cells))
        for cell in cells:
            aim[self.cells[cell]] = 1
        seen = np.unique(np.column_stack([self.rows, self.low, self.high]), axis=0)
        known = LinearConstraint(seen[:, :-2], seen[:, -2], seen[:, -1])
        whole = np.array([0 if isinstance(c, tuple) and c and c[0] == "kg" else 1 for c in self.cells])
        found = []
        for sign in (1, -1):
            done = milp(sign * aim, constraints=known, integrality=whole, bounds=Bounds(0, np.inf))
            assert done.status in {0, 3}, done.message
            found.append(np.inf if done.status == 3 else round(sign * done.fun))
        return found[0], found[1]


def universe(
    dimensions: Iterable[Dimension], trees: Iterable[Mapping | Collection], periods: Collection
) -> list[tuple]:
    """Every possible cell: a tree is coarse value → finer values, or the values of a dimension of one level."""
    paths = [
        [(c, f) for c, fine in tree.items() for f in fine] if isinstance(tree, Mapping) else [(v,) for v in tree]
        for tree in trees
    ]
    return [(period, *(v for path in chosen for v in path)) for period in periods for chosen in product(*paths)]


def matching(cells: Iterable[tuple], levels: tuple[str, ...], wanted: Mapping) -> list[tuple]:
    """The cells that a row or filter means."""
    at = {level: i for i, level in enumerate(levels)}
    return [
        cell
        for cell in cells
        if all(cell[at[level]] in (v if isinstance(v, set | frozenset) else {v}) for level, v in wanted.items())
    ]


def every_table(published: Published, cells: Collection[tuple]) -> Iterable[tuple[tuple[str, ...], dict, list[Row]]]:
    """Each table by up to two levels, whole and limited to each single value of each level, with its rows."""
    levels = published.levels
    filters = [{}] + [{level: v} for i, level in enumerate(levels) for v in sorted({c[i] for c in cells}, key=str)]
    for size in range(3):
        for by in combinations(levels, size):
            at = [levels.index(level) for level in by]
            domain = [dict(zip(by, key, strict=True)) for key in {tuple(c[i] for i in at) for c in cells}]
            for where in filters:
                table = published.table(by, where, domain=domain)
                yield by, where, [*table.rows, table.total]


def told(published: Published, cells: Collection[tuple]) -> list[tuple[list[tuple], int, int]]:
    """Everything that the tables and the groups themselves say: cells, at least, at most."""
    found = []
    for _by, where, rows in every_table(published, cells):
        for row in rows:
            meant = matching(matching(cells, published.levels, where), published.levels, row.key)
            if row.count is not None:
                found.append((meant, row.count, row.at_most))
    for group in published.groups:
        meant = [c for c in cells if c[0] == group.period and all(map(_has, group.choices, c[1:]))]
        low, high = (0, published.k - 1) if group.count is None else (group.count, group.count)
        found.append((meant, low, high))
    return found


def _has(choice, value) -> bool:
    if choice is None:
        return True
    return choice.value == value if hasattr(choice, "value") else value not in choice.than


def small(cube: Cube, cells: Collection[tuple], k: int, most: int = 10) -> list[list[tuple]]:
    """Rows of any table of up to three levels that count from 1 to k - 1, the finest first: each as its cells."""
    found = {}
    levels = cube.levels
    for size in range(len(levels), 0, -1):
        for chosen in combinations(range(len(levels)), size):
            if 0 not in chosen:
                continue
            for key in sorted({tuple(c[i] for i in chosen) for c in cells}, key=str):
                meant = [c for c in cells if tuple(c[i] for i in chosen) == key]
                if 0 < sum(cube.cells[c].count for c in meant if c in cube.cells) < k:
                    found.setdefault(tuple(meant))
    return [list(meant) for meant in found][:most]
