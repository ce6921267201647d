from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.flows.columns.amounts import LARGEST, Marks


def read(text, *others, semicolons=False):
    return Marks([text, *others], semicolons=semicolons).read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.465", "1.465"), ("60.0", "60"), ("0", "0"), (".5", "0.5"), ("1.0499999999999998", "1.0499999999999998"),
        ("1e-05", "0.00001"), ("2.5E+03", "2500"), (" 12 ", "12"), ("1 234 567", "1234567"), ("1\u00a0234,5", "1234.5"),
        ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("1.234.567", "1234567"), ("1,234,567", "1234567"),
        ("0,2", "0.2"), ("0,200", "0.2"), ("12,5", "12.5"), ("1'234", "1234"), ("១២៣", "123"), ("๑๒.๕", "12.5"),
        ("１２", "12"), ("+5", "5"), ("-0", "0"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text, value):
    assert read(text).value == Decimal(value)


def test_what_divides_decimals_is_a_habit_of_the_file():
    assert read("1,465", "0,2").value == Decimal("1.465")
    assert read("1,465", "0.2").value == Decimal(1465)
    assert read("1.465", "0,2").value == Decimal(1465)
    assert read("1,465", semicolons=True).value == Decimal("1.465")
    assert read("1,465").value == Decimal(1465)
    assert read("1,234.5", "0,2", "0.3").value == Decimal("1234.5")


def test_one_slip_is_no_habit():
    assert read("1.465", "0,2", *(f"{n}.5" for n in range(100))).value == Decimal("1.465")


def test_what_can_be_read_in_two_ways_is_not_read():
    found = read("1,465", "0,2", "0.3")
    assert found.value is None
    assert "two ways" in found.reason


@pytest.mark.parametrize(
    ("text", "unit"), [("5 kg", "kg"), ("500g", "g"), ("1,000 tablets", "tablets"), ("12 វីស", "វីស")]
)
def test_a_unit_may_stand_beside(text, unit):
    found = read(text)
    assert found.value is not None
    assert found.unit == unit


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-5", "below zero"), ("abc", "no number"), ("1e400", "so large"), ("9" * 400, "so large"),
        ("nan", "no number"),        ("inf", "no number"), ("=1+1", "formula"), ("5-7", "range"),
        ("5 to 7", "range"), (">500", "bound"),
        ("more than 500", "bound"), ("500+", "bound"), ("1e99999", "so large"), (",", "no number"),
        ("--5", "no number"), ("5..5", "no number"), ("1,2,3", "no number"), ("1,23,456", "no number"),
    ],
)  # fmt: skip
def test_what_is_no_amount_says_why(text, reason):
    found = read(text)
    assert found.value is None
    assert reason in found.reason


def test_what_is_approximate_is_read_and_said():
    found = read("about 500")
    assert (found.value, found.about) == (Decimal(500), True)


@given(st.decimals(0, LARGEST, allow_nan=False, allow_infinity=False, places=6), st.sampled_from([",", "."]))
def test_a_number_written_with_either_mark_is_read_back(number, mark):
    other = "." if mark == "," else ","
    written = f"{number:,.6f}".replace(",", "_").replace(".", mark).replace("_", other)
    assert read(written).value == number


@given(st.text())
def test_no_text_does_harm(text):
    found = read(text)
    assert (found.value is None) == bool(found.reason)
    assert found.value is None or 0 <= found.value <= LARGEST
