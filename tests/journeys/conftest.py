"""Nodes that know each other are made once; every journey gets a copy of its own at the same ports."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from comity.cli.demo import checking, filling, founding
from comity.cli.demo.folder import DemoFolder
from comity.cli.demo.town import Town
from comity.simulation import Region, region
from tests.journeys.nodes import Node

HOLDINGS = 120
SEED = 5


def own_ports() -> list[int]:
    """Ports that no other worker of this test run takes, even while nothing listens there."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return [20_000 + 1000 * (number % 10) + (os.getpid() % 300) * 3 + i for i in range(3)]


@pytest.fixture(scope="session")
def made() -> Region:
    """The truth behind the records."""
    return region(SEED, holdings_each=HOLDINGS)


@pytest.fixture(scope="session")
def empty_town(tmp_path_factory, made) -> dict[str, str]:
    """Three nodes that accepted each other's cards, with cases and no holdings yet."""
    with DemoFolder(tmp_path_factory.mktemp("journeys") / "empty", free_ports=True) as demo, Town(demo.places) as town:
        demo.state["ports"] = dict(zip(demo.state["ports"], own_ports(), strict=True))
        town.places = demo.places
        founding.found(demo, town)
        founding.open_cases(made, town)
        founding.exchange_cards(demo, town)
        checking.agree_budgets(demo, town)
        return {"root": str(demo.root), "places": demo.places, "nodes": dict(demo.state["nodes"])}


@pytest.fixture(scope="session")
def full_town(empty_town, made) -> dict[str, str]:
    """The same with holdings."""
    root = Path(empty_town["root"]).with_name("full")
    shutil.copytree(empty_town["root"], root)
    places = tuple(replace(place, root=root) for place in empty_town["places"])
    with Town(places) as town:
        filling.fill(root, made, town)
    return {**empty_town, "root": str(root), "places": places}


@pytest.fixture
def nodes(tmp_path, empty_town, full_town) -> Iterator[Callable[..., list[Node]]]:
    """Makes copies of nodes; whatever they started ends with the test."""
    opened: list[Node] = []

    def make(*countries: str, filled: bool = True) -> list[Node]:
        town = full_town if filled else empty_town
        for place in town["places"]:
            if place.country in countries:
                shutil.copytree(place.folder, tmp_path / place.name)
                opened.append(Node(replace(place, root=tmp_path), town["nodes"][place.country]))
        return list(opened)

    yield make
    for node in opened:
        node.stop()
