"""The pages and the API of joint checks, as a supervisor uses them."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from comity.kernel.purposes import Purpose
from comity.node.matching import joining, joint_run
from comity.node.matching.models import JointCheck
from tests.node.matching.conftest import someone
from tests.node.matching.test_joint import Other, chief, many, other, theirs  # noqa: F401 -- fixtures
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(chief):  # noqa: F811
    cache.clear()
    client = Client()
    assert client.post("/account/login/", {"login": chief.name, "password": PASSWORD}).status_code == 302
    from comity.node.accounts.models import User
    from comity.node.cases.operations import start_period
    from comity.node.cases.queries import actor_for

    actor = actor_for(User.objects.get(username=chief.name))
    start_period(actor=actor, purpose=Purpose(chief.purpose), case_id=chief.case_id, instrument_id=chief.instrument_id)
    return client


def text_of(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_joint_check_is_proposed_and_followed(partner, other, many, browser, chief, clock):  # noqa: F811
    partner.begin(someone("Chan bara", "1950-03-14"))
    assert "Propose a joint check" in text_of(browser.get("/joint/"))
    said = {"partner": partner.id, "elements": "5000", "until": clock.now().date().isoformat(), "words": "<b>why"}
    answer = browser.post("/joint/", said)
    assert answer.status_code == 302
    page = text_of(browser.get(answer["Location"]))
    assert "&lt;b&gt;why" in page
    assert "Pause" not in page
    text_of(browser.post("/joint/", said), 400)
    other.state = "accepted"
    joining.tell(JointCheck.objects.get())
    browser.post(f"{answer['Location']}pause/")
    assert JointCheck.objects.get().state == "paused"
    browser.post(f"{answer['Location']}resume/")
    joint_run.advance(JointCheck.objects.get().id)
    page = text_of(browser.get(answer["Location"], headers={"HX-Request": "true"}))
    assert "What was found so far" in page
    assert JointCheck.objects.get().state == "done"
    assert browser.post(f"{answer['Location']}nonsense/").status_code == 404


def test_a_partners_proposal_is_decided_on_its_page(partner, theirs, browser):  # noqa: F811
    proposal, propose, _ = theirs
    propose()
    assert "Joint checks to decide" in text_of(browser.get("/"))
    page = text_of(browser.get(f"/joint/{proposal.id}/"))
    assert "Your decision" in page
    browser.post(f"/joint/{proposal.id}/decline/", {"reason": ""})
    assert JointCheck.objects.get().state == "proposed"
    browser.post(f"/joint/{proposal.id}/accept/")
    assert JointCheck.objects.get().state == "accepted"
    browser.post(f"/joint/{proposal.id}/stop/")
    assert JointCheck.objects.get().state == "stopped"


def test_an_officer_follows_and_decides_nothing(partner, theirs, at_work):  # noqa: F811
    proposal, propose, _ = theirs
    propose()
    cache.clear()
    client = Client()
    client.post("/account/login/", {"login": at_work.name, "password": PASSWORD})
    assert "Your decision" not in text_of(client.get(f"/joint/{proposal.id}/"))
    assert client.post(f"/joint/{proposal.id}/accept/").status_code == 403
    assert JointCheck.objects.get().state == "proposed"


def test_the_api_does_the_same(partner, other, many, browser):  # noqa: F811
    def post(path, body):
        return browser.post(f"/v1/desk/joint{path}", json.dumps(body), content_type="application/json")

    made = json.loads(text_of(post("", {"partner": partner.id, "words": "why"}), 201))
    assert made["state"] == "proposed"
    assert [row["id"] for row in json.loads(text_of(browser.get("/v1/desk/joint")))] == [made["id"]]
    assert json.loads(text_of(post(f"/{made['id']}/pause", {}), 409))["code"] == "matching.joint.state"
    assert json.loads(text_of(post(f"/{made['id']}/stop", {"reason": "enough"})))["state"] == "stopped"
    assert json.loads(text_of(browser.get(f"/v1/desk/joint/{made['id']}")))["reason"] == "enough"
    assert json.loads(text_of(post("/019ab000-0000-7000-8000-000000000009/accept", {}), 404))["code"]


def test_the_api_decides(partner, theirs, browser):  # noqa: F811
    proposal, propose, _ = theirs
    propose()
    path = f"/v1/desk/joint/{proposal.id}"
    declined = browser.post(f"{path}/decline", '{"reason": "no"}', content_type="application/json")
    assert json.loads(text_of(declined))["state"] == "declined"
    assert browser.post(f"{path}/accept").status_code == 409
    JointCheck.objects.update(state="proposed")
    assert json.loads(text_of(browser.post(f"{path}/accept")))["state"] == "accepted"
