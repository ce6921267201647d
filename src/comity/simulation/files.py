"""Writes an agency's holdings into files as an officer would hand them to the node: one CSV for each case."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from comity.simulation.region import Agency, CaseFile


@dataclass(frozen=True, slots=True)
class HoldingsFile:
    """A file of holdings and the case that its rows belong to."""

    path: Path
    case: CaseFile
    rows: int


def write_files(agency: Agency, folder: Path) -> tuple[HoldingsFile, ...]:
    """This function writes a CSV for each case: ``id``, ``schema``, ``role`` and FollowTheMoney property names.

    Several values stand in one field with ``;`` between them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(name for record in agency.records for name in record.properties))
    made = []
    for case in agency.cases:
        path = folder / f"{case.reference}.csv"
        records = [record for record in agency.records if record.case == case.reference]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "schema", "role", *columns])
            writer.writerows(
                [r.id, r.schema.value, r.role.value, *(";".join(r.properties.get(c, ())) for c in columns)]
                for r in records
            )
        made.append(HoldingsFile(path, case, len(records)))
    return tuple(made)
