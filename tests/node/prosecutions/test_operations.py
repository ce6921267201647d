"""Prosecutions: recorded with every fault at once, corrected with before and after, heard, withdrawn, erased."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.prosecutions import queries
from comity.node.prosecutions.erasing import erase_expired
from comity.node.prosecutions.given import Given, GivenDefendant, InvalidProsecution
from comity.node.prosecutions.models import Hearing, Prosecution, ProsecutionState
from comity.node.prosecutions.operations import (
    correct_prosecution,
    record_hearing,
    record_prosecution,
    withdraw_prosecution,
)
from comity.node.seizures.operations import import_file, undo_intake
from comity.subjects import Role as As
from tests.node.seizures.seizing import grounds

pytestmark = pytest.mark.django_db
ONE = GivenDefendant(nationality="Cambodia", sex="male", age_band="25-34")
TWO = GivenDefendant(persons=3, nationality="VN")
GIVEN = Given(
    offence="drug-trafficking", charge="Transport of drugs, article 40", date="2026-05", province="KH-12",
    court="Court of first instance", defendants=(ONE, TWO),
)  # fmt: skip
CONVICTED = replace(
    ONE, outcome="convicted", outcome_date="2026-09-01", sentence="prison", months=84, fine="20000000", currency="khr"
)


@pytest.fixture
def charged(at_work):
    def make(given=GIVEN, **said):
        actor = said.pop("actor", at_work)
        return record_prosecution(actor=actor, given=given, grounds=grounds(case_id=at_work.case_id), **said)

    return make


def test_what_went_to_court_is_recorded_with_its_seizures(charged, seized, at_work):
    seizure = seized()
    made = charged(replace(GIVEN, seizures=(seizure.reference,)))
    assert (made.reference[:2], made.state, made.country, str(made.date_from), str(made.date_to)) == (
        "P-", ProsecutionState.OPEN, "KH", "2026-05-01", "2026-05-31",
    )  # fmt: skip
    assert [d.persons for d in made.defendants.all()] == [1, 3]
    seen = queries.detail(at_work, made.id)
    assert [each.id for each in seen.seizures] == [seizure.id]
    assert queries.of_seizure(at_work, seizure.id) == [made]
    assert queries.of_case(at_work, at_work.case_id) == [made]
    last = LedgerEntry.objects.order_by("-index").first()
    assert (last.event, made.id in last.objects_text) == ("prosecutions.prosecution.read", True)


def test_a_reference_looks_like_no_other_by_signs_that_nobody_sees(charged):
    with pytest.raises(InvalidProsecution, match="signs that cannot be kept"):
        charged(replace(GIVEN, reference="P-\u202e1"))


def test_every_fault_is_named_at_once(charged):
    wrong = Given(
        offence="theft", charge=" ", date="soon", province="KH-99", country="Nowhere",
        defendants=(
            replace(ONE, persons=0, sex="m", outcome="convicted", months=5, fine="much"),
            replace(TWO, sentence="prison", outcome_date="2026-01-01", appeal="pending", currency="USD"),
        ),
    )  # fmt: skip
    with pytest.raises(InvalidProsecution) as raised:
        charged(wrong)
    assert {each.field for each in raised.value.faults} == {
        "offence", "charge", "date", "country", "province", "defendants.1.persons", "defendants.1.sex",
        "defendants.1.outcome_date", "defendants.1.months", "defendants.1.fine", "defendants.1.currency",
        "defendants.2.sentence", "defendants.2.outcome", "defendants.2.appeal", "defendants.2.fine",
    }  # fmt: skip
    assert not Prosecution.objects.exists()


@pytest.mark.parametrize(
    ("defendant", "field"),
    [
        (replace(CONVICTED, outcome="acquitted"), "defendants.1.sentence"),
        (replace(CONVICTED, outcome_date="2026-04-30"), "defendants.1.outcome_date"),
        (replace(CONVICTED, outcome_date="2999"), "defendants.1.outcome_date"),
        (replace(CONVICTED, sentence="fine"), "defendants.1.months"),
        (replace(CONVICTED, fine="1.005"), "defendants.1.fine"),
        (replace(ONE, persons=2, holding_id="x"), "defendants.1.persons"),
    ],
)
def test_what_contradicts_itself_is_refused(charged, defendant, field):
    with pytest.raises(InvalidProsecution) as raised:
        charged(replace(GIVEN, defendants=(defendant,)))
    assert field in {each.field for each in raised.value.faults}


def test_an_outcome_is_a_correction_that_keeps_what_stood_before(charged, at_work):
    made = charged(replace(GIVEN, defendants=(ONE,)))
    after = correct_prosecution(
        actor=at_work, prosecution_id=made.id, revision=1, given=replace(GIVEN, defendants=(CONVICTED,)),
        reason="Judgement of 1 September",
    )  # fmt: skip
    assert (after.state, after.revision) == (ProsecutionState.ENDED, 2)
    change = after.changes.get()
    assert change.before["defendants"][0]["outcome"] == "pending"
    assert (change.after["defendants"][0]["fine"], change.after["state"]) == ("20000000", "ended")
    with pytest.raises(Conflicting, match="meanwhile"):
        correct_prosecution(actor=at_work, prosecution_id=made.id, revision=1, given=GIVEN, reason="Late")
    with pytest.raises(InvalidInput, match="nothing differs"):
        correct_prosecution(
            actor=at_work, prosecution_id=made.id, revision=2, given=replace(GIVEN, defendants=(CONVICTED,)), reason="-"
        )
    appealed = replace(CONVICTED, appeal="pending")
    again = correct_prosecution(
        actor=at_work, prosecution_id=made.id, revision=2, given=replace(GIVEN, defendants=(appealed,)), reason="Appeal"
    )
    assert again.state == ProsecutionState.OPEN


def test_a_reference_is_of_one_prosecution(charged):
    charged(replace(GIVEN, reference="PP-1"))
    with pytest.raises(Conflicting, match="PP-1"):
        charged(replace(GIVEN, reference="PP-1"))


def test_seizures_that_do_not_count_are_named(charged, seized, at_work):
    from comity.node.seizures.operations import withdraw_seizure

    gone = seized()
    withdraw_seizure(actor=at_work, seizure_id=gone.id, revision=1, reason="Twice")
    with pytest.raises(InvalidInput, match=rf"{gone.reference}, S-none"):
        charged(replace(GIVEN, seizures=(gone.reference, "S-none")))


def test_hearings_are_added(charged, at_work):
    made = charged()
    record_hearing(
        actor=at_work,
        prosecution_id=made.id,
        day=date(2026, 8, 1),
        kind="trial",
        words="Heard",
        next_day=date(2026, 9, 1),
    )
    assert [(h.kind, h.next_day) for h in queries.detail(at_work, made.id).hearings] == [("trial", date(2026, 9, 1))]
    for wrong in (
        {"day": date(1980, 1, 1), "kind": "trial"}, {"day": date(2026, 8, 1), "kind": "party"},
        {"day": date(2026, 8, 1), "kind": "trial", "next_day": date(2026, 8, 1)},
        {"day": date(2026, 8, 1), "kind": "trial", "words": "x" * 5001},
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            record_hearing(actor=at_work, prosecution_id=made.id, **wrong)
    assert Hearing.objects.count() == 1


def test_what_was_withdrawn_counts_nowhere_and_stays_readable(charged, at_work):
    made = charged()
    assert len(list(queries.lines())) == 2
    withdraw_prosecution(actor=at_work, prosecution_id=made.id, revision=1, reason="Recorded twice")
    assert list(queries.lines()) == []
    assert queries.detail(at_work, made.id).may_change is False
    with pytest.raises(Conflicting, match="withdrawn"):
        record_hearing(actor=at_work, prosecution_id=made.id, day=date(2026, 8, 1), kind="trial")
    with pytest.raises(InvalidInput, match="explained"):
        withdraw_prosecution(actor=at_work, prosecution_id=made.id, revision=2, reason=" ")


def test_who_does_not_work_on_the_case_reads_and_does_not_write(charged, analyst, person, at_work):
    from comity.node.permissions import Role

    made = charged()
    assert queries.find(analyst, queries.Filter()).count == 1
    with pytest.raises(Refused):
        withdraw_prosecution(actor=analyst, prosecution_id=made.id, revision=1, reason="x")
    with pytest.raises(Refused):
        queries.find(person(Role.AUDITOR), queries.Filter())
    with pytest.raises(Refused):
        queries.find(replace(at_work, purpose=""), queries.Filter())
    with pytest.raises(Missing):
        queries.detail(at_work, "none")


def test_lists_are_filtered(charged, at_work):
    charged()
    charged(replace(GIVEN, date="2024", charge="Possession", defendants=(replace(CONVICTED, outcome_date="2025"),)))
    for wanted, count in (
        ({}, 2), ({"year": 2024}, 1), ({"outcome": "convicted"}, 1), ({"text": "possess"}, 1), ({"state": "open"}, 1),
        ({"province": "KH-12"}, 2), ({"province": "KH-1"}, 0), ({"offence": "fraud"}, 0),
    ):  # fmt: skip
        assert queries.find(at_work, queries.Filter(**wanted)).count == count, wanted
    for wrong in ({"year": 0}, {"text": "a\x00"}, {"text": "x" * 201}):
        with pytest.raises(InvalidInput):
            queries.find(at_work, queries.Filter(**wrong))


def test_rows_for_statistics_and_counts(charged):
    charged(replace(GIVEN, defendants=(CONVICTED, TWO)))
    rows = [dict(zip(queries.COLUMNS, row, strict=True)) for row in queries.lines()]
    assert [(r["year"], r["month"], r["persons"], r["outcome"], r["outcome_year"]) for r in rows] == [
        (2026, 5, 1, "convicted", 2026), (2026, 5, 3, "pending", None),
    ]  # fmt: skip
    may = {"since": date(2026, 5, 1), "until": date(2026, 5, 31)}
    assert queries.counted(**may, provinces=[]) == (4, 0)
    assert queries.counted(**may, provinces=["KH-1"]) == (0, 0)
    assert queries.counted(since=date(2026, 5, 2), until=date(2026, 6, 1), provinces=[]) == (0, 4)
    day = {"since": date(2026, 9, 1), "until": date(2026, 9, 1), "convicted": True}
    assert queries.counted(**day, provinces=["KH-12"]) == (1, 0)
    charged(replace(GIVEN, defendants=(replace(CONVICTED, outcome_date="2026"),)))
    assert queries.counted(**day, provinces=["KH-12"]) == (1, 1)


def test_the_whole_country_is_this_one(charged):
    charged(replace(GIVEN, country="TH", province=""))
    assert queries.counted(since=date(2026, 1, 1), until=date(2026, 12, 31), provinces=[]) == (0, 0)


def test_a_person_is_tied_to_a_record_that_may_be_read(charged, at_work, suspect):
    holding = suspect(As.SUSPECT)
    made = charged(replace(GIVEN, defendants=(replace(ONE, holding_id=holding.id),)))
    assert queries.detail(at_work, made.id).defendants[0][1] == holding
    with pytest.raises(Missing):
        charged(replace(GIVEN, defendants=(replace(ONE, holding_id="none"),)))
    with pytest.raises(InvalidProsecution, match="twice"):
        charged(replace(GIVEN, defendants=(replace(ONE, holding_id=holding.id),) * 2))
    with pytest.raises(Refused, match="tied to nothing"):
        charged(replace(GIVEN, defendants=(replace(ONE, holding_id=suspect(As.WITNESS).id),)))


def test_retention_ends(charged, at_work):
    from comity.node.runtime import clock

    made = charged()
    keep = record_prosecution(actor=at_work, given=GIVEN, grounds=grounds(case_id=at_work.case_id))
    Prosecution.objects.filter(id=made.id).update(retention_until=clock().now().date() - timedelta(days=1))
    assert erase_expired() == 1
    assert list(Prosecution.objects.all()) == [keep]
    assert erase_expired() == 0


@pytest.fixture
def elsewhere(person, working):
    """An analyst who does not work on the case."""
    from comity.node.permissions import Role

    return working(person(Role.ANALYST), member=False)


def test_the_next_days_in_court_of_what_one_works_on(charged, at_work, supervisor, elsewhere):
    from comity.node.runtime import clock

    today = clock().now().date()

    def heard(made, in_days, *, then=None):
        next_day = today + timedelta(days=then) if then is not None else None
        day = today + timedelta(days=in_days)
        record_hearing(actor=at_work, prosecution_id=made.id, day=day, kind="trial", next_day=next_day)

    overtaken, gone, near = charged(), charged(), charged()
    heard(overtaken, -9, then=3)
    heard(overtaken, -1, then=40)
    heard(gone, 2)
    withdraw_prosecution(actor=at_work, prosecution_id=gone.id, revision=1, reason="Twice")
    heard(near, 0, then=5)
    heard(near, 5)
    until = today + timedelta(days=14)
    assert queries.coming(at_work, until) == [(today, near), (today + timedelta(days=5), near)]
    assert queries.coming(supervisor, until) == queries.coming(at_work, until)
    assert queries.coming(elsewhere, until) == []
    with pytest.raises(Refused):
        queries.coming(replace(at_work, purpose=""), until)


def test_a_case_that_one_may_not_know_of_is_no_filter(charged, at_work, elsewhere, supervisor):
    made = charged()
    asked = queries.Filter(case_id=made.case_id)
    assert [queries.find(who, asked).count for who in (at_work, supervisor, elsewhere)] == [1, 1, 0]


def test_a_reference_that_the_node_makes_gives_way(charged):
    first = charged()
    stem, number = first.reference.rsplit("-", 1)
    charged(replace(GIVEN, reference=f"{stem}-{int(number) + 2}"))
    assert charged().reference == f"{stem}-{int(number) + 2}-2"


def test_a_seizure_withdrawn_since_does_not_hinder_an_outcome(charged, seized, at_work):
    from comity.node.seizures.operations import withdraw_seizure

    seizure = seized()
    given = replace(GIVEN, seizures=(seizure.reference,))
    made = charged(given)
    withdraw_seizure(actor=at_work, seizure_id=seizure.id, revision=1, reason="Twice")
    decided = replace(given, defendants=(CONVICTED,))
    correct_prosecution(actor=at_work, prosecution_id=made.id, revision=1, given=decided, reason="Judgement")
    assert [each.id for each in queries.detail(at_work, made.id).seizures] == [seizure.id]


def test_an_import_whose_seizures_went_to_court_is_not_undone(charged, at_work):
    file = io.BytesIO(b"COUNTRY,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT\nCambodia,2025-03-04,Heroin,2,Kilogram\n")
    made = import_file(actor=at_work, file=file, grounds=grounds(case_id=at_work.case_id))
    court = charged(replace(GIVEN, seizures=(made.seizures.get().reference,)))
    with pytest.raises(Conflicting, match="went to court"):
        undo_intake(actor=at_work, intake_id=made.id)
    assert court.seizures.count() == 1


def test_reading_one_counts_as_browsing_and_as_reading_the_record_it_shows(charged, at_work, supervisor, suspect):
    from comity.node.audit.browsing import LISTS, OPENS
    from comity.node.holdings.readers import readers

    holding = suspect(As.SUSPECT)
    made = charged(replace(GIVEN, defendants=(replace(ONE, holding_id=holding.id),)))
    queries.detail(at_work, made.id)
    assert [each.event for each in readers(supervisor, holding.id)][:1] == ["prosecutions.prosecution.read"]
    assert "prosecutions.prosecution.read" in OPENS
    assert "prosecutions.list.read" in LISTS
