"""Corrections keep what was said before; another person verifies; what is withdrawn stays readable."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel import Conflicting, InvalidInput, Refused
from comity.node.permissions import Role
from comity.node.seizures import operations, queries
from comity.node.seizures.given import GivenGood
from comity.node.seizures.models import Seizure, SeizureState
from comity.node.seizures.snapshots import difference, snapshot
from tests.node.seizures.seizing import GIVEN, ICE, YABA, grounds

pytestmark = pytest.mark.django_db


def correct(actor, made, said, **more):
    reason = more.pop("reason", "Weighed again")
    return operations.correct_seizure(
        actor=actor, seizure_id=made.id, revision=more.pop("revision", made.revision), given=said, reason=reason, **more
    )


def test_before_and_after_are_kept_with_who_when_and_why(seized, at_work, clock):
    made = seized()
    before = queries.revision()
    now = correct(at_work, made, replace(queries.given_of(made), place="Gate 4", goods=(replace(ICE, amount="3.5"),)))
    change = now.changes.get()
    assert (change.by, change.at, change.reason, change.revision) == (at_work.user_id, clock.now(), "Weighed again", 2)
    assert set(change.before) == set(change.after) == {"place", "goods"}
    assert (change.before["place"], change.after["place"]) == ("Gate 3", "Gate 4")
    assert [good["words"] for good in change.before["goods"]] == ["Yaba", "crystal methamphetamine", "Cash in a bag"]
    assert [good["amount"] for good in change.after["goods"]] == ["3.5"]
    assert now.goods.get().kilograms == 3.5
    assert queries.revision() == before + 1


def test_what_a_seizure_says_can_be_given_again_and_changes_nothing(seized, at_work):
    made = Seizure.objects.get(id=seized().id)
    with pytest.raises(InvalidInput) as told:
        correct(at_work, made, queries.given_of(made))
    assert told.value.code == "seizures.correct.same"


def test_exhibits_and_photos_keep_their_good(seized, at_work):
    made = seized()
    exhibit = operations.record_exhibit(actor=at_work, seizure_id=made.id, label="A1", good=2)
    correct(at_work, made, replace(queries.given_of(made), goods=(YABA, replace(ICE, amount="4"))))
    exhibit.refresh_from_db()
    assert (exhibit.good.number, exhibit.good.kilograms) == (2, 4)


def test_only_what_was_seen_is_corrected(seized, at_work):
    made = seized()
    correct(at_work, made, replace(GIVEN, place="Gate 4"))
    with pytest.raises(Conflicting) as told:
        correct(at_work, made, replace(GIVEN, place="Gate 5"), revision=1)
    assert told.value.code == "seizures.revision"
    with pytest.raises(InvalidInput):
        correct(at_work, made, replace(GIVEN, place="Gate 5"), revision=2, reason=" ")


def test_handling_and_retention_are_corrected_too(seized, at_work):
    made = seized()
    later = grounds(case_id=at_work.case_id, source="Laboratory")
    now = correct(at_work, made, queries.given_of(made), grounds=later)
    assert (now.source, now.changes.get().before["source"]) == ("Laboratory", "Customs at the gate")


def test_another_person_verifies_and_a_correction_ends_it(seized, at_work, supervisor, person, working):
    made = seized()
    with pytest.raises(Refused):
        operations.verify_seizure(actor=at_work, seizure_id=made.id, revision=1)
    done = operations.verify_seizure(
        actor=supervisor, seizure_id=made.id, revision=1, words="Compared with the minutes"
    )
    assert (done.state, done.verified_by, done.changes.get().after) == (
        SeizureState.VERIFIED, supervisor.user_id, {"state": "verified"},
    )  # fmt: skip
    again = correct(supervisor, done, replace(GIVEN, place="Gate 4"))
    assert (again.state, again.verified) == (SeizureState.RECORDED, None)
    with pytest.raises(Refused) as told:
        operations.verify_seizure(actor=supervisor, seizure_id=made.id, revision=again.revision)
    assert told.value.code == "seizures.verify.own"
    second = working(person(Role.SUPERVISOR, "second"))
    assert "verify" in queries.detail(second, made.id).allowed
    assert "verify" not in queries.detail(supervisor, made.id).allowed
    assert operations.verify_seizure(actor=second, seizure_id=made.id, revision=again.revision).verified


def test_what_is_withdrawn_counts_nowhere_and_stays_readable(seized, at_work, analyst):
    made = seized()
    assert len(list(queries.lines())) == 3
    operations.withdraw_seizure(actor=at_work, seizure_id=made.id, revision=1, reason="Recorded twice")
    assert list(queries.lines()) == []
    found = queries.detail(analyst, made.id)
    assert (found.seizure.state, found.changes[0].reason, found.allowed) == (
        SeizureState.WITHDRAWN, "Recorded twice", frozenset(),
    )  # fmt: skip
    for act in (
        lambda: correct(at_work, made, GIVEN, revision=2),
        lambda: operations.withdraw_seizure(actor=at_work, seizure_id=made.id, revision=2, reason="Again"),
        lambda: operations.record_exhibit(actor=at_work, seizure_id=made.id, label="A1"),
        lambda: operations.open_for_change(actor=at_work, seizure_id=made.id),
    ):
        with pytest.raises(Conflicting):
            act()


def test_a_partner_that_counts_it_is_noted(seized, at_work):
    made = seized()
    operations.note_counting(at_work, made, "abcdefghijklmnop", "Agreed with the partner")
    assert {row[-1] for row in queries.lines()} == {False}
    assert made.changes.get().after == {"counted_by": "abcdefghijklmnop"}


SAID = st.builds(
    GivenGood, kind=st.sampled_from(["drug", "precursor", "other"]),
    words=st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip),
    amount=st.decimals(0, 10**9, places=3).map(str), unit=st.sampled_from(["kg", "g", "tablets", "sacks", ""]),
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(SAID, min_size=1, max_size=4), min_size=2, max_size=5))
def test_changes_lead_back_to_what_was_said_first(seized, at_work, versions):
    made = seized(replace(GIVEN, goods=tuple(versions[0])))
    said = [snapshot(Seizure.objects.get(id=made.id))]
    for goods in versions[1:]:
        try:
            made = correct(at_work, made, replace(GIVEN, goods=tuple(goods)))
        except InvalidInput:
            continue
        said.append(snapshot(Seizure.objects.get(id=made.id)))
    at = said[-1]
    for change in made.changes.order_by("-revision"):
        at = at | change.before
    assert at == said[0]
    assert difference(at, said[0]) == ({}, {})
