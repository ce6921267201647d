"""One writer at a time changes seizures, and every change is counted, so that caches know."""

from __future__ import annotations

from comity.node.seizures.models import Counted, Revision


def advance(of: type[Counted] = Revision) -> int:
    """This function counts one more change inside the caller's transaction, and returns the number.

    From here to the end of the transaction every other writer of the same records waits.

    Args:
        of: the model whose one row counts.
    """
    rows = of._default_manager  # noqa: SLF001 -- what Django names it for code that knows no model
    row = rows.select_for_update().filter(id=1).first()
    if row is None:
        rows.get_or_create(id=1)
        row = rows.select_for_update().get(id=1)
    row.number += 1
    row.save(update_fields=["number"])
    return row.number


def revision(of: type[Counted] = Revision) -> int:
    """This function returns how often records changed.

    Args:
        of: the model whose one row counts.
    """
    return of._default_manager.filter(id=1).values_list("number", flat=True).first() or 0  # noqa: SLF001
