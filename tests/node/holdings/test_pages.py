import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.node.accounts.models import User
from comity.node.holdings.models import Holding, Import, ImportState
from comity.node.permissions import Role as Person
from comity.subjects import Role
from tests.node.holdings.conftest import FILE

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(id=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def desk(at_work) -> Client:
    return signed_in(at_work)


def stated(case, **more):
    return {
        "ground": f"case:{case.id}", "role": "suspect", "source": "border register", "source_code": "B",
        "information_code": "2", "tlp": "2", "pap": "2", "releasable_to": "VN TH", "retention_until": "2030-01-01",
        **more,
    }  # fmt: skip


def test_the_list_says_what_to_do_when_there_is_nothing(desk):
    page = desk.get("/holdings/")
    assert page.status_code == 200
    assert "There are no records yet" in page.text
    assert "Nothing is found" in desk.get("/holdings/?text=nobody").text


def test_a_record_is_made_found_opened_added_to_corrected_and_changed(desk, case):
    made = desk.post("/holdings/new/", stated(case, schema="Person", name=f"Sok Dara; {EVIL}", birthDate="2513"))
    held = Holding.objects.get()
    assert (made.status_code, made.url) == (302, f"/holdings/{held.id}/")
    page = desk.get("/holdings/?text=dara+sok")
    assert "Sok Dara" in page.text
    page = desk.get(f"/holdings/{held.id}/")
    assert "year 2513 of the Buddhist era is 1970" in page.text
    assert EVIL not in page.text
    assert "&lt;script&gt;" in page.text
    added = {"property": "phone", "text": "012 345 678", "observed": "2026-11"}
    assert desk.post(f"/holdings/{held.id}/statements/", added).status_code == 302
    phone = held.statements.get(property="phone")
    assert desk.get(f"/holdings/{held.id}/statements/{phone.id}/").status_code == 200
    right = {"text": "012 345 679", "reason": "misread"}
    assert desk.post(f"/holdings/{held.id}/statements/{phone.id}/", right).status_code == 302
    assert "+85512345679" in desk.get(f"/holdings/{held.id}/").text
    assert desk.get(f"/holdings/{held.id}/change/").status_code == 200
    changed = stated(case, role="offender", handling=["H2"], releasable_to="VN")
    assert desk.post(f"/holdings/{held.id}/change/", changed).status_code == 302
    held.refresh_from_db()
    assert (held.role, held.handling) == ("offender", "H0 H2")


def test_what_is_wrong_stands_in_the_form_again(desk, case, record):
    held = record()
    page = desk.post("/holdings/new/", stated(case, schema="Person", birthDate="1970-02-30"))
    assert (page.status_code, "no day 30" in page.text) == (400, True)
    page = desk.post("/holdings/new/", stated(case, schema="Person", name="A", handling=["H3"]))
    assert (page.status_code, "H3 needs its restriction in words" in page.text) == (400, True)
    page = desk.post(f"/holdings/{held.id}/statements/", {"property": "birthDate", "text": "yesterday"})
    assert (page.status_code, "is no date" in page.text) == (400, True)
    page = desk.post(f"/holdings/{held.id}/change/", stated(case, tlp="0"))
    assert (page.status_code, "only a supervisor loosens it" in page.text) == (400, True)
    page = desk.post(f"/holdings/{held.id}/merge/", {"other": held.id, "reason": "x"})
    assert (page.status_code, "one subject already" in page.text) == (400, True)


def test_a_file_is_read_reported_imported_and_undone(desk, case):
    assert desk.get("/import/").status_code == 200
    file = SimpleUploadedFile(f"{EVIL}.csv", FILE.encode())
    sent = desk.post("/import/", stated(case, file=file))
    made = Import.objects.get()
    assert (sent.status_code, sent.url) == (302, f"/imports/{made.id}/")
    page = desk.get(sent.url)
    assert "Nothing is imported yet" in page.text
    assert "1970-02-30" in page.text
    assert EVIL not in page.text
    assert not Holding.objects.exists()
    assert desk.post(f"{sent.url}run/").status_code == 302
    assert Holding.objects.count() == 3
    page = desk.get(sent.url)
    assert "Undo the import" in page.text
    assert "the row has no id" in desk.get(f"{sent.url}faults.csv").getvalue().decode()
    assert made.file_name in desk.get("/imports/").context["page"].object_list[0].file_name
    assert desk.post(f"{sent.url}undo/").status_code == 302
    assert not Holding.objects.exists()


def test_a_hostile_file_is_told_in_the_form(desk, case):
    page = desk.post("/import/", stated(case, file=SimpleUploadedFile("a.csv", b"PK\x03\x04zip")))
    assert (page.status_code, "ZIP archive" in page.text) == (400, True)
    assert not Import.objects.exists()


def test_a_large_import_is_left_to_the_worker_and_shows_how_far_it_is(desk, case, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr("comity.node.holdings.views_import.AT_ONCE", 1)
    desk.post("/import/", stated(case, file=SimpleUploadedFile("a.csv", FILE.encode())))
    made = Import.objects.get()
    assert desk.post(f"/imports/{made.id}/run/").status_code == 302
    made.refresh_from_db()
    assert made.state == ImportState.QUEUED
    page = desk.get(f"/imports/{made.id}/", headers={"HX-Request": "true"})
    assert "Waits for the worker" in page.text
    assert "<html" not in page.text


def test_without_a_purpose_a_person_is_led_to_state_one(officer, record):
    held = record()
    desk = signed_in(officer)
    from comity.node.cases.operations import end_period

    end_period(actor=officer)
    for path in ("/holdings/", f"/holdings/{held.id}/"):
        page = desk.get(path)
        assert (page.status_code, page.url.startswith("/period")) == (302, True)


def test_a_hidden_record_and_none_look_alike(desk, record, colleague):
    held = record(("name", "Sok Dara"), actor=colleague(Person.VICTIM_WORKER), role=Role.VICTIM)
    pages = [desk.get(f"/holdings/{holding_id}/") for holding_id in (held.id, held.id[:-1] + "0", "x")]
    assert [page.status_code for page in pages] == [404, 404, 404]
    assert "Sok Dara" not in desk.get("/holdings/").text


def test_the_export_is_a_supervisor_s(desk, record, colleague):
    record()
    assert desk.post("/holdings/export/").status_code == 403
    sent = signed_in(colleague(Person.SUPERVISOR)).post("/holdings/export/")
    assert sent["Content-Type"].startswith("text/csv")
    assert "Sok Dara" in b"".join(sent.streaming_content).decode()


def test_programs_find_read_record_and_import(desk, case, record):
    held = record()
    found = desk.get("/v1/desk/holdings?text=dara").json()
    assert [item["id"] for item in found["items"]] == [held.id]
    assert [s["property"] for s in desk.get(f"/v1/desk/holdings/{held.id}").json()["statements"]] == [
        "name",
        "birthDate",
    ]
    body = {
        "case_id": case.id, "role": "suspect", "source": "register", "evaluation": "B2",
        "retention_until": "2030-01-01",
        "values": [{"property": "name", "text": "Chan Thy"}],
    }  # fmt: skip
    made = desk.post("/v1/desk/holdings", json.dumps(body), content_type="application/json")
    assert (made.status_code, made.json()["names"]) == (201, ["Chan Thy"])
    form = {k: v for k, v in body.items() if k != "values"} | {"file": io.BytesIO(FILE.encode())}
    sent = desk.post("/v1/desk/imports", form)
    assert (sent.status_code, sent.json()["read"], sent.json()["left_out"]) == (201, 3, 1)
    faults = desk.get(f"/v1/desk/imports/{sent.json()['id']}/faults").json()
    assert [f["line"] for f in faults] == [4, 5]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/desk/holdings/none", 404), ("/v1/desk/holdings/%00", 422), ("/v1/desk/holdings?text=%00", 422),
        ("/v1/desk/holdings?after=99999999999999999999", 200), ("/v1/desk/holdings?text=a&after=-1", 200),
        ("/holdings/?before=9999999999999999&text=a", 200), ("/holdings/?text=%00", 400), ("/holdings/%00/", 400),
        ("/holdings/?case=%00&role=%00", 400), ("/v1/desk/imports/none", 404),
    ],
)  # fmt: skip
def test_odd_requests_are_answered_and_never_crash(desk, path, status):
    assert desk.get(path).status_code == status
