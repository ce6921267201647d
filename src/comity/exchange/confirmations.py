"""Proof that every copy of an item was treated: each node's signed confirmation, with those of whom it passed it on to.

Rules:

1. A confirmation counts for the node whose key signed it, about the item that it names, and for nothing else.
2. A node shows the confirmations of those to whom it had handed the item, as they signed them. Each is checked anew,
   however deep; that the one above calls it confirmed proves nothing.
3. One that is shown by another and was signed before the recall began is of an earlier recall, and proves nothing. The
   first one cites what it answers, so that its sender's clock does not matter.
4. Where the key of who signed is not known here, what it says is shown, and is not proven.

Which keys are a node's is the caller's business, and so is what was asked of whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from comity.exchange import tokens
from comity.exchange.contents import Copy, DeletionConfirmed, ItemName, Onward, Passed, Treated
from comity.kernel.clock import parse_timestamp

DEEPEST = 8
"""How many nodes one behind the other are followed."""

Keys = Callable[[str], Iterable[bytes]]
"""Gives the public signing keys of a node that are known here; none for a stranger."""


class Standing(StrEnum):
    """How one node stands."""

    PROVEN = "proven"
    """It signed that it treated its copies; whether every copy was reached is said by the copies."""
    UNKNOWN_SIGNER = "unknown-signer"
    """It is said to have confirmed, and its key is not known here."""
    FALSE = "false"
    """What is shown as its confirmation is none: not signed by it, about another item, or of an earlier recall."""
    WAITING = "waiting"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How a node, and those behind it, stand.

    Args:
        node: its id.
        agency: as the node before it calls it; empty for the first.
        standing: whether it confirmed.
        at: when it treated its copies, by its clock; None where it did not confirm.
        copies: what was there and what became of it.
        onward: those to whom it had handed the item.
        reason: why it is false; else empty.
    """

    node: str
    agency: str
    standing: Standing
    at: datetime | None = None
    copies: tuple[Copy, ...] = ()
    onward: tuple[Confirmation, ...] = ()
    reason: str = ""

    @property
    def not_reached(self) -> tuple[Copy, ...]:
        """This function returns the copies that were not reached here."""
        return tuple(each for each in self.copies if each.treated == Treated.NOT_REACHED)

    @property
    def is_complete(self) -> bool:
        """This function tells whether it is proven, here and onward, that every copy was treated."""
        here = self.standing is Standing.PROVEN and not self.not_reached
        return here and all(each.is_complete for each in self.onward)

    @property
    def is_said_complete(self) -> bool:
        """This function tells whether it would be complete if every unknown signer were who it is said to be."""
        here = self.standing in {Standing.PROVEN, Standing.UNKNOWN_SIGNER} and not self.not_reached
        return here and all(each.is_said_complete for each in self.onward)

    def each(self) -> list[Confirmation]:
        """This function returns this node and all behind it."""
        return [self, *(found for behind in self.onward for found in behind.each())]

    def document(self) -> dict[str, Any]:
        """This function returns it as JSON."""
        return {
            "node": self.node,
            "agency": self.agency,
            "standing": self.standing.value,
            "at": self.at.isoformat() if self.at else None,
            "copies": [copy.document() for copy in self.copies],
            "onward": [each.document() for each in self.onward],
            "reason": self.reason,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Confirmation:
        """This function reads what `document` wrote."""
        return cls(
            document["node"],
            document["agency"],
            Standing(document["standing"]),
            datetime.fromisoformat(document["at"]) if document["at"] else None,
            tuple(Copy.model_validate(each) for each in document["copies"]),
            tuple(cls.from_document(each) for each in document["onward"]),
            document["reason"],
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What confirmations must be about.

    Args:
        item: which.
        since: when its owner took it back or corrected it; older confirmations are of an earlier recall.
        skew: by how much clocks may differ.
        depth: the deepest nesting of a document that is accepted.
    """

    item: ItemName
    since: datetime
    skew: timedelta
    depth: int


def read(token: str, *, node: str, to: str, asked: Asked, keys: Keys, agency: str = "", deep: int = 0) -> Confirmation:
    """This function reads a confirmation and every one that it shows, and proves each.

    Args:
        token: as it was signed.
        node: whose it must be.
        to: the node that it must have been written to.
        asked: what it must be about.
        keys: of nodes, as they are known here.
        agency: as the node before calls it.
        deep: how many nodes stand before it.
    """
    known = tuple(keys(node))
    depth = asked.depth
    document = tokens.proven(token, known, depth=depth) if known else tokens.claimed(token, depth=depth)
    if document is None:
        return Confirmation(node, agency, Standing.FALSE, reason="it did not sign this")
    content = _content(document)
    if content is None:
        return Confirmation(node, agency, Standing.FALSE, reason="it is no confirmation")
    if fault := _fault(document, content, node, to, asked) or (_age(document, asked) if deep else ""):
        return Confirmation(node, agency, Standing.FALSE, reason=fault)
    onward = tuple(_onward(each, by=node, asked=asked, keys=keys, deep=deep) for each in content.onward)
    standing = Standing.PROVEN if known else Standing.UNKNOWN_SIGNER
    return Confirmation(node, agency, standing, parse_timestamp(content.at), tuple(content.copies), onward)


def _onward(each: Onward, *, by: str, asked: Asked, keys: Keys, deep: int) -> Confirmation:
    if each.token is None:
        standing = Standing.UNREACHABLE if each.state == Passed.UNREACHABLE else Standing.WAITING
        return Confirmation(each.node, each.agency, standing)
    if deep + 1 >= DEEPEST:
        return Confirmation(each.node, each.agency, Standing.FALSE, reason="it stands behind too many others")
    return read(each.token, node=each.node, to=by, asked=asked, keys=keys, agency=each.agency, deep=deep + 1)


def _content(document: Mapping[str, Any]) -> DeletionConfirmed | None:
    if document.get("type") != "deletion-confirmed":
        return None
    try:
        return DeletionConfirmed.model_validate(document.get("content"))
    except ValueError:
        return None


def _fault(document: Mapping[str, Any], content: DeletionConfirmed, node: str, to: str, asked: Asked) -> str:
    if (document.get("from"), document.get("to")) != (node, to):
        return "it was written by another, or to another"
    return "it is about another item" if content.item != asked.item else ""


def _age(document: Mapping[str, Any], asked: Asked) -> str:
    try:
        signed = parse_timestamp(str(document.get("sent_at")))
    except ValueError:
        return "it does not say when it was written"
    return "it is older than this recall" if signed < asked.since - asked.skew else ""
