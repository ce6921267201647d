"""What a message of ours does here when it leaves: an answer answers, an alert stands, a cancellation ends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from comity.exchange.contents import (
    Agreement,
    Alert,
    AlertCancellation,
    ConsentAnswer,
    Consented,
    Content,
    DeletionConfirmed,
    Feedback,
    JointAnswer,
    JointSeizureAnswer,
    OperationAnswer,
    Reply,
    Status,
)
from comity.exchange.conversations import Event, Incoming, after_incoming
from comity.kernel import InvalidInput
from comity.kernel.clock import parse_timestamp
from comity.node.messaging import sharing_models as rows
from comity.node.messaging.citations import CITES, cited_by
from comity.node.messaging.models import OURS, THEIRS, Conversation, Message
from comity.node.runtime import clock

MOST_VALID = timedelta(days=366)
"""How long an alert can be valid: one that is forgotten ends."""


def check(conversation: Conversation | None, message_type: str, content: Content) -> None:
    """This function checks what no content can check of itself: that what it cites is in its conversation, and time.

    Raises:
        InvalidInput: with the reason.
    """
    if cited := cited_by(message_type, content):
        name, types = CITES[message_type]
        known = conversation.messages.filter(message_id=cited) if conversation else Message.objects.none()
        if types:
            known = known.filter(type__in=types)
        if not known.exclude(state=Incoming.POISONED).exists():
            raise InvalidInput(
                "Message", f"{name}: no message of this conversation has this id", "Choose the message",
                code="messaging.citing",
            )  # fmt: skip
    if isinstance(content, Alert):
        check_validity(content)


def check_validity(alert: Alert) -> tuple[datetime, datetime]:
    """This function returns from when to when an alert is valid.

    Raises:
        InvalidInput: for longer than an alert can be, or it is over.
    """
    start, end = parse_timestamp(alert.valid_from), parse_timestamp(alert.valid_to)
    if end - start > MOST_VALID or end - clock().now() > MOST_VALID:
        raise InvalidInput(
            "Alert", f"it would be valid for more than {MOST_VALID.days} days", "Let it end sooner",
            code="messaging.alert.validity",
        )  # fmt: skip
    return start, end


Departure = Callable[[Sequence[Message], Content], None]


def departure(model: type[Content]) -> Callable[[Departure], Departure]:
    """This function registers what messages of ours with this content do here when they leave, besides being sent."""

    def register(work: Departure) -> Departure:
        _SLICES[model] = work
        return work

    return register


def leave(messages: Sequence[Message], content: Content) -> None:
    """This function lets the copies of a message of ours take effect here, once they go."""
    work = _DEPARTURES.get(type(content))
    if work is not None:
        work(messages, content)
    above = _SLICES.get(type(content))
    if above is not None:
        above(messages, content)


def _alert(messages: Sequence[Message], content: Content) -> None:
    if not isinstance(content, Alert):
        return
    start, end = check_validity(content)
    if end <= clock().now():
        raise InvalidInput("Alert", "its time is over", "Choose another end", code="messaging.alert.validity")
    rows.Alert.objects.create(message=messages[0], category=content.category, valid_from=start, valid_to=end)
    if content.replaces:
        _end(messages[0].conversation, content.replaces, messages[0])


def _cancellation(messages: Sequence[Message], content: Content) -> None:
    if isinstance(content, AlertCancellation):
        _end(messages[0].conversation, content.alert, messages[0])


def _end(conversation: Conversation, alert: str, by: Message) -> None:
    rows.Alert.objects.filter(
        message__conversation=conversation, message__message_id=alert, message__direction=OURS, cancelled=None
    ).update(cancelled=clock().now(), cancelled_by=by)


def _feedback(messages: Sequence[Message], content: Content) -> None:
    if isinstance(content, Feedback):
        for message in messages:
            rows.Feedback.objects.create(
                message=message, owner=content.item.owner, item=content.item.id, useful=content.useful
            )


def _answer(messages: Sequence[Message], content: Content) -> None:
    """This function notes that what partners wrote was answered; an acknowledgement answers nothing."""
    event = _event(content)
    for message in messages:
        asked = message.in_reply_to
        if event is None or asked is None or asked.direction != THEIRS or asked.partner_id != message.partner_id:
            continue
        asked.state = after_incoming(Incoming(asked.state), event)
        asked.answered = clock().now()
        asked.read = asked.read or asked.answered
        asked.save(update_fields=["state", "answered", "read"])


def _event(content: Content) -> Event | None:
    if isinstance(content, Reply) and content.status == Status.ACKNOWLEDGED:
        return None
    if isinstance(content, DeletionConfirmed) and not content.complete:
        return None
    if isinstance(content, JointSeizureAnswer) and content.answer == JointAnswer.ENDED:
        return None
    refused = {Status.REFUSED.value, Agreement.REFUSED.value, Consented.REFUSED.value}
    said = getattr(content, "status", getattr(content, "answer", ""))
    return Event.REFUSE if said in refused else Event.REPLY


_SLICES: dict[type[Content], Departure] = {}
_DEPARTURES: Mapping[type[Content], Departure] = {
    Alert: _alert,
    AlertCancellation: _cancellation,
    Feedback: _feedback,
    Reply: _answer,
    OperationAnswer: _answer,
    JointSeizureAnswer: _answer,
    ConsentAnswer: _answer,
    DeletionConfirmed: _answer,
}
