"""What the tests of messages have in common: a partner, an officer at work, a way to let the outbox go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.exchange.outbox import WAITS
from comity.node.messaging import comparing, delivering
from comity.node.messaging.models import Message
from comity.node.messaging.operations import ask
from tests.exchange.parties import SUBJECT
from tests.node.simulated import gate, keys, network, partner, post  # noqa: F401 -- fixtures

ASK = {
    "facts": "Seen at the border post on two evenings.",
    "asked": "Is this person known to you, and in which case?",
    "link": "The person carries a passport of your country.",
    "foreseen_use": "Intelligence in our case.",
}


@pytest.fixture(autouse=True)
def fresh_gate():
    """Every test begins as after a start of the node."""
    comparing.forget()


@pytest.fixture
def vn(partner):  # noqa: F811
    """A partner in Viet Nam, accepted on both sides."""
    return partner("VN")


@pytest.fixture
def asked(at_work):
    """Writes a request of the officer at work."""

    def make(to, **other):
        return ask(actor=at_work, partner_id=to.id, **({"subjects": [SUBJECT]} | ASK | other))

    return make


@pytest.fixture
def pass_time(clock):
    """Lets time pass with the worker running: tries as often as waits demand."""

    def run(span=timedelta(hours=4)):
        end = clock.now() + span
        while clock.now() < end:
            delivering.deliver()
            clock.advance(min(max(WAITS[0], (end - clock.now()) / 40), timedelta(hours=3)))
        delivering.deliver()

    return run


def state_of(message):
    """This function reads a message's state anew."""
    return Message.objects.get(id=message.id).state
