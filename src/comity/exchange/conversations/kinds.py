"""The kinds of conversation: where one can stand, what moves it, and which side may do it. The tables are data.

A conversation has one who began it and one or several others. Where it stands is kept for each of the others alone: a
table knows only the messages between that participant and who began it, and so both see the same when no mail is under
way.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a conversation is about, known by the message that begins it."""

    REQUEST = "request"
    SPONTANEOUS = "spontaneous"
    ALERT = "alert"
    CONSENT = "consent"
    RECALL = "recall"
    OPERATION = "operation"
    JOINT_SEIZURE = "joint-seizure"
    PICTURE = "picture"
    OTHER = "other"
    """Notices about messages, cards and keys; and what this node does not understand."""


class Side(StrEnum):
    """Who writes."""

    BEGINNER = "beginner"
    OTHER = "other"


class Stage(StrEnum):
    """Where a conversation stands with one participant."""

    NEW = "new"
    """Nothing was said yet."""
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    UNCLEAR = "unclear"
    """The other side asked what is meant."""
    PARTLY = "partly"
    ANSWERED = "answered"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    NOT_UNDERSTOOD = "not-understood"
    SHARED = "shared"
    ACTIVE = "active"
    MET = "met"
    CANCELLED = "cancelled"
    ENDED = "ended"
    GRANTED = "granted"
    REVOKED = "revoked"
    RECALLED = "recalled"
    COMPLETE = "complete"
    PROPOSED = "proposed"
    CHANGES_WANTED = "changes-wanted"
    AGREED = "agreed"
    PLANNED = "planned"
    PLAN_CHANGES_WANTED = "plan-changes-wanted"
    RUNNING = "running"
    DONE = "done"
    CALLED_OFF = "called-off"
    DISSOLVED = "dissolved"


class Step(StrEnum):
    """What moves a conversation: a message, by its type and what it says, or the clock."""

    ASK = "ask"
    ACKNOWLEDGE = "acknowledge"
    ANSWER_IN_PART = "answer in part"
    ANSWER = "answer"
    NOTHING_HELD = "say that nothing is held"
    ASK_BACK = "ask what is meant"
    REFUSE = "refuse"
    REDIRECT = "name who is competent"
    NOT_UNDERSTAND = "not understand"
    SHARE = "share"
    SHARE_AND_ASK = "share and ask for a reply"
    GIVE_FEEDBACK = "give feedback"
    ALERT = "alert"
    CANCEL = "cancel"
    LAPSE = "lapse"
    """The clock: an alert's time is over."""
    GRANT = "grant"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    CONFIRM_IN_PART = "confirm in part"
    CONFIRM = "confirm"
    PROPOSE = "propose"
    AGREE = "agree"
    WANT_CHANGES = "want changes"
    PLAN = "plan"
    REPORT = "report the result"
    CALL_OFF = "call off"
    END = "end it"


Table = Mapping[tuple[Stage, Step], Stage]

S, T = Stage, Step
_REPLIES = {
    T.ANSWER_IN_PART: S.PARTLY,
    T.ANSWER: S.ANSWERED,
    T.NOTHING_HELD: S.ANSWERED,
    T.ASK_BACK: S.UNCLEAR,
    T.REFUSE: S.REFUSED,
    T.REDIRECT: S.REDIRECTED,
}


def _each(stages: tuple[Stage, ...], steps: Mapping[Step, Stage]) -> dict[tuple[Stage, Step], Stage]:
    return {(stage, step): later for stage in stages for step, later in steps.items()}


def _stays(stages: tuple[Stage, ...], *steps: Step) -> dict[tuple[Stage, Step], Stage]:
    return {(stage, step): stage for stage in stages for step in steps}


_MENDED: Mapping[Step, Stage] = {step: stage for step, stage in _REPLIES.items() if step is not T.ASK_BACK}
_ANSWERING = (
    _each((S.REFUSED, S.REDIRECTED), _MENDED)
    | _stays((S.ANSWERED,), T.ANSWER_IN_PART, T.ANSWER, T.NOTHING_HELD)
    | _stays((S.ACKNOWLEDGED, S.PARTLY, S.ANSWERED, S.REFUSED), T.ACKNOWLEDGE)
)
"""What was refused may be answered later; what was answered may be added to, but not refused any more."""

_OPEN_REQUEST = (S.ASKED, S.ACKNOWLEDGED, S.UNCLEAR, S.PARTLY)
REQUEST: Table = MappingProxyType(
    _each((S.NEW, S.NOT_UNDERSTOOD, *_OPEN_REQUEST, S.ANSWERED, S.REFUSED, S.REDIRECTED), {T.ASK: S.ASKED})
    | {(S.ASKED, T.ACKNOWLEDGE): S.ACKNOWLEDGED, (S.ASKED, T.NOT_UNDERSTAND): S.NOT_UNDERSTOOD}
    | _each(_OPEN_REQUEST, _REPLIES)
    | _ANSWERING
    | _stays((S.PARTLY, S.ANSWERED), T.GIVE_FEEDBACK)
)
"""A request and its replies. A later request in it asks anew."""

_OPEN_SHARED = (S.SHARED, S.ASKED, S.ACKNOWLEDGED, S.UNCLEAR, S.PARTLY)
_SHARED = (*_OPEN_SHARED, S.ANSWERED, S.REFUSED, S.REDIRECTED)
SPONTANEOUS: Table = MappingProxyType(
    _each((S.NEW, S.NOT_UNDERSTOOD, *_SHARED), {T.SHARE_AND_ASK: S.ASKED})
    | _each((S.NEW, S.NOT_UNDERSTOOD, S.SHARED, S.UNCLEAR), {T.SHARE: S.SHARED})
    | _stays((S.ASKED, S.ACKNOWLEDGED, S.PARTLY, S.ANSWERED, S.REFUSED, S.REDIRECTED), T.SHARE)
    | {(S.SHARED, T.ACKNOWLEDGE): S.ACKNOWLEDGED, (S.ASKED, T.ACKNOWLEDGE): S.ASKED}
    | _each((S.SHARED, S.ASKED), {T.NOT_UNDERSTAND: S.NOT_UNDERSTOOD})
    | _each(_OPEN_SHARED, _REPLIES)
    | _ANSWERING
    | _stays(_SHARED, T.GIVE_FEEDBACK)
)
"""Information that nobody asked for. "Asked" means that a reply is wanted; an acknowledgement is not that reply."""

_ALERTED = (S.ACTIVE, S.ACKNOWLEDGED, S.MET, S.REFUSED)
ALERT: Table = MappingProxyType(
    _each((S.NEW, S.NOT_UNDERSTOOD, S.CANCELLED, S.ENDED, *_ALERTED), {T.ALERT: S.ACTIVE})
    | {(S.ACTIVE, T.NOT_UNDERSTAND): S.NOT_UNDERSTOOD}
    | _each(_ALERTED, {T.CANCEL: S.CANCELLED, T.LAPSE: S.ENDED, T.REFUSE: S.REFUSED})
    | _each((*_ALERTED, S.ENDED), {T.ANSWER: S.MET, T.ANSWER_IN_PART: S.MET})
    | {(S.ACTIVE, T.ACKNOWLEDGE): S.ACKNOWLEDGED, (S.REFUSED, T.ACKNOWLEDGE): S.ACKNOWLEDGED}
    | _stays((S.ACKNOWLEDGED, S.MET), T.ACKNOWLEDGE)
    | _stays((*_ALERTED, S.ENDED), T.NOTHING_HELD)
    | _stays((*_ALERTED, S.CANCELLED, S.ENDED), T.GIVE_FEEDBACK)
)
"""An alert. A later alert in it takes the place of the earlier; "met" is a reply with items: it was seen."""

CONSENT: Table = MappingProxyType(
    _each((S.NEW, S.NOT_UNDERSTOOD, S.ASKED, S.GRANTED, S.REFUSED, S.REVOKED), {T.ASK: S.ASKED})
    | {(S.ASKED, T.NOT_UNDERSTAND): S.NOT_UNDERSTOOD}
    | _each((S.ASKED, S.REFUSED, S.REVOKED), {T.GRANT: S.GRANTED})
    | {(S.ASKED, T.REFUSE): S.REFUSED, (S.GRANTED, T.REFUSE): S.REVOKED}
    | _stays((S.GRANTED,), T.GRANT)
    | _stays((S.REFUSED, S.REVOKED), T.REFUSE)
)
"""A question to an item's owner. The owner may grant later what it refused, and take back what it granted."""

_TAKEN_BACK = (S.RECALLED, S.PARTLY, S.COMPLETE)
RECALL: Table = MappingProxyType(
    _each((S.NEW, S.NOT_UNDERSTOOD, *_TAKEN_BACK), {T.CORRECT: S.RECALLED, T.WITHDRAW: S.RECALLED})
    | {(S.RECALLED, T.NOT_UNDERSTAND): S.NOT_UNDERSTOOD}
    | _each((S.RECALLED, S.PARTLY), {T.CONFIRM_IN_PART: S.PARTLY, T.CONFIRM: S.COMPLETE})
    | _stays((S.COMPLETE,), T.CONFIRM)
)
"""A correction or withdrawal, until the other side proves that every copy was treated."""

_OPEN = (S.PROPOSED, S.CHANGES_WANTED, S.AGREED, S.PLANNED, S.PLAN_CHANGES_WANTED, S.RUNNING)
OPERATION: Table = MappingProxyType(
    _each(
        (S.NEW, S.NOT_UNDERSTOOD, S.PROPOSED, S.CHANGES_WANTED, S.AGREED, S.REFUSED, S.CALLED_OFF),
        {T.PROPOSE: S.PROPOSED},
    )
    | _each((S.PROPOSED, S.PLANNED), {T.NOT_UNDERSTAND: S.NOT_UNDERSTOOD})
    | {(S.PROPOSED, T.AGREE): S.AGREED, (S.PROPOSED, T.WANT_CHANGES): S.CHANGES_WANTED}
    | _each((S.AGREED, S.PLANNED, S.PLAN_CHANGES_WANTED, S.RUNNING), {T.PLAN: S.PLANNED})
    | {(S.PLANNED, T.AGREE): S.RUNNING, (S.PLANNED, T.WANT_CHANGES): S.PLAN_CHANGES_WANTED}
    | {(S.RUNNING, T.WANT_CHANGES): S.PLAN_CHANGES_WANTED, (S.AGREED, T.WANT_CHANGES): S.CHANGES_WANTED}
    | _each(_OPEN, {T.REFUSE: S.REFUSED, T.CALL_OFF: S.CALLED_OFF})
    | _each((S.AGREED, S.RUNNING, S.DONE), {T.REPORT: S.DONE})
    | _stays((S.PROPOSED, S.AGREED, S.PLANNED, S.RUNNING, S.DONE), T.GIVE_FEEDBACK)
)
"""Acting together. It runs when a plan was agreed; assistance may end without a plan."""

JOINT_SEIZURE: Table = MappingProxyType(
    _each((S.NEW, S.NOT_UNDERSTOOD, S.PROPOSED, S.REFUSED, S.DISSOLVED), {T.PROPOSE: S.PROPOSED})
    | {(S.PROPOSED, T.NOT_UNDERSTAND): S.NOT_UNDERSTOOD}
    | {(S.PROPOSED, T.AGREE): S.AGREED, (S.PROPOSED, T.REFUSE): S.REFUSED}
    | _each((S.PROPOSED, S.AGREED), {T.END: S.DISSOLVED})
)
"""A seizure that two agencies made together. Either may end it; then each counts its own again."""

PICTURE: Table = MappingProxyType(
    _each((S.NEW, S.NOT_UNDERSTOOD, S.SHARED), {T.SHARE: S.SHARED}) | {(S.SHARED, T.NOT_UNDERSTAND): S.NOT_UNDERSTOOD}
)
"""What a country counts. A later contribution takes the place of the earlier of its dataset and year."""

TABLES: Mapping[Kind, Table] = MappingProxyType(
    {
        Kind.REQUEST: REQUEST,
        Kind.SPONTANEOUS: SPONTANEOUS,
        Kind.ALERT: ALERT,
        Kind.CONSENT: CONSENT,
        Kind.RECALL: RECALL,
        Kind.OPERATION: OPERATION,
        Kind.JOINT_SEIZURE: JOINT_SEIZURE,
        Kind.PICTURE: PICTURE,
    }
)
"""Every kind of conversation that has stages."""

_BY_BEGINNER = frozenset({
    T.ASK, T.SHARE, T.SHARE_AND_ASK, T.ALERT, T.CANCEL, T.CORRECT, T.WITHDRAW, T.PROPOSE, T.PLAN,
})  # fmt: skip
_BY_BOTH: Mapping[Kind, frozenset[Step]] = {
    Kind.OPERATION: frozenset({T.GIVE_FEEDBACK, T.REPORT, T.CALL_OFF}),
    Kind.JOINT_SEIZURE: frozenset({T.END}),
}


def sides(kind: Kind, step: Step) -> frozenset[Side]:
    """This function returns which sides may do a step; none for what the clock does."""
    if step is Step.LAPSE:
        return frozenset()
    if step in _BY_BOTH.get(kind, frozenset()):
        return frozenset(Side)
    asker_gives = kind is Kind.REQUEST and step is Step.GIVE_FEEDBACK
    return frozenset({Side.BEGINNER if step in _BY_BEGINNER or asker_gives else Side.OTHER})


FINAL: Mapping[Kind, frozenset[Stage]] = MappingProxyType(
    {
        Kind.REQUEST: frozenset({S.ANSWERED, S.REFUSED, S.REDIRECTED}),
        Kind.SPONTANEOUS: frozenset({S.SHARED, S.ACKNOWLEDGED, S.ANSWERED, S.REFUSED, S.REDIRECTED}),
        Kind.ALERT: frozenset({S.CANCELLED, S.ENDED}),
        Kind.CONSENT: frozenset({S.GRANTED, S.REFUSED, S.REVOKED}),
        Kind.RECALL: frozenset({S.COMPLETE}),
        Kind.OPERATION: frozenset({S.REFUSED, S.DONE, S.CALLED_OFF}),
        Kind.JOINT_SEIZURE: frozenset({S.AGREED, S.REFUSED, S.DISSOLVED}),
        Kind.PICTURE: frozenset({S.SHARED}),
    }
)
"""Stages in which nobody waits for anything."""
