"""The demo from its beginning to its table, and the desks that stay open until Ctrl-C."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from comity.cli.demo import checking, conversing, filling, founding, seizing
from comity.cli.demo.folder import DemoFolder
from comity.cli.demo.progress import Progress
from comity.cli.demo.result import Result
from comity.cli.demo.table import show, show_desks
from comity.cli.demo.town import Stopped, Town, stoppable
from comity.cli.session import print_json
from comity.kernel import Unreachable
from comity.simulation import Region, region


def run(folder: Path, *, once: bool, json: bool) -> None:
    """This function runs the demo.

    Args:
        folder: where the nodes live.
        once: whether it ends after the table.
        json: whether one JSON document is printed instead of the table.

    Raises:
        Conflicting: the folder holds something else.
        Refused: the folder or its ports are in use.
        ComityError: a command failed.
        SystemExit: a signal ended the demo before its table.
    """
    progress, finished = Progress(), False
    try:
        with stoppable(), DemoFolder(folder, free_ports=once) as demo, Town(demo.places) as town:
            result = play(demo, town, progress)
            if json:
                print_json(result.document())
                sys.stdout.flush()
            else:
                show(result, demo)
            finished = True
            if not once:
                town.close_shells()
                show_desks(demo, errors=json)
                _stay_open(town)
    except Stopped as stopped:
        progress.say("The demo was stopped.")
        if not (finished and stopped.number == signal.SIGINT):
            sys.exit(128 + stopped.number)


def play(demo: DemoFolder, town: Town, progress: Progress) -> Result:
    """This function goes through every part of the demo and returns what it found out."""
    started, result = time.monotonic(), Result()
    with progress.step("A region is made up"):
        made = region(demo.state["seed"], tuple(place.country for place in demo.places), demo.state["holdings_each"])
    if not demo.is_ready:
        _set_up(demo, made, town, progress)
    result.holdings = town.at_each(lambda place: int(town.shells[place.country].measure("count", place.folder)))
    counted = town.at_each(lambda place: int(town.shells[place.country].measure("count_seizures", place.folder)))
    result.seizures = counted
    with progress.step("Three nodes start"):
        demo.release_ports()
        town.start()
    with progress.step("Indexes are made, so that partners can look without seeing"):
        checking.wait_for_indexes(town)
    with progress.step("Every agency checks its holdings with both others"):
        checked = checking.check(made, town)
        result.directions = checking.judge(demo, made, town, checked)
    with progress.step("A hit becomes a request and a reply"):
        conversing.converse(demo, made, town, checked, result)
    if "until" in demo.state and not demo.state.get("joint"):
        with progress.step("Two agencies agree that a seizure was joint"):
            seizing.agree(demo, made, town)
        demo.state["joint"] = True
    with progress.step("Ledgers are proven"):
        result.ledgers = town.at_each(lambda place: town.shells[place.country].json("ledger", "verify", place.folder))
    result.seconds = time.monotonic() - started
    demo.state["runs"] += 1
    demo.keep()
    return result


def _set_up(demo: DemoFolder, made: Region, town: Town, progress: Progress) -> None:
    demo.keep()
    with progress.step("Nodes are founded, with accounts and cases"):
        founding.found(demo, town)
        founding.open_cases(made, town)
    with progress.step("Cards are exchanged and accepted"):
        founding.exchange_cards(demo, town)
        checking.agree_budgets(demo, town)
    with progress.step("Holdings are imported"):
        filling.fill(demo.root, made, town)
    with progress.step("Seizures of the last years are recorded"):
        seizing.fill(demo, made, town)
    with progress.step("Counts go to partners for a picture of the region"):
        seizing.contribute(demo, made, town)
    demo.state["ready"] = True
    demo.keep()


def _stay_open(town: Town) -> None:
    while town.is_running:
        time.sleep(0.5)
    raise Unreachable(
        "a process of the demo", "it ended by itself", "Look into the logs in the demo's folder", code="demo.node.ended"
    )
