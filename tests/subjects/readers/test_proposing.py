import io

import pytest

from comity.kernel import Limits, UnreadableFile
from comity.subjects.mapping import Joined, Years
from comity.subjects.readers import read
from comity.subjects.readers.proposing import propose
from comity.subjects.written_dates import Order


def proposed(text, **options):
    data = text.encode() if isinstance(text, str) else text
    made = propose(io.BytesIO(data), limits=Limits(), name="register", **options)
    subjects = list(read(io.BytesIO(data), limits=Limits(), mapping=made.mapping, name="register", **options))
    return made, subjects


def held(made):
    return {column.name: column.property for column in made.mapping.columns}


def test_a_khmer_register_with_buddhist_years_and_several_telephones():
    made, subjects = proposed(
        "ល.រ,លេខសម្គាល់,ឈ្មោះ,ភេទ,ថ្ងៃខែឆ្នាំកំណើត,លេខទូរស័ព្ទ,ខេត្ត,ស្រុក\n"
        "x,A1,សុខ ដារ៉ា,ប្រុស,១២/០៥/២៥១៣,012 345 678 / 098 765 432,តាកែវ,បាទី\n"
        "x,A2,ចាន់ ធី,ស្រី,២៥/១២/២៥២៣,011 223 344,តាកែវ,បាទី\n",
        country="KH",
    )
    assert (made.mapping.id, made.mapping.dates, made.mapping.years) == ("លេខសម្គាល់", Order.DAY, Years.BUDDHIST)
    assert made.mapping.joined == (Joined("address", ("ខេត្ត", "ស្រុក"), ", "),)
    assert made.mapping.ignored == ("ល.រ",)
    assert subjects[0].as_mapping() == {
        "name": ("សុខ ដារ៉ា",), "gender": ("male",), "birthDate": ("1970-05-12",),
        "phone": ("+85512345678", "+85598765432"), "address": ("តាកែវ, បាទី",),
    }  # fmt: skip


def test_a_vietnamese_register_under_a_title_with_semicolons():
    made, subjects = proposed(
        "DANH SÁCH;;;\nMã hồ sơ;Họ;Tên;Ngày sinh\nA1;Nguyễn;Văn An;13/05/1970\nA2;Trần;Thị Bình;01/12/1981\n"
    )
    assert (made.mapping.header, made.mapping.delimiter) == (2, ";")
    assert held(made) == {"Họ": "lastName", "Tên": "firstName", "Ngày sinh": "birthDate"}
    assert [s.get("birthDate") for s in subjects] == [("1970-05-13",), ("1981-12-01",)]


def test_columns_without_known_names_are_known_by_what_stands_in_them():
    made, subjects = proposed(
        "a,b,c,d,e,f\n17,Sok Dara,05/13/1970,x@example.org,N1234567,Cambodia\n"
        "18,Chan Thy,12/25/1980,y@example.org,N7654321,Thailand\n"
    )
    assert made.mapping.id == "a"
    assert held(made) == {"b": "name", "c": "birthDate", "d": "email", "e": "passportNumber", "f": "nationality"}
    assert made.mapping.dates is Order.MONTH
    assert [s.get("birthDate")[0] for s in subjects] == ["1970-05-13", "1980-12-25"]
    assert len(made.questions) == 5


def test_a_part_of_a_name_alone_is_the_name():
    assert held(proposed("No,ชื่อ\n1,สมชาย\n")[0]) == {"ชื่อ": "name"}
    made = proposed("No,ชื่อ,นามสกุล\n1,สมชาย,ใจดี\n")[0]
    assert held(made) == {"ชื่อ": "firstName", "นามสกุล": "lastName"}


def test_what_cannot_be_known_is_asked():
    made, _ = proposed("Name,Born\nA B,05/06/1970\nC D,05/06/1970\n")
    assert made.mapping.dates is None
    assert made.questions == [
        "No date shows whether the day or the month stands first; the day is assumed.",
        "No column is an id; the number of the line stands for it.",
    ]


def test_a_header_whose_values_are_of_another_kind_is_not_believed():
    made, _ = proposed("No,Name,Date of birth\n1,A B,blue\n2,C D,green\n")
    assert "'Date of birth' is called like birthDate, and its values are not." in made.questions
    assert made.mapping.ignored == ("Date of birth",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"), (b"<xml/>", "no table"), (b"PK\x05\x06", "ZIP"), (bytes(range(128, 256)), "no known encoding"),
        (b"x\n", "no row names"), (b"a,b\n1,\x00\n", "NUL"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(data, words):
    with pytest.raises(UnreadableFile, match=words):
        propose(io.BytesIO(data), limits=Limits())


def test_two_parts_of_an_address_and_the_place_are_joined_in_their_order():
    made, subjects = proposed("No,Name,address_1,address_2,city\n1,A B,Street 1,Flat 2,Takeo\n2,C D,Road 3,,Kampot\n")
    assert made.mapping.joined == (Joined("address", ("address_1", "address_2", "city"), ", "),)
    assert [s.get("address") for s in subjects] == [("Street 1, Flat 2, Takeo",), ("Road 3, Kampot",)]
