import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Role, Schema
from comity.subjects.readers import read


def reading(content: str | bytes, **options):
    data = content.encode() if isinstance(content, str) else content
    made = read(io.BytesIO(data), limits=options.pop("limits", Limits()), **options)
    return made, list(made)


def faults(made):
    return [(f.line, f.field, f.left_out) for f in made.faults]


def test_a_row_becomes_a_subject_with_what_it_says():
    made, (subject,) = reading(
        "id,schema,role,name,birthDate,nationality,phone\n"
        "1,person,suspect,Sok Dara;សុខ ដារ៉ា,2513-05,Khmer,012 345 678\n",
        country="KH",
    )
    assert subject.id == "1"
    assert subject.schema is Schema.PERSON
    assert subject.role is Role.SUSPECT
    assert subject.get("name") == ("Sok Dara", "សុខ ដារ៉ា")
    assert subject.get("birthDate") == ("1970-05",)
    assert subject.get("nationality") == ("KH",)
    assert subject.get("phone") == ("+85512345678",)
    assert (made.rows, made.read, made.left_out, made.faults) == (1, 1, 0, [])


def test_a_bad_value_is_left_out_and_its_row_stays():
    made, (subject,) = reading("id,name,birthDate,nationality\n1,Sok Dara,1970-02-30,Atlantis\n")
    assert subject.get("name") == ("Sok Dara",)
    assert subject.get("birthDate", "nationality") == ()
    assert faults(made) == [(2, "nationality", False), (2, "birthDate", False)]
    assert made.faults[1].value == "1970-02-30"
    assert "no day 30" in made.faults[1].reason


def test_rows_without_id_or_usable_field_or_with_an_id_seen_before_are_left_out():
    made, subjects = reading("id,name,birthDate\n,Sok Dara,\n2,,\n3,,1970-02-30\n4,Chan Thy,\n4,Other,\n")
    assert [s.id for s in subjects] == ["4"]
    assert subjects[0].get("name") == ("Chan Thy",)
    left_out = [(f.line, f.reason) for f in made.faults if f.left_out]
    assert left_out == [
        (2, "the row has no id"),
        (3, "no field of the row is usable"),
        (4, "no field of the row is usable"),
        (6, "the id was there before; the first row is kept"),
    ]
    assert (made.rows, made.read, made.left_out) == (5, 1, 4)


def test_lines_are_lines_of_the_file_also_where_a_cell_spans_several():
    made, subjects = reading('id,name,address\n1,A,"one\ntwo"\n2,B,\n,C,\n')
    assert [s.id for s in subjects] == ["1", "2"]
    assert faults(made) == [(5, "id", True)]


def test_a_row_with_too_many_cells_is_left_out_and_one_with_too_few_is_doubted():
    made, subjects = reading("id,name,notes\n1,A,x,y\n2,B\n3,C,x,,\n")
    assert [s.id for s in subjects] == ["2", "3"]
    assert faults(made) == [(2, "", True), (3, "", False)]


def test_wrong_quotation_marks_cost_their_row_only():
    made, subjects = reading('id,name\n1,"A"b\n2,B\n')
    assert [s.id for s in subjects] == ["2"]
    assert faults(made) == [(2, "", True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found(encoding, delimiter):
    rows = [["id", "name"], ["1", "សុខ"]]
    made, (subject,) = reading("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert subject.get("name") == ("សុខ",)
    assert made.encoding == encoding


def test_an_unknown_column_is_reported_once_and_left_out():
    made, (subject,) = reading("id,name,shoeSize\n1,A,43\n")
    assert [v.property for v in subject.values] == ["name"]
    assert faults(made) == [(1, "shoeSize", False)]


def test_a_role_that_cannot_be_read_is_unknown_and_never_the_default():
    made, (subject,) = reading("id,name,role\n1,A,victm\n")
    assert subject.role is Role.UNKNOWN
    assert faults(made) == [(2, "role", False)]


def test_a_number_without_country_takes_the_row_s_own_before_the_reader_s():
    _, subjects = reading("id,phone,country\n1,012 345 678,KH\n2,012 345 678,KH;TH\n", country="KH")
    assert [s.get("phone") for s in subjects] == [("+85512345678",), ("+85512345678",)]


def test_a_text_longer_than_the_limit_is_left_out():
    made, (subject,) = reading(f"id,name,notes\n1,A,{'x' * 101}\n", limits=Limits(text_characters=100))
    assert subject.get("notes") == ()
    assert faults(made) == [(2, "notes", False)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "no header"),
        (b"id,name\n1,A\x00\n", "NUL"),
        (b"id,name\n1,\xff\xfe\n", "not in utf-8"),
        ("id,name\n1,A\n".encode("utf-16-le"), "NUL"),
        ("id,name\n1,A\n".encode("utf-16")[:-1], "not in utf-16"),
        (b'id,name\n1,"A\n2,B\n', "never closed"),
        (b"id,name\n1," + b"x" * 140_000 + b"\n", "too long"),
        (b"id,name\n1," + b"x" * 1_100_000 + b"\n", "longer than"),
        (b"name,phone\nA,1\n", "no column is called id"),
        (b"id,shoeSize\n1,43\n", "no column is a property"),
        (b"id,id,name\n1,2,3\n", "two columns"),
        (b"id,name," + b",".join(b"c%d" % i for i in range(600)) + b"\n1,A\n", "more than 500 columns"),
        (b"<html></html>", "no reader"),
        (b'{"id": 1}', "no reader"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x1f\x8brest", "gzip"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_whole_and_in_plain_words(content, words):
    with pytest.raises(UnreadableFile, match=words):
        reading(content)


def test_too_many_rows_refuse_the_file_before_the_first_subject():
    with pytest.raises(UnreadableFile, match="more than 2 rows"):
        read(io.BytesIO(b"id,name\n1,A\n2,B\n3,C\n"), limits=Limits(rows_per_file=2))
    assert read(io.BytesIO(b"id,name\n1,A\n2,B\n"), limits=Limits(rows_per_file=2))


def test_too_many_faults_refuse_the_file(monkeypatch):
    monkeypatch.setattr("comity.subjects.readers.reading.FAULTS", 3)
    with pytest.raises(UnreadableFile, match="more than 3 values"):
        reading("id,name,birthDate\n" + "".join(f"{i},A,x\n" for i in range(5)))


cells = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(st.lists(st.lists(cells, min_size=1, max_size=5), max_size=8))
def test_whatever_the_rows_are_every_one_is_read_or_left_out_with_a_fault(rows):
    text = "id,name,birthDate,phone\n" + "\n".join(",".join(row) for row in rows)
    try:
        made, subjects = reading(text)
    except UnreadableFile:
        return
    assert made.rows == made.read + made.left_out
    assert made.read == len(subjects)
    assert made.left_out == sum(f.left_out for f in made.faults)
    assert len({s.id for s in subjects}) == len(subjects)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_never_crash(data):
    try:
        made, _ = reading(data)
    except UnreadableFile:
        return
    assert made.rows == made.read + made.left_out


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("windows-1258", "Nguyễn Văn"), ("tis-620", "สมชาย"), ("big5", "陳大文"), ("gb18030", "陈大文")],
)
def test_an_older_encoding_is_read_where_it_is_stated(encoding, name):
    written = unicodedata.normalize("NFD", name) if encoding == "windows-1258" else name
    for composed, parts in (("a\u0302", "â"), ("e\u0302", "ê"), ("a\u0306", "ă")):
        written = written.replace(composed, parts)
    data = f"id,name\n1,{written}\n".encode(encoding)
    made, (subject,) = reading(data, format=f"csv-{encoding}")
    assert (made.encoding, subject.get("name")) == (encoding, (name,))
    with pytest.raises(UnreadableFile, match="not in utf-8"):
        reading(data)


def test_a_stated_encoding_that_does_not_fit_is_refused():
    with pytest.raises(UnreadableFile, match="not in tis-620"):
        reading(b"id,name\n1,\xff\xfe\n", format="csv-tis-620")


def test_an_impossible_date_leaves_its_row_and_its_words():
    made, (subject,) = reading("id,name,birthDate\n1,A,19700230\n")
    assert (subject.get("birthDate"), subject.get("notes")) == ((), ("birthDate: 19700230",))
    assert [(f.line, f.field, f.left_out) for f in made.faults] == [(2, "birthDate", False)]
    assert "1970-02 has no day 30" in made.faults[0].reason


def test_alternatives_and_ranges_in_a_cell_are_several_dates():
    _, (subject,) = reading("id,name,birthDate\n1,A,1970 or 1972;1980-1981\n")
    assert subject.get("birthDate") == ("1970", "1972", "1980", "1981")


def test_what_was_repaired_or_is_doubted_is_counted_with_its_first_example():
    made, subjects = reading("id,name,birthDate\n1,ေအာင္,12/05/2513\n2,B,13/05/2513\n3,C,circa 1970\n")
    assert [s.get("name")[0] for s in subjects] == ["အောင်", "B", "C"]
    assert [(f.kind, f.field, f.count, f.line, f.original, f.value) for f in made.findings] == [
        ("repaired", "name", 1, 2, "ေအာင္", "အောင်"),
        ("repaired", "birthDate", 2, 2, "12/05/2513", "1970-05-12"),
        ("doubted", "birthDate", 1, 2, "12/05/2513", "1970-05-12"),
        ("doubted", "birthDate", 1, 4, "circa 1970", "circa 1970"),
    ]
    assert (made.repaired, made.doubted, made.faults) == (3, 2, [])


def test_a_stated_encoding_that_does_not_look_so_is_doubted():
    text = "id,name,notes\n1,สมชาย ใจดี,หมายเหตุ\n"
    made, (subject,) = reading(text.encode("tis-620"), format="csv-tis-620")
    assert (subject.get("name"), made.findings) == (("สมชาย ใจดี",), ())
    made, _ = reading(text.encode("tis-620"), format="csv-windows-1258")
    assert [(f.kind.value, f.reason) for f in made.findings] == [
        ("doubted", "the text is read as windows-1258, and looks like tis-620")
    ]


def test_a_text_in_another_encoding_is_refused_with_what_it_looks_like():
    with pytest.raises(UnreadableFile, match="looks like tis-620: make a mapping"):
        reading("id,name\n1,สมชาย ใจดี\n".encode("tis-620"))
