"""Prosecutions on pages: recorded without losing what was written, read, decided, heard, withdrawn."""

from __future__ import annotations

import html
import re

import pytest

from comity.node.audit.models import LedgerEntry
from comity.node.prosecutions.models import Hearing, Prosecution
from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import _cheap_passwords, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
SAID = {
    "offence": "drug-trafficking", "charge": "Transport of drugs", "date": "2026-05", "province": "KH-12",
    "court": "Court of first instance", "prosecutor": "", "seizures": "", "remarks": "", "reference": "",
    "defendants-rows": "2", "defendants-0-persons": "1", "defendants-0-nationality": "Cambodia",
    "defendants-0-outcome": "pending", "defendants-1-persons": "3", "defendants-1-outcome": "pending",
    "source": "File of the court", "source_code": "A", "information_code": "1", "tlp": "2", "pap": "2",
    "retention_until": "2031-01-01",
}  # fmt: skip


def text_of(response, status=200):
    assert response.status_code == status, response.content[:800]
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


@pytest.fixture
def officer(world):  # noqa: F811
    Prosecution.objects.all().delete()
    return world.client("officer")


@pytest.fixture
def said(officer):
    page = text_of(officer.get("/prosecutions/new/"))
    ground = re.search(r'<option value="(case:[^"]+)"[^>]*selected', page)
    assert ground, "the case of the working period is proposed"
    return SAID | {"ground": ground[1]}


def test_nothing_is_there_yet(officer):
    assert "Nothing went to court yet" in text_of(officer.get("/prosecutions/"))


def test_one_is_recorded_read_and_found(officer, said):
    answer = officer.post("/prosecutions/new/", said)
    made = Prosecution.objects.get()
    assert answer["Location"] == f"/prosecutions/{made.id}/"
    page = text_of(officer.get(answer["Location"]))
    assert "4 persons are charged" in page
    assert "Cambodia" in page
    assert LedgerEntry.objects.order_by("-index").first().event == "prosecutions.prosecution.read"
    assert made.reference in text_of(officer.get("/prosecutions/?outcome=pending&province=KH-12&year=2026"))
    assert "Nothing is found" in text_of(officer.get("/prosecutions/?year=2020"))
    assert made.reference in text_of(officer.get("/prosecutions/?year=many&page=x"))


def test_faults_stand_beside_their_fields_and_nothing_is_lost(officer, said):
    wrong = said | {
        "date": "soon", "seizures": "S-none", "defendants-1-outcome": "convicted",
        "defendants-1-words": "Kept as written",
    }  # fmt: skip
    page = text_of(officer.post("/prosecutions/new/", wrong), 400)
    assert "It is no date" in page
    assert "It is not said when" in page
    assert "Kept as written" in page
    assert "Transport of drugs" in page
    page = text_of(officer.post("/prosecutions/new/", said | {"seizures": "S-none"}), 400)
    assert "S-none" in page
    assert not Prosecution.objects.exists()


def test_rows_come_and_go_without_script(officer, said):
    page = text_of(officer.post("/prosecutions/new/", said | {"add-row": "defendants"}))
    assert 'name="defendants-2-persons"' in page
    page = text_of(officer.post("/prosecutions/new/", said | {"drop-row": "defendants-0"}))
    assert 'name="defendants-1-persons"' not in page
    assert 'name="defendants-0-persons" value="3"' in page


def test_an_outcome_is_kept_beside_what_stood_before(officer, said):
    officer.post("/prosecutions/new/", said)
    made = Prosecution.objects.get()
    page = text_of(officer.get(f"/prosecutions/{made.id}/correct/"))
    assert 'name="defendants-1-persons" value="3"' in page
    decided = said | {
        "revision": "1", "reason": "Judgement", "defendants-0-outcome": "convicted",
        "defendants-0-outcome_date": "2026-09-01", "defendants-0-sentence": "prison", "defendants-0-months": "84",
        "defendants-0-fine": "20000000", "defendants-0-currency": "KHR",
    }  # fmt: skip
    officer.post(f"/prosecutions/{made.id}/correct/", decided)
    page = text_of(officer.get(f"/prosecutions/{made.id}/"))
    for words in ("convicted", "imprisonment, 84 months, fine of 20000000 KHR", "Judgement", "not decided yet"):
        assert words in page
    stale = text_of(officer.post(f"/prosecutions/{made.id}/correct/", decided), 400)
    assert "meanwhile" in stale


def test_hearings_and_withdrawal(officer, said):
    officer.post("/prosecutions/new/", said)
    made = Prosecution.objects.get()
    wrong = text_of(officer.post(f"/prosecutions/{made.id}/hearings/", {"day": "1900-01-01", "kind": "trial"}), 400)
    assert "too far" in wrong
    hearing = {"day": "2026-08-01", "kind": "trial", "words": "Heard", "next_day": "2026-09-01"}
    assert officer.post(f"/prosecutions/{made.id}/hearings/", hearing).status_code == 302
    assert Hearing.objects.get().words == "Heard"
    text_of(officer.post(f"/prosecutions/{made.id}/withdraw/", {"revision": "1", "reason": " "}), 400)
    assert not Prosecution.objects.filter(state="withdrawn").exists()
    officer.post(f"/prosecutions/{made.id}/withdraw/", {"revision": "1", "reason": "Recorded twice"})
    page = text_of(officer.get(f"/prosecutions/{made.id}/"))
    assert "This prosecution was withdrawn" in page
    assert "Add a hearing" not in page
    assert officer.get(f"/prosecutions/{made.id}/correct/").status_code == 409


def test_who_may_not_is_told(world, officer, said):  # noqa: F811
    officer.post("/prosecutions/new/", said)
    made = Prosecution.objects.get()
    for who in ("auditor", "administrator"):
        client = world.client(who)
        assert client.get("/prosecutions/").status_code == 403
        assert client.get(f"/prosecutions/{made.id}/").status_code == 403
    assert officer.get("/prosecutions/none/").status_code == 404


def test_a_seizure_names_its_prosecutions_without_their_charge(world):  # noqa: F811
    officer = world.client("officer")
    made = Prosecution.objects.get(id=world.own["prosecution"])
    seizure = made.seizures.get()
    page = text_of(officer.get(f"/seizures/{seizure.id}/"))
    assert f'href="/prosecutions/{made.id}/"' in page
    assert f'href="/prosecutions/new/?seizure={seizure.reference}"' in page
    assert "2 × not decided yet" in page
    assert made.charge not in page
    assert "/prosecutions/new/" not in text_of(world.client("analyst").get(f"/seizures/{seizure.id}/"))
    assert seizure.reference in text_of(officer.get(f"/prosecutions/new/?seizure={seizure.reference}"))


def test_a_case_names_its_prosecutions_and_leads_to_all_of_them(world):  # noqa: F811
    officer = world.client("officer")
    case = world.own["case"]
    page = text_of(officer.get(f"/cases/{case}"))
    assert f'href="/prosecutions/{world.own["prosecution"]}/"' in page
    assert f"/prosecutions/?case_id={case}" in page
    page = text_of(officer.get(f"/prosecutions/?case_id={case}"))
    assert world.own["prosecution"] in page
    assert world.other["prosecution"] not in page


def test_today_names_the_next_day_in_court(world):  # noqa: F811
    officer = world.client("officer")
    from datetime import timedelta

    from comity.node.runtime import clock

    today = clock().now().date()
    made = Prosecution.objects.get(id=world.own["prosecution"])
    assert "In court within 14 days" not in text_of(officer.get("/"))
    for day in (15, 14):
        hearing = {"day": str(today + timedelta(days=day)), "kind": "trial"}
        officer.post(f"/prosecutions/{made.id}/hearings/", hearing)
    page = text_of(officer.get("/"))
    assert page.count(f"/prosecutions/{made.id}/") == 1
    assert made.charge not in page
    assert "In court within 14 days" not in text_of(world.client("idle").get("/"))


def test_a_court_abroad_stays_where_it_is(officer, said):
    officer.post("/prosecutions/new/", said)
    Prosecution.objects.update(country="TH", province="")
    made = Prosecution.objects.get()
    page = text_of(officer.get(f"/prosecutions/{made.id}/correct/"))
    assert 'name="country" value="TH"' in page
    sent = said | {"revision": "1", "reason": "Court", "province": "", "country": "TH", "court": "Criminal court"}
    assert officer.post(f"/prosecutions/{made.id}/correct/", sent).status_code == 302
    made.refresh_from_db()
    assert (made.country, made.court) == ("TH", "Criminal court")


def test_what_was_changed_is_told_in_words(officer, said):
    officer.post("/prosecutions/new/", said | {"defendants-0-sex": "male", "defendants-0-age_band": "25-34"})
    made = Prosecution.objects.get()
    officer.post(f"/prosecutions/{made.id}/correct/", said | {"revision": "1", "reason": "Papers"})
    page = text_of(officer.get(f"/prosecutions/{made.id}/"))
    before = page.partition("<del")[2].partition("</del>")[0]
    assert "1 person" in before
    assert "25 to 34" in before
