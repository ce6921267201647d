"""The officers' API as a program meets it: bytes through the WSGI application, with a session and its token."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections
from django.middleware.csrf import get_token
from django.test import RequestFactory

from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import World, _cheap_passwords, state, world  # noqa: F401 -- fixtures

PEOPLE = ("officer", "auditor", "")
"""A signed-in officer with a working period, an auditor, and nobody."""


@dataclass
class Told:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    fault: str = ""

    @property
    def code(self) -> str:
        """The stable code of an error."""
        return json.loads(self.body)["code"]


class Program:
    """A program with the session of a person, or with none."""

    def __init__(self, world: World, who: str):  # noqa: F811
        self.headers = {}
        if who:
            client = world.client(who)
            request = RequestFactory().get("/")
            token = get_token(request)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            secret = request.META["CSRF_COOKIE"]
            self.headers = {
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={secret}",
                "X-CSRFToken": token,
            }

    def __call__(
        self, method: str, path: str | bytes, body: bytes = b"", kind: str = "application/json",
        query: bytes = b"", **headers: str,
    ) -> Told:  # fmt: skip
        """This function sends bytes as they are."""
        from comity.node.wsgi import application

        raw = path if isinstance(path, bytes) else path.encode()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": raw.decode("latin-1"), "QUERY_STRING": query.decode("latin-1"),
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8800", "SERVER_PROTOCOL": "HTTP/1.1", "SCRIPT_NAME": "",
            "wsgi.input": BytesIO(body), "wsgi.url_scheme": "http", "wsgi.errors": BytesIO(), "wsgi.version": (1, 0),
            "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind, "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
        }  # fmt: skip
        for name, value in (self.headers | headers).items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        environ |= {name: value for name, value in headers.items() if name.isupper()}
        started: list[Any] = []
        faults: list[str] = []

        def note(sender, **_: Any) -> None:
            faults.append(traceback.format_exc())

        got_request_exception.connect(note)
        answer = application(environ, lambda status, sent, *_: started.extend([status, sent]))
        data = b"".join(answer)
        answer.close()
        got_request_exception.disconnect(note)
        return Told(int(started[0].split()[0]), dict(started[1]), data, "".join(faults))


@pytest.fixture
def program(world):  # noqa: F811
    """Makes a program with the session of a person; the database stays open between requests, as a server keeps it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield lambda who="officer": Program(world, who)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def refused(told: Told) -> bool:
    """This function asserts that an answer is either good or a 4xx with a code, and tells whether it is the latter."""
    assert told.status < 500, told.fault[:3000] + told.fault[-2500:] or told.body[:500]
    if told.status < 400:
        return False
    assert told.headers["Content-Type"].startswith("application/json"), told.body[:200]
    assert told.code.count(".") >= 1
    return True


@pytest.fixture
def untouched(world):  # noqa: F811
    """Makes a judge of answers: asserts after each refusal that nothing changed since the answer before."""

    def begin():
        kept = [state()]

        def look(told: Told) -> bool:
            now = state()
            before, kept[0] = kept[0], now
            if not refused(told):
                return False
            assert {name: now[name] for name in now if now[name] != before[name]} == {}, (told.status, told.body)
            return True

        return look

    return begin
