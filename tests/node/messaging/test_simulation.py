"""The partner of the room `simulation` and a real node understand each other."""

from __future__ import annotations

import pytest

from comity.exchange import packets, receipts
from comity.exchange.messages import read_frame
from comity.kernel import Conflicting
from comity.node.messaging.models import Message
from comity.node.partners import operations, peer
from comity.node.partners.own import own_card
from comity.node.permissions import Role
from comity.simulation.partner import SimulatedPartner

REQUEST = {
    "facts": "Seen at the border post on two evenings.",
    "asked": "Is this person known to you?",
    "link": "The person carries a passport of your country.",
    "subjects": [{"schema_name": "Person", "role": "suspect", "properties": {"name": ["Chan Dara"]}}],
    "foreseen_use": "Intelligence.",
    "deadline": "2026-11-29T03:04:05.000000Z",
}


@pytest.fixture
def simulated(db, clock, person):
    """A partner of the simulation that the node under test has accepted."""
    supervisor, made = person(Role.SUPERVISOR), SimulatedPartner("VN", clock)
    made.meet(own_card().token)
    row = operations.add(actor=supervisor, card=made.card)
    operations.accept(actor=supervisor, partner_id=row.id, fingerprint=row.fingerprint)
    return made


def _receipt(simulated, sent):
    answered = simulated.read(sent, peer.receive(sent.packet))
    hashes = [packets.token_hash(sent.token)]
    signing = own_card().signing
    return receipts.read(answered.content["receipt"], signing, read_frame(sent.document), hashes=hashes, depth=16)


def test_its_message_is_taken_once_and_gets_the_same_receipt(simulated):
    sent = simulated.write(own_card().node, "request", REQUEST)
    first = _receipt(simulated, sent)
    assert _receipt(simulated, simulated.again(sent)).token == first.token
    assert list(Message.objects.values_list("message_id", "type")) == [(sent.id, "request")]


def test_its_gap_is_refused(simulated):
    simulated.write(own_card().node, "request", REQUEST)
    second = simulated.write(own_card().node, "request", REQUEST)
    with pytest.raises(Conflicting):
        simulated.read(second, peer.receive(second.packet))
    assert not Message.objects.exists()
