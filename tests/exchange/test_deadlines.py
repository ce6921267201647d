"""Deadlines: eight hours, three days, seven days; what pairs agree; reminders before, escalation after."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.exchange.contents import Urgency
from comity.exchange.conversations import Hours, Notice, due, hours_between, notice_due, notices, pair
from comity.kernel import InvalidInput

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("urgency", "hours"), [(Urgency.URGENT_HELD, 8), (Urgency.URGENT, 3 * 24), (Urgency.ROUTINE, 7 * 24)]
)
def test_the_defaults_are_those_of_the_directive(urgency, hours):
    assert due(urgency, NOW, Hours()) == NOW + timedelta(hours=hours)


def test_two_countries_may_agree_otherwise_whichever_asks():
    agreed = Hours(urgent_held=4, urgent=24, routine=120)
    pairs = {pair("KH", "VN"): agreed, pair("KH", "KH"): Hours(1, 2, 3)}
    assert hours_between("VN", "KH", pairs) == hours_between("KH", "VN", pairs) == agreed
    assert hours_between("KH", "TH", pairs) == Hours()
    assert due(Urgency.URGENT, NOW, hours_between("KH", "KH", pairs)) == NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ((0, 72, 168), "urgent and directly held: 0 is no whole number of hours from 1 to 8760"),
        ((8, -1, 168), "urgent: -1 is no whole number of hours from 1 to 8760"),
        ((8, 72, 8761), "routine: 8761 is no whole number of hours from 1 to 8760"),
        ((8, 7, 168), "what is more urgent is answered no later than what is less"),
        ((True, 72, 168), "urgent and directly held: True is no whole number of hours from 1 to 8760"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_right_are_refused_in_words(hours, sentence):
    with pytest.raises(InvalidInput) as error:
        Hours(*hours)
    assert (error.value.code, error.value.reason) == ("exchange.deadline.hours", sentence)


def test_a_pair_is_of_countries():
    with pytest.raises(InvalidInput) as error:
        pair("KH", "Viet Nam")
    assert (error.value.code, error.value.reason) == (
        "exchange.deadline.country", "'Viet Nam' is no ISO code of a country",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("span", "remind_before"),
    [(timedelta(days=7), timedelta(hours=42)), (timedelta(days=3), timedelta(hours=18)),
     (timedelta(hours=8), timedelta(hours=2)), (timedelta(hours=3), timedelta(hours=1))],
)  # fmt: skip
def test_a_reminder_comes_when_a_quarter_of_the_time_is_left(span, remind_before):
    until = NOW + span
    assert notices(NOW, until) == (
        (Notice.REMINDER, until - remind_before),
        (Notice.ESCALATION, until),
        (Notice.SECOND_ESCALATION, until + span),
    )


def test_where_there_is_no_time_left_nobody_is_reminded_and_supervisors_are_told():
    for until in (NOW - timedelta(days=5), NOW, NOW + timedelta(minutes=59)):
        assert [notice for notice, _ in notices(NOW, until)] == [Notice.ESCALATION, Notice.SECOND_ESCALATION]
    assert notice_due(NOW, NOW, NOW, said=[]) is Notice.ESCALATION


def test_each_is_said_once_and_in_order():
    until, said = NOW + timedelta(days=7), []
    for hour in range(30 * 24):
        notice = notice_due(NOW, until, NOW + timedelta(hours=hour), said=said)
        if notice:
            said.append(notice)
    assert said == list(Notice)


def test_after_a_time_without_a_worker_only_the_last_is_said():
    until = NOW + timedelta(days=7)
    assert notice_due(NOW, until, NOW + timedelta(days=30), said=[]) is Notice.SECOND_ESCALATION
    assert notice_due(NOW, until, NOW + timedelta(days=8), said=[]) is Notice.ESCALATION
    assert notice_due(NOW, until, NOW + timedelta(days=8), said=[Notice.SECOND_ESCALATION]) is None


spans = st.timedeltas(timedelta(days=-400), timedelta(days=400))


@given(spans, spans, st.sets(st.sampled_from(Notice)))
def test_nothing_is_said_early_or_twice(span, later, said):
    until, now = NOW + span, NOW + later
    notice = notice_due(NOW, until, now, said=said)
    if notice:
        assert notice not in said
        assert dict(notices(NOW, until))[notice] <= now
        assert notice is Notice.REMINDER or now >= until
