"""How the records of a period are divided into groups of at least k.

From the top: the values of a level that count at least k stand alone; the smaller ones, and those that count nothing,
are one group of others; where these together are too few, the smallest that stood alone joins them. Each part is then
divided by the next level, until a level leaves nothing to divide. The same is asked of each measure: nobody or at least
k of a group say it.

A period that was published before keeps its groups, which may be joined but not divided. What each of them first
counted moves by steps of 2k + 1 only, and never below zero, so that it says of a correction no more than that it lies
within k; and where less than a step is left, nothing but that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from comity.flows.disclosure.cubes import Cell, Cube, Value
from comity.flows.disclosure.groups import Choice, Group, One, Others, Part
from comity.flows.disclosure.published import Published
from comity.kernel import InvalidInput

METHOD = 1
"""Version of the method, which travels with what is published."""
SMALLEST_K = 2
AMOUNT_MOVES = 0.1
"""A measure of a group whose count stands moves only when it changes by more than a tenth."""
Cells = list[tuple[tuple[Value, ...], Cell]]


def step_of(k: int) -> int:
    """This function returns by how much a published count moves at once after a correction."""
    return 2 * k + 1


def moved(count: int, base: int, k: int) -> int:
    """This function returns what is shown of a count that was first published as another one."""
    step = step_of(k)
    return base + step * max(round((count - base) / step), -(base // step))


def publish(cube: Cube, k: int = 11, *, earlier: Published | None = None) -> Published:
    """This function returns what of a cube may be shown.

    Args:
        cube: the counts.
        k: the fewest records that may be shown together.
        earlier: what was published of the same records before, so that both together say no more than each.

    Raises:
        InvalidInput: ``flows.disclosure.k``; ``flows.disclosure.earlier``, the earlier one is of something else.
    """
    if k < SMALLEST_K:
        raise InvalidInput("k", f"it is {k}", f"Use {SMALLEST_K} or more", code="flows.disclosure.k")
    if earlier is not None and (earlier.name, earlier.k, earlier.dimensions) != (cube.name, k, cube.dimensions):
        raise InvalidInput(
            "Earlier publication",
            "it is of another table, with other levels or another k",
            "Publish under another name",
            code="flows.disclosure.earlier",
        )
    cells: dict[Value, Cells] = defaultdict(list)
    for path, cell in sorted(cube.cells.items(), key=lambda each: tuple(map(str, each[0]))):
        if cell.count:
            cells[path[0]].append((path[1:], cell))
    groups: list[Group] = []
    for period in cube.periods:
        before = [g for g in earlier.groups if g.period == period and g.count is not None] if earlier else []
        groups += _Division(period, k, cube.measures, len(cube.levels) - 1).of(cells[period], before)
    return Published.of(cube, k, METHOD, groups)


@dataclass
class _Division:
    period: Value
    k: int
    measures: tuple[str, ...]
    depth: int

    def of(self, cells: Cells, before: list[Group]) -> list[Group]:
        """This function divides the records of the period."""
        if not cells and not before:
            return []
        whole = _sum(cells)
        if self._count(cells, before) < self.k:
            return [Group(self.period, (None,) * self.depth, None)]
        self.measures = tuple(m for m in self.measures if self._enough(whole, m))
        return self._divide(cells, (), before or None)

    def _divide(self, cells: Cells, choices: tuple[Choice, ...], before: list[Group] | None) -> list[Group]:
        """This function divides the records of one part by the next level.

        Args:
            cells: of the part.
            choices: what it has of the levels so far.
            before: the groups that it was divided into earlier; None where it was not published.
        """
        at = len(choices)
        if at == self.depth or (
            before is not None and all(g.choices[at:] == (None,) * (self.depth - at) for g in before)
        ):
            return [self._group(cells, choices, before or [])]
        parts: dict[Value, Cells] = defaultdict(list)
        for path, cell in cells:
            parts[path[at]].append((path, cell))
        old: dict[Value | None, list[Group]] = defaultdict(list)
        for group in before or []:
            choice = group.choices[at]
            old[choice.value if isinstance(choice, One) else None].append(group)
        had_others = None in old
        names = sorted({*parts, *(name for name in old if name is not None)}, key=str)
        new = {name for name in names if name not in old}
        few = {n for n in names if (n in new and had_others) or not self._may_stand(parts[n], old.get(n, []))}
        others = self._others(few, names, parts, old, had_others=had_others)
        if len(others) == len(names) and names:
            return [self._group(cells, choices, before or [])]
        shown = [name for name in names if name not in others]
        made = [
            group
            for name in shown
            for group in self._divide(
                parts[name], (*choices, One(name)), old[name] if before is not None and name not in new else None
            )
        ]
        if others or had_others:
            rest = [each for name in sorted(others, key=str) for each in parts[name]]
            joined = [group for name in others if name in old for group in old[name]]
            chosen = (*choices, Others(frozenset(shown)))
            if before is None:
                made += self._divide(rest, chosen, None)
            elif joined or not had_others:
                made.append(self._group(rest, chosen, [*joined, *old[None]] if had_others else joined))
            else:
                made += self._divide(rest, chosen, old[None])
        return made

    def _others(
        self,
        few: set[Value],
        names: Sequence[Value],
        parts: dict[Value, Cells],
        old: dict[Value | None, list[Group]],
        *,
        had_others: bool,
    ) -> set[Value]:
        """This function returns the values that are merged: those of too few, and the smallest that hide them."""
        others = set(few)
        if not others and not had_others:
            return others
        by_size = sorted((n for n in names if n not in few), key=lambda n: (_sum(parts[n]).count, str(n)))
        while by_size:
            cells = [each for name in others for each in parts[name]]
            groups = [*old.get(None, []), *(g for name in others for g in old.get(name, []))]
            if self._may_stand(cells, groups):
                break
            others.add(by_size.pop(0))
        return others

    def _may_stand(self, cells: Cells, before: list[Group]) -> bool:
        whole = _sum(cells)
        return self._count(cells, before) >= self.k and all(self._enough(whole, m) for m in self.measures)

    def _enough(self, cell: Cell, measure: str) -> bool:
        amount = cell.amounts.get(measure)
        return amount is None or amount.of == 0 or amount.of >= self.k

    def _count(self, cells: Cells, before: Collection[Group]) -> int:
        """This function returns what is shown of cells: each earlier part moves by itself, what is new from zero."""
        if not before:
            return _sum(cells).count
        parts = _parts(before)
        found = dict.fromkeys(parts, 0)
        new = 0
        for path, cell in cells:
            part = next((each for each in parts if each.has(path)), None)
            if part is None:
                new += cell.count
            else:
                found[part] += cell.count
        return moved(new, 0, self.k) + sum(moved(count, part.base, self.k) for part, count in found.items())

    def _group(self, cells: Cells, choices: tuple[Choice, ...], before: Collection[Group]) -> Group:
        whole, count = _sum(cells), self._count(cells, before)
        filled = choices + (None,) * (self.depth - len(choices))
        stands = bool(before) and count == sum(g.count or 0 for g in before)
        amounts: dict[str, float | None] = {}
        for measure in self.measures:
            amount = whole.amounts.get(measure)
            now = float(f"{amount.total:.3g}") if amount and amount.of else None
            then = _known(g.amounts.get(measure) for g in before) if stands else None
            near = now is not None and then is not None and abs(now - then) <= AMOUNT_MOVES * abs(then)
            amounts[measure] = then if near else now
        return Group(
            period=self.period,
            choices=filled,
            count=count,
            parts=_parts(before) or (Part(filled, whole.count),),
            amounts=amounts,
        )


def _parts(groups: Iterable[Group]) -> tuple[Part, ...]:
    return tuple(part for group in groups for part in group.parts)


def _sum(cells: Cells) -> Cell:
    return reduce(lambda left, right: left + right[1], cells, Cell())


def _known(amounts: Iterable[float | None]) -> float | None:
    said = [amount for amount in amounts if amount is not None]
    return sum(said) if said else None
