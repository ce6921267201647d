"""Check digits of national numbers; the numbers are made up or printed as examples in the rules themselves."""

from __future__ import annotations

import pytest

from comity.identifiers import Kind, normalise
from comity.identifiers.national import imei, imo, lei
from comity.kernel.errors import InvalidInput

CHECKED = [
    (Kind.ID_CARD, "CN", "11010519491231002X", "110105194912310021"),
    (Kind.ID_CARD, "SG", "S1234567D", "S1234567E"),
    (Kind.ID_CARD, "SG", "T1234567J", "T1234567D"),
    (Kind.ID_CARD, "HK", "A123456(3)", "A123456(4)"),
    (Kind.ID_CARD, "HK", "AB987654(3)", "AB987654(2)"),
    (Kind.ID_CARD, "TW", "A123456789", "A123456788"),
    (Kind.ID_CARD, "VN", "001 089 012345", "199 089 012345"),
    (Kind.COMPANY_NUMBER, "AU", "83 914 571 673", "83 914 571 674"),
    (Kind.COMPANY_NUMBER, "AU", "004 085 616", "004 085 617"),
    (Kind.TAX, "VN", "0100233488", "0100233480"),
]


@pytest.mark.parametrize(("kind", "country", "good", "bad"), CHECKED)
def test_check_digits(kind: Kind, country: str, good: str, bad: str):
    assert normalise(kind, good, country).valid is True
    assert normalise(kind, bad, country).valid is False


def test_forms_without_a_check_say_so():
    found = normalise(Kind.ID_CARD, "123456789", "VN")
    assert (found.value, found.valid) == ("123456789", None)
    assert "older form" in found.form


def test_another_form_is_kept_with_a_note():
    found = normalise(Kind.ID_CARD, "12345", "TH")
    assert (found.value, found.valid) == ("12345", None)
    assert "not in a form known for TH" in found.note


@pytest.mark.parametrize("text", ["15/OuKaMa(N)123456", "၁၅/ဥကမ(နိုင်)၁၂၃၄၅၆"])
def test_a_myanmar_card_of_no_region(text: str):
    found = normalise(Kind.ID_CARD, text, "MM")
    assert (found.value, found.valid) == ("15/UKAMA(N)123456", False)


@pytest.mark.parametrize("text", ["12/xx(N)123456", "12/OuKaMa(?)123456", "၁၂/ဥ(နိုင်)၁၂"])
def test_what_only_resembles_a_myanmar_card_is_kept_as_a_number(text: str):
    assert "(" not in normalise(Kind.ID_CARD, text, "MM").value


def test_devices_ships_and_entities():
    assert imei("490154203237518").valid is True
    assert imei("490154203237510").valid is False
    assert imo("9074729").valid is True
    assert imo("9074728").valid is False
    assert lei("5493001KJTIIGC8Y1R12").valid is True
    assert lei("5493001KJTIIGC8Y1R13").valid is False
    for read, text in ((imei, "123"), (imo, "123"), (lei, "123")):
        with pytest.raises(InvalidInput):
            read(text)


def test_a_chinese_number_of_a_county_that_the_table_lacks_is_kept_unchecked():
    assert normalise(Kind.ID_CARD, "110001198001010015", "CN").valid is None
