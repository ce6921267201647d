"""An agency's own list: loaded whole or not at all, over what ships, and taken back whole."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comity.flows import gazetteer
from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.places import operations, queries
from comity.node.places.models import OwnPlace, PlaceList
from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import _cheap_passwords, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
OWN = (
    "code,country,level,parent,name:km,name:vi,latitude,longitude\n"
    "KH-0110,KH,2,KH-1,,Poi Pết,13.6580,102.5635\n"
    "KH-9901,KH,2,KH-1,ច្រកថ្មី,,,\n"
    "KH-9901x1,KH,4,KH-9901,ភូមិព្រំដែន,,13.6600,102.5500\n"
).encode()
FAULTY = (
    b"code,country,level,parent,name,latitude,longitude\n"
    b"KH-0110,KH,3,KH-1,Poipet,95,102\n"
    b"KH-0110,TH,2,,,1,\n"
    b"x,KH,9,KH-77,Nowhere,,\n"
)


@pytest.fixture(autouse=True)
def _fresh():
    queries.forget()
    yield
    queries.forget()


def test_a_list_lies_over_what_ships_until_it_is_taken_back(
    world,  # noqa: F811
    django_capture_on_commit_callbacks,
):
    chief, officer = world.people["supervisor"], world.people["officer"]
    assert queries.gazetteer().get("KH-9901") is None
    with django_capture_on_commit_callbacks(execute=True):
        made = operations.load(actor=chief, name="own.csv", content=OWN)
    assert (made.rows, OwnPlace.objects.count()) == (3, 3)
    known = queries.gazetteer()
    town = known.get("KH-0110")
    assert (town.names["vi"], town.names["km"], town.latitude) == ("Poi Pết", "ប៉ោយប៉ែត", 13.658)
    assert known.position("KH-9901x1").source == "own"
    assert [p.code for p in known.path("KH-9901x1")] == ["KH", "KH-1", "KH-9901", "KH-9901x1"]
    assert queries.search(officer, "ភូមិព្រំដែន")[0].place.code == "KH-9901x1"
    assert queries.nearest(officer, 13.66, 102.55)[0].place.code == "KH-9901x1"
    assert gazetteer.get("KH-9901") is None
    with django_capture_on_commit_callbacks(execute=True):
        operations.undo(actor=chief, list_id=made.id)
    assert queries.gazetteer().get("KH-9901") is None
    assert queries.name("KH-0110", "vi") == "Paoy Paet"
    events = LedgerEntry.objects.filter(event__startswith="places.").order_by("id")
    assert [(e.event, e.actor) for e in events] == [
        ("places.list.loaded", chief.user_id), ("places.list.undone", chief.user_id),
    ]  # fmt: skip
    with pytest.raises(Conflicting):
        operations.undo(actor=chief, list_id=made.id)
    with pytest.raises(Missing):
        operations.undo(actor=chief, list_id="019ab000-0000-7000-8000-000000000009")


def test_a_faulty_list_names_every_fault_and_changes_nothing(world):  # noqa: F811
    with pytest.raises(operations.FaultyList) as refused:
        operations.load(actor=world.people["supervisor"], name="bad.csv", content=FAULTY)
    found = {(fault.line, fault.column, fault.reason) for fault in refused.value.faults}
    assert found == {
        (2, "level", "level-changed"), (2, "latitude", "latitude"),
        (3, "country", "country"), (3, "longitude", "half-position"), (3, "code", "code-twice"),
        (4, "code", "code"), (4, "country", "country"), (4, "level", "level"), (4, "parent", "parent-unknown"),
    }  # fmt: skip
    assert not PlaceList.objects.exists()
    assert not LedgerEntry.objects.filter(event__startswith="places.").exists()
    with pytest.raises(InvalidInput):
        operations.load(
            actor=world.people["supervisor"], name="large.csv", content=b"x" * (operations.LARGEST + 1)
        )  # fmt: skip


@pytest.mark.parametrize("who", ["officer", "analyst", "auditor", "worker"])
def test_only_supervisors_and_administrators_load_lists(world, who):  # noqa: F811
    with pytest.raises(Refused):
        operations.load(actor=world.people[who], name="own.csv", content=OWN)
    with pytest.raises(Refused):
        queries.lists(world.people[who])
    assert world.client(who).get(reverse("places:lists")).status_code == 403


def test_the_page_loads_shows_faults_and_takes_back(world):  # noqa: F811
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, address = world.client("supervisor"), reverse("places:lists")
    answer = client.post(address, {"file": SimpleUploadedFile("bad.csv", FAULTY)})
    assert answer.status_code == 400
    body = answer.content.decode()
    assert "the code stands in an earlier row" in body
    assert body.count('data-label="Reason"') == 9
    assert client.post(address, {"file": SimpleUploadedFile("own.csv", OWN)}).status_code == 302
    made = PlaceList.objects.get()
    assert "own.csv" in client.get(address).content.decode()
    assert client.post(reverse("places:undo", args=[made.id])).status_code == 302
    assert "taken back" in client.get(address).content.decode()


def test_no_place_comes_to_lie_below_itself(
    world,  # noqa: F811
    django_capture_on_commit_callbacks,
):
    chief, head = world.people["supervisor"], b"code,country,level,parent,name\n"
    with django_capture_on_commit_callbacks(execute=True):
        upper = operations.load(actor=chief, name="1.csv", content=head + b"LA-QQ,LA,1,LA,Q\n")
    with django_capture_on_commit_callbacks(execute=True):
        operations.load(actor=chief, name="2.csv", content=head + b"LA-RR,LA,2,LA-QQ,R\n")
    with django_capture_on_commit_callbacks(execute=True):
        operations.undo(actor=chief, list_id=upper.id)
    for level in (b"2", b"3"):
        parent = b"LA-RR" if level == b"3" else b"LA"
        with pytest.raises(InvalidInput, match="below LA-QQ"):
            operations.load(actor=chief, name="3.csv", content=head + b"LA-QQ,LA," + level + b"," + parent + b",Q\n")
    with django_capture_on_commit_callbacks(execute=True):
        operations.load(actor=chief, name="1.csv", content=head + b"LA-QQ,LA,1,LA,Q\n")
    assert [p.code for p in queries.below(chief, "LA-QQ")] == ["LA-QQ", "LA-RR"]
