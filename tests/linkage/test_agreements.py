"""Agreed budgets and accounts: the table of states is the specification's, and what is told is read or refused."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import InvalidInput, new_id
from comity.linkage.accounts import Account, Counted, differences, read_account
from comity.linkage.agreements import TRANSITIONS, Decision, Proposal, made, read_decision, read_proposal
from comity.linkage.budgets import Allowance, lowered
from comity.linkage.padding import padded
from tests.linkage.conftest import OWNER, PARTNER

SPEC = Path(__file__).parents[2] / "spec" / "hit-no-hit.md"
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
PROPOSAL = Proposal(new_id(NOW), PARTNER, OWNER, "investigation", 50_000, "2026-12-24", "why")
COUNTS = st.dictionaries(st.sampled_from(["investigation", "detection", "prevention"]), st.integers(0, 10**6))
JSON = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers()) | COUNTS


def test_the_table_of_states_is_the_specifications():
    said = (
        SPEC.read_text(encoding="utf-8").partition("| state of a proposal | what may follow |")[2].partition("\n\n")[0]
    )
    table = {}
    for line in said.splitlines()[2:]:
        states, after = (cell.strip() for cell in line.strip("|").split("|"))
        for state in states.split(","):
            table[state.strip()] = set() if after == "nothing" else {word.strip() for word in after.split(",")}
    assert table == {state.value: {s.value for s in after} for state, after in TRANSITIONS.items()}


def read(document, **changed):
    return read_proposal(document, **({"proposer": PARTNER, "partner": OWNER, "now": NOW} | changed))


def test_a_proposal_survives_the_way_and_names_its_time():
    assert read(PROPOSAL.document()) == PROPOSAL
    assert PROPOSAL.last_day == date(2026, 12, 24)
    assert made(PROPOSAL.id) == NOW
    for changed in ({"proposer": OWNER}, {"partner": PARTNER}, {"now": NOW - timedelta(days=2)}):
        with pytest.raises(InvalidInput):
            read(PROPOSAL.document(), **changed)


@given(st.dictionaries(st.sampled_from([*PROPOSAL.document(), "more"]), JSON, min_size=1))
def test_whatever_a_proposal_says_is_read_or_refused(changed):
    document = PROPOSAL.document() | changed
    try:
        assert read(document).document() == document
    except InvalidInput as error:
        assert error.code == "linkage.agreement.malformed"


@pytest.mark.parametrize("changed", [
    {"elements": -1}, {"elements": 50_000_001}, {"elements": True}, {"until": "2026-11-01"}, {"until": "2028-01-01"},
    {"words": "x" * 301}, {"id": "x"}, {"format": "comity/budget/2"},
])  # fmt: skip
def test_what_a_proposal_may_not_say(changed):
    with pytest.raises(InvalidInput):
        read(PROPOSAL.document() | changed)


def test_a_decision_is_about_one_proposal_of_one_side():
    said = Decision("i", "hash", OWNER, accepts=True)
    known = {"proposal_id": "i", "proposal": "hash", "by": OWNER}
    assert read_decision(said.document(), **known) == said
    for wrong in ({"proposal_id": "j"}, {"proposal": "other"}, {"by": PARTNER}):
        with pytest.raises(InvalidInput):
            read_decision(said.document(), **(known | wrong))
    for wrong in ({"accepts": 1}, {"reason": 5}, {"more": 1}, {"format": ""}):
        with pytest.raises(InvalidInput):
            read_decision(said.document() | wrong, **known)


@given(COUNTS, COUNTS, COUNTS)
def test_an_account_survives_the_way(asked, answered, limits):
    account = Account(5, "2026-11-22", Counted(asked, asked).rounded(), Counted(answered).rounded(), limits)
    assert read_account(account.document()) == account


@given(st.dictionaries(st.sampled_from(["number", "day", "asked", "answered", "limits", "format", "x"]), JSON, min_size=1))  # fmt: skip  # noqa: E501
def test_whatever_an_account_says_is_read_or_refused(changed):
    document = Account(5, "2026-11-22", Counted(), Counted()).document() | changed
    try:
        read_account(document)
    except InvalidInput as error:
        assert error.code == "linkage.account.malformed"


@given(COUNTS, st.integers(18, 500))
def test_the_same_counts_never_differ_and_a_batch_under_way_does_not(counts, batch):
    ours = Counted(counts, counts)
    assert differences(ours, ours.rounded(), same_day=True, batch=batch) == []
    ahead = Counted({p: n + batch for p, n in counts.items()}, counts)
    assert differences(ours, ahead.rounded(), same_day=True, batch=batch) == []


@given(st.integers(0, 10**5), st.integers(0, 10**5), st.integers(18, 500))
def test_a_difference_is_never_larger_than_it_is(one, other, batch):
    for each in differences(
        Counted({"p": one}), Counted({"p": padded(other) if other else 0}), same_day=True, batch=batch
    ):
        assert batch < each.least <= abs(one - other)


@given(st.integers(0, 10**5), COUNTS, st.dictionaries(st.sampled_from(["", "investigation", "detection"]), st.integers(0, 10**5)))  # fmt: skip  # noqa: E501
def test_lowering_never_raises(ceiling, purposes, limits):
    before = Allowance(ceiling, purposes)
    after = lowered(before, limits)
    assert after.ceiling == min(ceiling, limits.get("", ceiling))
    for purpose in {*purposes, *limits, "other"} - {""}:
        assert after.of(purpose) == min(before.of(purpose), limits.get(purpose, 10**9), after.ceiling)
