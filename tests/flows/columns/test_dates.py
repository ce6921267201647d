import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.flows.columns.dates import Calendar, reported_by_month
from comity.kernel.dates import PartialDate

TODAY = dt.date(2026, 11, 22)


def read(text, *others):
    return Calendar([text, *others], TODAY).read(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2011-01-08", "2011-01-08"), ("2011-01-08 00:00:00", "2011-01-08"), ("2011-01-08T10:30:00Z", "2011-01-08"),
        ("2011-01", "2011-01"), ("2011", "2011"), ("25/12/2013", "2013-12-25"), ("25.12.2013 10:00", "2013-12-25"),
        ("12/25/2013", "2013-12-25"), ("8 January 2011", "2011-01-08"), ("Jan 2011", "2011-01"),
        ("20110108", "2011-01-08"), ("2554-01-08", "2011-01-08"), ("25/12/2556", "2013-12-25"),
        ("12 พ.ค. 2556", "2013-05-12"),
        ("១២ ឧសភា ២០១៣", "2013-05-12"), ("2013年5月12日", "2013-05-12"), ("40551", "2011-01-08"),
        ("2011-01-00", "2011-01"),
    ],
)  # fmt: skip
def test_dates_as_files_write_them(text, date):
    found = read(text)
    assert (str(found.date), found.reason) == (date, "")


def test_which_of_day_and_month_stands_first_is_a_habit_of_the_file():
    assert str(read("03/04/2013", "25/12/2013").date) == "2013-04-03"
    assert str(read("03/04/2013", "12/25/2013").date) == "2013-03-04"
    assert "day is taken" in read("03/04/2013").assumed
    assert not read("03/04/2013", "25/12/2013").assumed


def test_where_a_file_uses_both_orders_only_the_year_is_sure():
    found = read("03/04/2013", "25/12/2013", "12/25/2013")
    assert (str(found.date), "only the year" in found.assumed) == ("2013", True)
    assert str(read("25/12/2013", "12/25/2013").date) == "2013-12-25"
    assert str(read("12/25/2013", "25/12/2013").date) == "2013-12-25"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2013-02-30", "no date"), ("31/13/2014", "no date"), ("soon", "no date"), ("2099-01-01", "future"),
        ("2026-11-23", "future"), ("1066-10-14", "before"), ("01/02/13", "two digits"),
        ("2012 or 2013", "more than one"),
        ("2013-13-01", "no date"), ("0000-00-00", "no date"),
    ],
)  # fmt: skip
def test_what_is_no_date_of_a_seizure_says_why(text, reason):
    found = read(text)
    assert found.date is None
    assert reason in found.reason


@given(st.text(max_size=30))
def test_no_text_does_harm(text):
    found = read(text)
    assert (found.date is None) == bool(found.reason)


def months(country, year, firsts, others):
    dates = {(country, PartialDate(year, 1 + i % 12, 1)): 0 for i in range(12)}
    for i in range(firsts):
        dates[country, PartialDate(year, 1 + i % 12, 1)] += 1
    for i in range(others):
        key = (country, PartialDate(year, 1 + i % 12, 2 + i % 27))
        dates[key] = dates.get(key, 0) + 1
    return dates


@pytest.mark.parametrize(
    ("firsts", "others", "monthly"),
    [
        (477, 0, True), (204, 2, True), (3, 0, True), (33, 220, True), (1, 0, False), (2, 0, False), (1, 10, False),
        (12, 340, False), (73, 1087, False), (36, 626, False), (0, 100, False), (5, 100, False),
    ],
)  # fmt: skip
def test_firsts_of_a_month_are_months_where_there_are_more_than_chance_makes(firsts, others, monthly):
    found = reported_by_month(months("NZ", 2012, firsts, others))
    assert found == ({("NZ", 2012): (firsts, firsts + others)} if monthly else {})


def test_countries_and_years_are_judged_each_by_itself():
    found = reported_by_month(months("NZ", 2012, 50, 0) | months("NZ", 2013, 1, 40) | months("TH", 2012, 2, 60))
    assert set(found) == {("NZ", 2012)}
