"""The whole report of an import as a table: what was left out, and what was doubted or repaired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.node.holdings.models import Import, ImportFault, ImportFinding
from comity.subjects.cells import neutralised
from comity.subjects.readers import Fault, Finding

COLUMNS = ("line", "field", "value", "reason", "row_left_out", "what", "became", "count")
"""Of the report as CSV; what is new comes behind what programs read already."""


def table(faults: Iterable[Fault | ImportFault], findings: Iterable[Finding | ImportFinding]) -> Iterator[list[str]]:
    """This function gives the rows of a report, its head first, so that no spreadsheet takes a cell for a formula."""
    yield list(COLUMNS)
    for each in faults:
        what = "row left out" if each.left_out else "value left out"
        out = "yes" if each.left_out else "no"
        cells = (str(each.line), each.field, each.value, each.reason, out, what, "", "1")
        yield [neutralised(cell) for cell in cells]
    for found in findings:
        cells = (
            str(found.line or ""), found.field, found.original, found.reason, "no", str(found.kind), found.value,
            str(found.count),
        )  # fmt: skip
        yield [neutralised(cell) for cell in cells]


def of(made: Import) -> Iterator[list[str]]:
    """This function gives the rows of the report of an import, from the database a part at a time."""
    return table(made.faults.iterator(chunk_size=2000), made.findings.all())
