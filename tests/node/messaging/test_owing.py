"""Who owes whom what, until when, who is reminded, and who has a conversation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.exchange.contents import Status, Urgency
from comity.kernel import InvalidInput, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.messaging import delivering, operations, queries, reminding
from comity.node.messaging.delegating import able
from comity.node.messaging.models import THEIRS, Handover, Message
from comity.node.permissions import Role
from tests.exchange.parties import REQUEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def requested(vn, gate):
    """A request of the partner, due in a week."""

    def make(**content):
        document, token, _ = vn.write(vn.to(), "request", REQUEST | content)
        vn.hand_over(document, token, gate)
        return Message.objects.get(partner=vn.id, direction=THEIRS, message_id=document["id"])

    return make


def said(actor):
    return [(r.kind, r.message_id) for r in queries.reminders(actor)]


def test_what_is_owed_is_told_overdue_first_in_both_directions(vn, asked, requested, at_work, clock):
    later = asked(vn, asked="Later?")
    soon = asked(vn, asked="Soon?", urgency=Urgency.URGENT_HELD, urgency_reason="They cross tonight.")
    theirs = requested(deadline="2026-11-24T00:00:00.000000Z")
    delivering.deliver()
    clock.advance(timedelta(hours=9))
    owed = queries.owed(at_work)
    assert [(o.message_id, o.by_us, o.late) for o in owed] == [
        (soon.id, False, True), (theirs.id, True, False), (later.id, False, False),
    ]  # fmt: skip
    assert [o.message_id for o in queries.owed(at_work, by_us=True)] == [theirs.id]
    assert {o.duty.value for o in owed} == {"answer"}


def test_nobody_owes_an_answer_to_what_never_arrived(vn, asked, at_work, network, pass_time):
    network.down.add("vn.example")
    asked(vn)
    assert len(queries.owed(at_work)) == 1
    pass_time(timedelta(days=33))
    assert queries.owed(at_work) == []


def test_a_reminder_while_there_is_time_and_escalation_when_it_is_late(vn, requested, at_work, clock):
    request = requested()
    assert (reminding.remind(), said(at_work)) == (0, [])
    clock.advance(timedelta(days=5, hours=7))
    assert (reminding.remind(), reminding.remind()) == (1, 0)
    assert said(at_work) == [("reminder", request.id)]
    assert said(vn.supervisor) == [("reminder", request.id)]
    clock.advance(timedelta(days=2))
    reminding.remind()
    assert ("escalation", request.id) not in said(at_work)
    assert ("escalation", request.id) in said(vn.supervisor)
    clock.advance(timedelta(days=8))
    reminding.remind()
    assert ("second-escalation", request.id) in said(vn.supervisor)
    events = LedgerEntry.objects.filter(event__startswith="messaging.deadline.").values_list("event", flat=True)
    assert list(events.order_by("index")) == [
        f"messaging.deadline.{n}" for n in ("reminder", "escalation", "second-escalation")
    ]
    operations.answer(actor=at_work, message_id=request.id, status=Status.NOTHING_HELD)
    assert said(vn.supervisor) == said(at_work) == []


def test_who_is_asked_what_it_meant_owes_the_explanation_and_gives_it_in_the_same_conversation(
    vn, asked, gate, at_work
):
    first = asked(vn)
    delivering.deliver()
    unclear = {"in_reply_to": first.message_id, "status": "clarification-needed", "text": "Which of the two?"}
    vn.hand_over(*vn.write(vn.to(), "reply", unclear)[:2], gate)
    assert [(o.by_us, o.duty.value) for o in queries.owed(at_work)] == [(True, "what was meant")]
    again = asked(vn, conversation_id=first.conversation_id, asked="The elder of the two.")
    assert again.conversation_id == first.conversation_id
    assert [(o.by_us, o.message_id) for o in queries.owed(at_work)] == [(False, again.id)]


def test_after_a_time_without_a_worker_only_the_last_is_said(vn, requested, clock):
    requested()
    clock.advance(timedelta(days=60))
    assert (reminding.remind(), [k for k, _ in said(vn.supervisor)]) == (1, ["second-escalation"])


def test_a_reminder_is_put_away_and_the_duty_stays(vn, requested, at_work, clock):
    requested()
    clock.advance(timedelta(days=6, hours=12))
    reminding.remind()
    shown = queries.reminders(at_work).get()
    operations.put_away(actor=at_work, reminder_id=shown.id)
    assert (said(at_work), len(queries.owed(at_work)), reminding.remind()) == ([], 1, 0)
    with pytest.raises(Missing):
        operations.put_away(actor=at_work, reminder_id=shown.id)


def test_two_countries_agree_other_deadlines(vn, partner, asked, person, at_work, clock):
    with pytest.raises(Refused):
        operations.agree_deadlines(actor=at_work, country="VN", urgent_held=4, urgent=24, routine=48, source="x")
    for wrong in ({"routine": 0}, {"urgent": 3}, {"country": "Atlantis"}, {"source": " "}):
        good = {"country": "VN", "urgent_held": 4, "urgent": 24, "routine": 48, "source": "Protocol 3"}
        with pytest.raises(InvalidInput):
            operations.agree_deadlines(actor=vn.supervisor, **(good | wrong))
    operations.agree_deadlines(
        actor=vn.supervisor, country="VN", urgent_held=4, urgent=24, routine=48, source="Protocol 3"
    )
    now = clock.now()

    def due(*others):
        return [row.deadline - now for row in asked(vn, others=others).conversation.participants.all()]

    assert due() == [timedelta(hours=48)]
    assert due(partner("TH").id) == [timedelta(days=7)] * 2, "none earlier than was agreed with any"
    operations.end_agreement(actor=vn.supervisor, country="VN")
    assert due() == [timedelta(days=7)]
    with pytest.raises(Missing):
        operations.end_agreement(actor=vn.supervisor, country="VN")


def test_a_conversation_is_given_to_a_person_who_is_then_reminded_alone(vn, requested, person, at_work, clock):
    request, other = requested(), person(Role.OFFICER, "other")
    row = request.conversation
    operations.hand_over(actor=at_work, conversation_id=row.id, user_id=other.user_id, words="You know the river.")
    handover = Handover.objects.get()
    assert (handover.to, handover.by, handover.words) == (other.user_id, at_work.user_id, "You know the river.")
    clock.advance(timedelta(days=6))
    reminding.remind()
    assert (said(at_work), said(other)) == ([], [("reminder", request.id)])
    with pytest.raises(Refused) as error:
        operations.hand_over(actor=at_work, conversation_id=row.id, user_id=at_work.user_id)
    assert error.value.code == "messaging.handover.other"
    operations.hand_over(actor=other, conversation_id=row.id, user_id=at_work.user_id, words="Back to you.")
    operations.hand_over(actor=vn.supervisor, conversation_id=row.id, user_id=other.user_id)
    row.refresh_from_db()
    assert (row.assigned_to, row.handovers.count()) == (other.user_id, 3)


def test_only_who_works_on_the_case_gets_its_conversation(vn, asked, person, at_work):
    row = asked(vn).conversation
    stranger, auditor = person(Role.OFFICER, "stranger"), person(Role.AUDITOR)
    for wrong in (stranger, auditor):
        with pytest.raises(InvalidInput):
            operations.hand_over(actor=at_work, conversation_id=row.id, user_id=wrong.user_id)
        with pytest.raises((Missing, Refused)):
            operations.hand_over(actor=wrong, conversation_id=row.id, user_id=wrong.user_id)
    assert {u.id for u in able(row)} == {at_work.user_id, vn.supervisor.user_id}
    assert not Handover.objects.exists()
