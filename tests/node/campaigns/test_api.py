"""Programs plan, change and read campaigns, and add what was done, under the rules of the pages."""

import json

import pytest

from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import _cheap_passwords, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
PLAN = {
    "title": "Dry season", "begins": "2026-05-01", "ends": "2026-05-31",
    "targets": [{"measure": "seizures", "wanted": 4}, {"measure": "reached", "wanted": 500}],
}  # fmt: skip
TALK = {"kind": "prevention", "day": "2026-05-03", "words": "School of the village", "persons": 120}


@pytest.fixture
def call(world):  # noqa: F811
    """Calls the API as a person."""

    def ask(method, path, said=None, *, who="supervisor"):
        body = {"data": json.dumps(said), "content_type": "application/json"} if said is not None else {}
        answer = getattr(world.client(who), method)(f"/v1/desk/campaigns{path}", **body)
        return answer.status_code, answer.json()

    return ask


def test_one_is_planned_followed_changed_and_called_off(call):
    status, made = call("post", "", PLAN)
    assert (status, made["state"]) == (201, "standing")
    status, done = call("post", f"/{made['id']}/activities", TALK, who="officer")
    assert (status, done["persons"]) == (201, 120)
    status, read = call("get", f"/{made['id']}", who="analyst")
    assert status == 200
    assert [(r["measure"], float(r["reached"])) for r in read["results"]] == [("seizures", 2.0), ("reached", 120.0)]
    call("post", f"/activities/{done['id']}/withdrawal", {"reason": "Twice"}, who="officer")
    read = call("get", f"/{made['id']}")[1]
    assert (float(read["results"][1]["reached"]), read["activities"][0]["withdrawn_reason"]) == (0.0, "Twice")
    status, now = call("post", f"/{made['id']}/changes", PLAN | {"title": "Wet season", "revision": 1})
    assert (status, now["title"], now["revision"]) == (200, "Wet season", 2)
    assert call("post", f"/{made['id']}/changes", PLAN | {"revision": 1})[1]["code"] == "campaigns.changed"
    status, off = call("post", f"/{made['id']}/cancellation", {"revision": 2, "reason": "Flood"})
    assert (status, off["state"]) == (200, "cancelled")


def test_campaigns_are_listed(call, world):  # noqa: F811
    status, listed = call("get", "?page=9", who="worker")
    assert (status, listed["count"], listed["page"]) == (200, 2, 1)
    assert {each["id"] for each in listed["items"]} == {world.own["campaign"], world.other["campaign"]}


def test_what_is_wrong_and_who_may_not_is_told(call, world):  # noqa: F811
    status, told = call("post", "", PLAN | {"ends": "2026-04-01", "provinces": ["KH-99"]})
    assert (status, told["code"]) == (422, "campaigns.given")
    assert "ends: " in told["reason"]
    assert "provinces: " in told["reason"]
    for odd in ("NaN", "Infinity", "1e40", -1):
        assert call("post", "", PLAN | {"targets": [{"measure": "seizures", "wanted": odd}]})[0] == 422
    assert call("post", "", PLAN, who="officer")[1]["code"] == "permissions.role"
    assert call("get", f"/{world.own['campaign']}", who="auditor")[0] == 403
    assert call("get", "/none")[0] == 404


def test_a_token_adds_activities_and_plans_nothing():
    from comity.node.interfaces.scopes import Scope, needed

    assert needed("POST", "campaigns/x/activities") == Scope.CAMPAIGNS_WRITE
    assert needed("GET", "campaigns/x") == Scope.CAMPAIGNS_READ
    assert needed("POST", "campaigns") is None
