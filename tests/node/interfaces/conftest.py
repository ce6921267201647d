"""Tokens, and another system that listens, for the tests of the slice."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.cache import cache

from comity.kernel.purposes import Purpose
from comity.node.cases.operations import record_duty
from comity.node.permissions import Role


@pytest.fixture(autouse=True)
def _cheap(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def administrator(person):
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def duty(person, clock):
    return record_duty(
        actor=person(Role.SUPERVISOR, "keeper"), reference="DUTY-1", title="Exchange with our own systems",
        purpose=Purpose.INVESTIGATION, members=[],
    )  # fmt: skip


@pytest.fixture
def make(administrator, duty, instrument):
    """Makes a token and returns it with its text."""
    from comity.node.interfaces.operations import make_token

    def token(*scopes, **more):
        given = {"name": "Case system", "duty_id": duty.id, "purpose": "investigation", "days": 30} | more
        return make_token(actor=administrator, scopes=scopes, instrument_id=instrument.id, **given)

    return token


@dataclass
class Listener:
    """Another system: what it was told, and with which status it answers."""

    port: int
    status: int = 204
    told: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def listener():
    """A web server of another system on this machine."""
    state = Listener(0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.told.append((dict(self.headers), body))
            self.send_response(state.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_given):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def loopback(monkeypatch):
    """A node.toml that lets webhooks go to this machine."""
    from comity.node.interfaces import posting, webhooks
    from comity.node.runtime import config

    allowed = replace(config(), webhook_networks=("127.0.0.0/8",))
    monkeypatch.setattr(posting, "config", lambda: allowed)
    monkeypatch.setattr(webhooks, "config", lambda: allowed)
