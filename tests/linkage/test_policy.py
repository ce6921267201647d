"""Who may enter an index. Victims, witnesses and persons of unknown role never, whatever the settings."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Handling, Restriction, Tlp
from comity.linkage import Candidate, Terms, admits
from comity.subjects.model import NEVER_INDEXED, Role

TODAY = date(2026, 11, 22)
OPEN = Terms(frozenset(Role), Tlp.RED, frozenset(Handling))
SUSPECT = Candidate("suspect", frozenset({"g1"}), Restriction())


def test_the_default_is_none():
    assert not admits(Terms(), "g1", frozenset({"KH"}), SUSPECT, TODAY)


def test_what_the_terms_allow_enters():
    assert admits(Terms(frozenset({Role.SUSPECT})), "g1", frozenset(), SUSPECT, TODAY)


@given(
    st.sampled_from([*NEVER_INDEXED, "somebody", "", "VICTIM", "Suspect "]),
    st.frozensets(st.sampled_from(Role)),
    st.sampled_from(Tlp),
    st.frozensets(st.sampled_from(Handling)),
    st.frozensets(st.sampled_from(["g1", "KH"])),
)
def test_no_setting_lets_a_protected_person_in(role, roles, tlp, handling, releasable):
    candidate = Candidate(role, releasable | {"g1", "KH"}, Restriction())
    assert not admits(Terms(roles | frozenset(Role), tlp, handling), "g1", frozenset({"KH"}), candidate, TODAY)


@pytest.mark.parametrize(
    "candidate",
    [
        Candidate("suspect", frozenset(), Restriction()),
        Candidate("suspect", frozenset({"g2"}), Restriction()),
        Candidate("suspect", frozenset({"TH"}), Restriction()),
        Candidate("suspect", frozenset({"g1"}), Restriction(tlp=Tlp.RED)),
        Candidate("suspect", frozenset({"g1"}), Restriction(), TODAY - timedelta(days=1)),
    ],
)
def test_what_is_not_releasable_stays_out(candidate):
    assert not admits(OPEN, "g1", frozenset({"TH", "VN"}), candidate, TODAY)


def test_handling_that_the_terms_do_not_name_stays_out():
    held = Candidate("suspect", frozenset({"g1"}), Restriction(frozenset({Handling.H2})))
    assert not admits(Terms(frozenset(Role)), "g1", frozenset(), held, TODAY)
    assert admits(OPEN, "g1", frozenset(), held, TODAY)


def test_a_country_counts_for_a_group_only_if_all_its_partners_are_there():
    both = Candidate("suspect", frozenset({"TH", "VN"}), Restriction())
    assert admits(OPEN, "g1", frozenset({"TH", "VN"}), both, TODAY)
    assert not admits(OPEN, "g1", frozenset({"TH", "LA"}), both, TODAY)
