from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import PartialDate


@given(st.dates(), st.booleans())
def test_a_full_date_is_read_as_it_is_written(day: date, circa: bool):
    whole = PartialDate(day.year, day.month, day.day, circa)
    if day.year < 2200:
        assert PartialDate.parse(str(whole)) == whole


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_value_error(text: str):
    try:
        PartialDate.parse(text)
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1970", PartialDate(1970)),
        ("1970-05", PartialDate(1970, 5)),
        ("1970-00-00", PartialDate(1970)),
        ("1970-05-00", PartialDate(1970, 5)),
        ("12/05/1970", PartialDate(1970, 5, 12)),
        ("12.5.1970", PartialDate(1970, 5, 12)),
        ("12 May 1970", PartialDate(1970, 5, 12)),
        ("circa 1970", PartialDate(1970, circa=True)),
        ("2569-01-02", PartialDate(2026, 1, 2)),
    ],
)
def test_the_forms_of_records(text: str, read: PartialDate):
    assert PartialDate.parse(text) == read


@pytest.mark.parametrize("text", ["", "1970-13", "1970-02-30", "0000", "31/04/1970", "1970-00-05x", "12 Foo 1970"])
def test_what_is_no_date_is_refused_and_not_guessed(text: str):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_an_unknown_month_keeps_no_day():
    assert PartialDate.parse("1970-00-05") == PartialDate(1970)
