import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Role, Schema
from comity.subjects.mapping import Column, Joined, Mapping, Years
from comity.subjects.readers import FindingKind, read
from comity.subjects.readers.proposing import propose
from comity.subjects.written_dates import Order
from tests.subjects.test_encodings import TEXTS, encoded

NAME = (Column("Name", "name"),)


def reading(content, mapping, **options):
    data = content.encode() if isinstance(content, str) else content
    made = read(
        io.BytesIO(data), limits=options.pop("limits", Limits()), mapping=mapping, name="register.csv", **options
    )
    return made, list(made)


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_columns_are_what_the_mapping_says():
    mapping = Mapping(
        id="No", schema=Schema.PERSON, role=Role.SUSPECT, dates=Order.MONTH, ignored=("Mood",),
        constants=(("country", "kh"),),
        columns=(Column("Born", "birthDate", ()), Column("Tel", "phone", ("/",)), Column("Kind", "schema")),
        joined=(Joined("name", ("Family", "Given"), " "),),
    )  # fmt: skip
    made, subjects = reading(
        "No,Family,Given,Born,Tel,Mood,Other,Kind\n"
        "1,Sok,Dara,05/12/1970,012 345 678 / 098 765 432,bad,x,\n"
        "2,Chan,,1980,,,,Company\n",
        mapping,
    )
    assert made.format.name == "mapped"
    assert [(s.id, s.schema, s.role) for s in subjects] == [
        ("1", Schema.PERSON, Role.SUSPECT), ("2", Schema.COMPANY, Role.SUSPECT)
    ]  # fmt: skip
    assert subjects[0].as_mapping() == {
        "birthDate": ("1970-05-12",), "phone": ("+85512345678", "+85598765432"), "name": ("Sok Dara",),
        "country": ("KH",),
    }  # fmt: skip
    assert subjects[1].get("name") == ("Chan",)
    assert [(f.line, f.field, f.reason) for f in made.faults] == [
        (1, "Mood", "the mapping leaves this column out"),
        (1, "Other", "the mapping does not name this column; it is left out"),
    ]


def test_without_an_id_the_line_stands_for_it_and_titles_before_the_header_are_passed():
    made, subjects = reading("Register of 2026\n\nName\nA\n\nB\n", Mapping(header=3, columns=NAME))
    assert [(s.id, s.get("name")) for s in subjects] == [("4", ("A",)), ("6", ("B",))]
    assert made.rows == made.read == 2


def test_a_row_with_constants_alone_is_left_out():
    made, subjects = reading("No,Name\n1,A\n2,\n", Mapping(id="No", constants=(("country", "kh"),), columns=NAME))
    assert [s.id for s in subjects] == ["1"]
    assert (made.rows, made.left_out) == (2, 1)


def test_a_workbook_is_read_with_a_mapping():
    import datetime as dt

    data = workbook(["No", "Name", "Born"], [1, "A", dt.date(1970, 5, 12)], [2, "B", 25700], [3, "C", "12/05/2513"])
    mapping = Mapping(id="No", columns=(*NAME, Column("Born", "birthDate")), dates=Order.DAY)
    made, subjects = reading(data, mapping)
    assert [s.get("birthDate") for s in subjects] == [("1970-05-12",), ("1970-05-12",), ("1970-05-12",)]
    assert [f.kind for f in made.findings] == [FindingKind.REPAIRED]


@pytest.mark.parametrize(
    ("text", "mapping", "words"),
    [
        ("No,Name\n1,A\n", Mapping(id="Nr", columns=NAME), "no column is called 'Nr'; its columns are No, Name"),
        ("No,Name,Name\n1,A,B\n", Mapping(id="No", columns=NAME), "two columns are called 'Name'"),
        ('No,Name\n1,"A\n', Mapping(id="No", columns=NAME), "never closed"),
        ("No,Name\n1,A\x00\n", Mapping(id="No", columns=NAME), "NUL"),
        ("", Mapping(columns=NAME), "empty"),
        (b"\x1f\x8b123", Mapping(columns=NAME), "gzip"),
        (b"No,Name\n1,\xff\n", Mapping(columns=NAME, encoding="tis-620"), "not in tis-620"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_whole(text, mapping, words):
    with pytest.raises(UnreadableFile, match=words):
        reading(text, mapping)


def test_a_stream_that_only_says_it_is_a_mapping_is_refused():
    for data in (b"comity-folder/1\nmapping.toml 3\nabc", b"comity-folder/1\nmapping.toml 3\nabctable.data 1\nx"):
        with pytest.raises(UnreadableFile):
            read(io.BytesIO(data), limits=Limits())


def test_names_of_columns_are_the_same_however_they_are_composed():
    decomposed = unicodedata.normalize("NFD", "Họ  tên")
    _, (subject,) = reading("Họ tên\nA\n", Mapping(columns=(Column(decomposed, "name"),)))
    assert subject.get("name") == ("A",)


def test_mapping_and_table_are_kept_and_read_again_as_one():
    made, subjects = reading("No,Name\n1,A\n", Mapping(id="No", columns=NAME))
    again = read(io.BytesIO(made.source.rewound().read()), format="mapped", limits=Limits())
    assert (list(again), again.source.sha256) == (subjects, made.source.sha256)


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_wrong_encoding_is_doubted_and_a_guess_is_said(encoding):
    data = encoded(TEXTS[encoding], encoding)
    proposal = propose(io.BytesIO(data), limits=Limits(), name="x")
    assert proposal.mapping.encoding == encoding
    assert any("encoding is guessed" in question for question in proposal.questions)
    made, subjects = reading(data, proposal.mapping)
    assert len(subjects) == 2
    assert made.findings == ()
    if encoding == "tis-620":
        wrong = Mapping(columns=(Column(data.decode("windows-1252").split(",")[0], "name"),), encoding="windows-1252")
        made, _ = reading(data, wrong)
        assert made.findings[0].reason == "the text is read as windows-1252, and looks like tis-620"


def test_years_of_two_eras_are_doubted_where_one_is_stated():
    mapping = Mapping(columns=(*NAME, Column("Born", "birthDate")), years=Years.BUDDHIST, dates=Order.DAY)
    made, _ = reading("Name,Born\nA,12/05/2513\nB,13/05/1971\n", mapping)
    assert [(f.kind.value, f.count, f.line) for f in made.findings] == [("repaired", 1, 2), ("doubted", 1, 3)]


cells = st.text(alphabet="abc;,'\"\n =1កข", max_size=6)


@given(st.lists(st.tuples(cells, cells), max_size=5), st.sampled_from([(), (";",), (",", ";")]))
def test_every_row_is_read_or_left_out(rows, marks):
    import csv

    out = io.StringIO(newline="")
    csv.writer(out).writerows([("No", "Name"), *rows])
    made, subjects = reading(out.getvalue(), Mapping(id="No", columns=NAME, separators=marks))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert made.rows == len(filled) == made.read + made.left_out
    assert len(subjects) == made.read
