"""After a restore: what two nodes know of each other's chains, compared before anything is sent.

Rules:

1. Before a node sends to a partner after its start, both tell where they stand: the chain that they send in, and the
   chain that they receive in.
2. If the partner knows more of this node's chain than this node does, this node lost something: it closes the
   incarnation, begins another, and announces it with the lost range. So it does if the partner's hash at the common
   place is another.
3. If the partner knows less and its hash fits, the partner lost something, or mail is under way: the node sends again
   from there, the same signed documents.
4. If the partner knows a former incarnation only, the node announces the current one again.
5. If the partner knows an incarnation that this node never had, this node was restored to a state before a recovery: it
   begins another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from comity.exchange.chains import Chain
from comity.exchange.texts import HASH
from comity.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chain stands: incarnation, place of the next message, hash that it must cite."""

    incarnation: str
    next: int
    link: str

    @classmethod
    def of(cls, chain: Chain | None) -> Place | None:
        """This function returns where a chain stands."""
        return Place(chain.incarnation, chain.next, chain.link) if chain else None

    def document(self) -> dict[str, Any]:
        """This function writes it for a partner."""
        return {"incarnation": self.incarnation, "next": self.next, "link": self.link}

    @classmethod
    def read(cls, value: Any) -> Place | None:
        """This function reads what a partner wrote; None where it knows no chain.

        Raises:
            InvalidInput: another form.
        """
        if value is None:
            return None
        if isinstance(value, dict) and set(value) == {"incarnation", "next", "link"}:
            incarnation, following, link = value["incarnation"], value["next"], value["link"]
            texts = isinstance(incarnation, str) and isinstance(link, str)
            number = type(following) is int and 1 <= following < 2**53
            if texts and number and HASH.fullmatch(incarnation) and HASH.fullmatch(link):
                return cls(incarnation, following, link)
        raise InvalidInput("Sync", "where a chain stands cannot be read", code="exchange.sync.form")


class Course(Enum):
    """What a node does with its outgoing chain after comparing."""

    GO_ON = "go on"
    SEND_AGAIN = "send again"
    ANNOUNCE = "announce"
    RECOVER = "recover"


@dataclass(frozen=True, slots=True)
class Lost:
    """A range of places whose messages a node no longer has."""

    incarnation: str
    first: int
    last: int

    def document(self) -> dict[str, Any]:
        """This function writes it for a partner and for the ledger."""
        return {"incarnation": self.incarnation, "first": self.first, "last": self.last}


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows from a comparison.

    Args:
        course: what to do.
        again_from: first place to send again.
        lost: what this node lost, where it recovers.
        forked: whether the partner holds another message at a place that this node knows too.
    """

    course: Course
    again_from: int = 0
    lost: Lost | None = None
    forked: bool = False


def compare(ours: Chain | None, theirs: Place | None, link_at: Callable[[str, int], str | None]) -> Plan:
    """This function compares the chain that this node sends in with what the partner received of it.

    Args:
        ours: the outgoing chain, or None where nothing was ever sent.
        theirs: where the partner stands with it.
        link_at: looks up the hash that the message at a place of ours must cite.
    """
    if theirs is None:
        return Plan(Course.SEND_AGAIN, 1) if ours and ours.next > 1 else Plan(Course.GO_ON)
    if ours is None or (theirs.incarnation != ours.incarnation and theirs.incarnation not in ours.closed):
        return Plan(Course.RECOVER, lost=Lost(theirs.incarnation, 1, theirs.next - 1))
    if theirs.incarnation != ours.incarnation:
        return Plan(Course.ANNOUNCE, 1)
    if theirs.next > ours.next:
        forked = link_at(ours.incarnation, ours.next) not in {None, ours.link}
        return Plan(Course.RECOVER, lost=Lost(ours.incarnation, ours.next, theirs.next - 1), forked=forked)
    if link_at(ours.incarnation, theirs.next) != theirs.link:
        return Plan(Course.RECOVER, lost=Lost(ours.incarnation, theirs.next - 1, theirs.next - 1), forked=True)
    return Plan(Course.SEND_AGAIN, theirs.next) if theirs.next < ours.next else Plan(Course.GO_ON)


def announced(chain: Chain | None, sender: str, recipient: str, statement: Mapping[str, Any]) -> Chain:
    """This function returns the incoming chain after a partner announced a new incarnation.

    Args:
        chain: what was known of it.
        sender: the partner's node id.
        recipient: this node's id.
        statement: ``{"incarnation": …, "closed": […], "lost": … or None}``.

    Raises:
        InvalidInput: another form, or an incarnation that the partner had closed.
    """
    incarnation, closed = statement.get("incarnation"), statement.get("closed")
    known = isinstance(incarnation, str) and HASH.fullmatch(incarnation) and isinstance(closed, list)
    if not known or len(closed or []) > 1000 or not all(isinstance(c, str) and HASH.fullmatch(c) for c in closed or []):
        raise InvalidInput("Announcement", "it cannot be read", code="exchange.announcement.form")
    before = (chain.closed | {chain.incarnation}) if chain else frozenset()
    if chain and incarnation == chain.incarnation:
        return chain
    if incarnation in before:
        raise InvalidInput(
            "Announcement", "it names an incarnation that was closed before", code="exchange.announcement.closed"
        )
    return Chain.begin(sender, recipient, str(incarnation), before | frozenset(closed or []))
