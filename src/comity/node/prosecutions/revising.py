"""Every change of a prosecution is counted, so that caches know."""

from __future__ import annotations

from comity.node.prosecutions.models import ProsecutionRevision


def advance() -> int:
    """This function counts one more change inside the caller's transaction, and returns the number."""
    row = ProsecutionRevision.objects.select_for_update().filter(id=1).first()
    if row is None:
        ProsecutionRevision.objects.get_or_create(id=1)
        row = ProsecutionRevision.objects.select_for_update().get(id=1)
    row.number += 1
    row.save(update_fields=["number"])
    return row.number


def revision() -> int:
    """This function returns how often prosecutions changed."""
    return ProsecutionRevision.objects.filter(id=1).values_list("number", flat=True).first() or 0
