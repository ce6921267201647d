"""The legal basis for programs, under ``/v1/desk``."""

import pytest
from django.test import Client

from comity.node.accounts.models import User
from tests.node.world import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(officer):
    browser = Client()
    browser.force_login(User.objects.get(id=officer.user_id), backend=BACKEND)
    return browser


def test_a_program_asks_what_is_allowed(client, instrument):
    asked = client.get("/v1/desk/instruments/allowed", {"country": "vn", "kind": "request", "offence": "fraud"})
    assert asked.json() == [
        {"reference": "MOU-1", "allows": True, "article": "", "missing": [], "minding": []},
    ]
    (answer,) = client.get("/v1/desk/instruments/allowed", {"country": "LA", "kind": "check"}).json()
    assert answer["missing"] == ["Laos is not a party to MOU-1."]
    for wrong in ({"country": "Laos", "kind": "check"}, {"country": "LA", "kind": "song"}, {}):
        assert client.get("/v1/desk/instruments/allowed", wrong).status_code in {400, 422}
    assert client.get("/v1/desk/instruments").json()[0]["to_check"] is False
