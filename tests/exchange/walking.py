"""Messages for every step of every conversation, made and read as they travel."""

from __future__ import annotations

from collections import deque

from comity.exchange import messages
from comity.exchange.conversations import TABLES, Kind, Side, Stage, Step, after_step, move, sides
from comity.exchange.versions import NEWEST
from tests.exchange.examples import ITEM, NAME, example, numbered, vectors

CONDITIONS = ITEM["conditions"]
EMPTY_REPLY = {"items": []}
REPLIES = {
    Step.ACKNOWLEDGE: EMPTY_REPLY | {"status": "acknowledged"},
    Step.ANSWER_IN_PART: {"status": "partial"},
    Step.ANSWER: {"status": "full"},
    Step.NOTHING_HELD: EMPTY_REPLY | {"status": "nothing-held"},
    Step.ASK_BACK: EMPTY_REPLY | {"status": "clarification-needed", "text": "Which of the two?"},
    Step.REFUSE: EMPTY_REPLY | {"status": "refused", "ground": "human-rights"},
    Step.REDIRECT: EMPTY_REPLY | {"status": "redirected", "text": "The customs service."},
}
NOT_REACHED = {"kind": "export", "count": 1, "treated": "not-reached", "words": "A disk at the court."}
NOT_JOINT = {"counted_by": None, "ground": "another-seizure"}
SAYS = {
    (Kind.REQUEST, Step.ASK): ("request", {}),
    (Kind.SPONTANEOUS, Step.SHARE): ("spontaneous", {"reply_wanted": False, "reply_by": None}),
    (Kind.SPONTANEOUS, Step.SHARE_AND_ASK): ("spontaneous", {}),
    (Kind.ALERT, Step.ALERT): ("alert", {}),
    (Kind.ALERT, Step.CANCEL): ("alert-cancellation", {}),
    (Kind.CONSENT, Step.ASK): ("consent-request", {}),
    (Kind.CONSENT, Step.GRANT): ("consent-answer", {}),
    (Kind.CONSENT, Step.REFUSE): ("consent-answer", {"answer": "refused"}),
    (Kind.RECALL, Step.CORRECT): ("correction", {}),
    (Kind.RECALL, Step.WITHDRAW): ("withdrawal", {}),
    (Kind.RECALL, Step.CONFIRM): ("deletion-confirmed", {}),
    (Kind.RECALL, Step.CONFIRM_IN_PART): ("deletion-confirmed", {"copies": [NOT_REACHED], "complete": False}),
    (Kind.JOINT_SEIZURE, Step.PROPOSE): ("joint-seizure", {}),
    (Kind.JOINT_SEIZURE, Step.AGREE): ("joint-seizure-answer", {}),
    (Kind.JOINT_SEIZURE, Step.REFUSE): ("joint-seizure-answer", NOT_JOINT | {"answer": "refused"}),
    (Kind.JOINT_SEIZURE, Step.END): ("joint-seizure-answer", NOT_JOINT | {"answer": "ended"}),
    (Kind.PICTURE, Step.SHARE): ("aggregates", {}),
    (Kind.OPERATION, Step.PROPOSE): ("operation-proposal", {}),
    (Kind.OPERATION, Step.PLAN): ("operation-plan", {}),
    (Kind.OPERATION, Step.AGREE): ("operation-answer", {"answer": "agreed", "ground": None}),
    (Kind.OPERATION, Step.WANT_CHANGES): (
        "operation-answer", {"answer": "changes-wanted", "ground": None, "words": "A day later."},
    ),
    (Kind.OPERATION, Step.REFUSE): ("operation-answer", {}),
    (Kind.OPERATION, Step.REPORT): ("operation-result", {}),
    (Kind.OPERATION, Step.CALL_OFF): ("operation-result", {"outcome": "called-off", "items": []}),
    **{(kind, step): ("reply", change) for kind in (Kind.REQUEST, Kind.SPONTANEOUS, Kind.ALERT)
       for step, change in REPLIES.items()},
    **{(kind, Step.GIVE_FEEDBACK): ("feedback", {})
       for kind in (Kind.REQUEST, Kind.SPONTANEOUS, Kind.ALERT, Kind.OPERATION)},
    **{(kind, Step.NOT_UNDERSTAND): ("not-understood", {}) for kind in TABLES},
}  # fmt: skip
"""What is written for a step in a kind of conversation: the type, and how it differs from the example."""


def said(of, step, **change):
    """This function returns type and content of a real message that does a step, as its recipient reads it."""
    name, own = SAYS[of, step]
    document = vectors.message(name, NEWEST[name], example(name, **own | change))
    return name, messages.read(document).content


def walk(kind, stage, step, side):
    """This function does a step with a real message; the clock's by the clock."""
    if step is Step.LAPSE:
        return after_step(kind, stage, None, step)
    name, content = said(kind, step)
    return move(kind, stage, side, name, content)


def ways(kind):
    """This function finds, by walking, the shortest way of steps to each stage."""
    found, waiting = {Stage.NEW: ()}, deque([Stage.NEW])
    while waiting:
        stage = waiting.popleft()
        for at, step in TABLES[kind]:
            if at is not stage:
                continue
            side = next(iter(sorted(sides(kind, step))), None)
            later = walk(kind, stage, step, side)
            if later not in found:
                found[later] = (*found[stage], (step, side))
                waiting.append(later)
    return found


__all__ = ["NAME", "SAYS", "Side", "numbered", "said", "walk", "ways"]
