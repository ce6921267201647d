"""Partners agree to act together: answers, plans and results belong to the proposal that they cite."""

from __future__ import annotations

from comity.exchange.contents import Agreement, OperationAnswer, OperationPlan, OperationResult
from comity.exchange.conversations import Event
from comity.node.messaging.citations import PROPOSED
from comity.node.messaging.effects import Arrival, effect
from comity.node.messaging.effects.citing import in_conversation
from comity.node.messaging.effects.requests import move


@effect("operation-answer")
def take_answer(arrival: Arrival) -> None:
    """This function notes a side's answer; what one of several says may come before the proposal itself."""
    said = arrival.said(OperationAnswer)
    proposed = in_conversation(arrival, said.in_reply_to, PROPOSED)
    if proposed is None:
        return
    arrival.answers(proposed)
    if proposed.is_ours:
        move(arrival, proposed, Event.REFUSE if said.answer == Agreement.REFUSED else Event.REPLY)


@effect("operation-plan", "operation-result")
def take_plan_or_result(arrival: Arrival) -> None:
    """This function joins a plan or result to its proposal."""
    content = arrival.content
    cited = content.proposal if isinstance(content, OperationPlan | OperationResult) else ""
    proposed = in_conversation(arrival, cited, PROPOSED[:1])
    if proposed is not None:
        arrival.answers(proposed)
