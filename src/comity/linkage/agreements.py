"""A budget that both sides agree on: one proposes, a person of the other decides, both keep both signed statements.

Whoever proposes learns from the other side alone how its proposal stands, so that the two never differ for longer than
a packet takes. Of two agreements about the same purpose the one that was proposed last holds. Sending and storing are
left to `node.matching`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from comity.kernel import InvalidInput

PROPOSAL = "comity/budget/1"
DECISION = "comity/budget-decision/1"
MOST_ELEMENTS = 50_000_000
LONGEST = timedelta(days=366)
"""How far ahead the last day of a budget lies at most."""
OPEN_DAYS = 30
"""After so many days nobody can accept a proposal any more."""
SKEW = timedelta(days=1)
"""How far ahead the time in a proposal's id may lie."""
TEXT = 300


class AgreementState(StrEnum):
    """Where a proposed budget stands, on both sides."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    EXPIRED = "expired"


_S = AgreementState
TRANSITIONS: Mapping[AgreementState, frozenset[AgreementState]] = {
    _S.PROPOSED: frozenset({_S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN, _S.EXPIRED}),
    _S.ACCEPTED: frozenset({_S.REPLACED, _S.EXPIRED}),
    _S.DECLINED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.REPLACED: frozenset(),
    _S.EXPIRED: frozenset(),
}
"""What may follow what."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one side proposes, signed by its node. It holds in both directions.

    Args:
        id: UUIDv7 of the proposer's; its time orders agreements.
        proposer: node that proposes.
        partner: node whose person decides.
        purpose: code; empty for the ceiling over all purposes.
        elements: a day, after padding.
        until: the last day on which it holds; empty until another is agreed.
        words: why, for the person who decides.
        format: of the proposal.
    """

    id: str
    proposer: str
    partner: str
    purpose: str
    elements: int
    until: str = ""
    words: str = ""
    format: str = PROPOSAL

    def document(self) -> dict[str, Any]:
        """This function returns the proposal as plain JSON data."""
        return asdict(self)

    @property
    def last_day(self) -> date | None:
        """This function returns the last day on which it holds, or None."""
        return date.fromisoformat(self.until) if self.until else None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the other side decided, signed by its node.

    Args:
        id: of the proposal.
        proposal: SHA-256 of the signed proposal, hexadecimal.
        by: the node whose person decided.
        accepts: whether the budget is agreed.
        reason: why, in words.
        format: of the decision.
    """

    id: str
    proposal: str
    by: str
    accepts: bool
    reason: str = ""
    format: str = DECISION

    def document(self) -> dict[str, Any]:
        """This function returns the decision as plain JSON data."""
        return asdict(self)


def read_proposal(document: Mapping[str, Any], *, proposer: str, partner: str, now: datetime) -> Proposal:
    """This function reads a proposal from a verified document.

    Args:
        document: what it says.
        proposer: the node that signed it.
        partner: this node.
        now: the present moment.

    Raises:
        InvalidInput: ``linkage.agreement.malformed``: a field is missing, unknown, of another type or out of range.
    """
    try:
        found = Proposal(**document)
        if not all(isinstance(t, str) and len(t) <= TEXT for t in (found.purpose, found.words, found.until)):
            raise _malformed("a text is too long or of another type")
        if str(uuid.UUID(found.id)) != found.id or made(found.id) > now + SKEW:
            raise _malformed("its id has another form, or lies ahead")
        if type(found.elements) is not int:
            raise _malformed("a number is of another type")
        last = found.last_day
    except (TypeError, ValueError, AttributeError) as error:
        raise _malformed(str(error)) from error
    if found.format != PROPOSAL or (found.proposer, found.partner) != (proposer, partner):
        raise _malformed("it is of another format, or names other nodes than its envelope")
    check_terms(found.elements, last, now.date() - SKEW)
    return found


def read_decision(document: Mapping[str, Any], *, proposal_id: str, proposal: str, by: str) -> Decision:
    """This function reads a decision about a proposal from a verified document.

    Raises:
        InvalidInput: ``linkage.agreement.malformed``: it is no decision of this node about this proposal.
    """
    try:
        found = Decision(**document)
    except TypeError as error:
        raise _malformed(str(error)) from error
    wanted = (DECISION, proposal_id, proposal, by)
    if (found.format, found.id, found.proposal, found.by) != wanted or type(found.accepts) is not bool:
        raise _malformed("the decision is about another proposal")
    if not isinstance(found.reason, str) or len(found.reason) > TEXT:
        raise _malformed("the reason is too long or of another type")
    return found


def check_terms(elements: int, until: date | None, today: date) -> None:
    """This function checks the number and the last day of a budget.

    Raises:
        InvalidInput: ``linkage.agreement.malformed``.
    """
    if not 0 <= elements <= MOST_ELEMENTS:
        raise _malformed(f"the number of elements is not between 0 and {MOST_ELEMENTS}")
    if until is not None and not today <= until <= today + LONGEST:
        raise _malformed(f"its last day is over, or more than {LONGEST.days} days ahead")


def made(proposal_id: str) -> datetime:
    """This function returns when an id (UUIDv7) says that it was made.

    Raises:
        ValueError: it is no id.
    """
    return datetime.fromtimestamp((uuid.UUID(proposal_id).int >> 80) / 1000, UTC)


def in_force(agreed: list[str]) -> str:
    """This function returns which of several agreements about one purpose holds, by their ids: the last proposed."""
    return max(agreed)


def _malformed(reason: str) -> InvalidInput:
    return InvalidInput("the budget", reason, "Propose it anew", code="linkage.agreement.malformed")
