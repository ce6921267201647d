"""Conversations as threads, and the lists: what is owed, alerts, approvals, deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.exchange.contents import CONTENTS
from comity.kernel.purposes import Purpose
from comity.node.cases.models import CaseMember
from comity.node.cases.operations import start_period
from comity.node.messaging import delivering, operations, queries, reminding, types
from comity.node.messaging.models import Message
from comity.node.messaging.views.showing import SHOWN
from comity.node.messaging.words import DUTIES, KINDS, STANDINGS, TYPES
from comity.node.permissions import Role
from comity.node.runtime import node_id
from tests.exchange.parties import REQUEST
from tests.node.messaging.conftest import ASK
from tests.node.messaging.said import ALERT, feedback, item, spontaneous
from tests.node.messaging.test_pages import desk, signed_in  # noqa: F401 -- fixtures
from tests.node.messaging.test_receiving import poisoned
from tests.node.messaging.test_writing_pages import PROPOSAL, came, said, th  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
SOON = "2026-11-25T00:00:00.000000Z"


@pytest.fixture
def working(case, instrument, clock):
    """A browser in which a person is signed in who works on the case, and has stated why."""

    def make(actor):
        CaseMember.objects.get_or_create(case=case, user_id=actor.user_id, defaults={"since": clock.now()})
        start_period(actor=actor, purpose=Purpose.INVESTIGATION, case_id=case.id, instrument_id=instrument.id)
        return signed_in(actor)

    return make


@pytest.fixture
def boss(vn, working):
    """A supervisor at work."""
    return working(vn.supervisor)


def thread(client, message):
    return said(client.get(reverse("messaging:conversation", args=[message.conversation_id])))


def test_every_type_stage_kind_and_duty_has_its_words():
    from comity.exchange.conversations import Duty, Kind, Stage

    assert set(CONTENTS) - {"read", "tombstone"} == SHOWN == set(TYPES)
    assert set(STANDINGS) == {"", *Stage}
    assert set(KINDS) == set(Kind)
    assert set(DUTIES) == set(Duty)


def test_what_a_partner_says_is_read_in_its_own_way_and_never_as_data(desk, vn, came):  # noqa: F811
    parts = [{"node": vn.id, "role": "Their side."}, {"node": node_id(), "role": "Our side."}]
    delivery = {
        "goods": "Forty boxes",
        "route": "The river",
        "control": "Both",
        "substitution": "In part",
        "stop": "Lost",
    }
    for kind, content, wanted in (
        ("request", REQUEST, ["Is this person known to you", "Chan Dara", "Answer needed by", "Answer</a>"]),
        ("spontaneous", spontaneous(vn.id, reply_wanted=True, reply_by=SOON),
         ["The person moves to your side.", "Item 1 of 1", "Seen at the river twice.", "A reply is wanted by"]),
        ("alert", ALERT | {"danger": "known", "danger_words": "Armed men."},
         ["Note the plate and the direction.", "Do not stop it.", "Armed men.", "Road 5 to the river"]),
        ("operation-proposal", PROPOSAL | {"parts": parts, "kind": "controlled-delivery", "delivery": delivery},
         ["River 7", "a controlled delivery", "Their side.", "Forty boxes", "Agree or decline"]),
    ):  # fmt: skip
        page = thread(desk, came(vn, kind, content))
        for words in [str(TYPES[kind]), *wanted]:
            assert words in page, (kind, words)
        assert "{&#x27;" not in page


def test_what_is_said_of_an_item_is_shown_with_the_item(desk, vn, at_work, came, gate):  # noqa: F811
    given = item(node_id())
    (shared,) = operations.send(
        actor=at_work, message_type="spontaneous", content=spontaneous(node_id(), items=[given]), partner_ids=[vn.id]
    )
    delivering.deliver()
    came(vn, "feedback", feedback(given), conversation=shared.conversation.wire_id)
    page = thread(desk, shared)
    for words in ("Feedback on an item", "useful", "an operation", "an item of ours", "Two persons were met."):
        assert words in page


def test_an_unknown_type_is_shown_as_kept_with_the_reason(desk, vn, gate):  # noqa: F811
    document, token = poisoned(vn, type="dragon", content={"reason": "<b>fire</b>"})
    vn.hand_over(document, token, gate)
    row = Message.objects.get(type="dragon")
    page = thread(desk, row)
    assert "A message of the type dragon, which this version does not know." in page
    assert "&lt;b&gt;fire&lt;/b&gt;" in page
    assert "<b>fire" not in page


def test_each_partner_stands_by_itself_in_a_conversation_of_several(desk, vn, th, came, at_work, gate):  # noqa: F811
    from tests.exchange.parties import SUBJECT

    asked = operations.ask(actor=at_work, partner_id=vn.id, others=[th.id], subjects=[SUBJECT], **ASK)
    delivering.deliver()
    answer = {"in_reply_to": asked.message_id, "status": "nothing-held"}
    came(th, "reply", answer, conversation=asked.conversation.wire_id)
    page = thread(desk, asked)
    assert page.count('<h2 class="bubble__title">Request</h2>') == 1
    assert page.count("It owes us:") == 1
    assert "nothing held" in page
    assert "waits for an answer" in page
    owed = said(desk.get(reverse("messaging:owed")))
    assert owed.count("Agency of VN") == 1
    assert "Agency of TH" not in owed.split("What partners owe us")[1].split("</table>")[0]


def test_what_is_late_stands_first_and_is_said_to_who_has_it(desk, boss, vn, came, clock, at_work):  # noqa: F811
    late = came(vn, "request", REQUEST | {"deadline": "2026-11-22T06:00:00.000000Z", "asked": "The first?"})
    came(vn, "request", REQUEST | {"deadline": SOON, "asked": "The second?"})
    clock.advance(timedelta(hours=6))
    reminding.remind()
    page = said(desk.get(reverse("messaging:owed")))
    assert page.index("The first?") < page.index("The second?")
    assert 'data-state="late"' in page
    today = said(boss.get(reverse("desk:today")))
    link = reverse("messaging:conversation", args=[late.conversation_id])
    assert link in today.split(">Late <")[1].split("</section>")[0]
    reminder = late.reminders.first()
    page = said(boss.post(reverse("messaging:put-away", args=[reminder.id]), follow=True))
    assert "What is owed stays owed." in page
    assert "The first?" in page
    assert "Reminders" not in page


def test_a_conversation_is_given_to_a_person_with_words(desk, vn, came, at_work, person, working):  # noqa: F811
    other = person(Role.OFFICER, "second")
    row = came(vn, "request", REQUEST)
    assert "nobody yet" in thread(desk, row)
    assign = reverse("messaging:assign", args=[row.conversation_id])
    page = said(desk.post(assign, {"person": other.user_id, "words": "You know the river."}, follow=True))
    assert "second has it now." in page
    assert "You know the river." in page
    assert "Give it to somebody" not in page
    assert "second" in said(desk.get(reverse("messaging:owed")))
    assert desk.post(assign, {"person": at_work.user_id}).status_code == 403
    assert "Give it to somebody" in thread(working(other), row)


def test_what_awaits_approval_is_read_by_another_and_leaves_or_stays(desk, boss, vn, at_work, monkeypatch):  # noqa: F811
    real = types.config()
    monkeypatch.setattr(types, "config", lambda: replace(real, four_eyes=("alert", "request")))
    made = [
        operations.send(actor=at_work, message_type="alert", content=ALERT | {"text": text}, partner_ids=[vn.id])[0]
        for text in ("First.", "Second.")
    ]
    assert desk.get(reverse("messaging:approvals")).status_code == 403
    assert "awaits approval" in thread(desk, made[0])
    page = said(boss.get(reverse("messaging:approvals")))
    assert "First." in page
    assert "Second." in page
    assert "Approve: it may leave" in thread(boss, made[0])
    assert "Approve: it may leave" not in thread(desk, made[0])
    boss.post(reverse("messaging:approve", args=[made[0].id]))
    boss.post(reverse("messaging:disapprove", args=[made[1].id]), {"reason": "Too early."})
    assert "Too early." in thread(desk, made[1])
    delivering.deliver()
    assert [d["content"]["text"] for d in vn.taken] == ["First."]
    assert "Nothing awaits approval" in said(boss.get(reverse("messaging:approvals")))


def test_alerts_in_force_stand_apart_from_those_that_no_longer_hold(desk, vn, came, clock, at_work, working):  # noqa: F811
    dangerous = came(vn, "alert", ALERT | {"danger": "known", "danger_words": "Armed men."})
    came(vn, "alert", ALERT | {"text": "A boat.", "valid_to": "2026-11-23T00:00:00.000000Z"})
    now = said(desk.get(reverse("messaging:alerts")))
    for words in ("Armed men.", "A boat.", "Do not stop it.", "day and night", "card--bad"):
        assert words in now
    assert "No alert was cancelled or is over" in said(desk.get(reverse("messaging:alerts"), {"past": "1"}))
    came(vn, "alert-cancellation", {"alert": dangerous.message_id, "reason": "Met."},
         conversation=dangerous.conversation.wire_id)  # fmt: skip
    clock.advance(timedelta(days=2))
    desk = working(at_work)
    assert "No alert is in force" in said(desk.get(reverse("messaging:alerts")))
    past = said(desk.get(reverse("messaging:alerts"), {"past": "1"}))
    for words in ("Met.", "cancelled", "A boat.", "its time is over"):
        assert words in past


def test_deadlines_of_a_pair_of_countries_are_kept_by_a_supervisor(desk, boss, vn, at_work):  # noqa: F811
    from tests.exchange.parties import SUBJECT

    url = reverse("messaging:deadlines")
    assert "168 hours" in said(desk.get(url))
    assert desk.post(url, {"country": "VN"}).status_code == 403
    values = {"country": "VN", "urgent_held": "9", "urgent": "4", "routine": "48", "source": "Minutes of May"}
    assert "what is more urgent is answered no later" in said(boss.post(url, values))
    assert "Fill this in." not in said(boss.post(url, values | {"source": "", "urgent_held": "2"}))
    page = said(boss.post(url, values | {"urgent_held": "2"}, follow=True))
    assert "Minutes of May" in page
    asked = operations.ask(actor=at_work, partner_id=vn.id, subjects=[SUBJECT], **ASK)
    assert asked.conversation.deadline == asked.made + timedelta(hours=48)
    page = said(boss.post(reverse("messaging:deadlines-end"), {"country": "VN"}, follow=True))
    assert "Minutes of May" not in page


def test_conversations_stay_closed_until_a_purpose_is_stated(desk, vn, came, person):  # noqa: F811
    shared = came(vn, "spontaneous", spontaneous(vn.id))
    assert "Seen at the river twice." in thread(desk, shared)
    idle = signed_in(person(Role.OFFICER, "idle"))
    answer = idle.get(reverse("messaging:conversation", args=[shared.conversation_id]))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("desk:period"))


def test_today_and_the_navigation_say_what_waits(desk, vn, came):  # noqa: F811
    came(vn, "request", REQUEST)
    came(vn, "alert", ALERT)
    page = said(desk.get(reverse("desk:today")))
    for words in ("Partners wait for us", "New alerts", "Messages to read"):
        assert words in page
    assert page.count('<span class="count"><span aria-hidden="true">1</span>') == 3


def test_who_left_a_case_finds_the_answer_in_what_it_wrote(vn, at_work, came):  # noqa: F811
    shared = operations.send(
        actor=at_work, message_type="spontaneous", content=spontaneous(node_id()), partner_ids=[vn.id]
    )[0]
    delivering.deliver()
    reply = {"in_reply_to": shared.message_id, "status": "nothing-held", "text": "No."}
    came(vn, "reply", reply, conversation=shared.conversation.wire_id)
    CaseMember.objects.filter(user_id=at_work.user_id).delete()
    rows = queries.overview(at_work, waiting=True)
    assert [(row.id, row.to_read) for row in rows] == [(shared.conversation_id, 1)]


def test_the_pages_of_messages_ask_the_database_as_often_for_many_as_for_few(desk, vn, th, came, at_work):  # noqa: F811
    first = operations.send(
        actor=at_work, message_type="spontaneous", content=spontaneous(node_id()), partner_ids=[vn.id, th.id]
    )[0]
    delivering.deliver()
    pages = [reverse("messaging:conversation", args=[first.conversation_id]), reverse("messaging:alerts")]

    def come():
        reply = {"in_reply_to": first.message_id, "status": "acknowledged", "text": "Seen."}
        for partner in (vn, th):
            came(partner, "reply", reply, conversation=first.conversation.wire_id)
            came(partner, "alert", ALERT)

    def asked(url):
        with CaptureQueriesContext(connection) as made:
            assert desk.get(url).status_code == 200
        return len(made)

    come()
    few = [max(asked(url) for _ in range(2)) for url in pages]
    come()
    come()
    assert [min(asked(url) for _ in range(2)) for url in pages] <= few
