import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Limits
from comity.subjects import Role, Schema, Subject
from comity.subjects.readers import read
from comity.subjects.values import clean, value_of
from comity.subjects.writers import write_csv

texts = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).map(
    lambda t: clean(t)[0]
).filter(bool)  # fmt: skip
values = texts.map(lambda text: value_of("name", text).value)
subjects = st.lists(
    st.builds(
        lambda own_id, schema, role, names, notes: Subject.of(own_id, schema, role, name=names, notes=notes),
        texts, st.sampled_from(Schema), st.sampled_from([None, *Role]), st.lists(values, min_size=1, max_size=3),
        st.lists(values, max_size=2),
    ),
    max_size=6, unique_by=lambda s: s.id,
)  # fmt: skip


def written(given_subjects, **options) -> str:
    stream = io.StringIO(newline="")
    write_csv(given_subjects, stream, **options)
    return stream.getvalue()


@given(subjects)
def test_the_reader_reads_back_what_the_writer_wrote(given_subjects):
    if not given_subjects:
        return
    reading = read(io.BytesIO(written(given_subjects).encode()), limits=Limits())
    back = list(reading)
    assert reading.faults == []
    assert [(s.id, s.schema, s.role, s.as_mapping()) for s in back] == [
        (s.id, s.schema, s.role, s.as_mapping()) for s in given_subjects
    ]


def test_formulas_do_not_run_and_are_read_back():
    subject = Subject.of("=1+1", name=["=cmd|' /C calc'!A0", "+855"], notes="@SUM(A1)")
    text = written([subject], extra=[["-1"]], extra_columns=["handling"])
    for row in list(csv.reader(io.StringIO(text)))[1:]:
        assert not any(piece[:1] in "=+-@" for cell in row for piece in cell.split(";") if piece)
    (back,) = read(io.BytesIO(text.encode()), limits=Limits())
    assert (back.id, back.get("name"), back.get("notes")) == (subject.id, subject.get("name"), subject.get("notes"))


def test_columns_may_be_chosen_and_more_added():
    text = written(
        [Subject.of("1", name="A", phone="1")], properties=["name"], extra=[["H0"]], extra_columns=["handling"]
    )
    assert text == "id,schema,role,name,handling\r\n1,Person,,A,H0\r\n"
