"""Programs record, read, correct and hand in what the pages do, under the same rules."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.node.seizures import jobs
from comity.node.seizures.models import Intake, Seizure
from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.seizures.seizing import exif, jpeg
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import _cheap_passwords, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
GROUNDS = {"source": "Customs", "evaluation": "B2", "retention_until": "2031-01-01"}
SAID = {
    "date": "2026-05-12", "province": "KH-12", "place": "Gate 3", "transport": "Commercial air",
    "goods": [{"kind": "drug", "words": "Yaba", "amount": "12000", "unit": "tablets"}],
    "points": [{"role": "departure", "country": "LA", "source": "Papers", "confidence": "B2"}],
}  # fmt: skip


@pytest.fixture
def call(world):  # noqa: F811
    """Calls the API as a person."""

    def ask(method, path, said=None, *, who="officer"):
        client = world.client(who)
        body = {"data": json.dumps(said), "content_type": "application/json"} if said is not None else {}
        answer = getattr(client, method)(f"/v1/desk/seizures{path}", **body)
        return answer.status_code, answer.json()

    return ask


def test_a_form_of_a_phone_is_recorded_once_and_read(call):
    status, made = call("post", "", GROUNDS | SAID | {"key": "phone-1"})
    assert (status, made["said"]["transport"], made["said"]["goods"][0]["imputed"]) == (201, "commercial-air", True)
    assert call("post", "", GROUNDS | SAID | {"key": "phone-1"})[1]["id"] == made["id"]
    status, told = call("post", "", GROUNDS | SAID | {"key": "phone-1", "place": "Gate 4"})
    assert (status, told["code"]) == (409, "seizures.key.other")
    status, read = call("get", f"/{made['id']}", who="analyst")
    assert (status, read["said"]["as_written"], read["allowed"]) == (200, {"transport": "Commercial air"}, [])
    status, listed = call("get", "?province=KH-12&departure=LA")
    assert (status, [each["id"] for each in listed["items"]]) == (200, [made["id"]])


def test_what_is_wrong_is_named_at_once(call):
    status, told = call("post", "", GROUNDS | SAID | {"date": "soon", "province": "KH-99"})
    assert (status, told["code"]) == (422, "seizures.given")
    assert "date: " in told["reason"]
    assert "province: " in told["reason"]
    assert call("post", "", SAID)[0] == 422
    assert call("post", "", GROUNDS | SAID, who="auditor")[1]["code"] == "permissions.role"


def test_a_correction_keeps_first_words_and_shows_both(call):
    _status, made = call("post", "", GROUNDS | SAID)
    said = SAID | {"transport": "river", "revision": 1, "reason": "It was a boat"}
    status, now = call("post", f"/{made['id']}/corrections", said)
    assert (status, now["revision"], now["said"]["transport"]) == (200, 2, "river")
    assert now["said"]["as_written"] == {"transport": "Commercial air"}
    change = call("get", f"/{made['id']}")[1]["changes"][0]
    assert (change["before"], change["after"]) == ({"transport": "commercial-air"}, {"transport": "river"})
    assert call("post", f"/{made['id']}/corrections", said)[1]["code"] == "seizures.revision"
    assert call("post", f"/{made['id']}/verification?revision=2", who="supervisor")[1]["said"]["state"] == "verified"
    status, gone = call("post", f"/{made['id']}/withdrawal", {"revision": 3, "reason": "Twice"})
    assert (status, gone["said"]["state"]) == (200, "withdrawn")


def test_custody_is_recorded_and_compared(call, world):  # noqa: F811
    exhibit = world.own["exhibit"]
    step = {"step": "handed-over", "when": "2026-11-22T02:00:00Z", "to_whom": "Laboratory", "key": "s1"}
    for _ in range(2):
        status, chain = call("post", f"/exhibits/{exhibit}/steps", step)
    assert (status, chain["holds"], [each["number"] for each in chain["steps"]]) == (201, True, [1, 2])
    assert call("get", f"/exhibits/{exhibit}", who="analyst")[1]["steps"][1]["to_whom"] == "Laboratory"


def test_a_photo_comes_as_an_attachment_that_no_browser_guesses_at(world):  # noqa: F811
    client, address = world.client("officer"), f"/v1/desk/seizures/{world.own['seizure']}/photos"
    sent = SimpleUploadedFile("x.svg", jpeg(exif(6)), content_type="image/svg+xml")
    answer = client.post(address, {"file": sent, "caption": "Panel"})
    assert (answer.status_code, answer.json()["type"]) == (201, "image/jpeg")
    file = client.get(f"/v1/desk/seizures/photos/{answer.json()['id']}")
    assert (file["Content-Type"], file["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert file["Content-Disposition"].startswith("attachment")
    hostile = SimpleUploadedFile("x.jpg", b"<svg onload='alert(1)'/>", content_type="image/jpeg")
    assert client.post(address, {"file": hostile}).json()["code"] == "seizures.photo.kind"


def test_a_file_is_handed_in_read_imported_and_undone(world, call):  # noqa: F811
    rows = b"COUNTRY,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT\nCambodia,2015-01-02,Heroin,2,Kilogram\n"
    sent = SimpleUploadedFile("ids.csv", rows)
    made = world.client("officer").post("/v1/desk/seizures/intakes", GROUNDS | {"file": sent}).json()
    who = jobs._who(world.people["officer"])
    jobs.check_file.func(made["id"], who)
    assert call("get", f"/intakes/{made['id']}")[1]["new"] == 1
    assert call("post", f"/intakes/{made['id']}/run")[1]["state"] == "queued"
    jobs.run_file.func(made["id"], who)
    assert Seizure.objects.filter(intake=made["id"]).count() == 1
    assert call("get", f"/intakes/{made['id']}/faults")[1] == []
    assert call("post", f"/intakes/{made['id']}/undo")[1]["state"] == "undone"
    assert Intake.objects.get(id=made["id"]).seizures.count() == 0
    assert call("get", f"/intakes/{made['id']}", who="other")[0] == 404


def test_files_leave_for_analysts_only(world):  # noqa: F811
    assert world.client("officer").get("/v1/desk/seizures/export.csv").status_code == 403
    answer = world.client("analyst").get("/v1/desk/seizures/export.csv")
    body = b"".join(answer.streaming_content).decode()
    assert (answer.status_code, body.count("Rice barge")) == (200, 2)


def test_a_token_needs_the_scope():
    from comity.node.interfaces.scopes import Scope, needed

    assert needed("GET", "seizures/exhibits/x") == Scope.SEIZURES_READ
    assert needed("POST", "seizures") == Scope.SEIZURES_WRITE
    assert needed("POST", "seizures/intakes/x/run") == Scope.SEIZURES_WRITE
    for closed in ("x/verification", "x/withdrawal", "intakes/x/undo"):
        assert needed("POST", f"seizures/{closed}") is None
