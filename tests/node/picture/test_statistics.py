import pytest

from comity.flows.disclosure import Shown
from comity.flows.trends import Verdict, month_number
from comity.flows.trends.explanations import Code
from comity.node.picture import reporting
from comity.node.picture.presenting import cell, in_words, presented
from comity.node.picture.statistics import figures
from comity.node.picture.tables import Asked
from tests.node.picture.counted import counted, rows

pytestmark = pytest.mark.django_db
pytest.importorskip("statsmodels", reason="needs the extra analysis")


@pytest.fixture
def everything_reported(person):
    from comity.node.permissions import Role

    supervisor = person(Role.SUPERVISOR)
    for year in range(2021, 2026):
        months = dict.fromkeys(range(1, 13), (25, 25))
        reporting.state_reported(actor=supervisor, year=year, months=months, source="register")


def test_decreased_is_said_only_where_reporting_is_known(everything_reported):
    found = figures(Asked(whole=True), counted(rows(ratio=0.5)))
    assert found.total.change.verdict is Verdict.DECREASED
    assert found.year == 2025
    assert {line.change.verdict for line in found.drugs if line.code == "amphetamine-type"} == {Verdict.DECREASED}


def test_without_a_statement_it_is_said_that_fewer_were_recorded():
    found = figures(Asked(whole=True), counted(rows(ratio=0.5)))
    told = presented(found)
    assert found.total.change.verdict is Verdict.FEWER_RECORDED
    said = [told.lead, *told.unknown, told.verdict.sentence, told.verdict.label, *told.verdict.reasons]
    verdicts = [line.verdict for sheet in told.sheets for line in sheet.lines if line.verdict]
    said += [each.label for each in verdicts] + [each.sentence for each in verdicts]
    assert not [text for text in said if "decreased" in text.lower() and "nothing is said" not in text]
    assert len(told.verdict.reasons) >= 3


def test_a_verdict_names_what_is_known_of_borders(person):
    from datetime import date

    from comity.node.permissions import Role

    reporting.state_closure(
        actor=person(Role.ANALYST), title="Poipet", begins=date(2025, 2, 1), ends=date(2025, 6, 1), source="notice"
    )  # fmt: skip
    found = figures(Asked(whole=True), counted(rows(ratio=0.5)))
    reason = next(each for each in found.total.reasons if each.code is Code.BORDER_CLOSED)
    assert dict(reason.numbers) == {"months_before": 0, "months_after": 4}
    assert "Poipet was closed in 4 months" in " ".join(presented(found).verdict.reasons)


def test_the_published_form_shows_no_cell_below_eleven():
    found = figures(Asked(), counted(rows(scale=0.4)))
    numbers = [row for line in (*found.drugs, *found.provinces) for row in line.numbers]
    assert any(row.shown is not Shown.EXACT for row in numbers)
    shown = [row.count for row in numbers if row.shown is Shown.EXACT]
    assert shown
    assert min(shown) >= 11
    assert not found.months


def test_a_line_of_hidden_cells_has_no_verdict():
    found = figures(Asked(), counted(rows(scale=0.4)))
    for line in (*found.drugs, *found.provinces):
        if any(row.shown not in {Shown.EXACT, Shown.ZERO} for row in line.numbers):
            assert line.change is None, line.code
    assert found.total.change is not None


def test_the_whole_form_adds_up():
    every = rows()
    found = figures(Asked(whole=True), counted(every))
    for at, year in enumerate(found.years):
        total = sum(row[4] for row in every if row[0] == year)
        assert found.total.numbers[at].count == total
        assert sum(line.numbers[at].count for line in found.provinces) == total
    assert len(found.months) == 60


def test_a_choice_counts_what_was_chosen():
    every = rows()
    found = figures(Asked("opioids", "KH-12", 2024, whole=True), counted(every, drug="opioids", province="KH-12"))
    assert (found.year, found.years) == (2024, (2021, 2022, 2023, 2024))
    assert found.total.numbers[-1].count == sum(r[4] for r in every if r[:1] + r[2:4] == (2024, "KH-12", "opioids"))


def test_the_running_month_is_not_judged():
    found = figures(Asked(year=2026, whole=True), counted(rows(years=range(2021, 2027))))
    assert found.period == (month_number(2026, 1), month_number(2026, 5))


def test_one_line_judged_with_many_needs_more(everything_reported):
    found = figures(Asked(whole=True), counted(rows()))
    assert {line.change.tables for line in found.provinces if line.change.effect} == {
        sum(line.change.effect is not None for line in found.provinces)
    }


def test_nothing_recorded_is_said():
    found = figures(Asked(), counted([]))
    told = presented(found)
    assert (found.year, told.sheets, told.verdict) == (None, (), None)
    assert told.lead == "No seizure of drugs is recorded yet."


def test_hidden_numbers_are_words():
    found = figures(Asked(), counted(rows(scale=0.4)))
    words = {in_words(cell(row)) for line in found.provinces for row in line.numbers if row.shown is not Shown.EXACT}
    assert all("to" in each or each.startswith("fewer than 11") or each == "0" for each in words), words
