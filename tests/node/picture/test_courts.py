from dataclasses import replace

import pytest

from comity.flows.disclosure import Shown
from comity.node.picture.courts import courts
from comity.node.picture.presenting import presented
from comity.node.picture.statistics import figures
from comity.node.picture.tables import Asked
from tests.node.picture.counted import counted, rows

YEARS = (2024, 2025)
CHARGED = [
    {"year": year, "province": province, "outcome": outcome, "persons": persons}
    for year in YEARS
    for province, outcome, persons in (
        ("KH-12", "convicted", 40), ("KH-12", "pending", 20), ("KH-1", "convicted", 15), ("KH-1", "acquitted", 3),
        ("KH-16", "fled", 2),
    )
]  # fmt: skip


def test_the_whole_form_counts_persons_by_outcome_and_province():
    found = courts(CHARGED, Asked(whole=True), YEARS)
    assert [row.count for row in found.total] == [80, 80]
    assert {code: numbers[0].count for code, numbers in found.outcomes} == {
        "convicted": 55, "pending": 20, "acquitted": 3, "fled": 2,
    }  # fmt: skip
    here = courts(CHARGED, Asked(province="KH-1", whole=True), YEARS)
    assert [row.count for row in here.total] == [18, 18]
    assert dict(here.provinces)["KH-12"][0].count == 60


def test_the_published_form_shows_no_line_below_eleven():
    found = courts(CHARGED, Asked(), YEARS)
    shown = [row for _, numbers in (*found.outcomes, *found.provinces) for row in numbers if row.shown is Shown.EXACT]
    assert shown
    assert min(row.count for row in shown) >= 11
    assert "fled" not in dict(found.outcomes)
    assert all(row.at_most for row in found.merged_outcomes)


def test_where_nobody_was_charged_there_is_no_table():
    assert courts(CHARGED, Asked(), (2020,)) is None
    assert courts([], Asked(), YEARS) is None


@pytest.mark.django_db
def test_the_page_says_that_outcomes_of_recent_years_change():
    pytest.importorskip("statsmodels", reason="needs the extra analysis")
    made = figures(Asked(whole=True), replace(counted(rows()), courts=CHARGED))
    sheets = {sheet.key: sheet for sheet in presented(made).sheets}
    assert {"outcomes", "courts"} <= set(sheets)
    assert "recent years change" in sheets["outcomes"].note
    last = sheets["outcomes"].lines[-1]
    assert (last.name, last.cells[-2:]) == ("All", (80, 80))


@pytest.mark.django_db
def test_a_campaign_is_named_where_it_ran(person):
    from datetime import date

    from comity.node.campaigns.models import Campaign
    from comity.node.runtime import clock

    pytest.importorskip("statsmodels", reason="needs the extra analysis")
    Campaign.objects.create(
        reference="C-1", title="Clean streets", begins=date(2025, 1, 1), ends=date(2025, 6, 30), provinces=["KH-12"],
        recorded_by="x", recorded=clock().now(),
    )  # fmt: skip
    told = presented(figures(Asked(whole=True), counted(rows(ratio=0.5))))
    said = "Clean streets ran for 6 months of the period and 0 months before it"
    assert said in " ".join(told.verdict.reasons)
    lines = {line.code: line for sheet in told.sheets if sheet.key == "provinces-seizures" for line in sheet.lines}
    assert said in " ".join(lines["KH-12"].verdict.reasons)
    assert said not in " ".join(lines["KH-1"].verdict.reasons)
