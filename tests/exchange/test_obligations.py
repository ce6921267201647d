"""Who owes whom what, since when and until when: read from real messages, participant by participant."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.exchange.conversations import TABLES, Duty, Kind, Said, Side, Stage, Step, owed, sides, stage_with
from tests.exchange.walking import said

A, B, C = "a" * 16, "b" * 16, "c" * 16
START = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 29, 3, 4, 5, tzinfo=UTC)
"""What the examples name as deadline."""


def wrote(kind, *steps):
    """This function makes messages a minute apart: ``(who, to whom, step)`` or ``(…, changes)``."""
    made = []
    for minute, (by, to, step, *change) in enumerate(steps):
        name, content = said(kind, step, **(change[0] if change else {}))
        made.append(Said(f"m{minute}", by, to, name, content, START + timedelta(minutes=minute)))
    return made


def owes(kind, *steps, beginner=A):
    found = owed(kind, beginner, wrote(kind, *steps))
    return [(o.debtor, o.creditor, o.duty, o.message, o.until) for o in found]


ASK = (A, B, Step.ASK)
PROPOSE, AGREE, PLAN = (A, B, Step.PROPOSE), (B, A, Step.AGREE), (A, B, Step.PLAN)
ASSIST = {"kind": "assistance", "delivery": None}
SINCE = {n: START + timedelta(minutes=n) for n in range(9)}


@pytest.mark.parametrize(
    ("kind", "steps", "expected"),
    [
        (Kind.REQUEST, [ASK], (B, A, Duty.ANSWER, "m0", LATER)),
        (Kind.REQUEST, [ASK, (B, A, Step.ACKNOWLEDGE)], (B, A, Duty.ANSWER, "m0", LATER)),
        (Kind.REQUEST, [ASK, (B, A, Step.ASK_BACK)], (A, B, Duty.EXPLANATION, "m1", SINCE[1] + timedelta(days=3))),
        (Kind.REQUEST, [ASK, (B, A, Step.ASK_BACK), ASK], (B, A, Duty.ANSWER, "m2", LATER)),
        (Kind.REQUEST, [ASK, (B, A, Step.ANSWER_IN_PART)], (B, A, Duty.REST, "m1", LATER)),
        (Kind.REQUEST, [ASK, (B, A, Step.ANSWER_IN_PART, {"expected": "2026-11-25"})],
         (B, A, Duty.REST, "m1", datetime(2026, 11, 26, tzinfo=UTC))),
        (Kind.REQUEST, [ASK, (B, A, Step.ANSWER)], None),
        (Kind.REQUEST, [ASK, (B, A, Step.NOTHING_HELD)], None),
        (Kind.REQUEST, [ASK, (B, A, Step.REFUSE)], None),
        (Kind.REQUEST, [ASK, (B, A, Step.REDIRECT)], None),
        (Kind.REQUEST, [ASK, (B, A, Step.NOT_UNDERSTAND)], None),
        (Kind.REQUEST, [ASK, (B, A, Step.ANSWER), ASK], (B, A, Duty.ANSWER, "m2", LATER)),
        (Kind.REQUEST, [ASK, (B, A, Step.ANSWER), (A, B, Step.GIVE_FEEDBACK)], None),
        (Kind.SPONTANEOUS, [(A, B, Step.SHARE)], None),
        (Kind.SPONTANEOUS, [(A, B, Step.SHARE_AND_ASK)], (B, A, Duty.ANSWER, "m0", LATER)),
        (Kind.SPONTANEOUS, [(A, B, Step.SHARE_AND_ASK), (A, B, Step.SHARE)], (B, A, Duty.ANSWER, "m0", LATER)),
        (Kind.SPONTANEOUS, [(A, B, Step.SHARE_AND_ASK), (B, A, Step.ACKNOWLEDGE)], (B, A, Duty.ANSWER, "m0", LATER)),
        (Kind.SPONTANEOUS, [(A, B, Step.SHARE_AND_ASK), (B, A, Step.ANSWER)], None),
        (Kind.SPONTANEOUS, [(A, B, Step.SHARE), (B, A, Step.ASK_BACK)],
         (A, B, Duty.EXPLANATION, "m1", SINCE[1] + timedelta(days=3))),
        (Kind.SPONTANEOUS, [(A, B, Step.SHARE), (B, A, Step.ANSWER_IN_PART)], (B, A, Duty.REST, "m1", None)),
        (Kind.ALERT, [(A, B, Step.ALERT)], None),
        (Kind.CONSENT, [ASK], (B, A, Duty.DECISION, "m0", LATER)),
        (Kind.CONSENT, [ASK, (B, A, Step.GRANT)], None),
        (Kind.CONSENT, [ASK, (B, A, Step.REFUSE)], None),
        (Kind.RECALL, [(A, B, Step.WITHDRAW)], (B, A, Duty.CONFIRMATION, "m0", LATER)),
        (Kind.RECALL, [(A, B, Step.CORRECT), (B, A, Step.CONFIRM_IN_PART)], (B, A, Duty.CONFIRMATION, "m1", LATER)),
        (Kind.RECALL, [(A, B, Step.WITHDRAW), (B, A, Step.CONFIRM)], None),
        (Kind.OPERATION, [PROPOSE], (B, A, Duty.AGREEMENT, "m0", LATER)),
        (Kind.OPERATION, [PROPOSE, (B, A, Step.WANT_CHANGES)],
         (A, B, Duty.NEW_PROPOSAL, "m1", SINCE[1] + timedelta(days=3))),
        (Kind.OPERATION, [PROPOSE, AGREE], (A, B, Duty.PLAN, "m1", datetime(2026, 12, 1, tzinfo=UTC))),
        (Kind.OPERATION, [(*PROPOSE, ASSIST), AGREE], (A, B, Duty.RESULT, "m1", datetime(2026, 12, 11, tzinfo=UTC))),
        (Kind.OPERATION, [PROPOSE, AGREE, PLAN], (B, A, Duty.AGREEMENT, "m2", LATER)),
        (Kind.OPERATION, [PROPOSE, AGREE, PLAN, (B, A, Step.WANT_CHANGES)],
         (A, B, Duty.NEW_PLAN, "m3", SINCE[3] + timedelta(days=3))),
        (Kind.OPERATION, [PROPOSE, AGREE, PLAN, AGREE],
         (A, B, Duty.RESULT, "m3", datetime(2026, 12, 11, tzinfo=UTC))),
        (Kind.OPERATION, [PROPOSE, AGREE, PLAN, AGREE, (A, B, Step.REPORT)], None),
        (Kind.OPERATION, [PROPOSE, (B, A, Step.REFUSE)], None),
        (Kind.OPERATION, [PROPOSE, (A, B, Step.CALL_OFF)], None),
    ],
)  # fmt: skip
def test_what_is_owed_after_each_turn(kind, steps, expected):
    assert owes(kind, *steps) == ([expected] if expected else [])


def test_each_participant_owes_for_itself():
    steps = [(A, B, Step.ASK), (A, C, Step.ASK), (B, A, Step.ANSWER)]
    assert owes(Kind.REQUEST, *steps) == [(C, A, Duty.ANSWER, "m1", LATER)]
    said_all = wrote(Kind.REQUEST, *steps)
    assert stage_with(Kind.REQUEST, A, B, said_all) is Stage.ANSWERED
    assert stage_with(Kind.REQUEST, A, C, said_all) is Stage.ASKED


def test_what_is_due_sooner_stands_first_and_what_nobody_dated_last():
    sooner = {"reply_by": "2026-11-24T03:04:05.000000Z"}
    found = owes(
        Kind.SPONTANEOUS,
        (A, B, Step.SHARE_AND_ASK),
        (A, C, Step.SHARE_AND_ASK, sooner),
        (A, "d" * 16, Step.SHARE),
        ("d" * 16, A, Step.ANSWER_IN_PART),
    )
    assert [debtor for debtor, *_ in found] == [C, B, "d" * 16]


def test_an_obligation_is_late_after_its_end_and_never_without_one():
    (dated,) = owed(Kind.REQUEST, A, wrote(Kind.REQUEST, ASK))
    assert [dated.is_late(at) for at in (LATER, LATER + timedelta(seconds=1))] == [False, True]
    steps = [(A, B, Step.SHARE), (B, A, Step.ANSWER_IN_PART)]
    (undated,) = owed(Kind.SPONTANEOUS, A, wrote(Kind.SPONTANEOUS, *steps))
    assert not undated.is_late(LATER + timedelta(days=9999))


def test_what_nobody_may_say_and_what_is_not_understood_changes_nothing():
    messages = wrote(Kind.REQUEST, ASK, (A, B, Step.ANSWER))
    messages.append(Said("m9", B, A, "meeting", None, START))
    assert [o.message for o in owed(Kind.REQUEST, A, messages)] == ["m0"]


def test_a_conversation_without_a_kind_owes_nothing():
    name, content = said(Kind.REQUEST, Step.GIVE_FEEDBACK)
    assert owed(Kind.OTHER, A, [Said("m", A, B, name, content, START)]) == []


@given(st.data())
def test_nobody_owes_twice_and_only_participants_owe(data):
    kind = data.draw(st.sampled_from(sorted(TABLES)))
    steps = list(dict.fromkeys(step for _, step in TABLES[kind] if step is not Step.LAPSE))
    turns = []
    for step, other in data.draw(st.lists(st.tuples(st.sampled_from(steps), st.sampled_from([B, C])), max_size=10)):
        side = data.draw(st.sampled_from(sorted(sides(kind, step))))
        turns.append((A, other, step) if side is Side.BEGINNER else (other, A, step))
    found = owed(kind, A, wrote(kind, *turns))
    pairs = [frozenset({o.debtor, o.creditor}) for o in found]
    assert len(pairs) == len(set(pairs))
    assert all(pair in ({A, B}, {A, C}) for pair in pairs)
    assert all(o.since <= START + timedelta(minutes=len(turns)) for o in found)
    for one, two in itertools.pairwise(found):
        assert one.until is None or two.until is None or one.until <= two.until
