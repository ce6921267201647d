"""Phones, accounts, plates and chassis numbers where they say more than yes or no."""

from __future__ import annotations

import subprocess
import sys

import pytest

from comity.identifiers import Kind, normalise
from comity.kernel.errors import InvalidInput


def test_a_phone_without_country_keeps_its_digits():
    found = normalise(Kind.PHONE, "012 345 678")
    assert (found.value, found.valid, found.country) == ("012345678", None, None)
    assert "country is not known" in found.note


def test_a_phone_of_impossible_length_is_doubted():
    found = normalise(Kind.PHONE, "+855 12 34")
    assert (found.value, found.valid, found.country) == ("+8551234", False, "KH")


def test_an_account_that_is_an_iban_is_one():
    assert normalise(Kind.ACCOUNT, "GB82 WEST 1234 5698 7654 32").kind is Kind.IBAN


def test_an_iban_of_a_country_without_iban_is_doubted():
    head = "KH00"
    number = "12345678901234"
    check = 98 - int("".join(str(int(c, 36)) for c in number + head)) % 97
    found = normalise(Kind.IBAN, f"KH{check:02}{number}")
    assert found.valid is False
    assert "KH has no IBAN" in found.note


def test_a_bank_before_the_account_gives_the_country():
    found = normalise(Kind.ACCOUNT, "ABAAKHPP/000123456")
    assert (found.value, found.country) == ("000123456", "KH")
    assert "ABAAKHPP" in found.note


def test_a_branch_of_xxx_is_the_head_office():
    assert normalise(Kind.BIC, "abaakhppxxx").value == normalise(Kind.BIC, "ABAAKHPP").value


def test_the_province_of_a_plate_is_noted_not_lost():
    found = normalise(Kind.PLATE, "ກຂ ໑໒໓໔ ວຽງຈັນ", "LA")
    assert found.value == "ກຂ1234"
    assert "ວຽງຈັນ" in found.note


def test_a_chassis_number_is_checked_where_law_asks_for_it():
    assert normalise(Kind.VIN, "1M8GDM9AXKP042788").valid is True
    assert normalise(Kind.VIN, "1M8GDM9A1KP042788").valid is False
    assert normalise(Kind.VIN, "WM8GDM9A1KP042788").valid is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Kind.PHONE, "1234"), (Kind.IBAN, "GB82"), (Kind.BIC, "ABC"), (Kind.PLATE, "no digit"), (Kind.VIN, "1M8"),
     (Kind.PASSPORT, "abc"), (Kind.PASSPORT, "abcdef"), (Kind.ACCOUNT, "12"), (Kind.WALLET, "short")],
)  # fmt: skip
def test_what_is_none_is_refused(kind: Kind, text: str):
    with pytest.raises(InvalidInput):
        normalise(kind, text)


def test_an_idle_program_loads_no_telephone_tables():
    code = "import sys, comity.identifiers; print('phonenumbers' in sys.modules, 'stdnum.iban' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]
