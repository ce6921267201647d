"""What is measured, in the order of the report.

A measurement is a module of this package with the name of its entry (``keys-gain`` is ``bench/keys_gain.py``) and has

    def options(parser): ...            # optional: its own options; ``--quick`` is there already
    def measure(asked) -> dict: ...     # does the work and returns what it found, ready for JSON
    def section(found) -> str: ...      # what it found, as Markdown under its heading (tables and plain sentences)
    def headlines(found) -> list[str]:  # optional: sentences for "In short", made from the numbers
    def losses(found) -> list[str]: ... # optional: sentences for "Where we lose", made from the numbers
    def pictures(found) -> dict: ...    # optional: SVG by file name, written to docs/pictures
    def merged(before, now) -> dict: .. # optional: joins a result with an earlier one of the same measurement

``python -m bench NAME`` runs one, keeps what it returns in ``bench/results/NAME.json`` and prints its section.
A measurement that cannot run raises :class:`bench.results.LeftOut` with the reason; the report says so. What a peer is
missing for is said the same way (``peers.python`` raises it), and never drops the rest of a measurement.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True)
class Measurement:
    """One entry: its name on the command line, its heading, how long it takes on two idle cores, its document.

    What is ``apart`` takes so long that it is measured only when it is named; the report has its last result.
    """

    name: str
    title: str
    minutes: float
    quick_minutes: float
    document: str = "benchmarks.md"
    apart: bool = False

    @property
    def module(self) -> ModuleType:
        return importlib.import_module(f"bench.{self.name.replace('-', '_')}")


MEASUREMENTS = (
    Measurement("psi", "Private set intersection", 11, 1),
    Measurement("linkage", "Linking labelled records", 1.5, 0.7),
    Measurement("evidence", "Evidence and its calibration, without cryptography", 1.5, 0.7),
    Measurement("lists", "Two published lists, linked", 0.5, 0.5),
    Measurement("names", "Names across scripts", 2.5, 1, "validation-names.md"),
    Measurement("name-keys", "Keys, speed and size of the name engine", 0.5, 0.1, "validation-names.md"),
    Measurement("holdings", "Large holdings at one node", 9, 1, apart=True),
    Measurement("places", "Places by name and by position", 1.5, 0.3, apart=True),
    Measurement("trends", "Change over time: false alarms and power", 12, 0.3, "methods.md", apart=True),
    Measurement("seizures", "Reports on files of seizures", 1.5, 0.3, apart=True),
    Measurement("routes", "The page of routes", 1, 0.3, apart=True),
    Measurement("footprint", "Size of a node", 0.5, 0.5),
)


def named(name: str) -> Measurement:
    return next(entry for entry in MEASUREMENTS if entry.name == name)
