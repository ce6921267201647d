"""Laws that hold for every kind of identifier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.identifiers import PROPERTIES, Identifier, Kind, kind_of, normalise
from comity.kernel.errors import InvalidInput

KINDS = st.sampled_from(list(Kind))
COUNTRIES = st.sampled_from([None, "KH", "VN", "TH", "LA", "MM", "CN", "AU", "SG", "HK", "TW"])
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text("0123456789 -/()+.@:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef<๑២၃ກขក京", max_size=60),
    st.from_regex(r"[A-Z0-9<]{30}\n[A-Z0-9<]{30}\n[A-Z0-9<]{30}", fullmatch=True),
)

SPELLINGS = [
    (Kind.PHONE, "KH", "012 345 678", "+855 (0)12-345-678"),
    (Kind.PHONE, "KH", "០១២ ៣៤៥ ៦៧៨", "00855 12 345 678"),
    (Kind.ID_CARD, "MM", "၁၂/ဥကမ(နိုင်)၁၂၃၄၅၆", "12/OuKaMa (Naing) 123456"),
    (Kind.ID_CARD, "TH", "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑", "1234567890121"),
    (Kind.ID_CARD, "KH", "010 123 456 (01)", "០១០១២៣៤៥៦"),
    (Kind.PASSPORT, "KH", "n 01234567", "N០១២៣៤៥៦៧"),
    (Kind.IBAN, None, "gb82 west 1234 5698 7654 32", "IBAN GB82-WEST-1234-5698-7654-32"),
    (Kind.ACCOUNT, "KH", "000-123-456", "ABAAKHPP / 000 123 456"),
    (Kind.EMAIL, None, "Someone@Example.ORG", "Someone <mailto:someone@example.org>"),
    (Kind.DOMAIN, None, "https://www.Example.org:443/page", "example.org."),
    (Kind.HANDLE, None, "https://t.me/Some_One", "tg: @some_one"),
    (Kind.HANDLE, None, "https://www.facebook.com/profile.php?id=12345", "fb:12345"),
    (Kind.PLATE, "TH", "กข ๑๒๓๔ กรุงเทพมหานคร", "กข-1234"),
    (Kind.PLATE, "KH", "Phnom Penh 2A-1234", "២A ១២៣៤"),
    (Kind.PLATE, "VN", "29A-123.45", "29 a 12345"),
    (Kind.PLATE, "CN", "京A·12345", "京 A-12345"),
    (Kind.IMEI, None, "49-015420-323751-8", "49015420323751"),
    (Kind.IMEI, None, "490154203237518", "4901542032375101"),
    (Kind.IMO, None, "IMO 9074729", "9074729"),
    (Kind.WALLET, None, "bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4?amount=1",
     "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"),
    (Kind.WALLET, None, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "country", "one", "other"), SPELLINGS)
def test_two_spellings_of_one_number_meet(kind: Kind, country: str | None, one: str, other: str):
    assert normalise(kind, one, country).value == normalise(kind, other, country).value


@given(KINDS, TEXTS, COUNTRIES)
def test_any_text_is_read_or_refused_in_words(kind: Kind, text: str, country: str | None):
    try:
        found = normalise(kind, text, country)
    except InvalidInput:
        return
    assert found.value
    assert found.explain().startswith(found.value)


@given(KINDS, TEXTS, COUNTRIES)
def test_normalising_twice_changes_nothing(kind: Kind, text: str, country: str | None):
    try:
        once = normalise(kind, text, country)
        again = normalise(once.kind, once.value, once.country)
    except InvalidInput:
        return
    assert again.value == once.value


def test_a_failed_check_keeps_the_value():
    good = normalise("idNumber", "1234567890121", "TH")
    bad = normalise("idNumber", "1234567890122", "TH")
    assert good == Identifier(Kind.ID_CARD, "1234567890121", "TH", True, "", good.form)
    assert (bad.value, bad.valid) == ("1234567890122", False)
    assert "FAILS" in bad.explain()


def test_a_country_is_read_in_any_form():
    assert normalise(Kind.PHONE, "012345678", "Cambodia") == normalise(Kind.PHONE, "012345678", "KHM")


def test_properties_and_kinds():
    assert PROPERTIES["passportNumber"] is Kind.PASSPORT
    assert kind_of("registrationNumber", "Vehicle") is Kind.PLATE
    assert kind_of("registrationNumber", "Company") is Kind.COMPANY_NUMBER
    assert kind_of("name") is None
    with pytest.raises(ValueError, match="shoe"):
        normalise("shoe", "42")


def test_what_is_too_long_or_empty_is_refused():
    with pytest.raises(InvalidInput, match="longer"):
        normalise(Kind.EMAIL, "a" * 1001)
    with pytest.raises(InvalidInput, match="empty"):
        normalise(Kind.EMAIL, " ")
