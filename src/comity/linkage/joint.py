"""A joint check: one side asks its whole holdings against the other's index, after a person of each side agreed.

What is agreed is a budget of its own, apart from the daily ceiling, for one purpose, case and legal basis, until a day.
Here are what a proposal says, where a joint check stands and what may follow; sending and storing are left to
`node.matching`.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from comity.kernel import Exhausted, InvalidInput

FORMAT = "comity/joint-check/1"
LONGEST_DAYS = 30
"""How long a joint check may be agreed for."""
MOST_ELEMENTS = 100_000_000
_TEXT = 300


class JointState(StrEnum):
    """Where a joint check stands, on both sides."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    EXPIRED = "expired"


TRANSITIONS: Mapping[JointState, frozenset[JointState]] = {
    JointState.PROPOSED: frozenset({JointState.ACCEPTED, JointState.DECLINED, JointState.STOPPED, JointState.EXPIRED}),
    JointState.ACCEPTED: frozenset(
        {JointState.RUNNING, JointState.PAUSED, JointState.DONE, JointState.STOPPED, JointState.EXPIRED}
    ),
    JointState.RUNNING: frozenset({JointState.PAUSED, JointState.DONE, JointState.STOPPED, JointState.EXPIRED}),
    JointState.PAUSED: frozenset({JointState.RUNNING, JointState.STOPPED, JointState.EXPIRED}),
    JointState.DECLINED: frozenset(),
    JointState.DONE: frozenset(),
    JointState.STOPPED: frozenset(),
    JointState.EXPIRED: frozenset(),
}
"""What may follow what. The responder knows no pause: to it a joint check is accepted until it ends."""
OPEN = frozenset(state for state, after in TRANSITIONS.items() if after)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one side proposes, signed by its node.

    Args:
        id: UUIDv7 of the proposer's.
        asker: node that asks.
        responder: node whose index is asked.
        purpose: code.
        case: reference, as the asker names the case to partners.
        legal_basis: reference of the instrument between the two countries.
        subjects: how many are asked about, rounded up to a step.
        elements: how many may be evaluated, after padding.
        until: the last day on which it may run.
        words: why, for the person who decides.
        format: of the proposal.
    """

    id: str
    asker: str
    responder: str
    purpose: str
    case: str
    legal_basis: str
    subjects: int
    elements: int
    until: str
    words: str = ""
    format: str = FORMAT

    def document(self) -> dict[str, Any]:
        """This function returns the proposal as plain JSON data."""
        return asdict(self)

    @property
    def fingerprint(self) -> str:
        """This function returns what one id stands for: the SHA-256 of everything said."""
        return hashlib.sha256("\n".join(f"{k}={v}" for k, v in sorted(asdict(self).items())).encode()).hexdigest()

    @property
    def last_day(self) -> date:
        """This function returns the last day on which it may run."""
        return date.fromisoformat(self.until)


def read_proposal(document: Mapping[str, Any], *, asker: str, responder: str, today: date) -> Proposal:
    """This function reads a proposal from a verified document.

    Args:
        document: what it says.
        asker: the node that signed it.
        responder: this node.
        today: the present day.

    Raises:
        InvalidInput: ``linkage.joint.malformed``: a field is missing, unknown, of another type or out of range.
    """
    try:
        found = Proposal(**document)
        texts = (found.purpose, found.case, found.legal_basis)
        if not all(isinstance(t, str) and 0 < len(t) <= _TEXT for t in texts) or not isinstance(found.words, str):
            raise _malformed("a text is empty, too long or of another type")
        if len(found.words) > _TEXT or str(uuid.UUID(found.id)) != found.id:
            raise _malformed("its id or words have another form")
        if type(found.subjects) is not int or type(found.elements) is not int:
            raise _malformed("a number is of another type")
        last = found.last_day
    except (TypeError, ValueError, AttributeError) as error:
        raise _malformed(str(error)) from error
    if found.format != FORMAT or (found.asker, found.responder) != (asker, responder):
        raise _malformed("it is of another format, or names other nodes than its envelope")
    check_terms(found.subjects, found.elements, last, today)
    return found


def check_terms(subjects: int, elements: int, until: date, today: date) -> None:
    """This function checks numbers and the last day of a joint check.

    Raises:
        InvalidInput: ``linkage.joint.malformed``.
    """
    if not 0 < subjects <= MOST_ELEMENTS or not 0 < elements <= MOST_ELEMENTS:
        raise _malformed(f"its numbers are not between 1 and {MOST_ELEMENTS}")
    if not today - timedelta(days=1) <= until <= today + timedelta(days=LONGEST_DAYS):
        raise _malformed(f"its last day is over, or more than {LONGEST_DAYS} days ahead")


def debit(agreed: int, spent: int, elements: int) -> int:
    """This function returns what is spent after a debit from the budget of a joint check.

    Raises:
        Exhausted: ``linkage.joint.exhausted``; nothing is debited.
    """
    if spent + elements > agreed:
        raise Exhausted(
            "the budget of the joint check",
            f"{elements} elements are asked and {agreed - spent} of {agreed} are left",
            "Agree another joint check with the partner for the rest",
            code="linkage.joint.exhausted",
        )
    return spent + elements


def seconds_left(done: int, total: int, active: float) -> float | None:
    """This function estimates how long the rest takes at the pace so far; None while that would be a guess.

    Args:
        done: subjects so far.
        total: subjects in all.
        active: seconds of work so far, without pauses and a partner's absence.
    """
    if done <= 0 or active < 5 or done * 100 < total:
        return None
    return active / done * max(total - done, 0)


def _malformed(reason: str) -> InvalidInput:
    return InvalidInput("the joint check", reason, "Propose it anew", code="linkage.joint.malformed")
