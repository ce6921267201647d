"""What the ledger needs to know of partners, given by the slice that keeps them.

The ledger stands below the partners in the house, so it asks through this seam: `register` is called once, when the
node starts. A partner is named by its node id throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from comity.kernel import Missing
from comity.node.runtime import keyring


class Directory(Protocol):
    """Answers questions about partners."""

    def signing_keys(self, partner_id: str) -> Sequence[bytes]:
        """This function returns the public signing keys that a partner has, and had, newest first."""

    def names(self) -> dict[str, str]:
        """This function returns the name of every accepted partner by its node id."""


_registered: list[Directory] = []


def register(directory: Directory) -> None:
    """This function sets who answers."""
    _registered[:] = [directory]


def signing_keys(partner_id: str) -> tuple[bytes, ...]:
    """This function returns the public signing keys of a partner.

    Raises:
        Missing: no such partner.
    """
    keys = tuple(_registered[0].signing_keys(partner_id)) if _registered else ()
    if not keys:
        raise Missing(f"partner {partner_id}", "no card of it is accepted", code="audit.partner.missing")
    return keys


def names() -> dict[str, str]:
    """This function returns the name of every accepted partner by its node id."""
    return _registered[0].names() if _registered else {}


def own_keys() -> tuple[bytes, ...]:
    """This function returns the public signing keys of this node."""
    return (keyring().signing.public,)
