import pytest

from comity.subjects.headers import folded, property_of


@pytest.mark.parametrize(
    ("header", "prop"),
    [
        ("Full Name", "name"), ("DOB", "birthDate"), ("date_of_birth", "birthDate"), ("birthDate", "birthDate"),
        ("Passport No.", "passportNumber"), ("given_name", "firstName"), ("ឈ្មោះ", "name"), ("ភេទ", "gender"),
        ("ថ្ងៃខែឆ្នាំកំណើត", "birthDate"), ("Họ và tên", "name"), ("Số CCCD", "idNumber"), ("ชื่อ-นามสกุล", "name"),
        ("วันเกิด", "birthDate"), ("ວັນເດືອນປີເກີດ", "birthDate"), ("出生日期", "birthDate"), ("姓名", "name"),
        ("အမည်", "name"), ("ဖုန်းနံပါတ်", "phone"), ("  PHONE  number ", "phone"),
    ],
)  # fmt: skip
def test_a_header_is_known_in_every_language(header, prop):
    assert property_of(header) == (prop, True)


def test_a_header_that_contains_a_phrase_is_less_sure():
    assert property_of("Date of birth (as stated)") == ("birthDate", False)
    assert property_of("mood") is None
    assert property_of("") is None


def test_marks_and_letters_of_width_say_nothing():
    assert folded("Date_of-Birth:") == folded("ＤＡＴＥ of birth") == "date of birth"
