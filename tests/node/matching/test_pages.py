"""The pages and the API of checks and hits, as an officer uses them."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from comity.node.matching.models import Check, Hit, HitState
from tests.node.matching.conftest import HOST, someone
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
FORM = {"schema": "Person", "name": "Sok <b>Dara", "birthDate": "1980-02-13"}


@pytest.fixture
def browser(at_work):
    cache.clear()
    client = Client()
    assert client.post("/account/login/", {"login": at_work.name, "password": PASSWORD}).status_code == 302
    return client


def text_of(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_from_the_form_to_the_confirmed_hit(partner, browser):
    partner.begin(someone("Sok b Dara", "1980-02-13"))
    assert "Nationality" in text_of(browser.get("/check/"))
    answer = browser.post("/check/", FORM)
    assert answer.status_code == 302
    page = text_of(browser.get(answer["Location"]))
    hit = Hit.objects.get()
    assert f"/hits/{hit.id}/" in page
    assert "Sok &lt;b&gt;Dara" in page
    assert "date of birth agrees" in text_of(browser.get(f"/hits/{hit.id}/"))
    assert f"/hits/{hit.id}/" in text_of(browser.get("/hits/"))
    text_of(browser.post(f"/hits/{hit.id}/dismiss/", {"reason": ""}), 400)
    assert browser.post(f"/hits/{hit.id}/confirm/", {"reason": "compared"}).status_code == 302
    assert f"?hit={hit.id}" in text_of(browser.get(f"/hits/{hit.id}/"))
    assert Hit.objects.get().state == HitState.CONFIRMED
    assert str(Check.objects.get().id) in text_of(browser.get("/checks/"))


def test_a_partner_that_is_away_is_shown_as_such(partner, browser, network):
    network.down.add(HOST)
    answer = browser.post("/check/", FORM)
    page = text_of(browser.get(answer["Location"]))
    assert "queued" in page
    assert "hx-get" in page
    part = text_of(browser.get(answer["Location"], headers={"HX-Request": "true"}))
    assert "<html" not in part


def test_what_gives_no_key_stands_in_the_form(partner, browser):
    assert "date or year of birth" in text_of(browser.post("/check/", {"schema": "Person", "name": "Sok"}), 400)


def test_a_holding_is_checked_from_its_page(partner, browser, hold):
    held = hold("Sok Dara", "1980-02-13")
    partner.begin(someone("Sok Dara", "1980-02-13"))
    answer = browser.post("/check/holdings/", {"holding": [held]})
    assert answer.status_code == 302
    assert Hit.objects.get().subject.holding_id == held


def test_budgets_are_shown_to_all(partner, browser):
    assert "20000" in text_of(browser.get("/budgets/")).replace(",", "").replace("\xa0", "")


def test_pages_of_somebody_else_look_missing(partner, browser):
    for path in ("hits", "checks"):
        assert browser.get(f"/{path}/019ab000-0000-7000-8000-000000000009/").status_code == 404


def test_the_api_does_the_same(partner, browser):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    body = {"kind": "Person", "values": {"name": ["Sok Dara"], "birthDate": ["1980-02-13"]}}
    made = browser.post("/v1/desk/checks", json.dumps(body), content_type="application/json")
    found = json.loads(text_of(made, 201))
    assert [hit["strength"] for hit in found["hits"]] == ["strong"]
    assert json.loads(text_of(browser.get(f"/v1/desk/checks/{found['id']}")))["hits"]
    (hit,) = json.loads(text_of(browser.get("/v1/desk/hits")))
    done = browser.post(f"/v1/desk/hits/{hit['id']}/confirm", "{}", content_type="application/json")
    assert json.loads(text_of(done))["state"] == "confirmed"
    again = browser.post(f"/v1/desk/hits/{hit['id']}/dismiss", '{"reason": "x"}', content_type="application/json")
    assert json.loads(text_of(again, 409))["code"] == "matching.hit.state"


def test_nobody_gets_in_without_signing_in(db):
    for path in ("/check/", "/hits/", "/checks/", "/budgets/"):
        assert Client().get(path).status_code in {302, 403}
    assert Client().get("/v1/desk/hits").status_code in {401, 403}
