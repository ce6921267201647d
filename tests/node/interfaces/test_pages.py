"""The administrator's pages of interfaces."""

import re

import pytest
from django.test import Client

from comity.node.accounts.models import User
from comity.node.interfaces import delivering
from comity.node.interfaces.models import Token, Webhook
from comity.node.permissions import Role
from tests.node.world import BACKEND


@pytest.fixture
def browser(administrator):
    client = Client()
    client.force_login(User.objects.get(id=administrator.user_id), backend=BACKEND)
    return client


def test_a_new_node_says_what_tokens_and_webhooks_are_for(browser):
    page = browser.get("/interfaces/").content.decode()
    assert "No tokens yet" in page
    assert "No webhooks yet" in page
    assert "http://127.0.0.1:8800/taxii2/" in page
    assert 'href="/interfaces/"' in browser.get("/").content.decode()


def test_a_token_is_shown_once_and_revoked(browser, duty):
    given = {"name": "<b>Case</b> system", "scopes": ["holdings:read", "taxii:read"], "duty": duty.id,
             "purpose": "investigation", "days": "30"}  # fmt: skip
    page = browser.post("/interfaces/tokens/new", given).content.decode()
    token = Token.objects.get()
    (text,) = re.findall(rf"comity_{token.id}_[A-Za-z0-9_-]{{43}}", page)
    assert "This is shown once." in page
    assert "<b>Case" not in page
    listed = browser.get("/interfaces/").content.decode()
    assert text not in listed
    assert "holdings:read" in listed
    assert browser.post(f"/interfaces/tokens/{token.id}/revoke").status_code == 302
    assert "revoked" in browser.get("/interfaces/").content.decode()
    token.refresh_from_db()
    assert token.revoked is not None


def test_what_is_wrong_with_a_token_stands_in_the_form(browser):
    page = browser.post("/interfaces/tokens/new", {"name": "", "days": "0"}).content.decode()
    assert "fields need mending" in page
    assert not Token.objects.exists()


def test_a_webhook_is_made_tested_told_and_stopped(browser, listener, loopback):
    given = {"name": "Case system", "url": f"http://127.0.0.1:{listener.port}/", "kinds": ["holdings.import.done"]}
    page = browser.post("/interfaces/webhooks/new", given).content.decode()
    assert "Secret of the webhook" in page
    hook = Webhook.objects.get()
    address = f"/interfaces/webhooks/{hook.id}"
    assert "Nothing was delivered yet" in browser.get(address).content.decode()
    assert "The other system took the test." in browser.post(f"{address}/test", follow=True).content.decode()
    listener.status = 503
    page = browser.post(f"{address}/test", follow=True).content.decode()
    assert "did not take the test: It answered with status 503." in page
    failed = hook.deliveries.get(state="failed")
    assert f"/interfaces/deliveries/{failed.id}/again" in page
    listener.status = 200
    assert (
        "It is tried again." in browser.post(f"/interfaces/deliveries/{failed.id}/again", follow=True).content.decode()
    )
    assert delivering.deliver() == 1
    assert "told nothing more" in browser.post(f"{address}/stop", follow=True).content.decode()
    assert browser.get(address).status_code == 404


def test_an_address_that_may_not_be_called_is_said_beside_it(browser):
    given = {"name": "x", "url": "https://192.168.0.1/", "kinds": ["holdings.import.done"]}
    page = browser.post("/interfaces/webhooks/new", given).content.decode()
    assert "it lies in a network that is not public" in page
    assert "webhook_networks" in page
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.ADMINISTRATOR, Role.SYSTEM}])
def test_nobody_but_the_administrator_opens_these_pages(person, role):
    client = Client()
    client.force_login(User.objects.get(id=person(role, f"one-{role}").user_id), backend=BACKEND)
    for path in ("", "tokens/new", "webhooks/new"):
        assert client.get(f"/interfaces/{path}").status_code == 403
    assert 'href="/interfaces/"' not in client.get("/").content.decode()


def test_events_that_webhooks_are_told_of_have_words():
    from comity.node.audit.words import EVENTS
    from comity.node.interfaces.webhooks import TOLD

    assert set(TOLD) <= set(EVENTS)
