import pytest

from comity.kernel import InvalidInput
from comity.subjects import Schema
from comity.subjects.values import CIRCA, ERA, PERHAPS_ZAWGYI, ZAWGYI, clean, examined, examined_dates, value_of
from comity.subjects.written_dates import ASSUMED


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("1970", "1970", ""),
        ("1970-05", "1970-05", ""),
        ("12/05/1970", "1970-05-12", ""),
        ("circa 1970", "circa 1970", ""),
        ("1970-00-00", "1970", ""),
        ("2513-05-12", "1970-05-12", "year 2513 of the Buddhist era is 1970"),
        ("๑๒/๐๕/๒๕๑๓", "1970-05-12", "year 2513 of the Buddhist era is 1970"),
    ],
)
def test_dates_stay_as_partial_as_they_are_and_buddhist_years_are_noted(text, value, note):
    read = value_of("birthDate", text)
    assert (read.value, read.note, read.original) == (value, note, text)


@pytest.mark.parametrize("text", ["1970-02-30", "yesterday", "1402-06-24", "0000"])
def test_impossible_dates_are_refused(text):
    with pytest.raises(InvalidInput):
        value_of("birthDate", text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KH", "KH"), ("khm", "KH"), ("Cambodia", "KH"), ("Khmer", "KH"), ("កម្ពុជា", "KH"), ("Viet Nam", "VN"),
        ("ไทย", "TH"), ("ລາວ", "LA"), ("မြန်မာ", "MM"), ("中国", "CN"),
        ("Iran (Islamic Republic of)", "IR"), ("The Netherlands", "NL"),
    ],
)  # fmt: skip
def test_countries_are_known_however_the_region_writes_them(text, code):
    assert value_of("nationality", text).value == code


def test_an_unknown_country_is_refused_and_not_guessed():
    with pytest.raises(InvalidInput, match="no country"):
        value_of("nationality", "Sudan/South Sudan")


@pytest.mark.parametrize(("text", "gender"), [("M", "male"), ("ស្រី", "female"), ("ชาย", "male"), ("Nữ", "female")])
def test_gender_is_one_word(text, gender):
    assert value_of("gender", text).value == gender


def test_identifiers_take_the_country_that_is_known_and_keep_the_original():
    phone = value_of("phone", "012 345 678", country="KH")
    assert (phone.value, phone.original, phone.country) == ("+85512345678", "012 345 678", "KH")


def test_an_identifier_whose_check_fails_is_kept_and_says_so():
    assert "its check fails" in value_of("iban", "DE89370400440532013001").note


def test_a_vehicle_has_a_plate_where_a_company_has_a_number():
    plate = value_of("registrationNumber", "ភ្នំពេញ 2A-1234", schema=Schema.VEHICLE, country="KH")
    assert plate.value


def test_bidirectional_overrides_are_removed_and_joiners_stay():
    assert clean("Dara\u202egpj") == ("Daragpj", "control characters were removed")
    assert clean("ក\u200bខ")[0] == "ក\u200bខ"
    assert clean("Cafe\u0301")[0] == "Caf\u00e9"


def test_zawgyi_is_converted_and_the_text_as_it_stood_is_kept():
    made = examined("name", "ေအာင္")
    assert (made.value.value, made.value.original) == ("အောင်", "ေအာင္")
    assert (made.repaired, made.value.note) == ((ZAWGYI,), ZAWGYI)
    assert examined("name", "အောင်").repaired == ()


def test_a_short_name_that_either_encoding_may_have_is_doubted_and_not_changed():
    made = examined("name", "ကျမ")
    assert (made.value.value, made.repaired, made.doubted) == ("ကျမ", (), (PERHAPS_ZAWGYI,))


@pytest.mark.parametrize("text", ["ၵၢၼ်မိူင်း", "ၸၢႆးသႅင်", "ၼၢင်းမူၼ်း"])
def test_shan_is_no_zawgyi(text):
    assert examined("name", text).value.value == text


@pytest.mark.parametrize(
    ("prop", "text", "repaired", "doubted"),
    [
        ("birthDate", "12/05/2513", (ERA,), (ASSUMED,)),
        ("birthDate", "about 1970", (), (CIRCA,)),
        ("name", "Dara\u202e", ("control characters were removed",), ()),
        ("iban", "DE89370400440532013001", (), ("its check fails",)),
        ("name", "Dara", (), ()),
    ],
)
def test_what_was_repaired_and_what_is_doubted_is_said_apart(prop, text, repaired, doubted):
    made = examined(prop, text)
    assert (made.repaired, made.doubted) == (repaired, doubted)


def test_every_date_of_a_text_is_a_value_with_the_same_original():
    made = examined_dates("birthDate", "1970 or 1971")
    assert [(m.value.value, m.value.original) for m in made] == [("1970", "1970 or 1971"), ("1971", "1970 or 1971")]
    with pytest.raises(InvalidInput, match="born in 1402"):
        examined_dates("birthDate", "1402")
