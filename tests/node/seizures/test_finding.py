"""Lists, one seizure, persons, and files that leave: within rights, and on record."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from comity.kernel import Missing, Refused
from comity.kernel.handling import Handling, Pap, Restriction, Tlp
from comity.node.audit.models import LedgerEntry
from comity.node.items.models import Copy, Item
from comity.node.permissions import Role
from comity.node.seizures import operations, queries
from comity.node.seizures.given import GivenGood, GivenPoint
from comity.node.seizures.queries import Filter
from tests.node.seizures.seizing import GIVEN, ICE, grounds

pytestmark = pytest.mark.django_db


def found(actor, **wanted):
    return [row.seizure.reference for row in queries.find(actor, Filter(**wanted)).rows]


@pytest.fixture
def three(seized):
    seized(replace(GIVEN, reference="A", date="2025-03-04"))
    seized(
        replace(
            GIVEN, reference="B", date="2026-01", goods=(ICE,), country="VN", province="", transport="ship", points=()
        )
    )
    seized(replace(GIVEN, reference="C", date="2024", place="Bridge of friendship", points=(
        GivenPoint(role="departure", place="TH-57"), GivenPoint(role="destination", place="KH-1201"),
    )))  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, "BAC"), ({"year": 2026}, "B"), ({"year": 2024}, "C"), ({"since": date(2025, 1, 1)}, "BA"),
        ({"until": date(2024, 6, 1)}, "C"), ({"country": "VN"}, "B"), ({"province": "KH-12"}, "AC"),
        ({"kind": "cash"}, "AC"), ({"drug": "methamphetamine", "kind": "drug"}, "BAC"), ({"drug": "heroin"}, ""),
        ({"transit": "TH"}, "A"), ({"destination": "AU", "departure": "LA"}, "A"), ({"text": "FRIENDSHIP"}, "C"),
        ({"text": "yaba"}, "AC"), ({"departure_province": "TH-57"}, "C"), ({"destination_province": "KH-12"}, "C"),
        ({"transport": "commercial-sea"}, "B"), ({"state": "verified"}, ""), ({"text": "%"}, ""),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_found(three, analyst, wanted, expected):
    assert "".join(found(analyst, **wanted)) == expected


def test_whose_case_a_seizure_is_of_is_not_found_by_who_does_not_work_on_it(
    three, at_work, supervisor, person, working
):
    stranger = working(person(Role.ANALYST), member=False)
    assert "".join(found(stranger)) == "BAC"
    for wanted in ({"case_id": at_work.case_id}, {"duty_id": at_work.case_id}):
        assert found(stranger, **wanted) == []
    assert found(at_work, case_id=at_work.case_id) == found(supervisor, case_id=at_work.case_id) == ["B", "A", "C"]


def test_a_list_is_on_record_and_needs_a_purpose(three, analyst, person):
    shown = queries.find(analyst, Filter(country="KH"), size=1, page=2)
    assert (len(shown.rows), shown.count, shown.page, shown.pages, shown.more) == (1, 2, 2, 2, False)
    entry = LedgerEntry.objects.order_by("-id").first()
    assert (entry.event, shown.rows[0].seizure.id in entry.object_ids) == ("seizures.list.read", True)
    assert len(entry.object_ids) < 5
    with pytest.raises(Refused):
        queries.find(replace(analyst, purpose=""), Filter())
    with pytest.raises(Refused):
        queries.find(person(Role.AUDITOR), Filter())


def test_a_list_asks_no_more_of_the_database_for_more_seizures(
    seized, analyst, django_assert_max_num_queries, django_assert_num_queries
):
    seized()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        queries.find(analyst, Filter())
    for _ in range(5):
        seized()
    with CaptureQueriesContext(connection) as many:
        queries.find(analyst, Filter())
    assert len(many) == len(few)
    with django_assert_num_queries(3):
        assert len(list(queries.lines())) == 18


@pytest.fixture
def suspect(at_work):
    from comity.node.holdings.operations import record_holding
    from comity.subjects import Schema

    def make(role):
        return record_holding(
            actor=at_work, schema=Schema.PERSON, values=[("name", "Made-up Person")],
            grounds=replace(grounds(case_id=at_work.case_id), role=role),
        )  # fmt: skip

    return make


def test_persons_are_tied_within_rights(seized, at_work, analyst, suspect):
    from comity.subjects import Role as As

    made, held = seized(), suspect(As.SUSPECT)
    operations.involve(actor=at_work, seizure_id=made.id, holding_id=held.id, role=As.SUSPECT, words="Drove the lorry")
    shown = queries.detail(analyst, made.id)
    assert [(p.tied.words, p.row.title) for p in shown.persons] == [("Drove the lorry", "Made-up Person")]
    entry = LedgerEntry.objects.filter(event="seizures.seizure.read").order_by("-id").first()
    assert held.id in entry.object_ids
    for role in (As.VICTIM, As.WITNESS):
        with pytest.raises(Refused):
            operations.involve(actor=at_work, seizure_id=made.id, holding_id=held.id, role=role)
    with pytest.raises(Refused):
        operations.involve(actor=at_work, seizure_id=made.id, holding_id=suspect(As.WITNESS).id, role=As.SUSPECT)
    operations.release(actor=at_work, seizure_id=made.id, holding_id=held.id)
    with pytest.raises(Missing):
        operations.release(actor=at_work, seizure_id=made.id, holding_id=held.id)
    assert queries.detail(analyst, made.id).persons == []


def test_what_leaves_has_its_marks_and_no_formulas(seized, at_work, analyst):
    bound = Restriction(frozenset({Handling.H0, Handling.H3}), Tlp.GREEN, Pap.RED, "Ask us first")
    odd = GivenGood(kind="other", words="=HYPERLINK(1)", amount="2", unit="@box")
    seized(
        replace(GIVEN, goods=(odd, ICE), place="+855", latitude=-3.5),
        grounds=grounds(case_id=at_work.case_id, restriction=bound),
    )
    seized(replace(GIVEN, place="Draft"), draft=True)
    rows = list(csv.DictReader(io.StringIO("".join(operations.export_csv(actor=analyst, wanted=Filter())))))
    assert [row["good_words"] for row in rows] == ["'=HYPERLINK(1)", "crystal methamphetamine"]
    first = rows[0]
    assert (first["place"], first["good_unit_text"], first["latitude"]) == ("'+855", "'@box", "-3.5")
    assert (first["tlp"], first["pap"], first["restriction_words"]) == ("GREEN", "RED", "Ask us first")
    assert (first["transit"], first["transit_evaluation"], first["destination_source"]) == (
        "TH;KH", "B2;", "Label of the parcel",
    )  # fmt: skip
    assert (rows[1]["good_kilograms"], rows[1]["good_imputed"], rows[1]["arrested"]) == ("3.25", "no", "2")
    sheet = load_workbook(io.BytesIO(operations.export_xlsx(actor=analyst, wanted=Filter()))).active
    table = list(sheet.iter_rows(values_only=True))
    told = dict(zip(table[0], table[1], strict=True))
    assert (told["good_words"], told["good_amount"]) == ("'=HYPERLINK(1)", 2)
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    entries = LedgerEntry.objects.filter(event="seizures.exported")
    assert entries.count() == 2


def test_who_may_not_export_does_not(seized, at_work, analyst):
    with pytest.raises(Missing):
        operations.export_csv(actor=analyst, wanted=Filter())
    seized()
    with pytest.raises(Refused):
        operations.export_csv(actor=at_work, wanted=Filter())
    with pytest.raises(Refused):
        operations.export_xlsx(actor=replace(analyst, purpose=""), wanted=Filter())


def test_what_may_not_leave_has_a_row_that_says_why(seized, at_work, analyst, clock):
    red = Restriction(tlp=Tlp.RED)
    seized(replace(GIVEN, reference="RED"), grounds=grounds(case_id=at_work.case_id, restriction=red))
    theirs = Item.objects.create(
        owner="abcdefghijklmnop", wire_id="w", text="A made-up tip", evaluation="B2", date_of_data="2026",
        made=clock.now(),
        retention_until=date(2030, 1, 1), handling="H0", tlp=Tlp.RED, pap=Pap.CLEAR, case_id=at_work.case_id,
    )  # fmt: skip
    resting = seized(replace(GIVEN, reference="TIP"))
    operations.quote_item(actor=at_work, seizure_id=resting.id, item_id=theirs.id)
    assert [seen.item.text for seen in queries.detail(at_work, resting.id).items] == ["A made-up tip"]
    seized(replace(GIVEN, reference="FREE", goods=(ICE,)))
    rows = list(csv.DictReader(io.StringIO("".join(operations.export_csv(actor=analyst, wanted=Filter())))))
    assert {(row["reference"], row["good_words"], bool(row["left_out"])) for row in rows} == {
        ("RED", "", True), ("TIP", "", True), ("FREE", "crystal methamphetamine", False),
    }  # fmt: skip
    assert not Copy.objects.exists()
    Item.objects.update(tlp=Tlp.GREEN)
    rows = list(csv.DictReader(io.StringIO("".join(operations.export_csv(actor=analyst, wanted=Filter(text="TIP"))))))
    assert {row["left_out"] for row in rows} == {""}
    assert Copy.objects.get().item == theirs


def test_a_record_that_is_erased_leaves_the_seizure(seized, at_work, supervisor, suspect):
    from comity.node.holdings.operations import erase_holding
    from comity.subjects import Role as As

    made, held = seized(), suspect(As.SUSPECT)
    operations.involve(actor=at_work, seizure_id=made.id, holding_id=held.id, role=As.SUSPECT)
    erase_holding(actor=supervisor, holding_id=held.id)
    assert queries.detail(at_work, made.id).persons == []
