"""Pages and calls: from country to village in the reader's language, finding while typing, the nearest places."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import _cheap_passwords, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


def text(client, address, **options):
    answer = client.get(address, **options)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_one_goes_from_the_country_down_to_the_village(world):  # noqa: F811
    client = world.client("officer")
    assert "Banteay Meanchey" in text(client, reverse("places:list"))
    for code, below in (("KH-1", "KH-0102"), ("KH-0102", "KH-010201"), ("KH-010201", "KH-01020101")):
        assert reverse("places:place", args=[below]) in text(client, reverse("places:place", args=[code]))
    village = text(client, reverse("places:place", args=["KH-01020101"]))
    assert "អូរធំ" in village
    assert "Its own position is not known. This is that of the Province Banteay Meanchey" in village
    assert "13.7359° N" in village


def test_names_are_in_the_readers_language(world):  # noqa: F811
    client = world.client("officer")
    client.cookies["django_language"] = "km"
    page = text(client, reverse("places:place", args=["KH-0102"]), headers={"accept-language": "km"})
    assert "<h1>មង្គលបូរី</h1>" in page


def test_old_lists_say_what_list_they_are(world):  # noqa: F811
    assert "from before July 2025" in text(world.client("officer"), reverse("places:list") + "?country=VN")
    assert "No country or territory has this code" in text(
        world.client("officer"), reverse("places:list") + "?country=ZZ"
    )


def test_a_place_is_found_while_it_is_typed_as_rows_and_as_json(world):  # noqa: F811
    client, address = world.client("officer"), reverse("places:search")
    rows = text(client, address + "?text=batt", headers={"hx-request": "true"})
    assert 'data-place="KH-2"' in rows
    found = client.get(address, {"text": "ភូមិអូរធំ ឃុំបន្ទាយនាង"}).json()["places"][0]
    assert (found["code"], found["level"]) == ("KH-01020101", 4)
    assert found["label"] == "Ou Thum, Banteay Neang, Mangkul Bourei, Banteay Meanchey"
    assert client.get(address, {"text": "Chiang Rai"}).json()["places"][0]["code"] == "TH-57"
    assert client.get(address, {"text": "Chiang Rai", "country": "KH"}).json()["places"] != []
    assert client.get(address, {"text": "Battambang", "level": "2"}).json()["places"][0]["level"] == 2
    assert client.get(address, {"text": ""}).json() == {"places": []}


def test_the_nearest_places_are_offered_and_what_that_is_worth_is_said(world):  # noqa: F811
    client, address = world.client("officer"), reverse("places:nearest")
    where = {"latitude": "13.58", "longitude": "102.98"}
    assert client.get(address, where).json()["places"][0]["code"] == "KH-1"
    rows = text(client, address + "?latitude=13.58&longitude=102.98", headers={"hx-request": "true"})
    assert "near a border the right one may come second" in rows
    assert client.get(address, {"latitude": "200", "longitude": "x"}).status_code == 400


def test_everything_below_a_province_is_given_at_once_for_when_the_line_is_gone(world):  # noqa: F811
    answer = world.client("officer").get(reverse("places:below", args=["KH-23"]))
    rows = answer.json()["places"]
    assert rows[0][:3] == ["KH-23", 1, "KH"]
    assert {row[1] for row in rows} == {1, 2, 3, 4}
    assert world.client("officer").get(reverse("places:below", args=["KH-99"])).status_code == 404


def test_programs_find_and_read_places(world):  # noqa: F811
    client = world.client("officer")
    found = client.get("/v1/desk/places", {"text": "Phnom Penh", "country": "kh"}).json()[0]
    assert found["place"]["code"] == "KH-12"
    village = client.get("/v1/desk/places/KH-01020101").json()
    assert (village["position_of"], village["position_source"]) == ("KH-1", "label")
    assert len(client.get("/v1/desk/places/KH/children").json()) == 25
    near = client.get("/v1/desk/places/nearest", {"latitude": 11.55, "longitude": 104.92}).json()
    assert near[0]["place"]["code"] == "KH-12"
    missing = client.get("/v1/desk/places/KH-99")
    assert (missing.status_code, missing.json()["code"]) == (404, "places.place.missing")
    assert client.get("/v1/desk/places", {"text": ""}).status_code == 422


@pytest.mark.parametrize("who", ["auditor"])
def test_who_has_nothing_to_do_with_places_sees_none(world, who):  # noqa: F811
    client = world.client(who)
    for address in (reverse("places:list"), reverse("places:search") + "?text=a", reverse("places:place", args=["KH"])):
        assert client.get(address).status_code == 403
