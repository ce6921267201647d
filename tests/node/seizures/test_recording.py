"""Seizures are recorded with every word that was given, once however often the form comes, and drafts grow."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.permissions import Role
from comity.node.seizures import operations, queries
from comity.node.seizures.given import Given, GivenArrest, GivenGood, GivenPoint, InvalidSeizure
from comity.node.seizures.models import Seizure, SeizureState
from tests.node.seizures.seizing import GIVEN, ICE, YABA, grounds

pytestmark = pytest.mark.django_db


def test_a_seizure_is_kept_with_codes_and_words(seized, clock):
    made = Seizure.objects.get(id=seized().id)
    assert (made.date, made.date_from, made.date_to) == ("2026-05-12", date(2026, 5, 12), date(2026, 5, 12))
    assert (made.country, made.province, made.place, made.place_kind) == ("KH", "KH-12", "Gate 3", "airport")
    assert (made.transport, made.hiding, made.position_of) == ("commercial-air", "", "gps")
    assert made.as_written == {
        "date": "12/05/2569", "place_kind": "Airport", "transport": "Commercial air",
        "hiding": "in the engine of a boat",
    }  # fmt: skip
    assert (made.state, made.reference, made.revision) == (SeizureState.RECORDED, "S-2026-1", 1)
    yaba, ice, cash = made.goods.all()
    assert (yaba.substance, yaba.form, yaba.words) == ("methamphetamine", "tablet", "Yaba")
    assert (yaba.amount, yaba.amount_text, yaba.unit, yaba.unit_text) == (
        Decimal("12000.5"), "12,000.5", "tablet", "tablets",
    )  # fmt: skip
    assert (yaba.imputed, bool(yaba.factor_source)) == (True, True)
    assert yaba.kilograms_low < yaba.kilograms < yaba.kilograms_high
    assert yaba.kilograms == pytest.approx(12000.5 * yaba.factor)
    assert (ice.kilograms, ice.kilograms_low, ice.kilograms_high, ice.imputed) == (3.25, 3.25, 3.25, False)
    assert (cash.currency, cash.unit, cash.amount, cash.kilograms) == ("USD", "USD", Decimal(25000), None)
    assert [(p.role, p.order, p.country, p.confidence) for p in made.points.all()] == [
        ("producing", 1, "MM", "C3"), ("departure", 1, "LA", ""), ("transit", 1, "TH", "B2"), ("transit", 2, "KH", ""),
        ("destination", 1, "AU", "A1"),
    ]  # fmt: skip
    assert [(a.number, a.nationality) for a in made.arrests.all()] == [(2, "VN")]


def test_the_smallest_place_names_those_above_it(seized):
    made = seized(replace(GIVEN, province="", district="", commune="KH-120101"))
    assert (made.country, made.province, made.district, made.commune) == ("KH", "KH-12", "KH-1201", "KH-120101")


def test_what_no_table_knows_keeps_its_words_and_weighs_nothing(seized):
    odd = GivenGood(kind="drug", words="Blue dust", amount="4", unit="sacks", form="a sort of cake")
    good = seized(replace(GIVEN, goods=(odd,), date="circa 2019")).goods.get()
    assert (good.substance, good.words, good.unit, good.unit_text, good.form) == ("", "Blue dust", "", "sacks", "")
    assert (good.kilograms, good.imputed, good.as_written) == (None, False, {"form": "a sort of cake"})


def test_everything_wrong_is_named_at_once(at_work, seized):
    given = Given(
        date="31/02/2026", province="VN-99", country="KH", latitude=91.0, longitude=10.0, accuracy=-1,
        goods=(
            GivenGood(kind="gas", words=""), replace(YABA, amount="1,250", purity="120"),
            GivenGood(kind="cash", words="notes", currency="XYZ"),
            GivenGood(kind="precursor", words="Acetone", cas="67-64-2", hs="29a", laboratory_date="2026-05"),
        ),
        points=(GivenPoint(role="departure"), GivenPoint(role="departure", country="Atlantis")),
        arrests=(GivenArrest(number=0, age_band="young"),),
    )  # fmt: skip
    with pytest.raises(InvalidSeizure) as told:
        seized(given)
    assert {each.field for each in told.value.faults} == {
        "date", "province", "latitude", "accuracy", "goods.1.kind", "goods.1.words", "goods.2.amount", "goods.2.purity",
        "goods.3.currency", "goods.4.cas", "goods.4.hs", "goods.4.laboratory_date", "points.1", "points.2",
        "points.2.role", "points.2.country", "arrests.1.number", "arrests.1.age_band",
    }  # fmt: skip
    assert not Seizure.every.exists()


def test_the_same_form_sent_twice_is_one_seizure(seized, person, working):
    first = seized(key="phone-1")
    entries = LedgerEntry.objects.count()
    assert seized(key="phone-1").id == first.id
    assert LedgerEntry.objects.count() == entries
    with pytest.raises(Conflicting) as told:
        seized(replace(GIVEN, remarks="something else"), key="phone-1")
    assert told.value.code == "seizures.key.other"
    other = working(person(Role.SUPERVISOR))
    assert seized(actor=other, key="phone-1").id != first.id
    assert Seizure.objects.count() == 2


def test_late_copies_of_a_form_change_nothing_that_was_corrected(seized, at_work):
    made = seized(key="phone-1")
    operations.correct_seizure(
        actor=at_work, seizure_id=made.id, revision=1, given=replace(GIVEN, goods=(ICE,)), reason="Weighed again"
    )
    again = seized(key="phone-1")
    assert (again.id, again.revision, again.goods.count()) == (made.id, 2, 1)


def test_a_reference_belongs_to_one_seizure(seized):
    assert seized(replace(GIVEN, reference="PP/17")).reference == "PP/17"
    with pytest.raises(Conflicting) as told:
        seized(replace(GIVEN, reference="PP/17"))
    assert told.value.code == "seizures.reference.taken"


@pytest.mark.parametrize("reference", ["S-\u202e1", "S-\u200b1", "S\n1"])
def test_a_reference_looks_like_no_other_by_signs_that_nobody_sees(seized, reference):
    with pytest.raises(InvalidSeizure, match="signs that cannot be kept"):
        seized(replace(GIVEN, reference=reference))


def test_a_reference_of_the_nodes_own_gives_way_to_one_that_was_given(seized):
    seized(replace(GIVEN, reference="S-2026-2"))
    assert seized().reference == "S-2026-2-2"


def test_who_does_not_work_on_the_case_records_nothing(seized, person, working, clock):
    stranger = working(person(Role.OFFICER, "other"), member=False)
    with pytest.raises(Refused):
        seized(actor=stranger)
    with pytest.raises(InvalidInput):
        seized(grounds=grounds(case_id=stranger.case_id, retention_until=clock.now().date() - timedelta(days=1)))


def test_a_draft_grows_until_it_is_recorded(seized, at_work, analyst):
    draft = seized(Given(place="Bridge"), draft=True)
    assert draft.state == SeizureState.DRAFT
    with pytest.raises(Missing):
        queries.detail(replace(analyst, user_id="somebody-else"), draft.id)
    grown = operations.change_draft(actor=at_work, seizure_id=draft.id, revision=1, given=GIVEN, finished=False)
    assert (grown.state, grown.revision, grown.goods.count()) == (SeizureState.DRAFT, 2, 3)
    with pytest.raises(Conflicting):
        operations.change_draft(actor=at_work, seizure_id=draft.id, revision=1, given=GIVEN, finished=True)
    with pytest.raises(InvalidSeizure):
        operations.change_draft(actor=at_work, seizure_id=draft.id, revision=2, given=Given(), finished=True)
    done = operations.change_draft(actor=at_work, seizure_id=draft.id, revision=2, given=GIVEN, finished=True)
    assert (done.state, done.changes.count()) == (SeizureState.RECORDED, 0)
    assert queries.detail(analyst, draft.id).seizure.id == draft.id


@pytest.mark.django_db(transaction=True)
def test_a_form_that_comes_several_times_at_once_is_one_seizure(seized):
    def send(_number):
        try:
            return seized(key="phone-1").id
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as together:
        ids = set(together.map(send, range(8)))
    assert len(ids) == 1
    assert Seizure.objects.count() == 1
