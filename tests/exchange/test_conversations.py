"""Conversations: every stage and transition walked with real messages, everything else refused in a sentence."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.exchange import conversations, messages
from comity.exchange.contents import CONTENTS
from comity.exchange.conversations import (
    BEGINS,
    BELONGS,
    FINAL,
    INCOMING,
    OUTGOING,
    STANDS,
    STEPS_OF,
    TABLES,
    Event,
    Incoming,
    Kind,
    Side,
    Stage,
    State,
    Step,
    after_step,
    arrive,
    diagram,
    kind_of,
    may_write,
    move,
    open_steps,
    sides,
)
from comity.kernel import Conflicting
from tests.exchange.examples import EXAMPLES, content, vectors
from tests.exchange.walking import SAYS, said, walk, ways

WAYS = {kind: ways(kind) for kind in TABLES}
TRANSITIONS = [(kind, stage, step) for kind, table in TABLES.items() for stage, step in table]
STEPS = {kind: list(dict.fromkeys(step for _, step in table)) for kind, table in TABLES.items()}


@pytest.mark.parametrize("kind", TABLES)
def test_every_stage_of_every_conversation_is_reached_by_real_messages(kind):
    table = TABLES[kind]
    named = {stage for stage, _ in table} | set(table.values())
    assert set(WAYS[kind]) == named
    for stage, way in WAYS[kind].items():
        at = Stage.NEW
        for step, side in way:
            at = walk(kind, at, step, side)
        assert at is stage


def test_every_stage_and_step_has_a_use():
    assert {stage for way in WAYS.values() for stage in way} == set(Stage)
    assert {step for steps in STEPS.values() for step in steps} == set(Step)
    assert set(STANDS) == set(Stage)


@pytest.mark.parametrize(("kind", "stage", "step"), TRANSITIONS)
def test_every_transition_is_walked_by_every_side_that_may(kind, stage, step):
    for side in sides(kind, step) or {None}:
        assert walk(kind, stage, step, side) is TABLES[kind][stage, step]


@pytest.mark.parametrize(
    ("kind", "stage", "step"),
    [(kind, stage, step) for kind in TABLES for stage, step in itertools.product(WAYS[kind], STEPS[kind])
     if (stage, step) not in TABLES[kind]],
)  # fmt: skip
def test_what_the_stage_does_not_allow_is_refused_in_a_sentence(kind, stage, step):
    for side in sides(kind, step) or {None}:
        if step is Step.NOT_UNDERSTAND:
            assert walk(kind, stage, step, side) is stage
            continue
        with pytest.raises(Conflicting) as error:
            walk(kind, stage, step, side)
        assert error.value.code == "exchange.conversation.stage"
        assert error.value.reason == f"{STANDS[stage]}, and so nobody can {step.value} now"
        steps = set(open_steps(kind, stage, side) if side else ()) - {Step.NOT_UNDERSTAND}
        for each in steps:
            assert each.value in error.value.way_out
        if not steps:
            assert error.value.way_out == "Begin another conversation, or wait for the other side"


@pytest.mark.parametrize(("kind", "stage", "step"), TRANSITIONS)
def test_what_is_the_other_sides_to_do_is_refused_in_a_sentence(kind, stage, step):
    may = sides(kind, step)
    for side in set(Side) - may:
        who = "who began it" if Side.BEGINNER in may else "the side that it was written to"
        reason = f"only {who} may {step.value}" if may else "this happens by the clock alone"
        with pytest.raises(Conflicting) as error:
            after_step(kind, stage, side, step)
        assert (error.value.code, error.value.reason) == ("exchange.conversation.side", reason)
    if may:
        with pytest.raises(Conflicting, match="may"):
            after_step(kind, stage, None, step)


@pytest.mark.parametrize(("kind", "name"), list(itertools.product(TABLES, BELONGS)))
def test_a_message_that_belongs_to_another_kind_of_conversation_is_refused_in_a_sentence(kind, name):
    for stage, side in itertools.product(WAYS[kind], Side):
        if kind in BELONGS[name]:
            continue
        assert not may_write(kind, stage, side, name)
        with pytest.raises(Conflicting) as error:
            move(kind, stage, side, name, content(name))
        assert error.value.code == "exchange.conversation.kind"
        assert (
            error.value.reason
            == f"it is of the kind {kind.value}, and a message of the type {name} does not belong in it"
        )
        assert error.value.way_out == "Write it in the conversation that it is about, or begin another"


@pytest.mark.parametrize("name", [*sorted(set(CONTENTS) - set(BELONGS)), "meeting"])
def test_notices_cards_and_unknown_types_move_no_conversation(name):
    inner = content(name) if name in CONTENTS else None
    for kind, stage, side in itertools.product(TABLES, (Stage.NEW, Stage.ANSWERED, Stage.DONE), Side):
        if name != "not-understood":
            assert move(kind, stage, side, name, inner) is stage
    assert kind_of(name) is Kind.OTHER


@pytest.mark.parametrize("name", CONTENTS)
def test_a_message_begins_the_kind_of_conversation_that_it_is_about(name):
    kind = kind_of(name)
    assert (kind is not Kind.OTHER) == (name in BEGINS)
    if name in BEGINS:
        assert move(kind, Stage.NEW, Side.BEGINNER, name, content(name)) is not Stage.NEW
        with pytest.raises(Conflicting, match="only who began it may"):
            move(kind, Stage.NEW, Side.OTHER, name, content(name))


@pytest.mark.parametrize("name", sorted(set(BELONGS) - set(BEGINS)))
def test_what_answers_begins_nothing(name):
    for kind, side in itertools.product(BELONGS[name] - {Kind.OTHER}, Side):
        for take in (move, arrive):
            with pytest.raises(Conflicting) as error:
                take(kind, Stage.NEW, side, name, content(name))
            assert error.value.code in {"exchange.conversation.stage", "exchange.conversation.side"}


def test_a_conversation_without_a_kind_takes_notices_and_stands_still():
    """What is deleted because its time was over is confirmed unasked, and so in such a conversation."""
    for name, side in itertools.product(CONTENTS, Side):
        if Kind.OTHER in BELONGS.get(name, {Kind.OTHER}):
            assert move(Kind.OTHER, Stage.NEW, side, name, content(name)) is Stage.NEW
        else:
            with pytest.raises(Conflicting, match="does not belong in it"):
                move(Kind.OTHER, Stage.NEW, side, name, content(name))


@pytest.mark.parametrize(("kind", "stage"), [(kind, stage) for kind, way in WAYS.items() for stage in way])
def test_what_may_be_written_is_what_the_table_allows(kind, stage):
    for side, (of, step) in itertools.product(Side, SAYS):
        if of is not kind or step is Step.NOT_UNDERSTAND:
            continue
        allowed = step in open_steps(kind, stage, side)
        assert allowed == ((stage, step) in TABLES[kind] and side in sides(kind, step))
        name, _ = SAYS[kind, step]
        assert may_write(kind, stage, side, name) == any(
            each in STEPS_OF[name] for each in open_steps(kind, stage, side)
        )


def test_final_stages_are_stages_of_their_kind_and_the_rest_waits_for_somebody():
    for kind, final in FINAL.items():
        assert final <= set(WAYS[kind])
        for stage in set(WAYS[kind]) - final:
            assert any(open_steps(kind, stage, side) for side in Side)


@pytest.mark.parametrize(("kind", "stage", "step"), [
    (Kind.ALERT, Stage.CANCELLED, Step.ANSWER),
    (Kind.REQUEST, Stage.ANSWERED, Step.REFUSE),
    (Kind.OPERATION, Stage.CALLED_OFF, Step.AGREE),
    (Kind.RECALL, Stage.COMPLETE, Step.CONFIRM_IN_PART),
])  # fmt: skip
def test_mail_that_crossed_is_kept_and_moves_nothing(kind, stage, step):
    name, inner = said(kind, step)
    assert arrive(kind, stage, Side.OTHER, name, inner) is stage
    with pytest.raises(Conflicting):
        arrive(kind, stage, Side.BEGINNER, name, inner)


@given(st.data())
def test_both_sides_see_the_same_when_no_mail_is_under_way(data):
    """One conversation walked at random: who writes and who reads use the same table, whatever was said before."""
    kind = data.draw(st.sampled_from(sorted(TABLES)))
    here = there = Stage.NEW
    for _ in range(data.draw(st.integers(1, 8))):
        side = data.draw(st.sampled_from(sorted(Side)))
        steps = open_steps(kind, here, side)
        if not steps:
            continue
        name, inner = said(kind, data.draw(st.sampled_from(steps)))
        here = move(kind, here, side, name, inner)
        there = arrive(kind, there, side, name, inner)
        assert here is there
        assert here in WAYS[kind]


# one message


def test_every_state_of_a_message_is_reached_and_every_end_is_known():
    assert {*OUTGOING.values(), State.APPROVAL, State.QUEUED} == set(State)
    ends = set(State) - {state for state, _ in OUTGOING}
    assert ends == {State.WITHDRAWN}


@given(st.lists(st.sampled_from(Event), max_size=12))
def test_a_message_that_was_answered_is_never_undone(events):
    state, answered = State.QUEUED, False
    for event in events:
        if conversations.allows(state, event):
            state = conversations.after(state, event)
        answered = answered or state is State.ANSWERED
        assert not answered or state in {State.ANSWERED, State.REFUSED}


@pytest.mark.parametrize(("state", "event"), [pair for pair in itertools.product(State, Event) if pair not in OUTGOING])
def test_what_a_message_of_ours_may_not_see_is_refused_in_a_sentence(state, event):
    with pytest.raises(Conflicting) as error:
        conversations.after(state, event)
    assert error.value.code == "exchange.state"
    assert error.value.reason == f"it is {state.value}, which does not allow: {event.value}"


@pytest.mark.parametrize(("state", "event"), list(itertools.product(Incoming, Event)))
def test_a_partners_message_follows_its_table(state, event):
    if (state, event) in INCOMING:
        assert conversations.after_incoming(state, event) is INCOMING[state, event]
        return
    with pytest.raises(Conflicting, match=f"it is {state.value}, which does not allow: {event.value}"):
        conversations.after_incoming(state, event)


def test_the_diagram_in_the_specification_is_drawn_from_the_table():
    text = (Path(__file__).parents[2] / "spec" / "envelope.md").read_text(encoding="utf-8")
    assert diagram(OUTGOING) in text
    assert diagram(INCOMING) in text


def test_every_example_of_the_specification_has_its_step():
    for name, version in EXAMPLES:
        inner = messages.read(vectors.message(name, version, EXAMPLES[name, version])).content
        step = conversations.step_of(name, inner)
        assert (step in STEPS_OF[name]) if name in STEPS_OF else step is None
