"""A browser without a screen for the desk's tests: Django's client, signed in as a person."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.people import PASSWORD


@pytest.fixture(autouse=True)
def no_attempts_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def sign_in(db):
    def enter(actor, client: Client | None = None) -> Client:
        client = client or Client()
        answer = client.post("/account/login/", {"login": actor.name, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return enter
