"""Between this node's records, what is published of them, and what travels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from comity.exchange.contents import Aggregates, Dataset
from comity.flows.disclosure import Cube, Dimension, Group, One, Others, Published, Value, publish
from comity.flows.records import COLUMNS
from comity.kernel.countries import country as country_of
from comity.node.runtime import config, node_id
from comity.node.seizures import queries as seizures

K = 11
"""The fewest seizures that are shown together."""
MOST_COMPARED = 100_000
"""Routes of a contribution, times those that it merges: so many are held against each other on each page."""
MEASURES = ("kilograms",)
PERIOD = Dimension("period", ("year",))
DRUG = Dimension("drug", ("drug_group", "drug"))
DIMENSIONS: Mapping[str, tuple[Dimension, ...]] = {
    Dataset.SEIZURES: (PERIOD, DRUG, Dimension("place", ("province",))),
    Dataset.ROUTES: (PERIOD, Dimension("route", ("route",))),
}
"""What each dataset is divided by. They share the year and no other level: neither can be taken from the other."""
BETWEEN = "-"
"""Stands between departure and destination of a route."""


def counted() -> Mapping[str, Cube]:
    """This function counts this agency's own seizures of drugs in its country by dataset; joint ones where agreed."""
    return _counted(node_id(), seizures.revision())


@lru_cache(maxsize=2)
def _counted(_node: str, _revision: int) -> Mapping[str, Cube]:
    every = (_routed(dict(zip(COLUMNS, row, strict=True))) for row in seizures.lines())
    here = {None, config().country}
    rows = [row for row in every if row["kind"] == "drug" and row["country"] in here and row["year"] is not None]
    return {name: Cube.of_lines(name, by, rows, measures=MEASURES) for name, by in DIMENSIONS.items()}


def _routed(row: dict[str, Any]) -> dict[str, Any]:
    ends = row["departure"], row["destination"]
    return {**row, "route": BETWEEN.join(ends) if all(ends) else None}


def years() -> list[int]:
    """This function returns the years in which this agency counts something, the newest first."""
    return sorted((int(year) for year in counted()[Dataset.SEIZURES].periods), reverse=True)


def published(dataset: str, year: int, earlier: Published | None = None) -> Published:
    """This function returns what may be shown of a year.

    Args:
        dataset: which.
        year: which.
        earlier: what was published of the same year before.
    """
    every = counted()[dataset]
    cells = {path: cell for path, cell in every.cells.items() if path[0] == year}
    return publish(Cube(every.name, every.dimensions, cells, every.measures, (year,)), K, earlier=earlier)


def travelling(made: Published, *, revision: int, completeness: str, words: str) -> dict[str, Any]:
    """This function returns one year of what was published as the content of a message."""
    (year,) = made.periods
    shown = [group for group in made.groups if group.count is not None]
    return {
        "dataset": made.name,
        "year": year,
        "revision": revision,
        "k": made.k,
        "method": made.method,
        "completeness": completeness,
        "words": words,
        "levels": _levels(made.dimensions),
        "measures": list(made.measures),
        "parents": [
            {"level": level, "value": str(value), "parent": str(parent)}
            for level, known in made.parents.items()
            for value, parent in known.items()
        ],
        "few": len(shown) < len(made.groups),
        "rows": [_row(group, made.measures) for group in shown],
    }


def _levels(dimensions: Iterable[Dimension]) -> list[dict[str, str]]:
    return [{"name": level, "dimension": d.name} for d in dimensions if d != PERIOD for level in d.levels]


def _row(group: Group, measures: Iterable[str]) -> dict[str, Any]:
    chosen: list[dict[str, Any] | None] = []
    for choice in group.choices:
        if isinstance(choice, One):
            chosen.append({"one": str(choice.value)})
        elif isinstance(choice, Others):
            chosen.append({"others": sorted(map(str, choice.than))})
        else:
            chosen.append(None)
    return {"chosen": chosen, "count": group.count, "amounts": [group.amounts.get(m) for m in measures]}


def fits(said: Aggregates, country: str) -> bool:
    """This function tells whether a contribution has the levels of its dataset, and speaks of its own country alone."""
    levels = [(level.name, level.dimension) for level in said.levels]
    wanted = [(level["name"], level["dimension"]) for level in _levels(DIMENSIONS[said.dataset])]
    if levels != wanted or list(said.measures) != list(MEASURES):
        return False
    named = [
        [chosen.one for row in said.rows if (chosen := row.chosen[at]) and chosen.one] for at in range(len(levels))
    ]
    if said.dataset == Dataset.SEIZURES:
        return all(place.startswith(f"{country}-") for place in named[-1])
    ends = [route.split(BETWEEN) for route in named[-1]]
    return all(len(each) == 2 and all(country_of(c) == c for c in each) for each in ends) and _comparable(said)


def _comparable(said: Aggregates) -> bool:
    ends = {str(c and (c.one, sorted(c.others or ()))): c for row in said.rows for c in row.chosen[-1:]}
    named = sum(bool(each and each.one) for each in ends.values())
    return named * (len(ends) - named) <= MOST_COMPARED


def received(dataset: str, said: Mapping[str, Any]) -> Published:
    """This function reads a contribution as what was published. A level of ours is text, and only the year a number."""
    groups = [_group(said, row) for row in said.get("rows", ())]
    if said.get("few"):
        groups.append(Group(said["year"], (None,) * len(said["levels"]), None))
    parents: dict[str, dict[Value, Value]] = {}
    for each in said.get("parents", ()):
        parents.setdefault(each["level"], {})[each["value"]] = each["parent"]
    return Published(
        name=dataset, k=said["k"], method=said["method"], dimensions=DIMENSIONS[dataset], measures=MEASURES,
        periods=(said["year"],), missing=(), groups=tuple(groups), parents=parents,
    )  # fmt: skip


def _group(said: Mapping[str, Any], row: Mapping[str, Any]) -> Group:
    choices: list[One | Others | None] = []
    for chosen in row["chosen"]:
        if chosen is None:
            choices.append(None)
        elif chosen.get("one") is not None:
            choices.append(One(chosen["one"]))
        else:
            choices.append(Others(frozenset(chosen.get("others") or ())))
    amounts = dict(zip(said.get("measures", ()), row["amounts"], strict=False))
    return Group(said["year"], tuple(choices), row["count"], amounts=amounts)
