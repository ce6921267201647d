"""What the ledger needs to know of partners, given by the slice that keeps them.

The ledger stands below the partners in the house, so it asks through this seam: `register` is called once, when the
node starts. A partner is named by its node id throughout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from comity.kernel import Missing
from comity.node.runtime import keyring


class Directory(Protocol):
    """Answers questions about partners."""

    def signing_keys(self, partner_id: str) -> Sequence[bytes]:
        """This function returns the public signing keys that a partner has, and had, newest first."""

    def names(self) -> dict[str, str]:
        """This function returns the name of every accepted partner by its node id."""

    def own_keys(self) -> Sequence[bytes]:
        """This function returns the public signing keys that this node had before, as far as it can prove them."""

    def ask(self, partner_id: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """This function makes the call ``audit.heads`` to a partner and returns the document of its answer."""

    def freeze(self, partner_id: str, reason: str) -> None:
        """This function freezes the channel to a partner whose ledger broke."""


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


def ask(partner_id: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """This function makes the call ``audit.heads`` to a partner and returns the document of its answer.

    Raises:
        Unreachable: the partner does not answer.
        Refused: it refuses.
    """
    return _registered[0].ask(partner_id, document)


def freeze(partner_id: str, reason: str) -> None:
    """This function freezes the channel to a partner whose ledger broke."""
    _registered[0].freeze(partner_id, reason)


def own_keys() -> tuple[bytes, ...]:
    """This function returns the public signing keys of this node, the one in use first."""
    now = keyring().signing.public
    before = _registered[0].own_keys() if _registered else ()
    return (now, *(key for key in before if key != now))
