import pytest

from comity.flows.countries import country, several, why_not


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Macau, SAR of China", "MO"), ("Hong Kong, SAR of China", "HK"), ("Hong Kong", "HK"), ("China", "CN"),
        ("Taiwan, Province of China", "TW"), ("Lao Peoples Democratic Republic", "LA"),
        ("Lao People's Dem. Rep.", None),
        ("Lao People’s Democratic Republic", "LA"), ("Korea, Republic of", "KR"), ("Republic of Korea", "KR"),
        ("Democratic People's Republic of Korea", "KP"), ("Viet Nam", "VN"), ("VIETNAM ", "VN"), ("kh", "KH"),
        ("KHM", "KH"), ("Venezuela, Bolivarian Republic of", "VE"), ("Czech Republic", "CZ"), ("Türkiye", "TR"),
        ("Turkey", "TR"), ("Côte d'Ivoire", "CI"), ("Cote d'Ivoire", "CI"), ("England and Wales", "GB"),
        ("កម្ពុជា", "KH"), ("Bosnia and Herzegovina", "BA"), ("Trinidad and Tobago", "TT"),
        ("ประเทศไทย", None), ("ไทย", "TH"), ("Atlantis", None), ("", None), ("Unknown", None),
    ],
)  # fmt: skip
def test_names_of_countries(words, code):
    assert country(words) == code


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("South-East Asia", "region"), ("Golden Triangle", "region"), ("Africa", "region"), ("Other", "no country"),
        ("China/Hong Kong", "more than one"), ("Atlantis", "ISO 3166"),
    ],
)  # fmt: skip
def test_why_words_name_no_country(words, why):
    assert country(words) is None
    assert why in why_not(words)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Thailand", ("TH",)), ("Laos; Thailand", ("LA", "TH")), ("Myanmar > Thailand > Malaysia", ("MM", "TH", "MY")),
        ("Macau, SAR of China", ("MO",)), ("Laos, Viet Nam", ("LA", "VN")), ("Laos; Narnia", None), ("Narnia", None),
    ],
)  # fmt: skip
def test_countries_of_transit_stand_in_order(words, codes):
    assert several(words) == codes
