"""Campaigns: planned, changed, called off; their results are counted from the records."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.campaigns import queries
from comity.node.campaigns.models import Activity, Campaign
from comity.node.campaigns.operations import (
    Given,
    GivenTarget,
    InvalidCampaign,
    cancel_campaign,
    change_campaign,
    plan_campaign,
    record_activity,
    withdraw_activity,
)
from tests.node.seizures.seizing import GIVEN as SEIZED
from tests.node.seizures.seizing import ICE, YABA, grounds

pytestmark = pytest.mark.django_db
PLAN = Given(
    title="Clean river", begins=date(2026, 5, 1), ends=date(2026, 5, 31), provinces=("KH-12",),
    targets=(GivenTarget(measure="seizures", wanted=Decimal(4)),),
)  # fmt: skip


def wanting(measure, wanted=10, **narrowed):
    return GivenTarget(measure=measure, wanted=Decimal(wanted), **narrowed)


@pytest.fixture
def planned(supervisor):
    return lambda given=PLAN: plan_campaign(actor=supervisor, given=given)


def results(actor, campaign):
    return {each.target.measure: each for each in queries.detail(actor, campaign.id).results}


def test_results_are_counted_from_the_records(planned, seized, at_work, supervisor):
    inside = "2026-05-12"
    seized(replace(SEIZED, date=inside, goods=(YABA, ICE)))
    seized(replace(SEIZED, date="2026-05", goods=(ICE,)))
    seized(replace(SEIZED, date="2026", goods=(ICE,)))
    seized(replace(SEIZED, date="2026-06-01", goods=(ICE,)))
    seized(replace(SEIZED, date=inside, province="KH-1", goods=(ICE,)))
    made = planned(replace(PLAN, targets=(
        wanting("seizures", 4), wanting("kilograms", 13, drug_group="amphetamine-type"), wanting("arrested", 8),
    )))  # fmt: skip
    found = results(at_work, made)
    assert (found["seizures"].reached, found["seizures"].share, found["seizures"].left_out) == (2, 0.5, 1)
    assert found["arrested"].reached == 4
    assert found["kilograms"].reached > Decimal("6.5")
    assert Decimal("6.5") == found["kilograms"].reached - found["kilograms"].imputed
    assert found["kilograms"].unweighed == 0
    seized(replace(SEIZED, date=inside, goods=(replace(ICE, amount="2", unit="sacks"),)))
    assert (found["kilograms"].reached, 1) == (
        results(at_work, made)["kilograms"].reached, results(at_work, made)["kilograms"].unweighed,
    )  # fmt: skip


def test_a_group_of_drugs_narrows(planned, seized, at_work):
    seized(replace(SEIZED, date="2026-05-12", goods=(ICE,)))
    made = planned(replace(PLAN, targets=(wanting("seizures", 1, drug_group="cocaine"),)))
    assert results(at_work, made)["seizures"].reached == 0


def test_persons_charged_and_convicted_count(planned, at_work):
    from comity.node.prosecutions.operations import record_prosecution
    from tests.node.prosecutions.test_operations import CONVICTED, GIVEN, TWO

    convicted = replace(CONVICTED, outcome_date="2026-05-30")
    charged = replace(GIVEN, date="2026-05-02", defendants=(convicted, TWO))
    record_prosecution(actor=at_work, given=charged, grounds=grounds(case_id=at_work.case_id))
    made = planned(replace(PLAN, targets=(wanting("charged"), wanting("convicted"))))
    found = results(at_work, made)
    assert (found["charged"].reached, found["convicted"].reached) == (4, 1)
    record_prosecution(actor=at_work, given=replace(charged, date="2026"), grounds=grounds(case_id=at_work.case_id))
    found = results(at_work, made)
    assert (found["charged"].reached, found["charged"].left_out) == (4, 4)


def test_activities_count_until_they_are_withdrawn(planned, at_work, supervisor, person):
    from comity.node.permissions import Role

    made = planned(replace(PLAN, targets=(wanting("prevention"), wanting("reached"), wanting("referred"))))
    said = {"campaign_id": made.id, "day": date(2026, 5, 3), "words": "School of the village", "province": "KH-12"}
    talk = record_activity(actor=at_work, kind="prevention", persons=120, **said)
    record_activity(actor=at_work, kind="prevention", **said)
    record_activity(actor=at_work, kind="treatment", persons=3, **said)
    found = results(at_work, made)
    assert [found[m].reached for m in ("prevention", "reached", "referred")] == [2, 120, 3]
    with pytest.raises(Refused):
        withdraw_activity(actor=person(Role.VICTIM_WORKER), activity_id=talk.id, reason="Not mine")
    withdraw_activity(actor=supervisor, activity_id=talk.id, reason="Recorded twice")
    assert results(at_work, made)["reached"].reached == 0
    assert len(queries.detail(at_work, made.id).activities) == 3
    with pytest.raises(Conflicting):
        withdraw_activity(actor=supervisor, activity_id=talk.id, reason="Again")
    with pytest.raises(Missing):
        withdraw_activity(actor=supervisor, activity_id="none", reason="Again")


def test_every_fault_of_a_plan_is_named(supervisor):
    wrong = Given(
        title=" ", begins=date(2026, 5, 2), ends=date(2026, 5, 1), provinces=("KH-12", "KH-99"),
        targets=(
            wanting("fame"), wanting("seizures", "1.5"), wanting("arrested", drug_group="cocaine"),
            wanting("seizures", -1), wanting("seizures", province="KH-1"), wanting("kilograms", "0.5"),
        ),
    )  # fmt: skip
    with pytest.raises(InvalidCampaign) as raised:
        plan_campaign(actor=supervisor, given=wrong)
    assert {each.field for each in raised.value.faults} == {
        "title",
        "ends",
        "provinces",
        *(f"targets.{n}" for n in range(1, 6)),
    }
    assert not Campaign.objects.exists()


def test_every_fault_of_an_activity_is_named(planned, at_work):
    made = planned()
    with pytest.raises(InvalidCampaign) as raised:
        record_activity(
            actor=at_work, campaign_id=made.id, kind="enforcement", day=date(2026, 6, 1), words="", province="KH-1",
            place="x" * 301, persons=4,
        )  # fmt: skip
    assert {each.field for each in raised.value.faults} == {"day", "words", "province", "place", "persons"}
    assert not Activity.objects.exists()


def test_a_plan_changes_and_is_called_off(planned, supervisor, at_work):
    made = planned()
    later = replace(PLAN, title="Clean rivers", reference="N-7")
    after = change_campaign(actor=supervisor, campaign_id=made.id, revision=1, given=later)
    assert (after.title, after.reference, after.revision) == ("Clean rivers", "N-7", 2)
    with pytest.raises(Conflicting, match="meanwhile"):
        change_campaign(actor=supervisor, campaign_id=made.id, revision=1, given=later)
    with pytest.raises(Conflicting, match="reference"):
        plan_campaign(actor=supervisor, given=later)
    with pytest.raises(Refused):
        change_campaign(actor=at_work, campaign_id=made.id, revision=2, given=later)
    with pytest.raises(InvalidInput):
        cancel_campaign(actor=supervisor, campaign_id=made.id, revision=2, reason=" ")
    cancel_campaign(actor=supervisor, campaign_id=made.id, revision=2, reason="Flood")
    with pytest.raises(Conflicting, match="called off"):
        record_activity(actor=at_work, campaign_id=made.id, kind="prevention", day=date(2026, 5, 3), words="Talk")
    assert queries.during(date(2026, 1, 1), date(2026, 12, 31)) == []


def test_campaigns_of_a_time_are_found(planned):
    made = planned()
    assert queries.during(date(2026, 5, 31), date(2026, 6, 30)) == [made]
    assert queries.during(date(2026, 6, 1), date(2026, 6, 30)) == []


def test_who_may_not_read_is_refused(planned, person):
    from comity.node.permissions import Role

    made = planned()
    with pytest.raises(Refused):
        queries.detail(person(Role.AUDITOR), made.id)
    with pytest.raises(Refused):
        queries.campaigns(person(Role.ADMINISTRATOR))
    with pytest.raises(Missing):
        queries.detail(person(Role.ANALYST), "none")


def test_campaigns_that_run_today_are_found(planned, supervisor, clock):
    today = clock.now().date()
    now = planned(replace(PLAN, begins=today, ends=today, provinces=(), targets=()))
    off = planned(replace(PLAN, begins=today, ends=today, provinces=(), targets=()))
    planned()
    cancel_campaign(actor=supervisor, campaign_id=off.id, revision=1, reason="Flood")
    assert queries.running(supervisor) == [now]


def test_a_reference_that_the_node_makes_gives_way(planned):
    planned(replace(PLAN, reference="C-2026-1"))
    assert planned().reference == "C-2026-2"


def test_exact_results_are_for_those_who_may_read_the_records(planned, person, at_work):
    from comity.node.permissions import Role

    made = planned()
    assert queries.detail(person(Role.VICTIM_WORKER), made.id).results is None
    assert len(queries.detail(at_work, made.id).results) == 1
