"""The second part of the demo, done once: each agency imports the files of its made-up cases."""

from __future__ import annotations

from pathlib import Path

from comity.cli.demo.folder import Place
from comity.cli.demo.founding import OFFICER, at
from comity.cli.demo.town import Town
from comity.kernel import Conflicting
from comity.kernel.purposes import Offence
from comity.simulation import HoldingsFile, Region, write_files

RETENTION = "2036-11-22"
_WHO = {Offence.TRAFFICKING_IN_PERSONS: "victims"}


def fill(root: Path, region: Region, town: Town) -> dict[str, int]:
    """This function imports every file at its agency and returns how many holdings each agency has.

    The files of trafficking in persons name victims; they are imported by the victim case worker.

    Raises:
        Conflicting: a row of a made-up file was left out.
    """

    def work(place: Place) -> int:
        files = write_files(region.agencies[place.country], root / "files" / place.name)
        return sum(_import(place, town, each) for each in files)

    return town.at_each(work)


def _import(place: Place, town: Town, file: HoldingsFile) -> int:
    releasable = [word for other in town.places if other is not place for word in ("--releasable-to", other.country)]
    report = town.shells[place.country].json(
        "holdings", "import", file.path, "--case", file.case.reference, "--role", "unknown",
        "--source", "Made-up files of the demo", "--evaluation", "B2", "--handling", "H0 H1", "--tlp", "AMBER",
        "--retention", RETENTION, *releasable, *at(place, _WHO.get(file.case.offence, OFFICER)),
    )  # fmt: skip
    if report["read"] != file.rows:
        raise Conflicting(
            str(file.path), f"{file.rows - report['read']} of {file.rows} rows were left out: {report['faults'][:3]}",
            code="demo.import.left_out",
        )  # fmt: skip
    return int(report["read"])
