"""The third part of the demo: indexes are exchanged, and every agency checks what it holds with both others."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from comity.cli.demo.folder import DemoFolder, Place
from comity.cli.demo.founding import DEMO, OFFICER, at
from comity.cli.demo.result import Direction
from comity.cli.demo.town import Town
from comity.kernel import Unreachable
from comity.simulation import Region

BUDGET = 400_000
"""Elements a day that the agencies of the demo agree on: checking everything is not what the usual budget is for."""
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Checked:
    """What one agency's check found at both others.

    Args:
        asker: alpha-2 code.
        document: what ``comity check --json`` printed.
        references: number in the agency's own file by id of the holding.
    """

    asker: str
    document: dict[str, Any] = field(repr=False)
    references: dict[str, str] = field(repr=False)


def agree_budgets(demo: DemoFolder, town: Town) -> None:
    """This function lets each two agencies agree on a budget that allows for checking everything.

    One proposes, the other accepts, as on the page of budgets; no node runs yet, so statements are carried by hand.
    """
    nodes, shells = demo.state["nodes"], town.shells
    for one, other in combinations(town.places, 2):
        here, there = shells[one.country], shells[other.country]
        said = here.measure("propose_budget", one.folder, DEMO, nodes[other.country], BUDGET)
        said = there.measure("accept_budget", other.folder, DEMO, nodes[one.country], json.dumps(said))
        here.measure("hear_budget", one.folder, nodes[other.country], json.dumps(said))


def wait_for_indexes(town: Town) -> None:
    """This function waits until every worker has made an index for each partner.

    Raises:
        Unreachable: a worker ended or takes too long.
    """

    def work(place: Place) -> None:
        until = time.monotonic() + _PATIENCE
        while town.shells[place.country].measure("published", place.folder) < len(town.places) - 1:
            if time.monotonic() > until or not town.is_running:
                raise Unreachable(
                    f"the worker of {place.agency}", "it made no indexes in time", "Look into the logs in the folder",
                    code="demo.index.missing",
                )  # fmt: skip
            time.sleep(0.2)

    town.at_each(work)


def check(region: Region, town: Town) -> dict[str, Checked]:
    """This function checks all holdings whose role may be indexed with all partners, at every agency at once."""

    def work(place: Place) -> Checked:
        shell = town.shells[place.country]
        references = shell.measure("references", place.folder)
        holdings = [word for holding in references for word in ("--holding", holding)]
        case = region.agencies[place.country].cases[0].reference
        document = shell.json("check", *holdings, "--case", case, *at(place, OFFICER))
        return Checked(place.country, document, references)

    return town.at_each(work)


def judge(demo: DemoFolder, region: Region, town: Town, checked: dict[str, Checked]) -> list[Direction]:
    """This function compares what was found with the truth, direction by direction."""
    handles = town.at_each(lambda place: town.shells[place.country].measure("handles", place.folder))
    countries = {node: country for country, node in demo.state["nodes"].items()}
    directions = []
    for asker, each in checked.items():
        for inquiry in each.document["inquiries"]:
            partner = countries[inquiry["partner"]]
            hits = [hit for hit in each.document["hits"] if hit["partner"] == inquiry["partner"]]
            found = frozenset(
                (each.references[hit["holding"]], handles[partner][hit["handle"]])
                for hit in hits
                if hit["strength"] != "weak"
            )
            strengths = Counter(hit["strength"] for hit in hits)
            directions.append(
                Direction(asker, partner, each.document["subjects"], strengths, found, region.pairs(asker, partner))
            )
    return directions
