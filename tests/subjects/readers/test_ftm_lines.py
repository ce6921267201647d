import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Role, Schema
from comity.subjects.readers import read


def reading(*entities, **options):
    data = "\n".join(e if isinstance(e, str) else json.dumps(e, ensure_ascii=False) for e in entities).encode()
    made = read(io.BytesIO(data), limits=options.pop("limits", Limits()), **options)
    return made, list(made)


def person(own_id="p1", schema="Person", **properties):
    return {"id": own_id, "schema": schema, "properties": {k: v for k, v in {"name": ["A"], **properties}.items() if v}}


def test_an_entity_as_the_library_writes_it():
    made, (subject,) = reading(
        {
            "id": "Q1", "caption": "Sok Dara", "schema": "Person", "referents": ["x"], "datasets": ["d"],
            "first_seen": "2026-01-01T00:00:00", "target": True,
            "properties": {
                "name": ["Sok Dara", "សុខ ដារ៉ា"], "birthDate": ["1970-05"], "nationality": ["kh"],
                "phone": ["012 345 678"], "passportNumber": ["N1234567"], "gender": ["male"],
            },
        }
    )  # fmt: skip
    assert (made.format.name, made.faults) == ("ftm", [])
    assert subject.as_mapping() == {
        "name": ("Sok Dara", "សុខ ដារ៉ា"), "birthDate": ("1970-05",), "nationality": ("KH",),
        "phone": ("+85512345678",), "passportNumber": ("N1234567",), "gender": ("male",),
    }  # fmt: skip
    assert [v.country for v in subject.values if v.property == "passportNumber"] == ["KH"]


def test_unknown_properties_and_members_are_reported_once_by_name():
    made, subjects = reading({**person(shoeSize=["43"]), "mood": 1}, {**person("p2", shoeSize=["44"]), "mood": 2})
    assert [s.get("name") for s in subjects] == [("A",), ("A",)]
    assert [(f.line, f.field) for f in made.faults] == [(1, "mood"), (1, "shoeSize")]


def test_values_that_are_neither_text_nor_entity_are_reported():
    made, (subject,) = reading(person(weight=[70, None], height="180", religion=[["x"]]))
    assert (subject.get("weight"), subject.get("height")) == (("70",), ("180",))
    assert [f.field for f in made.faults] == ["weight", "religion"]


def test_entities_about_a_subject_become_its_values_on_lines_of_their_own():
    made, (subject,) = reading(
        person(addressEntity=["a1", "gone"]),
        {"id": "a1", "schema": "Address", "properties": {"full": ["Street 1, Phnom Penh"], "country": ["kh"]}},
        {"id": "i1", "schema": "Passport",
         "properties": {"holder": ["p1"], "number": ["A1234567"], "country": ["th"], "endDate": ["2030"]}},
        {"id": "i2", "schema": "Identification", "properties": {"holder": ["p1"], "number": ["7654321"]}},
        {"id": "s1", "schema": "Sanction", "properties": {"entity": ["p1"], "program": ["X"], "reason": ["because"]}},
        {"id": "o1", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["c9"], "percentage": ["50"]}},
        {"id": "o2", "schema": "Ownership", "properties": {"owner": ["p8"], "asset": ["c9"]}},
    )  # fmt: skip
    assert (subject.get("address"), subject.get("country")) == (("Street 1, Phnom Penh",), ("KH",))
    documents = [(v.property, v.value, v.country, v.note) for v in subject.values if v.property.endswith("Number")]
    assert documents[0][:3] == ("passportNumber", "A1234567", "TH")
    assert documents[0][3].startswith("endDate 2030")
    assert documents[1][:2] == ("idNumber", "7654321")
    assert subject.get("program") == ("X",)
    assert subject.get("notes") == ("Sanction: reason because", "Ownership: owner p1; asset c9; percentage 50")
    assert subject.get("addressEntity") == ("gone",)
    assert (made.rows, made.read, made.left_out) == (2, 1, 1)
    assert [(f.line, f.field, f.value) for f in made.faults] == [(7, "Ownership", "o2")]


def test_nested_entities_are_read_like_those_on_their_own_lines():
    nested = {"id": "a1", "schema": "Address", "properties": {"street": ["Street 1"], "city": ["Vientiane"]}}
    sanction = {"id": "s1", "schema": "Sanction", "properties": {"programId": ["Z"], "authority": ["B"]}}
    _, (subject,) = reading(person(addressEntity=[nested], sanctions=[sanction]))
    assert (subject.get("address"), subject.get("programId")) == (("Street 1, Vientiane",), ("Z",))
    assert subject.get("notes") == ("Sanction: authority B",)


def test_a_narrower_schema_is_kept_in_words_and_roles_are_read():
    _, subjects = reading(person("1", "PublicBody"), person("2", "Airplane"), {**person("3"), "role": "victim"})
    assert [s.schema for s in subjects] == [Schema.ORGANIZATION, Schema.VEHICLE, Schema.PERSON]
    assert subjects[0].get("notes") == ("Schema: PublicBody",)
    assert [s.role for s in subjects] == [None, None, Role.VICTIM]


DEEP = '{"id":"1","schema":"Person","properties":{"name":' + "[" * 3000 + "]" * 3000 + "}}"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id":"1","schema":"Person","properties":{"name":["A"]', "no whole JSON"),
        ('{"id":"1","id":"2","schema":"Person","properties":{}}', "name twice"),
        ('{"id":"1","schema":"Person","properties":{"weight":[NaN]}}', "no number"),
        ('{"id":"1","schema":"Person","properties":{"weight":[1e999]}}', "too large"),
        ('{"id":"1","schema":"Person","properties":{"weight":[' + "9" * 400 + "]}}", "too many digits"),
        ('{"id":"1","schema":"Person","properties":{"name":["\\ud800"]}}', "half a character"),
        (DEEP, "nested"),
        ('{"id":"1","schema":"Person","properties":{"name":' + "[" * 30 + "]" * 30 + "}}", "deeper than 16"),
        ('{"id":"1","schema":"Person","properties":["A"]}', "no entity"),
        ('{"id":"1","schema":"Person","properties":{}}\n["A"]', "no JSON object"),
        ('{"schema":"Person","properties":{"name":["' + "x" * 5_000_000 + '"]}}', "longer than"),
    ],
)
def test_a_hostile_or_cut_off_file_is_refused_whole(line, words):
    with pytest.raises(UnreadableFile, match=words):
        reading(person(), line, format="ftm")


def test_an_id_that_is_no_text_or_is_there_twice_leaves_its_row_out():
    made, subjects = reading(person("1"), {**person(), "id": 7}, person("1"))
    assert [s.id for s in subjects] == ["1"]
    assert (made.rows, made.read, made.left_out) == (3, 1, 2)


values = st.recursive(
    st.sampled_from(["Person", "Address", "1"]) | st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "schema", "properties", "role", "comity", "x"]), values), max_size=4
    )
)
def test_whatever_the_entities_are_they_are_read_left_out_or_refused(entities):
    try:
        made, subjects = reading(*entities, format="ftm")
    except UnreadableFile:
        return
    assert made.rows == made.read + made.left_out
    assert (made.read, made.left_out) == (len(subjects), sum(f.left_out for f in made.faults))
