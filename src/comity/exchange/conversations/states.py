"""What a message can be, and what changes it. The tables are data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from comity.kernel.errors import Conflicting


class State(StrEnum):
    """Where a message of ours stands."""

    APPROVAL = "awaiting-approval"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    ANSWERED = "answered"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """Never left: the supervisor did not approve it."""


class Incoming(StrEnum):
    """Where a message of a partner stands."""

    RECEIVED = "received"
    READ = "read"
    ANSWERED = "answered"
    POISONED = "poisoned"
    ENTOMBED = "entombed"


class Event(StrEnum):
    """What happens to a message."""

    APPROVE = "approve"
    DISAPPROVE = "disapprove"
    TRY = "try"
    RECEIPT = "receipt"
    POISON = "poison"
    READ = "read"
    ACKNOWLEDGE = "acknowledge"
    REPLY = "reply"
    REFUSE = "refuse"
    EXPIRE = "expire"


OUTGOING: Mapping[tuple[State, Event], State] = {
    (State.APPROVAL, Event.APPROVE): State.QUEUED,
    (State.APPROVAL, Event.DISAPPROVE): State.WITHDRAWN,
    (State.QUEUED, Event.TRY): State.SENT,
    (State.QUEUED, Event.EXPIRE): State.EXPIRED,
    (State.QUEUED, Event.RECEIPT): State.DELIVERED,
    (State.QUEUED, Event.POISON): State.REFUSED,
    (State.SENT, Event.TRY): State.SENT,
    (State.SENT, Event.RECEIPT): State.DELIVERED,
    (State.SENT, Event.POISON): State.REFUSED,
    (State.SENT, Event.EXPIRE): State.EXPIRED,
    (State.EXPIRED, Event.RECEIPT): State.DELIVERED,
    (State.DELIVERED, Event.READ): State.READ,
    (State.DELIVERED, Event.ACKNOWLEDGE): State.READ,
    (State.DELIVERED, Event.REPLY): State.ANSWERED,
    (State.DELIVERED, Event.REFUSE): State.REFUSED,
    (State.READ, Event.READ): State.READ,
    (State.READ, Event.ACKNOWLEDGE): State.READ,
    (State.READ, Event.REPLY): State.ANSWERED,
    (State.READ, Event.REFUSE): State.REFUSED,
    (State.ANSWERED, Event.READ): State.ANSWERED,
    (State.ANSWERED, Event.ACKNOWLEDGE): State.ANSWERED,
    (State.ANSWERED, Event.REPLY): State.ANSWERED,
    (State.ANSWERED, Event.REFUSE): State.REFUSED,
    (State.REFUSED, Event.READ): State.REFUSED,
    (State.REFUSED, Event.ACKNOWLEDGE): State.REFUSED,
    (State.REFUSED, Event.REPLY): State.ANSWERED,
    (State.REFUSED, Event.REFUSE): State.REFUSED,
}
"""A message of ours. "Expired" can still become "delivered": the partner may have had it, and its receipt was lost."""

INCOMING: Mapping[tuple[Incoming, Event], Incoming] = {
    (Incoming.RECEIVED, Event.READ): Incoming.READ,
    (Incoming.RECEIVED, Event.ACKNOWLEDGE): Incoming.READ,
    (Incoming.RECEIVED, Event.REPLY): Incoming.ANSWERED,
    (Incoming.RECEIVED, Event.REFUSE): Incoming.ANSWERED,
    (Incoming.READ, Event.READ): Incoming.READ,
    (Incoming.READ, Event.ACKNOWLEDGE): Incoming.READ,
    (Incoming.READ, Event.REPLY): Incoming.ANSWERED,
    (Incoming.READ, Event.REFUSE): Incoming.ANSWERED,
    (Incoming.ANSWERED, Event.READ): Incoming.ANSWERED,
    (Incoming.ANSWERED, Event.REPLY): Incoming.ANSWERED,
    (Incoming.ANSWERED, Event.REFUSE): Incoming.ANSWERED,
}
"""A message of a partner."""


def after(state: State, event: Event) -> State:
    """This function returns the state of a message of ours after an event.

    Raises:
        Conflicting: the state does not allow it.
    """
    try:
        return OUTGOING[state, event]
    except KeyError:
        raise _not_allowed(state, event) from None


def after_incoming(state: Incoming, event: Event) -> Incoming:
    """This function returns the state of a partner's message after an event.

    Raises:
        Conflicting: the state does not allow it.
    """
    try:
        return INCOMING[state, event]
    except KeyError:
        raise _not_allowed(state, event) from None


def allows(state: State, event: Event) -> bool:
    """This function tells whether a message of ours may see an event in its state."""
    return (state, event) in OUTGOING


def _not_allowed(state: StrEnum, event: Event) -> Conflicting:
    return Conflicting("Message", f"it is {state.value}, which does not allow: {event.value}", code="exchange.state")
