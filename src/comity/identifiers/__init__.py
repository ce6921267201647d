"""Numbers that tell one subject from another: documents, phones, accounts, plates, wallets and the like.

Each is normalised (native digits folded, separators removed), checked where it carries something to check, and
explained in a sentence. A number that fails its check keeps its value with ``valid=False``: a wrong digit in a report
must still be able to match the same wrong digit elsewhere. Nothing is invented; what cannot be told is None.

Forms by country are data in ``tables/``. What a number says about its holder is left to the reader of the record, and
which numbers make linkage keys to ``linkage``.

    >>> normalise("passportNumber", "n 01234567", "KH").value
    'N01234567'
"""

from comity.identifiers.model import Identifier, Kind
from comity.identifiers.mrz import MachineReadableZone, read_mrz
from comity.identifiers.registry import PROPERTIES, kind_of, normalise

__all__ = ["PROPERTIES", "Identifier", "Kind", "MachineReadableZone", "kind_of", "normalise", "read_mrz"]
