"""A simulated partner of the node under test, accepted on both sides; gate and HTTP client are the real ones."""

from __future__ import annotations

import secrets

import httpx
import pytest
from django.test import RequestFactory

from comity.kernel import new_id
from comity.ledger import Answer
from comity.node import runtime
from comity.node.partners import operations, wire
from comity.node.partners.gate import gate as view
from comity.node.partners.own import own_card
from comity.simulation.log import MemoryLog
from tests.exchange.simulated import SimulatedPartner


class Network(httpx.BaseTransport):
    """Carries packets to simulated partners by address; any of them can be down, slow or strange."""

    def __init__(self):
        self.partners = {}
        self.down = set()
        self.requests = []
        self.instead = {}

    def handle_request(self, request):
        """This function answers a request as the partner's node would."""
        host = request.url.host
        self.requests.append(request)
        if host in self.down or host not in self.partners:
            raise httpx.ConnectError("down", request=request)
        if host in self.instead:
            return self.instead[host](request)
        return httpx.Response(200, stream=httpx.ByteStream(self.partners[host].answer(request.read())))


@pytest.fixture
def network():
    """The network between the node under test and simulated partners."""
    made = Network()
    wire.set_transport(made)
    yield made
    wire.set_transport(None)


@pytest.fixture
def keys():
    """The node's keys, as they were before the test."""
    path = runtime.config().folder / runtime.KEYRING
    before = path.read_bytes()
    yield path
    if path.read_bytes() != before:
        path.write_bytes(before)


@pytest.fixture
def post():
    """Posts bytes to the node's gate and returns the answer."""

    def send(data):
        return view(RequestFactory().post("/v1/peer", data=data, content_type=wire.TYPE))

    return send


@pytest.fixture
def gate(post):
    """The gate as a simulated partner's transport: bytes in, bytes out."""

    def transport(data):
        response = post(data)
        assert response.status_code == 200, response.content
        return response.content

    return transport


@pytest.fixture
def partner(db, clock, person, network, keys):
    """Makes a partner that both sides accepted."""
    from comity.node.permissions import Role

    supervisor = []

    def make(country="VN", host=None, *, accept=True, **card):
        made = SimulatedPartner(country, clock.now())
        host = host or f"{country.lower()}.example"
        made.token = made.issue(1, address=f"https://{host}", agency=f"Agency of {country}", **card)
        made.host = host
        made.meet(own_card().token)
        network.partners[host] = made
        if not supervisor:
            supervisor.append(person(Role.SUPERVISOR))
        made.supervisor = supervisor[0]
        made.clock = clock
        made.log = MemoryLog(made.id, new_id(clock.now()), clock, secrets.token_bytes)
        made.carry = lambda: made.log.carried(made.partner.node, made.keyring.signing)
        made.handlers["audit.heads"] = lambda _content: Answer(None, "").document()
        made.row = operations.add(actor=supervisor[0], card=made.token)
        if accept:
            made.row = operations.accept(actor=supervisor[0], partner_id=made.id, fingerprint=made.card.fingerprint)
        return made

    return make
