"""Pages of seizures: the form, the list with the filters that other pages link to, custody, imports, joint ones."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.node.seizures.models import Exhibit, Photo, Seizure, SeizureState
from tests.node.seizures.paging import PLAIN, said
from tests.node.seizures.seizing import GIVEN, png

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW = "/seizures/new/"


@pytest.fixture
def browse():
    """A browser in which a person is signed in."""
    from comity.node.accounts.models import User

    def enter(actor):
        client = Client()
        client.force_login(User.objects.get(id=actor.user_id), backend=BACKEND)
        return client

    return enter


@pytest.fixture
def form(at_work):
    """What an officer's browser sends, with the case of the working period."""
    return {**PLAIN, "ground": f"case:{at_work.case_id}"}


def text(answer):
    return answer.content.decode()


def test_only_the_form_may_ask_the_phone_where_it_is(at_work, browse):
    client = browse(at_work)
    assert "geolocation=(self)" in client.get(NEW).headers["Permissions-Policy"]
    assert "geolocation=()" in client.get("/seizures/").headers["Permissions-Policy"]
    for address in (NEW, "/seizures/"):
        assert "camera=()" in client.get(address).headers["Permissions-Policy"]


def test_a_plain_form_is_a_seizure_and_sent_again_the_same_one(at_work, browse, form):
    client = browse(at_work)
    first, again = client.post(NEW, form), client.post(NEW, form)
    assert first.status_code == again.status_code == 302
    assert first.url == again.url
    seizure = Seizure.objects.get()
    good = seizure.goods.get()
    assert (good.substance, good.form, good.unit, good.amount) == ("methamphetamine", "tablet", "tablet", 12000)
    assert good.imputed
    assert (seizure.district, seizure.province, seizure.date) == ("KH-2007", "KH-20", "2026-11-20")
    assert seizure.state == SeizureState.RECORDED
    assert not seizure.points.exists()
    assert not seizure.arrests.exists()


def test_a_phone_is_answered_in_few_words(at_work, browse, form):
    client = browse(at_work)
    answer = client.post(NEW, form, headers={"X-Comity-Kept": "1"})
    seizure = Seizure.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"address": f"/seizures/{seizure.id}/", "reference": seizure.reference}
    assert client.post(NEW, {**form, "date": ""}, headers={"X-Comity-Kept": "1"}).status_code == 400


def test_photos_and_a_seal_are_kept_with_it_and_once(at_work, browse, form):
    client = browse(at_work)
    for _sent in range(2):
        photo = SimpleUploadedFile("a.png", png(), "image/png")
        answer = client.post(NEW, {**form, "goods-0-seal": "KH-0042", "photos": photo})
        assert answer.status_code == 302
    assert Photo.objects.count() == 1
    exhibit = Exhibit.objects.get()
    assert (exhibit.seal, exhibit.good.number, exhibit.steps.count()) == ("KH-0042", 1, 1)
    body = text(client.get(f"/seizures/exhibits/{exhibit.id}/"))
    assert "The chain is whole" in body
    assert "KH-0042" in body
    shown = client.get(f"/seizures/photos/{Photo.objects.get().id}/file")
    assert shown.headers["Content-Type"] == "image/png"
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_a_photo_that_is_none_is_told_and_the_seizure_stands(at_work, browse, form):
    client = browse(at_work)
    file = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>", "image/png")
    answer = client.post(NEW, {**form, "photos": file}, follow=True)
    assert Seizure.objects.count() == 1
    assert Photo.objects.count() == 0
    assert "Photo 1 is not kept." in text(answer)


def test_every_fault_stands_beside_its_field_at_once_and_nothing_is_lost(at_work, browse, form):
    wrong = {
        **form, "goods-rows": "2", "goods-0-amount": "1,250", "goods-1-said": "ephedrine", "goods-1-amount": "lots",
        "goods-1-unit": "kilogram", "goods-1-kind": "drug", "goods-1-cas": "299-42-9", "date": "2099-01-01",
        "latitude": "11.5", "points-0-country": "Atlantis", "arrests-0-number": "2", "arrests-0-nationality": "Mars",
        "remarks": "<b>By the river</b>", "retention_until": "2020-01-01",
    }  # fmt: skip
    answer = browse(at_work).post(NEW, wrong)
    assert answer.status_code == 400
    assert not Seizure.objects.exists()
    kept = said(text(answer))
    assert {name: kept[name] for name in wrong if name in kept} == {
        **{name: wrong[name] for name in wrong if name in kept}, "remarks": "&lt;b&gt;By the river&lt;/b&gt;",
    }  # fmt: skip
    assert {bound.html_name for bound in answer.context["form"].wrong} == {
        "goods-0-amount", "goods-1-amount", "goods-1-cas", "date", "latitude", "points-0-country",
        "arrests-0-nationality", "retention_until",
    }  # fmt: skip


def test_without_script_a_place_is_looked_up_and_rows_come_and_go(at_work, browse, form):
    client = browse(at_work)
    found = client.post(NEW, {**form, "place_code": "", "find-place": "1"})
    assert "Bavet, Svay Rieng" in text(found)
    more = client.post(NEW, {**form, "place_code": "", "place_chosen": "KH-2007", "add-row": "goods"})
    kept = said(text(more))
    assert (kept["goods-rows"], kept["place_code"]) == ("2", "KH-2007")
    client.post(NEW, {**form, **kept, "place": "Somewhere else"})
    assert Seizure.objects.get().province == ""
    assert client.post(NEW, {**form, "key": "2", "drop-row": "goods-0"}).status_code == 200
    assert Seizure.objects.count() == 1


def test_a_draft_is_finished_later(at_work, browse, form):
    client = browse(at_work)
    client.post(NEW, {"goods-rows": "1", **{k: v for k, v in form.items() if k != "date"}, "draft": "1", "date": ""})
    draft = Seizure.objects.get()
    assert draft.state == SeizureState.DRAFT
    page = text(client.get(f"/seizures/{draft.id}/finish/"))
    sent = {**said(page), "date": "2026-11"}
    assert client.post(f"/seizures/{draft.id}/finish/", sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.date) == (SeizureState.RECORDED, "2026-11")


def test_correcting_one_field_changes_that_field_alone(at_work, browse, seized):
    seizure = seized(GIVEN)
    client, address = browse(at_work), f"/seizures/{seizure.id}/correct/"
    sent = {**said(text(client.get(address))), "remarks": "Behind the other panel"}
    asked = client.post(address, sent)
    assert asked.status_code == 400
    assert "reason" in {bound.html_name for bound in asked.context["form"].wrong}
    assert client.post(address, {**sent, "reason": "Looked again"}).status_code == 302
    change = seizure.changes.get()
    assert change.after == {"remarks": "Behind the other panel"}
    body = text(client.get(f"/seizures/{seizure.id}/"))
    assert "Looked again" in body
    assert "Behind the panel" in body


def test_a_second_person_verifies_and_who_recorded_it_is_not_asked(at_work, supervisor, browse, seized):
    seizure = seized()
    address = f"/seizures/{seizure.id}/"
    assert "It is as recorded" not in text(browse(at_work).get(address))
    client = browse(supervisor)
    assert "It is as recorded" in text(client.get(address))
    assert client.post(f"{address}verify/", {"revision": "1", "words": "The report"}).status_code == 302
    assert "verified" in text(client.get(address))
    assert client.post(f"{address}verify/", {"revision": "1", "words": ""}).status_code == 400


def test_a_seizure_is_withdrawn_with_a_reason(at_work, browse, seized):
    seizure = seized()
    client, address = browse(at_work), f"/seizures/{seizure.id}/"
    assert client.post(f"{address}withdraw/", {"revision": "1", "reason": ""}).status_code == 400
    assert client.post(f"{address}withdraw/", {"revision": "1", "reason": "Twice"}).status_code == 302
    assert "It counts nowhere" in text(client.get(address))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("departure=LA&destination=AU&drug=methamphetamine&year=2026", 1), ("departure=Laos", 1), ("transit=KH", 1),
        ("province=KH-12&transport=commercial-air&state=recorded", 1), ("destination=CN", 0), ("year=2025", 0),
        ("kind=cash", 1), ("year=nonsense", 1), ("drug=<script>", 1), ("page=99", 1), ("text=crystal", 1),
    ],
)  # fmt: skip
def test_the_list_is_filtered_as_other_pages_link_to_it(at_work, browse, seized, query, count):
    seized()
    answer = browse(at_work).get(f"/seizures/?{query}")
    assert answer.status_code == 200
    assert answer.context["found"].count == count


def test_an_analyst_takes_the_list_along_and_an_officer_is_not_offered_it(at_work, analyst, browse, seized):
    seizure = seized()
    assert "/seizures/export/" not in text(browse(at_work).get("/seizures/"))
    client = browse(analyst)
    assert "/seizures/export/" in text(client.get("/seizures/"))
    sheet = client.post("/seizures/export/?drug=methamphetamine", {"format": "xlsx"})
    assert sheet.content.startswith(b"PK")
    lines = b"".join(client.post("/seizures/export/", {"format": "csv"}).streaming_content).decode()
    assert seizure.reference in lines


def test_custody_goes_on_and_a_wrong_step_is_put_right(at_work, browse, seized):
    seizure = seized()
    client = browse(at_work)
    made = client.post(f"/seizures/{seizure.id}/exhibits/", {"key": "e", "good": "1", "label": "A-1", "seal": "S1"})
    address = made.url
    step = {"step": "seized", "when": "2026-11-21T10:00", "to_whom": "Post 4", "intact": "yes"}
    assert client.post(f"{address}steps/", {**step, "key": "1"}).status_code == 302
    assert client.post(f"{address}steps/", {**step, "key": "1"}).status_code == 302
    wrong = client.post(f"{address}steps/", {**step, "key": "2", "when": "2099-01-01T10:00"})
    assert wrong.status_code == 400
    assert wrong.context["form"].errors.keys() == {"when"}
    right = {"step": "corrected", "when": "2026-11-21T11:00", "corrects": "1", "reason": "It was post 5", "key": "3"}
    assert client.post(f"{address}steps/", right).status_code == 302
    body = text(client.get(address))
    assert "Put right by step 2." in body
    assert "The chain is whole" in body
    paper = text(client.get(f"{address}label/"))
    assert "A-1" in paper
    assert "data:image/svg+xml;base64," in paper


ROWS = (
    "REGION,SUBREGION,COUNTRY,ADMINISTRATIVE_DIVISION,PLACE,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT,HIDING_PLACE,"
    "INSTALLATION,TRANSPORT,PRODUCING_COUNTRY,DEPARTURE_COUNTRY,DESTINATION_COUNTRY,ROUTING\n"
    "Asia,,Cambodia,Svay Rieng,Gate,2016-03-02,Heroin,12.5,Kilogram,,Border,Private road,,Thailand,China,\n"
    "Asia,,Cambodia,,,2016-15-12,Zorglub,many,Spoons,,,,,,,\n"
)


def test_a_file_is_read_recorded_and_taken_back(at_work, browse, form):
    client = browse(at_work)
    stated = {name: form[name] for name in ("ground", "source", "source_code", "information_code", "tlp", "pap")}
    file = SimpleUploadedFile("register.csv", ROWS.encode(), "text/csv")
    sent = client.post("/seizures/import/", {**stated, "retention_until": "2031-01-01", "file": file})
    body = text(client.get(sent.url))
    for words in ("Zorglub", "SEIZURE_DATE", "Nothing is recorded yet", "Record 2 seizures"):
        assert words in body
    assert not Seizure.objects.exists()
    assert client.post(f"{sent.url}run/").status_code == 302
    assert Seizure.objects.count() == 2
    assert "Undo the import" in text(client.get(sent.url))
    faults = b"".join(client.get(f"{sent.url}faults.csv").streaming_content).decode()
    assert "Zorglub" in faults
    assert client.post(f"{sent.url}undo/").status_code == 302
    assert not Seizure.objects.exists()
    empty = client.post("/seizures/import/", {**stated, "source": "", "file": SimpleUploadedFile("x.csv", b"")})
    assert empty.context["form"].errors.keys() == {"file", "source", "retention_until"}


def test_signing_out_takes_along_what_a_page_kept(at_work, browse):
    client = browse(at_work)
    assert "Clear-Site-Data" not in client.get("/seizures/").headers
    assert client.post("/account/logout/").headers["Clear-Site-Data"] == '"storage"'


def test_the_script_that_keeps_the_form_looks_after_seizures_alone(at_work, browse):
    answer = browse(at_work).get("/seizures/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
