"""A partner tells what became of an item, or warns, or takes its warning back."""

from __future__ import annotations

from comity.exchange.contents import Alert, AlertCancellation, Feedback
from comity.node.items.models import Release
from comity.node.messaging import departing
from comity.node.messaging import sharing_models as rows
from comity.node.messaging.effects import Arrival, effect
from comity.node.messaging.effects.citing import Foreign, of_sender
from comity.node.messaging.models import OURS, Message


@effect("feedback")
def take_feedback(arrival: Arrival) -> None:
    """This function joins what a partner says of an item to the item, and to the message that gave it."""
    said = arrival.said(Feedback)
    given = Release.objects.filter(partner=arrival.partner, item__owner=said.item.owner, item__wire_id=said.item.id)
    release = given.order_by("-at").first()
    if release is None:
        raise Foreign(
            "Item", "it was not given to its sender", "Cite owner and id of the item", code="messaging.item.foreign"
        )
    message = Message.objects.filter(id=release.message_id, direction=OURS).first()
    if message is not None:
        arrival.answers(message)
    rows.Feedback.objects.create(message=arrival.message, owner=said.item.owner, item=said.item.id, useful=said.useful)


@effect("alert")
def take_alert(arrival: Arrival) -> None:
    """This function keeps a partner's alert with its time; an earlier one of the same partner that it replaces ends."""
    said = arrival.said(Alert)
    start, end = departing.check_validity(said)
    rows.Alert.objects.create(message=arrival.message, category=said.category, valid_from=start, valid_to=end)
    if said.replaces:
        _end(arrival, said.replaces)


@effect("alert-cancellation")
def take_cancellation(arrival: Arrival) -> None:
    """This function ends an alert of the partner that cancels it."""
    _end(arrival, arrival.said(AlertCancellation).alert)


def _end(arrival: Arrival, alert: str) -> None:
    ended = of_sender(arrival, alert, ("alert",))
    arrival.answers(ended)
    rows.Alert.objects.filter(message=ended, cancelled=None).update(cancelled=arrival.now, cancelled_by=arrival.message)
