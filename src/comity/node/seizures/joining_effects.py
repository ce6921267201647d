"""What is said about a joint seizure takes effect: a partner's word when it arrives, ours when it leaves.

A partner speaks only of a joint seizure that was agreed with it, in the conversation of its proposal, and only of the
two nodes. What comes too late, or again, is kept and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.exchange.contents import Content, JointAnswer, JointSeizure, JointSeizureAnswer
from comity.exchange.conversations import Event, Kind
from comity.kernel import InvalidInput
from comity.node.messaging.departing import departure
from comity.node.messaging.effects import Arrival, effect
from comity.node.messaging.effects.citing import Foreign, in_conversation
from comity.node.messaging.effects.requests import move
from comity.node.messaging.models import Message
from comity.node.permissions import SYSTEM, Actor
from comity.node.runtime import clock, node_id
from comity.node.seizures.correcting import note_counting
from comity.node.seizures.models import Joint, JointState

REFERENCE = 60


@effect("joint-seizure")
def take_proposal(arrival: Arrival) -> None:
    """This function keeps a partner's proposal; a person here says which seizure is meant, or that none is."""
    said = arrival.said(JointSeizure)
    if said.counted_by not in {arrival.partner.id, node_id()}:
        raise InvalidInput(
            "Joint seizure", "it would be counted by neither of the two agencies", "Name one of the two",
            code="seizures.joint.counted-by",
        )  # fmt: skip
    rows = list(Joint.objects.select_for_update(of=("self",)).filter(joint=said.joint))
    row = next((each for each in rows if each.partner_id == arrival.partner.id), None)
    if (rows and row is None) or (row is not None and (row.ours or row.conversation != arrival.conversation.id)):
        raise Foreign(
            "Joint seizure", "its id belongs to another proposal", "Make an id of your own for each proposal",
            code="seizures.joint.foreign",
        )  # fmt: skip
    if row is not None and row.state == JointState.AGREED:
        return
    row = row or Joint(joint=said.joint, partner=arrival.partner, ours=False, conversation=arrival.conversation.id)
    row.seizure, row.state, row.counted_by = None, JointState.PROPOSED, said.counted_by
    row.their_reference, row.words = said.reference[:REFERENCE], ""
    row.proposed, row.answered = arrival.now, None
    row.save()


@effect("joint-seizure-answer")
def take_answer(arrival: Arrival) -> None:
    """This function takes a partner's answer, or that it ended what was agreed."""
    said = arrival.said(JointSeizureAnswer)
    rows = list(Joint.objects.select_for_update(of=("self",)).filter(joint=said.joint))
    row = next((each for each in rows if each.partner_id == arrival.partner.id), None)
    if row is None and not rows and arrival.conversation.kind == Kind.OTHER:
        _keep_lost(arrival, said)
        return
    proposed = in_conversation(arrival, said.in_reply_to, ("joint-seizure",))
    if row is None or row.conversation != arrival.conversation.id:
        raise Foreign(
            "Joint seizure", "it was not proposed to its sender, nor by it", "Cite the id of the proposal",
            code="seizures.joint.foreign",
        )  # fmt: skip
    if said.answer == JointAnswer.AGREED and said.counted_by != row.counted_by:
        raise InvalidInput(
            "Joint seizure", "it names another agency to count it than was proposed",
            "Refuse the proposal, and say who should count it", code="seizures.joint.counted-by",
        )  # fmt: skip
    if proposed is not None:
        arrival.answers(proposed)
        if proposed.is_ours and said.answer != JointAnswer.ENDED:
            move(arrival, proposed, Event.REFUSE if said.answer == JointAnswer.REFUSED else Event.REPLY)
    if said.answer == JointAnswer.AGREED:
        row.their_reference = said.reference[:REFERENCE]
    _apply(row, said, SYSTEM, by_us=False)


@departure(JointSeizureAnswer)
def leave_answer(messages: Sequence[Message], content: Content) -> None:
    """This function lets our own word take effect here once it goes."""
    if not isinstance(content, JointSeizureAnswer):
        return
    for message in messages:
        rows = Joint.objects.select_for_update(of=("self",))
        row = rows.get(joint=content.joint, partner_id=message.partner_id)
        _apply(row, content, replace(SYSTEM, user_id=message.author), by_us=True)


def hold(row: Joint, actor: Actor) -> None:
    """This function leaves our seizure out of every count here, where the partner counts it by agreement."""
    if row.seizure is not None and row.counted_by == row.partner_id:
        note_counting(actor, row.seizure, row.partner_id, _reason("joint seizure agreed", row))


def let_go(row: Joint, actor: Actor) -> None:
    """This function counts our seizure here again, where it was left out for this agreement."""
    if row.seizure is not None and row.seizure.counted_by == row.partner_id:
        note_counting(actor, row.seizure, "", _reason("joint seizure ended", row))


def _apply(row: Joint, said: JointSeizureAnswer, actor: Actor, *, by_us: bool) -> None:
    waits = row.state == JointState.PROPOSED and row.ours != by_us
    if said.answer == JointAnswer.AGREED and (waits or by_us):
        row.state = JointState.AGREED
    elif said.answer == JointAnswer.REFUSED and (waits or by_us):
        row.state = JointState.REFUSED
    elif said.answer == JointAnswer.ENDED and row.state in {JointState.PROPOSED, JointState.AGREED}:
        row.state = JointState.WITHDRAWN
    else:
        return
    row.answered = clock().now()
    row.words = said.words or row.words
    row.save()
    if row.state == JointState.AGREED:
        hold(row, actor)
    elif row.state == JointState.WITHDRAWN:
        let_go(row, actor)


def _keep_lost(arrival: Arrival, said: JointSeizureAnswer) -> None:
    """This function keeps an agreement on a proposal that this node lost; a person says which seizure is meant.

    Nothing is counted otherwise before that, and so a partner gains nothing by making one up.
    """
    if said.answer != JointAnswer.AGREED or said.counted_by not in {arrival.partner.id, node_id()}:
        return
    Joint.objects.create(
        joint=said.joint, partner=arrival.partner, ours=True, conversation=arrival.conversation.id,
        state=JointState.AGREED, counted_by=said.counted_by, their_reference=said.reference[:REFERENCE],
        words=said.words, proposed=arrival.now, answered=arrival.now,
    )  # fmt: skip


def _reason(what: str, row: Joint) -> str:
    return f"{what}: {row.joint}, {row.partner}"
