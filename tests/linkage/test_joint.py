"""Joint checks: the table of states is the specification's, and numbers are what they seem."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Exhausted, InvalidInput
from comity.linkage.checks import Statement, read_statement
from comity.linkage.joint import TRANSITIONS, Proposal, check_terms, debit, read_proposal, seconds_left
from tests.linkage.conftest import EPOCH, OWNER, PARTNER, VERSION

SPEC = Path(__file__).parents[2] / "spec" / "hit-no-hit.md"
TODAY = date(2026, 11, 22)
PROPOSAL = Proposal(
    id="019ab000-0000-7000-8000-00000000000c", asker=PARTNER, responder=OWNER, purpose="investigation", case="C-1",
    legal_basis="MOU-1", subjects=64, elements=1000, until="2026-11-30", words="why",
)  # fmt: skip


def test_the_table_of_states_is_the_specifications():
    said = SPEC.read_text(encoding="utf-8").partition("| state | what may follow |")[2].partition("\n\n")[0]
    table = {}
    for line in said.splitlines()[2:]:
        states, after = (cell.strip() for cell in line.strip("|").split("|"))
        words = after.replace("(both by a person at the responder)", "").split(",")
        for state in states.split(","):
            table[state.strip()] = set() if after == "nothing" else {word.strip() for word in words}
    assert table == {state.value: {s.value for s in after} for state, after in TRANSITIONS.items()}


def test_a_proposal_survives_the_way():
    read = read_proposal(PROPOSAL.document(), asker=PARTNER, responder=OWNER, today=TODAY)
    assert read == PROPOSAL
    assert read.fingerprint == PROPOSAL.fingerprint
    with pytest.raises(InvalidInput):
        read_proposal(PROPOSAL.document(), asker=OWNER, responder=PARTNER, today=TODAY)


@given(st.dictionaries(st.sampled_from(sorted(PROPOSAL.document())), st.none() | st.integers() | st.text() | st.lists(st.text()), min_size=1))  # fmt: skip  # noqa: E501
def test_whatever_a_proposal_says_is_read_or_refused(changed):
    try:
        read = read_proposal(PROPOSAL.document() | changed, asker=PARTNER, responder=OWNER, today=TODAY)
    except InvalidInput as error:
        assert error.code == "linkage.joint.malformed"
        return
    assert read.document() == PROPOSAL.document() | changed


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**5), max_size=30))
def test_never_more_than_agreed_is_spent(agreed, batches):
    spent = 0
    for elements in batches:
        try:
            spent = debit(agreed, spent, elements)
        except Exhausted:
            assert spent + elements > agreed
    assert spent <= agreed


@pytest.mark.parametrize(("done", "total", "active"), [(0, 100, 60.0), (5, 1000, 60.0), (50, 100, 1.0)])
def test_no_estimate_is_made_where_it_would_be_a_guess(done, total, active):
    assert seconds_left(done, total, active) is None


def test_the_estimate_is_the_pace_so_far():
    assert seconds_left(100, 1000, 60.0) == 540.0
    assert seconds_left(1000, 1000, 60.0) == 0.0


@pytest.mark.parametrize(("subjects", "elements", "until"), [(0, 1, TODAY), (1, 0, TODAY), (1, 1, date(2026, 12, 23))])
def test_terms_out_of_range(subjects, elements, until):
    with pytest.raises(InvalidInput):
        check_terms(subjects, elements, until, TODAY)


def test_a_statement_names_a_joint_check_only_where_there_is_one():
    alone = Statement(
        id="x", asker=PARTNER, responder=OWNER, epoch=EPOCH, keys=VERSION, purpose="p", case="c", legal_basis="l",
        elements=64, body="0" * 64,
    )  # fmt: skip
    assert "joint" not in alone.document()
    assert read_statement(alone.document()) == alone
    under = read_statement(alone.document() | {"joint": "j"})
    assert under.joint == "j"
    assert under.fingerprint != alone.fingerprint
    for wrong in (None, "", 5, "x" * 501):
        with pytest.raises(InvalidInput):
            read_statement(alone.document() | {"joint": wrong})
