"""A made-up region: persons, organisations and things of six countries, and what agencies know and write of them.

For the demo, for tests and for benches. Everything follows from a seed; chance comes as `random.Random`. The truth is
known: which record of one agency and which of another are of the same entity. Names come from tables of this room's
own, so that `comity.names` is never tested against itself; numbers have valid forms and check digits and are nobody's.

Also a simulated partner that speaks the real protocol (`partner`), and a transport that loses, doubles, reorders and
delays (`faults`). What a matcher makes of the region is judged elsewhere.
"""

from comity.simulation.faults import Faults, FaultyTransport
from comity.simulation.files import HoldingsFile, write_files
from comity.simulation.region import NODES, Agency, CaseFile, Record, Region, region

__all__ = [
    "NODES", "Agency", "CaseFile", "Faults", "FaultyTransport", "HoldingsFile", "Record", "Region", "region",
    "write_files",
]  # fmt: skip
