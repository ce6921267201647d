"""From messages to moves: which conversation a message begins, what it does to one, and whether it may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from comity.exchange.contents import Agreement, Consented, Content, JointAnswer, OperationOutcome, Status
from comity.exchange.conversations.kinds import TABLES, Kind, Side, Stage, Step, sides
from comity.kernel.errors import Conflicting

BEGINS: Mapping[str, Kind] = {
    "request": Kind.REQUEST,
    "spontaneous": Kind.SPONTANEOUS,
    "alert": Kind.ALERT,
    "consent-request": Kind.CONSENT,
    "correction": Kind.RECALL,
    "withdrawal": Kind.RECALL,
    "operation-proposal": Kind.OPERATION,
    "joint-seizure": Kind.JOINT_SEIZURE,
    "aggregates": Kind.PICTURE,
}
"""Types that begin a conversation of a kind."""
_ONE_STEP: Mapping[str, Step] = {
    "request": Step.ASK,
    "alert": Step.ALERT,
    "alert-cancellation": Step.CANCEL,
    "feedback": Step.GIVE_FEEDBACK,
    "consent-request": Step.ASK,
    "correction": Step.CORRECT,
    "withdrawal": Step.WITHDRAW,
    "operation-proposal": Step.PROPOSE,
    "operation-plan": Step.PLAN,
    "joint-seizure": Step.PROPOSE,
    "aggregates": Step.SHARE,
    "not-understood": Step.NOT_UNDERSTAND,
}
_REPLIES: Mapping[Status, Step] = {
    Status.ACKNOWLEDGED: Step.ACKNOWLEDGE,
    Status.PARTIAL: Step.ANSWER_IN_PART,
    Status.FULL: Step.ANSWER,
    Status.NOTHING_HELD: Step.NOTHING_HELD,
    Status.CLARIFICATION: Step.ASK_BACK,
    Status.REFUSED: Step.REFUSE,
    Status.REDIRECTED: Step.REDIRECT,
}
_AGREEMENTS: Mapping[Agreement, Step] = {
    Agreement.AGREED: Step.AGREE,
    Agreement.CHANGES: Step.WANT_CHANGES,
    Agreement.REFUSED: Step.REFUSE,
}
_JOINT_ANSWERS: Mapping[JointAnswer, Step] = {
    JointAnswer.AGREED: Step.AGREE,
    JointAnswer.REFUSED: Step.REFUSE,
    JointAnswer.ENDED: Step.END,
}
_BY_CONTENT: Mapping[str, Callable[[Any], Step]] = {
    "reply": lambda content: _REPLIES[Status(content.status)],
    "spontaneous": lambda content: Step.SHARE_AND_ASK if content.reply_wanted else Step.SHARE,
    "consent-answer": lambda content: Step.GRANT if content.answer == Consented.GRANTED else Step.REFUSE,
    "deletion-confirmed": lambda content: Step.CONFIRM if content.complete else Step.CONFIRM_IN_PART,
    "operation-answer": lambda content: _AGREEMENTS[Agreement(content.answer)],
    "joint-seizure-answer": lambda content: _JOINT_ANSWERS[JointAnswer(content.answer)],
    "operation-result": lambda content: (
        Step.CALL_OFF if content.outcome == OperationOutcome.CALLED_OFF else Step.REPORT
    ),
}
BELONGS: Mapping[str, frozenset[Kind]] = {
    "request": frozenset({Kind.REQUEST}),
    "reply": frozenset({Kind.REQUEST, Kind.SPONTANEOUS, Kind.ALERT}),
    "spontaneous": frozenset({Kind.SPONTANEOUS}),
    "alert": frozenset({Kind.ALERT}),
    "alert-cancellation": frozenset({Kind.ALERT}),
    "feedback": frozenset({Kind.REQUEST, Kind.SPONTANEOUS, Kind.ALERT, Kind.OPERATION}),
    "consent-request": frozenset({Kind.CONSENT}),
    "consent-answer": frozenset({Kind.CONSENT}),
    "correction": frozenset({Kind.RECALL}),
    "withdrawal": frozenset({Kind.RECALL}),
    "deletion-confirmed": frozenset({Kind.RECALL, Kind.OTHER}),
    "operation-proposal": frozenset({Kind.OPERATION}),
    "operation-plan": frozenset({Kind.OPERATION}),
    "operation-answer": frozenset({Kind.OPERATION}),
    "operation-result": frozenset({Kind.OPERATION}),
    "joint-seizure": frozenset({Kind.JOINT_SEIZURE}),
    "joint-seizure-answer": frozenset({Kind.JOINT_SEIZURE, Kind.OTHER}),
    "aggregates": frozenset({Kind.PICTURE}),
}
"""In which kinds of conversation a type has its place; types that are not named here move none.

What was deleted because its time was over is confirmed unasked, in a conversation of the kind "other"; so stands an
answer about a joint seizure at a node that lost its proposal and was restored from an older copy.
"""


def kind_of(message_type: str) -> Kind:
    """This function returns the kind of conversation that a message of a type begins; `Kind.OTHER` where none."""
    return BEGINS.get(message_type, Kind.OTHER)


def step_of(message_type: str, content: Content | None) -> Step | None:
    """This function returns what a message does to its conversation; None where it moves none."""
    if content is None:
        return None
    says = _BY_CONTENT.get(message_type)
    return says(content) if says else _ONE_STEP.get(message_type)


def move(kind: Kind, stage: Stage, side: Side, message_type: str, content: Content | None) -> Stage:
    """This function returns where a conversation stands with a participant after a message.

    Args:
        kind: of the conversation.
        stage: where it stands with this participant.
        side: whether who began it writes, or the participant.
        message_type: of the message.
        content: of the message; None where it was not understood here.

    Returns:
        the new stage; the same where the message moves nothing (read notices, cards, unknown types).

    Raises:
        Conflicting: the message has no place in this conversation, is not this side's to write, or comes at the wrong
            stage.
    """
    step = step_of(message_type, content)
    if step is None:
        return stage
    if step is Step.NOT_UNDERSTAND and (stage, step) not in TABLES.get(kind, {}):
        return stage
    if kind not in BELONGS.get(message_type, {kind}):
        raise Conflicting(
            "Conversation",
            f"it is of the kind {kind}, and a message of the type {message_type} does not belong in it",
            "Write it in the conversation that it is about, or begin another",
            code="exchange.conversation.kind",
        )
    return after_step(kind, stage, side, step)


def arrive(kind: Kind, stage: Stage, side: Side, message_type: str, content: Content | None) -> Stage:
    """This function returns where a conversation stands after a partner's message has arrived.

    Mail crosses: what the partner wrote before it had our last message may come at a stage that no longer allows it. It
    is kept and moves nothing. What it could never have written is refused.

    Raises:
        Conflicting: the message has no place in this conversation, is not that side's to write, or begins nothing.
    """
    try:
        return move(kind, stage, side, message_type, content)
    except Conflicting as refusal:
        if refusal.code != "exchange.conversation.stage" or stage is Stage.NEW:
            raise
        return stage


def after_step(kind: Kind, stage: Stage, side: Side | None, step: Step) -> Stage:
    """This function returns where a conversation stands after a step.

    Args:
        kind: of the conversation.
        stage: before.
        side: who does it; None for the clock.
        step: what is done.

    Raises:
        Conflicting: it is not this side's to do, or the stage does not allow it.
    """
    if kind not in TABLES:
        return stage
    may = sides(kind, step)
    if (side is None) != (not may) or (side is not None and side not in may):
        raise Conflicting(
            "Conversation", _whose(step, may), _way_out(kind, stage, side), code="exchange.conversation.side"
        )
    later = TABLES[kind].get((stage, step))
    if later is None:
        raise Conflicting(
            "Conversation",
            f"{STANDS[stage]}, and so nobody can {step} now",
            _way_out(kind, stage, side),
            code="exchange.conversation.stage",
        )
    return later


def open_steps(kind: Kind, stage: Stage, side: Side) -> tuple[Step, ...]:
    """This function returns what a side may do at a stage, in the order of the table."""
    return tuple(step for (at, step) in TABLES.get(kind, {}) if at is stage and side in sides(kind, step))


def may_write(kind: Kind, stage: Stage, side: Side, message_type: str) -> bool:
    """This function tells whether a side may write a message of a type at a stage, whatever it says."""
    possible = STEPS_OF.get(message_type, frozenset())
    return kind in BELONGS.get(message_type, frozenset()) and bool(possible & set(open_steps(kind, stage, side)))


STEPS_OF: Mapping[str, frozenset[Step]] = {
    **{name: frozenset({step}) for name, step in _ONE_STEP.items()},
    "reply": frozenset(_REPLIES.values()),
    "spontaneous": frozenset({Step.SHARE, Step.SHARE_AND_ASK}),
    "consent-answer": frozenset({Step.GRANT, Step.REFUSE}),
    "deletion-confirmed": frozenset({Step.CONFIRM, Step.CONFIRM_IN_PART}),
    "operation-answer": frozenset(_AGREEMENTS.values()),
    "operation-result": frozenset({Step.REPORT, Step.CALL_OFF}),
    "joint-seizure-answer": frozenset(_JOINT_ANSWERS.values()),
}
"""What messages of a type can do."""

STANDS: Mapping[Stage, str] = {
    Stage.NEW: "nothing was written in it yet",
    Stage.ASKED: "it waits for an answer",
    Stage.ACKNOWLEDGED: "it was acknowledged",
    Stage.UNCLEAR: "the other side asked what is meant",
    Stage.PARTLY: "it is done in part",
    Stage.ANSWERED: "it is answered",
    Stage.REFUSED: "it is refused",
    Stage.REDIRECTED: "another agency was named",
    Stage.NOT_UNDERSTOOD: "the other side's node did not understand it",
    Stage.SHARED: "it was shared",
    Stage.ACTIVE: "the alert is in force",
    Stage.MET: "what the alert is about was seen",
    Stage.CANCELLED: "the alert is cancelled",
    Stage.ENDED: "the alert's time is over",
    Stage.GRANTED: "consent is granted",
    Stage.REVOKED: "consent was taken back",
    Stage.RECALLED: "the item was taken back or corrected",
    Stage.COMPLETE: "every copy was treated",
    Stage.PROPOSED: "the proposal waits for an answer",
    Stage.CHANGES_WANTED: "changes of the proposal are wanted",
    Stage.AGREED: "the proposal is agreed",
    Stage.PLANNED: "the plan waits for an answer",
    Stage.PLAN_CHANGES_WANTED: "changes of the plan are wanted",
    Stage.RUNNING: "the plan is agreed",
    Stage.DONE: "the operation is done",
    Stage.CALLED_OFF: "the operation was called off",
    Stage.DISSOLVED: "it is joint no longer",
}
"""Where a conversation stands, as the first half of a sentence."""


def _whose(step: Step, may: frozenset[Side]) -> str:
    if not may:
        return "this happens by the clock alone"
    who = "who began it" if Side.BEGINNER in may else "the side that it was written to"
    return f"only {who} may {step}"


def _way_out(kind: Kind, stage: Stage, side: Side | None) -> str:
    steps = [step for step in open_steps(kind, stage, side) if step is not Step.NOT_UNDERSTAND] if side else []
    if not steps:
        return "Begin another conversation, or wait for the other side"
    *first, last = steps
    return f"This side may {', '.join(first)} or {last}" if first else f"This side may {last}"
