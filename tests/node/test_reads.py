"""Reads on record: every page and call that shows content writes what it showed, why, and shows nothing without a why.

Every address of the site is in one of the tables here; a new one fails until somebody says which it belongs to.
"""

import re

import pytest
from django.core.cache import cache

from comity.node.audit.models import LedgerEntry
from comity.node.cases.models import WorkingPeriod
from comity.node.items.models import Item
from comity.node.messaging.models import Message
from comity.node.runtime import node_id
from tests.node.items.giving import TEXT, made, marks, row, share
from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.messaging.said import ALERT, spontaneous
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.test_odd import ABSENT, ROUTES, filled
from tests.node.world import _cheap_passwords, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
SHOWS = {
    "": ("matching.hits.read", "hit"),
    "alerts/": ("messaging.alerts.read", "alert"),
    "checks/<uuid:check_id>/": ("matching.hits.read", "hit"),
    "conversations/": ("messaging.list.read", "conversation"),
    "conversations/<uuid:conversation_id>": ("messaging.conversation.read", "message"),
    "conversations/outbox": ("messaging.list.read", "conversation"),
    "duplicates/": ("duplicates.list.read", None),
    "hits/": ("matching.hits.read", "hit"),
    "hits/<uuid:hit_id>/": ("matching.hit.read", "hit"),
    "holdings/": ("holdings.list.read", "holding"),
    "holdings/<str:holding_id>/": ("holdings.holding.read", "holding"),
    "holdings/<str:holding_id>/change/": ("holdings.holding.read", "holding"),
    "holdings/<str:holding_id>/statements/<int:statement_id>/": ("holdings.holding.read", "holding"),
    "imports/<str:import_id>/": ("holdings.report.read", "import"),
    "imports/<str:import_id>/faults.csv": ("holdings.report.read", "import"),
    "items/": ("items.list.read", "item"),
    "items/<uuid:item_id>": ("items.item.read", "item"),
    "items/<uuid:item_id>/consent": ("items.item.read", "item"),
    "items/<uuid:item_id>/derive": ("items.item.read", "item"),
    "items/<uuid:item_id>/loosen": ("items.item.read", "item"),
    "items/<uuid:item_id>/recall": ("items.item.read", "item"),
    "items/<uuid:item_id>/tighten": ("items.item.read", "item"),
    "messages/<uuid:message_id>/again": ("messaging.conversation.read", "message"),
    "messages/<uuid:message_id>/answer": ("messaging.conversation.read", "received"),
    "messages/<uuid:message_id>/feedback": ("messaging.conversation.read", "received"),
    "owed/": ("messaging.list.read", "conversation"),
    "prosecutions/": ("prosecutions.list.read", "prosecution"),
    "prosecutions/<str:prosecution_id>/": ("prosecutions.prosecution.read", "prosecution"),
    "prosecutions/<str:prosecution_id>/correct/": ("prosecutions.prosecution.read", "prosecution"),
    "seizures/": ("seizures.list.read", "seizure"),
    "seizures/<str:seizure_id>/": ("seizures.seizure.read", "seizure"),
    "seizures/<str:seizure_id>/correct/": ("seizures.seizure.read", "seizure"),
    "seizures/<str:seizure_id>/finish/": ("seizures.seizure.read", "seizure"),
    "seizures/<str:seizure_id>/joint/": ("seizures.seizure.read", "seizure"),
    "seizures/exhibits/<str:exhibit_id>/label/": ("seizures.custody.read", "exhibit"),
    "seizures/imports/<str:intake_id>/": ("seizures.report.read", "intake"),
    "seizures/imports/<str:intake_id>/faults.csv": ("seizures.report.read", "intake"),
    "seizures/joint/": ("seizures.joints.read", None),
    "seizures/photos/<str:photo_id>/": ("seizures.photo.read", "photo"),
    "seizures/exhibits/<str:exhibit_id>/": ("seizures.custody.read", "exhibit"),
    "seizures/photos/<str:photo_id>/file": ("seizures.photo.read", "photo"),
    "v1/desk/alerts": ("messaging.alerts.read", "alert"),
    "v1/desk/checks/<uuidstr:check_id>": ("matching.hits.read", "hit"),
    "v1/desk/conversations": ("messaging.list.read", "conversation"),
    "v1/desk/conversations/<uuidstr:conversation_id>": ("messaging.conversation.read", "message"),
    "v1/desk/duplicates": ("duplicates.list.read", None),
    "v1/desk/hits": ("matching.hits.read", "hit"),
    "v1/desk/holdings": ("holdings.list.read", "holding"),
    "v1/desk/holdings/<holding_id>": ("holdings.holding.read", "holding"),
    "v1/desk/imports/<import_id>/faults": ("holdings.report.read", "import"),
    "v1/desk/prosecutions": ("prosecutions.list.read", "prosecution"),
    "v1/desk/prosecutions/<prosecution_id>": ("prosecutions.prosecution.read", "prosecution"),
    "v1/desk/seizures": ("seizures.list.read", "seizure"),
    "v1/desk/seizures/<seizure_id>": ("seizures.seizure.read", "seizure"),
    "v1/desk/seizures/exhibits/<exhibit_id>": ("seizures.custody.read", "exhibit"),
    "v1/desk/seizures/intakes/<intake_id>/faults": ("seizures.report.read", "intake"),
    "v1/desk/seizures/photos/<photo_id>": ("seizures.photo.read", "photo"),
}
"""What an officer reads: the event, and which id of the world is named in it."""
CONTENT = (
    "Meas Sok", "Sok Dara", "1980-02-13", "1970-02-30", "Seen twice", "Known 0", "A passport of yours",
    "A white lorry", "Seen at the river", "Rice barge", "Brick 0", "Keeper 0", "Under deck", "about 0 sacks",
    "Article 00",
)  # fmt: skip
"""What only the records, messages, items and reports of the world say."""
EXAMPLES = {"names/"}
"""Pages whose help has a made-up example."""
READ = re.compile(r"\.(read|matched)$")


@pytest.fixture
def full(world, partner, post):  # noqa: F811
    """The world, with an alert and an item of the partner's."""
    for kind, said in (("alert", ALERT), ("spontaneous", spontaneous(partner.id))):
        assert post(partner.simulated.write(node_id(), kind, said).packet).status_code == 200
    world.own["alert"] = Message.objects.get(type="alert").id
    world.own["item"] = Item.objects.get().id
    return world


def asked(world, route):  # noqa: F811
    """The address, with the ids of what it is about."""
    known = dict(world.own)
    wanted = SHOWS.get(route, ("", None))[1]
    if wanted == "received":
        known["message"] = known["received"]
    return filled(route, known)


def got(client, address):
    """Status and body of a page, and the entries that say that somebody read."""
    cache.clear()
    before = LedgerEntry.objects.count()
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    entries = LedgerEntry.objects.order_by("id").values_list("event", "actor", "purpose", "objects_text")[before:]
    return answer.status_code, body.decode(errors="replace"), [each for each in entries if READ.search(each[0])]


def shown(body):
    return [text for text in CONTENT if text in body]


def test_every_address_says_what_it_shows_and_why(full):
    client, officer = full.client("officer"), full.people["officer"]
    assert set(SHOWS) <= set(ROUTES)
    for route, (event, named) in SHOWS.items():
        status, body, entries = got(client, asked(full, route))
        assert status == 200, (route, body[:300])
        assert [(e, who, why) for e, who, why, _ in entries] == [(event, officer.user_id, officer.purpose)], route
        if named:
            assert full.own[named] in entries[0][3].split("\n"), route
            assert full.own["case"] in entries[0][3].split("\n"), route


def test_what_names_no_entry_shows_nothing(full):
    client, found = full.client("officer"), []
    for route in sorted(set(ROUTES) - set(SHOWS) - EXAMPLES):
        _status, body, entries = got(client, asked(full, route))
        found += [(route, shown(body), [e[0] for e in entries])] if shown(body) or entries else []
    assert found == [], "\n".join(map(str, found))


def test_without_a_purpose_nothing_is_shown(full):
    WorkingPeriod.objects.all().delete()
    for who in ("officer", "supervisor", "analyst"):
        client = full.client(who)
        for route in sorted(set(ROUTES) - EXAMPLES):
            _status, body, entries = got(client, asked(full, route))
            assert (shown(body), [e for e in entries if not e[0].startswith("audit.")]) == ([], []), (who, route)


def test_who_read_a_record_is_shown_to_supervisors_and_auditors_and_is_a_read_itself(full):
    held, officer = full.own["holding"], full.people["officer"]
    address = f"/holdings/{held}/readers/"
    assert got(full.client("officer"), f"/holdings/{held}/")[0] == 200
    for who in ("supervisor", "auditor"):
        status, body, entries = got(full.client(who), address)
        assert status == 200, body[:500]
        assert officer.name in body
        assert "KH-2026-0" in body
        assert "Meas Sok" not in body
        assert [(e, who_) for e, who_, _, _ in entries] == [("holdings.readers.read", full.people[who].user_id)]
        assert held in entries[0][3]
    for who in ("officer", "analyst", "administrator"):
        assert got(full.client(who), address)[0] in {403, 404}
    assert "Who read this" in got(full.client("supervisor"), f"/holdings/{held}/")[1]
    assert got(full.client("supervisor"), f"/holdings/{full.other['witness']}/readers/")[0] == 404
    assert got(full.client("auditor"), f"/holdings/{ABSENT}/readers/")[0] == 404


def test_an_item_in_the_answer_for_programs_is_read_on_record_and_kept_back_where_it_may_not_be(full):
    item = Item.objects.get()
    conversation = Message.objects.get(type="spontaneous").conversation_id
    status, body, entries = got(full.client("officer"), f"/v1/desk/conversations/{conversation}")
    assert (status, "Seen at the river" in body) == (200, True)
    assert [e for e, *_ in entries] == ["messaging.conversation.read", "items.item.read"]
    assert item.reads.count() == 1
    Item.objects.update(state="withdrawn", text="", subject=None)
    assert "Seen at the river" not in got(full.client("officer"), f"/v1/desk/conversations/{conversation}")[1]


@pytest.mark.django_db(transaction=True)
def test_who_gave_an_item_sees_on_its_page_that_the_partner_read_it(three):
    item = made(three, "KH", marks())
    share(three, "KH", "VN", item)
    theirs = row(three, "VN", item)
    with three.at("KH") as here:
        assert "told that their people read it" not in got(here.client(), f"/items/{item.id}")[1]
    with three.at("VN") as there:
        conversation = Message.objects.get(type="spontaneous").conversation_id
        assert TEXT in got(there.client(), f"/conversations/{conversation}")[1]
        assert theirs.reads.get().user_id == there.officer.user_id
    three.later(minutes=10)
    with three.at("KH") as here:
        page = got(here.client(), f"/items/{item.id}")[1]
        said = page.partition("told that their people read it")[2]
        assert "Agency of VN" in said
        assert there.officer.name not in page
    with three.at("TH"):
        assert not Message.objects.filter(type="read").exists()
