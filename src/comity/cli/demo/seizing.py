"""The demo's drugs: seizures of several years, how completely they were reported, and one that two agencies made."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from comity.cli.demo.folder import DemoFolder, Place
from comity.cli.demo.founding import OFFICER, basis, main_case
from comity.cli.demo.town import Town
from comity.kernel import Unreachable
from comity.simulation import Region
from comity.simulation.courts import campaigns, prosecutions
from comity.simulation.seizures import JOINT, ReportedMonth, SeizureHistory, seizures, write_seizures

BY_HAND = 8
"""The latest seizures of each agency are recorded one by one, as by officers; the others come in a file."""
SHARED_YEARS = 3
"""Years whose counts go to the partners."""
SUPERVISOR = "supervisor"
_PATIENCE = 60.0


def history(demo: DemoFolder) -> SeizureHistory:
    """This function makes up the seizures of a demo, the same ones each time it runs."""
    until = demo.state.setdefault("until", dt.datetime.now(dt.UTC).date().isoformat())
    return seizures(demo.state["seed"], dt.date.fromisoformat(until), tuple(p.country for p in demo.places))


def fill(demo: DemoFolder, region: Region, town: Town) -> None:
    """This function records each agency's seizures: a file, the latest by hand, and how complete the months are."""
    made = history(demo)

    def work(place: Place) -> None:
        shell, agency = town.shells[place.country], made.agencies[place.country]
        case = main_case(region.agencies[place.country])
        file = write_seizures(agency.records[:-BY_HAND], demo.root / "files" / place.name / "seizures.csv")
        shell.measure("import_seizures", place.folder, OFFICER, case, file)
        by_hand = [*agency.records[-BY_HAND:], *([made.joint[place.country]] if place.country in made.joint else [])]
        said = _kept(demo.root / "files" / place.name / "by-hand.json", by_hand)
        shell.measure("record_seizures", place.folder, OFFICER, SUPERVISOR, case, said)
        months = _kept(demo.root / "files" / place.name / "reported.json", agency.reported)
        shell.measure("state_reporting", place.folder, SUPERVISOR, months)
        until, folder = dt.date.fromisoformat(demo.state["until"]), demo.root / "files" / place.name
        courts = _kept(folder / "prosecutions.json", prosecutions(demo.state["seed"], until, agency.records))
        shell.measure("record_prosecutions", place.folder, OFFICER, case, courts)
        planned = _kept(folder / "campaigns.json", campaigns(until, agency.records))
        shell.measure("plan_campaigns", place.folder, SUPERVISOR, planned)

    town.at_each(work)


def contribute(demo: DemoFolder, region: Region, town: Town) -> None:
    """This function sends what each agency counts of the last years to the others; a year that it lacks is not sent."""
    made = history(demo)

    def work(place: Place) -> None:
        partners = {demo.state["nodes"][p.country]: basis(place, p) for p in town.places if p is not place}
        years = _shared(made.agencies[place.country].reported)
        town.shells[place.country].measure(
            "contribute", place.folder, SUPERVISOR, main_case(region.agencies[place.country]), json.dumps(partners),
            json.dumps(years),
        )  # fmt: skip

    town.at_each(work)


def _shared(reported: Sequence[ReportedMonth]) -> dict[int, str]:
    """The last years that are over and how complete they are, without one of which whole months are missing."""
    years = sorted({each.year for each in reported})[-1 - SHARED_YEARS : -1]
    found = {}
    for year in years:
        came = [each.came / each.expected for each in reported if each.year == year]
        if min(came) > 0:
            found[year] = "complete" if min(came) == 1 else "partial"
    return found


def agree(demo: DemoFolder, region: Region, town: Town) -> None:
    """This function lets two agencies agree that one seizure was joint, so that it is counted once.

    Raises:
        Unreachable: a message did not arrive in time.
    """
    here, there = (next(p for p in town.places if p.country == country) for country in JOINT)
    joint = history(demo).joint
    town.shells[here.country].measure(
        "propose_joint", here.folder, OFFICER, main_case(region.agencies[here.country]), basis(here, there),
        demo.state["nodes"][there.country], joint[here.country].reference,
    )  # fmt: skip
    _until(
        lambda: town.shells[there.country].measure(
            "answer_joint", there.folder, OFFICER, main_case(region.agencies[there.country]), basis(here, there),
            joint[there.country].reference,
        ),
        there,
    )  # fmt: skip
    _until(lambda: town.shells[here.country].measure("joint_state", here.folder) == "agreed", here)


def _kept(path: Path, records: Any) -> Path:
    rows = [asdict(record) for record in records]
    path.write_text(json.dumps(rows, ensure_ascii=False, default=str), encoding="utf-8")
    return path


def _until(look: Any, place: Place) -> None:
    end = time.monotonic() + _PATIENCE
    while not look():
        if time.monotonic() > end:
            raise Unreachable(
                "a joint seizure", f"the message did not arrive at {place.agency} in time", "Look into the logs",
                code="demo.joint.late",
            )  # fmt: skip
        time.sleep(0.1)
