"""Campaigns on pages: planned without losing what was written, changed, called off; activities added and withdrawn."""

from __future__ import annotations

import html
import re

import pytest

from comity.node.campaigns.models import Activity, Campaign
from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import _cheap_passwords, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
SAID = {
    "title": "Clean river", "reference": "", "begins": "2026-05-01", "ends": "2026-05-31", "words": "",
    "provinces": ["KH-12"], "targets-rows": "2", "targets-0-measure": "seizures", "targets-0-wanted": "4",
    "targets-1-measure": "kilograms", "targets-1-wanted": "13.5", "targets-1-drug_group": "opioids",
}  # fmt: skip


def text_of(response, status=200):
    assert response.status_code == status, response.content[:800]
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


@pytest.fixture
def supervisor(world):  # noqa: F811
    Campaign.objects.all().delete()
    return world.client("supervisor")


@pytest.fixture
def planned(supervisor):
    assert supervisor.post("/campaigns/new/", SAID).status_code == 302
    return Campaign.objects.get()


def test_nothing_is_planned_yet(supervisor):
    assert "No campaign is planned yet" in text_of(supervisor.get("/campaigns/"))


def test_one_is_planned_and_its_results_are_counted(planned, world, supervisor):  # noqa: F811
    page = text_of(world.client("officer").get(f"/campaigns/{planned.id}/"))
    for words in ("kilograms seized, Opioids", "of 13.5 (0 %)", "Counted now from the seizures", "Phnom Penh"):
        assert words in page
    assert "Change the plan" not in page
    assert "Clean river" in text_of(supervisor.get("/campaigns/"))


def test_faults_stand_beside_their_fields_and_nothing_is_lost(supervisor):
    wrong = SAID | {"ends": "2026-04-01", "targets-0-wanted": "many", "words": "Kept as written"}
    page = text_of(supervisor.post("/campaigns/new/", wrong), 400)
    assert "It is no number" in page
    assert "Kept as written" in page
    page = text_of(supervisor.post("/campaigns/new/", wrong | {"targets-0-wanted": "1.5"}), 400)
    assert "Only kilograms have parts" in page
    assert "does not lie after the first day" in page
    assert not Campaign.objects.exists()


def test_rows_come_and_go_without_script(supervisor):
    assert 'name="targets-2-measure"' in text_of(supervisor.post("/campaigns/new/", SAID | {"add-row": "targets"}))
    page = text_of(supervisor.post("/campaigns/new/", SAID | {"drop-row": "targets-0"}))
    assert 'name="targets-1-measure"' not in page
    assert 'name="targets-0-wanted" value="13.5"' in page


def test_a_plan_is_changed_and_called_off(planned, supervisor):
    address = f"/campaigns/{planned.id}/"
    page = text_of(supervisor.get(f"{address}change/"))
    assert 'name="targets-1-wanted" value="13.5"' in page
    supervisor.post(f"{address}change/", SAID | {"revision": "1", "title": "Clean rivers"})
    assert "Clean rivers" in text_of(supervisor.get(address))
    assert "meanwhile" in text_of(supervisor.post(f"{address}change/", SAID | {"revision": "1"}), 400)
    text_of(supervisor.post(f"{address}cancel/", {"revision": "2", "reason": ""}), 400)
    supervisor.post(f"{address}cancel/", {"revision": "2", "reason": "Flood"})
    assert "was called off" in text_of(supervisor.get(address))


def test_what_was_done_is_added_and_withdrawn(planned, world):  # noqa: F811
    officer, address = world.client("officer"), f"/campaigns/{planned.id}/"
    said = {
        "kind": "prevention", "day": "2026-05-03", "words": "School of the village", "province": "KH-12",
        "persons": "120",
    }  # fmt: skip
    assert "days of the campaign" in text_of(officer.post(f"{address}activities/", said | {"day": "2026-07-03"}), 400)
    officer.post(f"{address}activities/", said)
    made = Activity.objects.get()
    page = text_of(officer.get(address))
    assert "School of the village" in page
    assert "120 persons" in page
    officer.post(f"{address}activities/{made.id}/withdraw/", {"reason": ""})
    assert Activity.objects.get().withdrawn is None
    officer.post(f"{address}activities/{made.id}/withdraw/", {"reason": "Recorded twice"})
    assert "Recorded twice" in text_of(officer.get(address))


def test_who_may_not_is_told(planned, world):  # noqa: F811
    assert world.client("auditor").get("/campaigns/").status_code == 403
    assert world.client("officer").get("/campaigns/new/").status_code == 403
    assert world.client("officer").get("/campaigns/none/").status_code == 404
