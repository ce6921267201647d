"""Everything that reads seizures; how is said in the files it comes from.

- `finding`: lists; `detailing`: one seizure, and a photo;
- `chains`: custody compared with the ledger;
- `reports`: files that were read;
- `lines`: the table for analysis, with `revision` for caches of it.
"""

from comity.node.seizures.chains import Chain, Link, chain, custody
from comity.node.seizures.detailing import Detail, Person, PhotoFile, allowed, detail, given_of, photo
from comity.node.seizures.finding import Filter, Found, Row, chosen, find, rows_of
from comity.node.seizures.lines import lines
from comity.node.seizures.reports import Faults, every_fault, faults, intake, intakes
from comity.node.seizures.revising import revision

__all__ = [
    "Chain", "Detail", "Faults", "Filter", "Found", "Link", "Person", "PhotoFile", "Row", "allowed", "chain", "chosen",
    "custody", "detail", "every_fault", "faults", "find", "given_of", "intake", "intakes", "lines", "photo", "revision",
    "rows_of",
]  # fmt: skip
