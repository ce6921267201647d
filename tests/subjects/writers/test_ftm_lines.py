import io
import json

from hypothesis import given

from comity.kernel import Limits
from comity.subjects import Role, Schema, Subject
from comity.subjects.readers import read
from comity.subjects.writers import write_ftm
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
