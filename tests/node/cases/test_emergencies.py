"""Emergencies at the node: stating, using, ending, reviewing, counting."""

import dataclasses
import json
from datetime import timedelta

import pytest

from comity.cooperation import ExchangeKind
from comity.cooperation.emergencies import EmergencyGround, EmergencyState, Outcome
from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.kernel.purposes import Purpose
from comity.node.audit.models import LedgerEntry
from comity.node.cases import emergency_queries as queries
from comity.node.cases import operations
from comity.node.cases.bases import basis_for, is_emergency
from comity.node.cases.emergencies import use
from comity.node.permissions import Role

pytestmark = pytest.mark.django_db
WORDS = "A girl of twelve was driven towards the border an hour ago."
REVIEW = "The call of the mother was on record before it was stated."


@pytest.fixture
def stated(at_work):
    return operations.state_emergency(actor=at_work, country="LA", ground=EmergencyGround.CHILD, words=WORDS)


def request(actor, country="LA", kind=ExchangeKind.REQUEST):
    return basis_for(actor, country, "drug-trafficking", Purpose.INVESTIGATION, kind)


def test_an_emergency_is_the_basis_where_no_instrument_applies(at_work, stated, clock):
    basis = request(at_work)
    assert basis.emergency == stated
    assert is_emergency(basis.statement)
    assert basis.statement == f"Emergency until 2026-11-23 03:00 UTC, child in danger: {WORDS}"
    assert len(basis.reference) <= 60
    entry = LedgerEntry.objects.get(event="cases.emergency.stated")
    assert json.loads(entry.details)["words"] == WORDS


def test_an_instrument_that_applies_goes_before_an_emergency(at_work, instrument):
    operations.state_emergency(actor=at_work, country="VN", ground=EmergencyGround.LIFE, words=WORDS)
    assert request(at_work, "VN").instrument == instrument
    with pytest.raises(Refused) as error:
        request(dataclasses.replace(at_work, instrument_id=None), "VN")
    assert error.value.code == "cases.basis.unstated"


@pytest.mark.parametrize("kind", [ExchangeKind.EVIDENCE, ExchangeKind.JOINT_OPERATION])
def test_it_carries_no_evidence_and_no_joint_operation(at_work, stated, kind):
    with pytest.raises(Refused):
        request(at_work, kind=kind)


def test_it_is_for_one_country_one_person_and_one_day(at_work, stated, person, clock):
    with pytest.raises(Refused):
        request(at_work, "MM")
    with pytest.raises(Refused):
        request(dataclasses.replace(at_work, user_id=person(Role.OFFICER, "other").user_id))
    clock.advance(timedelta(hours=24))
    with pytest.raises(Refused):
        request(at_work)


def test_what_goes_under_it_is_noted(at_work, stated, instrument):
    assert use(request(at_work), object_id="m-1", kinds=[ExchangeKind.REQUEST]) == (stated.id,)
    assert [(each.object, each.kind) for each in stated.uses.all()] == [("m-1", "request")]
    assert use(request(at_work, "VN"), object_id="m-2", kinds=[ExchangeKind.REQUEST]) == ()


def state(actor, **changes):
    given = {"country": "LA", "ground": EmergencyGround.LIFE, "words": WORDS} | changes
    return operations.state_emergency(actor=actor, **given)


def test_it_names_another_country_and_says_why(at_work):
    for wrong, part in (
        ({"country": "KH"}, "no other country"),
        ({"country": "Atlantis"}, "no other country"),
        ({"words": "Urgent"}, "6 characters"),
        ({"words": "x" * 301}, "301 characters"),
    ):
        with pytest.raises(InvalidInput, match=part):
            state(at_work, **wrong)


def test_one_at_a_time(at_work, stated):
    with pytest.raises(Conflicting, match="one open for this country"):
        state(at_work)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR, Role.VICTIM_WORKER])
def test_other_roles_state_none(person, at_work, role):
    with pytest.raises(Refused):
        state(dataclasses.replace(at_work, role=role))


def test_no_purpose_no_emergency(officer):
    with pytest.raises(Refused, match="no purpose"):
        state(officer)


def test_another_person_reviews_it(at_work, stated, person, clock):
    supervisor = person(Role.SUPERVISOR)
    assert list(queries.to_review(supervisor)) == [stated]
    with pytest.raises(InvalidInput, match="characters"):
        operations.review_emergency(actor=supervisor, emergency_id=stated.id, outcome=Outcome.JUSTIFIED, words="Yes.")
    done = operations.review_emergency(
        actor=supervisor, emergency_id=stated.id, outcome=Outcome.NOT_JUSTIFIED, words=REVIEW
    )
    assert done.state_at(clock.now()) is EmergencyState.NOT_JUSTIFIED
    assert not queries.to_review(supervisor).exists()
    with pytest.raises(Refused):
        request(at_work)
    with pytest.raises(Conflicting, match="reviewed already"):
        operations.review_emergency(actor=supervisor, emergency_id=stated.id, outcome=Outcome.JUSTIFIED, words=REVIEW)
    entry = LedgerEntry.objects.get(event="cases.emergency.reviewed")
    assert json.loads(entry.details) == {"outcome": "not-justified", "words": REVIEW}


def test_nobody_reviews_his_own(at_work, person):
    supervisor = person(Role.SUPERVISOR)
    own = dataclasses.replace(at_work, user_id=supervisor.user_id, role=Role.SUPERVISOR)
    operations.add_member(actor=supervisor, case_id=at_work.case_id, user_id=supervisor.user_id)
    mine = state(own)
    assert not queries.to_review(own).exists()
    with pytest.raises(Refused, match="you stated it yourself"):
        operations.review_emergency(actor=own, emergency_id=mine.id, outcome=Outcome.JUSTIFIED, words=REVIEW)
    with pytest.raises(Refused):
        operations.review_emergency(actor=at_work, emergency_id=mine.id, outcome=Outcome.JUSTIFIED, words=REVIEW)


def test_it_can_be_ended_before_its_time(at_work, stated, person):
    stranger = person(Role.OFFICER, "other")
    with pytest.raises(Refused):
        operations.end_emergency(actor=stranger, emergency_id=stated.id)
    operations.end_emergency(actor=at_work, emergency_id=stated.id)
    with pytest.raises(Refused):
        request(at_work)
    with pytest.raises(Conflicting, match="has ended"):
        operations.end_emergency(actor=at_work, emergency_id=stated.id)
    with pytest.raises(Missing):
        operations.end_emergency(actor=at_work, emergency_id="none")


def test_the_auditor_sees_the_numbers(at_work, stated, person, clock):
    auditor = person(Role.AUDITOR)
    use(request(at_work), object_id="m-1", kinds=[ExchangeKind.REQUEST])
    clock.advance(timedelta(days=4))
    found = queries.numbers(auditor)
    assert (found.total, found.uses, found.late) == (1, 1, 1)
    assert found.states[EmergencyState.OVERDUE] == 1
    assert queries.emergency(auditor, stated.id) == stated
    with pytest.raises(Refused):
        queries.numbers(person(Role.ANALYST))


def test_an_officer_sees_his_own(at_work, stated, person):
    other = person(Role.OFFICER, "other")
    assert list(queries.emergencies(at_work)) == [stated]
    assert not queries.emergencies(other).exists()
    with pytest.raises(Missing):
        queries.emergency(other, stated.id)
    assert list(queries.open_now(at_work)) == [stated]
