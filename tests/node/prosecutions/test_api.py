"""Programs record, find, read, decide and hear prosecutions under the rules of the pages."""

import json

import pytest

from comity.node.prosecutions.models import Prosecution
from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import _cheap_passwords, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
GROUNDS = {"source": "Court", "evaluation": "A1", "retention_until": "2031-01-01"}
SAID = {
    "offence": "drug-trafficking", "charge": "Transport, article 40", "date": "2026-05", "province": "KH-12",
    "defendants": [{"persons": 1, "nationality": "Cambodia"}],
}  # fmt: skip
DECIDED = {"outcome": "convicted", "outcome_date": "2026-09-01", "sentence": "prison", "months": 84}


@pytest.fixture
def call(world):  # noqa: F811
    """Calls the API as a person."""

    def ask(method, path, said=None, *, who="officer"):
        body = {"data": json.dumps(said), "content_type": "application/json"} if said is not None else {}
        answer = getattr(world.client(who), method)(f"/v1/desk/prosecutions{path}", **body)
        return answer.status_code, answer.json()

    return ask


def test_one_is_recorded_found_and_decided(call, world):  # noqa: F811
    status, made = call("post", "", GROUNDS | SAID | {"seizures": [world.own["seizure"]]})
    assert (status, made["said"]["state"], made["said"]["seizures"]) == (201, "open", [world.own["seizure"]])
    status, listed = call("get", "?province=KH-12&year=2026", who="analyst")
    assert (status, [each["id"] for each in listed["items"]]) == (200, [made["id"]])
    said = SAID | {"defendants": [SAID["defendants"][0] | DECIDED], "revision": 1, "reason": "Judgement"}
    status, now = call("post", f"/{made['id']}/corrections", said)
    assert (status, now["revision"], now["said"]["state"]) == (200, 2, "ended")
    assert call("post", f"/{made['id']}/corrections", said)[1]["code"] == "prosecutions.changed"
    hearing = {"day": "2026-08-01", "kind": "trial", "next_day": "2026-09-01"}
    status, heard = call("post", f"/{made['id']}/hearings", hearing)
    assert (status, heard["next_day"]) == (201, "2026-09-01")
    read = call("get", f"/{made['id']}")[1]
    assert [each["id"] for each in read["hearings"]] == [heard["id"]]
    assert [each["before"]["state"] for each in read["changes"]] == ["open"]
    status, gone = call("post", f"/{made['id']}/withdrawal", {"revision": 2, "reason": "Twice"})
    assert (status, gone["said"]["state"]) == (200, "withdrawn")


def test_every_fault_is_named_and_nothing_is_kept(call):
    before = Prosecution.objects.count()
    status, told = call("post", "", GROUNDS | SAID | {"date": "soon", "province": "KH-99"})
    assert (status, told["code"]) == (422, "prosecutions.given")
    assert "date: " in told["reason"]
    assert "province: " in told["reason"]
    assert call("post", "", GROUNDS | SAID, who="analyst")[1]["code"] == "permissions.role"
    assert call("post", "", SAID)[0] == 422
    assert Prosecution.objects.count() == before


def test_cases_and_records_that_were_not_shown_are_left_out(call, world):  # noqa: F811
    tied = SAID["defendants"][0] | {"holding_id": world.own["holding"]}
    made = call("post", "", GROUNDS | SAID | {"defendants": [tied]})[1]
    assert "case_id" not in made["said"]
    listed = call("get", "")[1]["items"]
    assert {row["said"]["defendants"][0]["holding_id"] for row in listed} == {None}
    read = call("get", f"/{made['id']}")[1]
    assert read["said"]["defendants"][0]["holding_id"] == world.own["holding"]
    assert call("get", f"/{made['id']}", who="other")[1]["ground"] == ""
    assert call("get", "/none")[0] == 404


def test_a_token_needs_the_scope():
    from comity.node.interfaces.scopes import Scope, needed

    assert needed("GET", "prosecutions/x") == Scope.PROSECUTIONS_READ
    assert needed("POST", "prosecutions/x/hearings") == Scope.PROSECUTIONS_WRITE
    assert needed("POST", "prosecutions/x/withdrawal") is None
