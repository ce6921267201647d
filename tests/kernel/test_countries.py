import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.countries import _TABLE, country, country_name


@pytest.mark.parametrize(
    ("text", "code"),
    [("KH", "KH"), ("khm", "KH"), ("Viet Nam", "VN"), ("VIETNAM", "VN"), ("Lao PDR", "LA"), ("Burma", "MM"),
     ("Democratic People's Republic of Korea", "KP"), ("Atlantis", None), ("", None), ("ZZ", None)],
)  # fmt: skip
def test_countries_as_lists_and_officers_write_them(text: str, code: str | None):
    assert country(text) == code


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_nothing(text: str):
    found = country(text)
    assert found is None or (len(found) == 2 and country_name(found))


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [("KH", "km", "កម្ពុជា"), ("TW", "vi", "Đài Loan"), ("TW", "en", "Taiwan"), ("kh", "en", "Cambodia"),
     ("SN", "vi", "Senegal"), ("SN", "km", "សេណេហ្កាល់"), ("ZZ", "km", "ZZ"), ("NL", "fr", "Netherlands")],
)  # fmt: skip
def test_names_come_from_one_table_in_the_languages_of_the_pages(code: str, language: str, name: str):
    assert country_name(code, language) == name


def test_names_of_its_own_come_first():
    own = {"TW": {"en": "Chinese Taipei"}, "ZZ": {"en": "The old fort"}}
    assert country_name("TW", "en", own) == "Chinese Taipei"
    assert country_name("TW", "km", own) == "តៃវ៉ាន់"
    assert country_name("ZZ", "vi", own) == "The old fort"


def test_the_table_has_each_code_once_and_every_language():
    rows = [row.split(",") for row in _TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert [row for row in rows if len(row) != 4 or not row[2] or not row[3]] == []
    assert [code for code, english, *_ in rows if not english and country_name(code) == code] == []
