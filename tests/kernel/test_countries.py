import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.countries import country, country_name


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
