import io
import json

from hypothesis import HealthCheck, given, settings

from comity.kernel import Limits, Restriction, Tlp
from comity.subjects import Role, Schema, Subject
from comity.subjects.marks import STRICTEST, Marks
from comity.subjects.readers import read
from comity.subjects.writers import write_ftm
from tests.subjects.marked import several
from tests.subjects.writers.test_csv_table import subjects


def written(given_subjects) -> str:
    stream = io.StringIO()
    assert write_ftm(given_subjects, stream) == len(given_subjects)
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


def test_what_followthemoney_has_no_place_for_stands_beside_the_properties():
    subject = Subject.of("1", Schema.PERSON, Role.SUSPECT, name="A", birthDate=["circa 1970", "1971-05"],
                         nationality="KH", imei="490154203237518")  # fmt: skip
    entity = json.loads(written([subject]))
    assert entity["properties"] == {"name": ["A"], "birthDate": ["1970", "1971-05"], "nationality": ["kh"]}
    assert entity["comity"] == {
        "role": "suspect", "circa": {"birthDate": ["1970"]}, "properties": {"imei": ["490154203237518"]}
    }  # fmt: skip
    (back,) = read(io.BytesIO(json.dumps(entity).encode()), limits=Limits())
    assert (back.role, back.as_mapping()) == (subject.role, subject.as_mapping())


@given(several)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_marks_of_records_and_statements_come_back(given_subjects):
    reading = read(io.BytesIO(written(given_subjects).encode()), limits=Limits())
    back = list(reading)
    assert reading.faults == []
    for one, other in zip(back, given_subjects, strict=True):
        assert (one.id, one.marks, one.as_mapping()) == (other.id, other.marks, other.as_mapping())
        kept, meant = ({(v.property, v.value, m) for v, m in s.marked() if m} for s in (one, other))
        assert kept == meant


def test_marks_that_were_taken_off_or_changed_become_the_strictest_and_are_reported():
    marks = Marks(Restriction(tlp=Tlp.GREEN))
    plain = Subject.of("1", name="A"), Subject.of("2", name="B"), Subject.of("3", name="C")
    lines = written([Subject(s.id, s.schema, s.values, None, "", marks) for s in plain]).splitlines()
    lines[0] = lines[0].replace("GREEN", "CLEAR")
    second = json.loads(lines[1])
    second.pop("comity")
    reading = read(io.BytesIO("\n".join([lines[0], json.dumps(second), lines[2]]).encode()), limits=Limits())
    assert [s.marks for s in reading] == [STRICTEST, STRICTEST, marks]
    assert [(f.line, f.field) for f in reading.faults] == [(1, "marks"), (2, "marks")]
