"""One writer at a time changes seizures, and every change is counted, so that caches know."""

from __future__ import annotations

from comity.node.seizures.models import Revision


def advance() -> int:
    """This function counts one more change inside the caller's transaction, and returns the number.

    From here to the end of the transaction every other writer of seizures waits.
    """
    row = Revision.objects.select_for_update().filter(id=1).first()
    if row is None:
        Revision.objects.get_or_create(id=1)
        row = Revision.objects.select_for_update().get(id=1)
    row.number += 1
    row.save(update_fields=["number"])
    return row.number


def revision() -> int:
    """This function returns how often seizures changed."""
    return Revision.objects.filter(id=1).values_list("number", flat=True).first() or 0
