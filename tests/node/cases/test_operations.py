from datetime import date, timedelta

import pytest

from comity.kernel import InvalidInput, Missing, Refused
from comity.kernel.purposes import Offence, Purpose
from comity.node.accounts.models import User
from comity.node.audit.models import LedgerEntry
from comity.node.cases import operations, queries
from comity.node.cases.models import Case, WorkingPeriod
from comity.node.permissions import SYSTEM, Role

pytestmark = pytest.mark.django_db


def acting(actor):
    return queries.actor_for(User.objects.get(id=actor.user_id))


def test_who_opens_a_case_is_its_first_member(officer, case):
    assert queries.is_member(officer, case.id)
    assert list(queries.cases(officer)) == [case]
    assert LedgerEntry.objects.filter(event="cases.case.opened", actor=officer.user_id).count() == 1


def test_a_case_that_is_not_ours_is_missing_and_not_forbidden(person, case):
    other = person(Role.OFFICER, "other")
    assert not queries.cases(other).exists()
    with pytest.raises(Missing):
        queries.case(other, case.id)
    with pytest.raises(Missing):
        queries.case(other, "no-such-case")


def test_a_supervisor_sees_every_case_and_adds_members(person, case):
    supervisor, other = person(Role.SUPERVISOR), person(Role.OFFICER, "other")
    assert queries.case(supervisor, case.id) == case
    operations.add_member(actor=supervisor, case_id=case.id, user_id=other.user_id)
    assert queries.is_member(other, case.id)
    operations.remove_member(actor=supervisor, case_id=case.id, user_id=other.user_id)
    assert not queries.is_member(other, case.id)


def test_a_stranger_cannot_join_by_himself(person, case):
    other = person(Role.OFFICER, "other")
    with pytest.raises(Refused, match="membership"):
        operations.add_member(actor=other, case_id=case.id, user_id=other.user_id)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_auditors_and_administrators_work_on_no_case(person, officer, case, role):
    with pytest.raises(Refused, match="does not work on cases"):
        operations.add_member(actor=officer, case_id=case.id, user_id=person(role).user_id)


def test_a_reference_is_used_once(officer, case):
    with pytest.raises(InvalidInput, match="reference"):
        operations.open_case(
            actor=officer, reference=case.reference, title="x", offence=Offence.FRAUD, purpose=Purpose.DETECTION
        )


def test_a_period_states_why_and_ends(officer, at_work, case, instrument, clock):
    assert (at_work.purpose, at_work.case_id, at_work.instrument_id) == ("investigation", case.id, instrument.id)
    operations.end_period(actor=at_work)
    assert not acting(officer).has_purpose


def test_a_period_ends_by_itself_after_a_shift(officer, at_work, clock):
    clock.advance(operations.PERIOD + timedelta(minutes=1))
    assert not acting(officer).has_purpose


def test_a_new_period_ends_the_earlier_one(officer, at_work, case):
    operations.start_period(actor=officer, purpose=Purpose.PROSECUTION, case_id=case.id)
    assert acting(officer).purpose == "prosecution"
    assert WorkingPeriod.objects.filter(user_id=officer.user_id, ended=None).count() == 1


def test_a_period_needs_a_case_or_a_duty_and_not_both(officer, case):
    with pytest.raises(InvalidInput, match="case or a standing duty"):
        operations.start_period(actor=officer, purpose=Purpose.DETECTION)
    with pytest.raises(InvalidInput, match="case or a standing duty"):
        operations.start_period(actor=officer, purpose=Purpose.DETECTION, case_id=case.id, duty_id="d")


def test_a_period_on_somebody_else_s_case_is_refused(person, case):
    with pytest.raises(Refused, match="do not work on this case"):
        operations.start_period(actor=person(Role.OFFICER, "other"), purpose=Purpose.DETECTION, case_id=case.id)


def test_a_standing_duty_is_a_reason_to_work(officer):
    duty = operations.record_duty(
        actor=SYSTEM, reference="D-1", title="Answering partners", purpose=Purpose.DETECTION, members=[officer.user_id]
    )
    operations.start_period(actor=officer, purpose=Purpose.DETECTION, duty_id=duty.id)
    assert acting(officer).has_purpose
    assert queries.is_member(acting(officer), None)


def test_closing_a_case_ends_work_on_it(officer, at_work, case):
    operations.close_case(actor=at_work, case_id=case.id)
    assert not acting(officer).has_purpose
    assert not queries.is_member(officer, case.id)
    with pytest.raises(Refused):
        operations.close_case(actor=at_work, case_id=case.id)
    assert Case.objects.get().closed is not None


def test_removing_a_member_ends_the_period_on_the_case(person, officer, at_work, case):
    operations.remove_member(actor=person(Role.SUPERVISOR), case_id=case.id, user_id=officer.user_id)
    assert not acting(officer).has_purpose


def test_an_instrument_binds_two_known_countries(officer):
    def record(parties):
        return operations.record_instrument(
            actor=SYSTEM, reference="X", title="X", kind="treaty", parties=parties, in_force_from=date(2020, 1, 1)
        )

    with pytest.raises(InvalidInput, match="Atlantis"):
        record(["KH", "Atlantis"])
    with pytest.raises(InvalidInput, match="two countries"):
        record(["KH", "Cambodia"])
    with pytest.raises(InvalidInput, match="kind"):
        operations.record_instrument(
            actor=SYSTEM, reference="X", title="X", kind="song", parties=["KH", "VN"], in_force_from=date(2020, 1, 1)
        )


def test_an_instrument_that_has_ended_is_no_basis(officer, case):
    ended = operations.record_instrument(
        actor=SYSTEM, reference="OLD", title="Old", kind="treaty", parties=["KH", "VN"],
        in_force_from=date(2010, 1, 1), in_force_to=date(2015, 1, 1),
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="OLD ended on 2015-01-01"):
        operations.start_period(actor=officer, purpose=Purpose.DETECTION, case_id=case.id, instrument_id=ended.id)
    with pytest.raises(InvalidInput, match="no such instrument"):
        operations.start_period(actor=officer, purpose=Purpose.DETECTION, case_id=case.id, instrument_id="none")


def test_an_instrument_about_another_offence_is_no_basis_of_a_case(officer, case):
    other = operations.record_instrument(
        actor=SYSTEM, reference="FW-1", title="Firearms", kind="treaty", parties=["KH", "VN"],
        in_force_from=date(2010, 1, 1), offences=[Offence.FIREARMS],
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="FW-1 does not cover drug trafficking"):
        operations.start_period(actor=officer, purpose=Purpose.DETECTION, case_id=case.id, instrument_id=other.id)
