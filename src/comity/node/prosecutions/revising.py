"""Every change of a prosecution is counted, so that caches know."""

from __future__ import annotations

from comity.node.prosecutions.models import ProsecutionRevision
from comity.node.seizures import revising


def advance() -> int:
    """This function counts one more change inside the caller's transaction, and returns the number."""
    return revising.advance(ProsecutionRevision)


def revision() -> int:
    """This function returns how often prosecutions changed."""
    return revising.revision(ProsecutionRevision)
