import json

import pytest

from comity.node.duplicates.models import Proposal
from comity.node.duplicates.words import speaks_against
from comity.node.holdings.models import Holding
from comity.node.permissions import Role as Person
from tests.node.holdings.test_pages import EVIL, signed_in

pytestmark = pytest.mark.django_db

VALUES = (("name", f"Sok Dara {EVIL}"), ("birthDate", "1970-05-12"), ("passportNumber", "N1234567"), ("gender", "male"))
OTHER = (*VALUES[:3], ("gender", "female"))


@pytest.fixture
def desk(at_work):
    return signed_in(at_work)


@pytest.fixture
def pair(record, look):
    record(*VALUES)
    record(*OTHER)
    look()
    return Proposal.objects.get()


def test_the_list_says_what_to_expect_when_nothing_waits(desk):
    page = desk.get("/duplicates/")
    assert page.status_code == 200
    assert "No pair waits" in page.text
    assert "<progress" not in page.text


def test_while_the_worker_compares_the_list_says_how_far_it_is(desk, record):
    record(*VALUES)
    page = desk.get("/duplicates/")
    assert 'max="1" value="0"' in page.text
    part = desk.get("/duplicates/", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "<progress" in part.text


def test_both_records_stand_side_by_side_with_why_in_words(desk, pair):
    page = desk.get("/duplicates/")
    assert f"/duplicates/{pair.id}/" in page.text
    assert "the genders differ" in page.text
    assert EVIL not in page.text
    page = desk.get(f"/duplicates/{pair.id}/")
    for said in ("the same passport number", "the genders differ", "Same subject: merge", "Not the same", "N1234567"):
        assert said in page.text
    assert EVIL not in page.text


def test_what_both_state_differently_is_said_once(record, look):
    first = (("name", "Sok Dara"), ("birthDate", "1970-05-12"), ("nationality", "KH"), ("passportNumber", "N2000001"))
    record(*first)
    record(*first[:3], ("passportNumber", "N2000002"))
    look()
    found = Proposal.objects.get()
    assert [words for words in speaks_against(found) if "passport" in words] == [
        "both have a passport, with different numbers"
    ]


def test_a_pair_is_joined_and_the_next_one_comes(desk, pair, record, look):
    for name in ("Chan Thy", "Chan Thy"):
        record(("name", name), ("birthDate", "1981-01-02"), ("passportNumber", "N7654321"))
    look()
    page = desk.get(f"/duplicates/{pair.id}/")
    following = Proposal.objects.exclude(id=pair.id).get()
    assert f'value="{following.id}"' in page.text
    done = desk.post(f"/duplicates/{pair.id}/merge/", {"reason": "", "next": following.id})
    assert (done.status_code, done.url) == (302, f"/duplicates/{following.id}/")
    assert Holding.objects.get(id=pair.first_id).subject_id == Holding.objects.get(id=pair.second_id).subject_id
    done = desk.post(f"/duplicates/{following.id}/decline/", {"reason": "brothers", "next": ""})
    assert (done.status_code, done.url) == (302, "/duplicates/")
    assert "It was decided that they are not the same." in desk.get(f"/duplicates/{following.id}/").text
    again = desk.post(f"/duplicates/{following.id}/merge/", {"reason": ""})
    assert (again.status_code, "it was decided already" in again.text) == (400, True)


def test_what_is_not_there_is_not_found_and_who_may_not_is_refused(desk, pair, colleague):
    assert desk.get("/duplicates/none/").status_code == 404
    assert desk.get("/duplicates/%00/").status_code in {400, 404}
    stranger = signed_in(colleague(Person.ANALYST, "stranger"))
    assert stranger.get(f"/duplicates/{pair.id}/").status_code == 200
    assert signed_in(colleague(Person.AUDITOR, member=False)).get("/duplicates/").status_code == 403


def test_programs_list_and_decide(desk, pair):
    found = desk.get("/v1/desk/duplicates").json()
    assert (found["count"], found["looked_at"], found["of"]) == (1, 2, 2)
    item = found["items"][0]
    assert (item["id"], item["strength"], item["may_decide"]) == (pair.id, "possible", True)
    assert item["speaks_against"][0] == "the genders differ"
    said = json.dumps({"reason": "twins"})
    gone = desk.post(f"/v1/desk/duplicates/{pair.id}/decline", said, content_type="application/json")
    assert gone.status_code == 204
    gone = desk.post(f"/v1/desk/duplicates/{pair.id}/merge", said, content_type="application/json")
    assert (gone.status_code, gone.json()["code"]) == (409, "duplicates.decided")


def test_today_names_the_pairs_that_wait_for_a_decision(desk, pair, officer, at_work):
    from comity.node.duplicates.operations import decline_proposed

    page = desk.get("/")
    assert "Duplicates to decide" in page.text
    assert f"/duplicates/{pair.id}/" in page.text
    assert EVIL not in page.text
    decline_proposed(actor=at_work, proposal_id=pair.id)
    assert "Duplicates to decide" not in desk.get("/").text


def test_the_report_of_an_import_says_how_many_of_its_records_look_like_others(desk, import_text, look):
    row = "Sok Dara,1970-05-12,N1234567\n"
    head = "id,name,birthDate,passportNumber\n"
    first = import_text(head + "a," + row)
    second = import_text(head + "b," + row + "c," + row)
    asked = f"/duplicates/import/{second.id}/"
    assert asked in desk.get(f"/imports/{second.id}/").text
    part = desk.get(asked, headers={"HX-Request": "true"})
    assert "None so far." in part.text
    assert "<progress" in part.text
    look()
    part = desk.get(asked, headers={"HX-Request": "true"}).text
    assert "1 pair of its records may be one subject." in part
    assert "2 pairs of its records and those held before" in part
    assert "<progress" not in part
    part = desk.get(f"/duplicates/import/{first.id}/", headers={"HX-Request": "true"}).text
    assert "2 pairs of its records and those held before" in part
    assert desk.get(asked).url == f"/duplicates/?import={second.id}"
    assert len(desk.get(f"/duplicates/?import={second.id}").context["pairs"]) == 3
