"""Who owes whom what in a conversation, since when and until when: read from its messages alone.

Each participant stands alone: one that has answered owes nothing while another does. An acknowledgement discharges
nothing; "nothing held" and a refusal do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from comity.exchange.contents import Content
from comity.exchange.conversations.kinds import Kind, Side, Stage
from comity.exchange.conversations.moves import arrive
from comity.kernel.clock import parse_timestamp
from comity.kernel.errors import Conflicting

CLARIFIED_WITHIN = timedelta(days=3)
"""How soon who asked says what it meant, and a proposal is mended."""
RESULT_WITHIN = timedelta(days=7)
"""How soon after the last day of an operation its result is told."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation as it counts here.

    Args:
        id: the message's id.
        by: node id of who wrote it.
        to: node id of who got it.
        type: of the message.
        content: in its newest version; None where it was not understood.
        at: when this node wrote or received it.
    """

    id: str
    by: str
    to: str
    type: str
    content: Content | None
    at: datetime


class Duty(StrEnum):
    """What is owed."""

    ANSWER = "answer"
    REST = "the rest of the answer"
    EXPLANATION = "what was meant"
    DECISION = "whether consent is given"
    CONFIRMATION = "that every copy was treated"
    AGREEMENT = "whether the proposal or plan is agreed"
    NEW_PROPOSAL = "a changed proposal"
    PLAN = "a plan"
    NEW_PLAN = "a changed plan"
    RESULT = "the result"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something owed.

    Args:
        debtor: node id of who owes it.
        creditor: node id of who waits for it.
        duty: what is owed.
        since: when it became owed.
        until: when it is due; None where nobody said.
        message: id of the message that it follows from.
    """

    debtor: str
    creditor: str
    duty: Duty
    since: datetime
    until: datetime | None
    message: str

    def is_late(self, now: datetime) -> bool:
        """This function tells whether its time is over."""
        return self.until is not None and self.until < now


def owed(kind: Kind, beginner: str, said: Iterable[Said]) -> list[Obligation]:
    """This function returns everything that is owed in a conversation, the soonest first.

    Args:
        kind: of the conversation.
        beginner: node id of who began it.
        said: its messages in the order in which this node has them.
    """
    threads: dict[str, list[Said]] = {}
    for each in said:
        other = each.to if each.by == beginner else each.by
        threads.setdefault(other, []).append(each)
    found = [duty for other, thread in threads.items() if (duty := _of_one(kind, beginner, other, thread)) is not None]
    return sorted(found, key=lambda o: (o.until is None, o.until or o.since, o.debtor))


def stage_with(kind: Kind, beginner: str, other: str, said: Iterable[Said]) -> Stage:
    """This function returns where a conversation stands with one participant, from its messages."""
    return _walk(kind, beginner, [each for each in said if other in {each.by, each.to}])[0]


def _walk(kind: Kind, beginner: str, thread: list[Said]) -> tuple[Stage, Said | None, datetime | None]:
    """This function returns the stage, the message that led to it, and until when what it asks for is due."""
    stage, cause, until = Stage.NEW, None, None
    for each in thread:
        side = Side.BEGINNER if each.by == beginner else Side.OTHER
        try:
            later = arrive(kind, stage, side, each.type, each.content)
        except Conflicting:
            continue
        end = _named_end(each)
        if end is not None or later not in {stage, Stage.ACKNOWLEDGED}:
            cause = each
        stage, until = later, end or until
    return stage, cause, until


def _of_one(kind: Kind, beginner: str, other: str, thread: list[Said]) -> Obligation | None:
    stage, cause, until = _walk(kind, beginner, thread)
    rule = _OWED.get((kind, stage))
    if rule is None or cause is None:
        return None
    side, duty, due = rule
    if kind is Kind.OPERATION and stage is Stage.AGREED and _is_assistance(thread):
        duty, due = Duty.RESULT, _after_last_day
    debtor, creditor = (beginner, other) if side is Side.BEGINNER else (other, beginner)
    return Obligation(debtor, creditor, duty, cause.at, due(thread, cause, until), cause.id)


Due = Callable[[list[Said], Said, "datetime | None"], "datetime | None"]


def _as_named(_thread: list[Said], _cause: Said, until: datetime | None) -> datetime | None:
    return until


def _soon(_thread: list[Said], cause: Said, _until: datetime | None) -> datetime:
    return cause.at + CLARIFIED_WITHIN


def _as_expected(_thread: list[Said], cause: Said, until: datetime | None) -> datetime | None:
    expected = getattr(cause.content, "expected", None)
    return _end_of(expected) if expected else until


def _before_first_day(thread: list[Said], _cause: Said, _until: datetime | None) -> datetime | None:
    begins = _last(thread, "begins")
    return datetime.combine(date.fromisoformat(begins), time(), UTC) if begins else None


def _after_last_day(thread: list[Said], _cause: Said, _until: datetime | None) -> datetime | None:
    ends = _last(thread, "ends")
    return _end_of(ends) + RESULT_WITHIN if ends else None


_OWED: Mapping[tuple[Kind, Stage], tuple[Side, Duty, Due]] = {
    (Kind.REQUEST, Stage.ASKED): (Side.OTHER, Duty.ANSWER, _as_named),
    (Kind.REQUEST, Stage.ACKNOWLEDGED): (Side.OTHER, Duty.ANSWER, _as_named),
    (Kind.REQUEST, Stage.UNCLEAR): (Side.BEGINNER, Duty.EXPLANATION, _soon),
    (Kind.REQUEST, Stage.PARTLY): (Side.OTHER, Duty.REST, _as_expected),
    (Kind.SPONTANEOUS, Stage.ASKED): (Side.OTHER, Duty.ANSWER, _as_named),
    (Kind.SPONTANEOUS, Stage.UNCLEAR): (Side.BEGINNER, Duty.EXPLANATION, _soon),
    (Kind.SPONTANEOUS, Stage.PARTLY): (Side.OTHER, Duty.REST, _as_expected),
    (Kind.CONSENT, Stage.ASKED): (Side.OTHER, Duty.DECISION, _as_named),
    (Kind.RECALL, Stage.RECALLED): (Side.OTHER, Duty.CONFIRMATION, _as_named),
    (Kind.RECALL, Stage.PARTLY): (Side.OTHER, Duty.CONFIRMATION, _as_named),
    (Kind.OPERATION, Stage.PROPOSED): (Side.OTHER, Duty.AGREEMENT, _as_named),
    (Kind.OPERATION, Stage.PLANNED): (Side.OTHER, Duty.AGREEMENT, _as_named),
    (Kind.JOINT_SEIZURE, Stage.PROPOSED): (Side.OTHER, Duty.AGREEMENT, _as_named),
    (Kind.OPERATION, Stage.CHANGES_WANTED): (Side.BEGINNER, Duty.NEW_PROPOSAL, _soon),
    (Kind.OPERATION, Stage.PLAN_CHANGES_WANTED): (Side.BEGINNER, Duty.NEW_PLAN, _soon),
    (Kind.OPERATION, Stage.AGREED): (Side.BEGINNER, Duty.PLAN, _before_first_day),
    (Kind.OPERATION, Stage.RUNNING): (Side.BEGINNER, Duty.RESULT, _after_last_day),
}
"""What is owed at a stage, by which side, and until when. An alert asks for no answer."""

_NAMED_ENDS = ("deadline", "reply_by", "answer_by", "confirm_by")


def _named_end(each: Said) -> datetime | None:
    """This function returns until when a message asks for what it asks for."""
    for name in _NAMED_ENDS:
        if said := getattr(each.content, name, None):
            return parse_timestamp(said)
    return None


def _last(thread: list[Said], name: str) -> str | None:
    return next((said for each in reversed(thread) if (said := getattr(each.content, name, None))), None)


def _is_assistance(thread: list[Said]) -> bool:
    return _last(thread, "kind") == "assistance"


def _end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)
