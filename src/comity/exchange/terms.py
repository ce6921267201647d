"""What binds an item, what is done with it, and what an owner consented to; `uses` judges one by the other.

Terms travel with an item, combine to the strictest, and can be tightened by whoever holds the item.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comity.kernel import Restriction, strictest
from comity.kernel.purposes import Purpose

EVERY_PURPOSE = frozenset(purpose.value for purpose in Purpose)


class UseKind(StrEnum):
    """What is done with an item."""

    READ = "read"
    """A person of this agency reads it."""
    DERIVE = "derive"
    """It becomes a holding or statement here, which every colleague may find."""
    PRINT = "print"
    EXPORT = "export"
    """It leaves the node in a file of this agency."""
    FORWARD = "forward"
    """It goes to another agency."""
    REPORT = "report"
    """It goes into a report that others in this country read."""
    EVIDENCE = "evidence"
    """It is used in judicial proceedings."""
    ACT = "act"
    """Something is done on it that can be noticed: a stop, a search, an arrest, an open inquiry."""
    CHECK = "check"
    """A partner is asked through its index about who it is about."""
    INDEX = "index"
    """A partner finds it through this agency's index."""


OUTSIDE = frozenset({UseKind.FORWARD, UseKind.REPORT, UseKind.EVIDENCE, UseKind.CHECK, UseKind.INDEX})
"""Uses by which others than this agency learn of it."""
TO_A_PARTNER = frozenset({UseKind.FORWARD, UseKind.CHECK, UseKind.INDEX})
"""Uses that name a recipient."""
ON_PAPER = frozenset({UseKind.PRINT, UseKind.EXPORT, UseKind.REPORT})
"""Uses after which no program watches who reads it."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of an item.

    Args:
        kind: what is done.
        by: node id of the agency that does it.
        on: the day.
        purpose: why, one of `Purpose`; empty where none is stated.
        recipient: node id of who gets it, for a use that goes to a partner; else empty.
        domestic: whether the recipient is an agency of the same country.
        named: whether the reader is one of the persons whom it was given to, such as those who work on its case.
    """

    kind: UseKind
    by: str
    on: date
    purpose: str = ""
    recipient: str = ""
    domestic: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """An owner's consent to one use, as proved.

    Args:
        id: of the message by which it was given.
        owner: who gave it.
        kind: of the use.
        purposes: of the use.
        recipient: of the use; empty where it names none.
        until: the last day; None for as long as the item is kept.
    """

    id: str
    owner: str
    kind: UseKind
    purposes: frozenset[str]
    recipient: str = ""
    until: date | None = None

    def opens(self, use: Use) -> bool:
        """This function tells whether it was given for exactly this use."""
        recipient = use.recipient if use.kind in TO_A_PARTNER else ""
        in_time = self.until is None or use.on <= self.until
        return (use.kind, recipient) == (self.kind, self.recipient) and use.purpose in self.purposes and in_time


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds an item.

    Args:
        restriction: handling codes, TLP, PAP and the words of H3.
        owners: node ids of the agencies that gave what is in it; one, but for what was combined.
        retention_until: the last day on which it may be kept.
        permitted_purposes: for what it may be used; `EVERY_PURPOSE` where its owner limited nothing.
        consents: proved consents of its owners.
        withdrawn: whether its owner has taken it back.
    """

    restriction: Restriction
    owners: frozenset[str]
    retention_until: date
    permitted_purposes: frozenset[str] = EVERY_PURPOSE
    consents: frozenset[Consent] = frozenset()
    withdrawn: bool = False

    def __post_init__(self) -> None:
        """This function checks that somebody owns it.

        Raises:
            ValueError: nobody does.
        """
        if not self.owners:
            raise ValueError("an item has an owner")


def combine(first: Terms, *others: Terms) -> Terms:
    """This function returns terms that are at least as strict as each: what binds something made of several items.

    A consent counts for what was combined only where it was given for every part.
    """
    every = (first, *others)
    return Terms(
        restriction=strictest(*(terms.restriction for terms in every)),
        owners=frozenset().union(*(terms.owners for terms in every)),
        retention_until=min(terms.retention_until for terms in every),
        permitted_purposes=frozenset.intersection(*(terms.permitted_purposes for terms in every)),
        consents=frozenset.intersection(*(terms.consents for terms in every)),
        withdrawn=any(terms.withdrawn for terms in every),
    )


def loosens(before: Terms, after: Terms) -> tuple[str, ...]:
    """This function names in what respects terms are looser than they were; nothing where they are no looser."""
    was, now = before.restriction, after.restriction
    lines = {line for line in now.words.split("\n") if line}
    looser = {
        "handling": not now.handling >= was.handling,
        "words": any(line and line not in lines for line in was.words.split("\n")),
        "TLP": now.tlp < was.tlp,
        "PAP": now.pap < was.pap,
        "purposes": not after.permitted_purposes <= before.permitted_purposes,
        "retention": after.retention_until > before.retention_until,
        "owners": not after.owners >= before.owners,
        "consents": not after.consents <= before.consents,
        "withdrawal": before.withdrawn and not after.withdrawn,
    }
    return tuple(name for name, is_looser in looser.items() if is_looser)
