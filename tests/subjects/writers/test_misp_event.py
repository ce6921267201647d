import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from pymisp import MISPEvent, MISPObject

from comity.kernel import Handling, Limits, Pap, Restriction, Tlp
from comity.subjects import Role, Schema, Subject, misp
from comity.subjects.marks import STRICTEST, Marks
from comity.subjects.readers import read
from comity.subjects.writers import write_misp
from tests.subjects.marked import COVER, several

SPEC = Path(__file__).parents[3] / "spec" / "misp"
PLAIN = MISPEvent()


def written(subjects) -> str:
    stream = io.StringIO()
    assert write_misp(subjects, stream, COVER) == len(subjects)
    return stream.getvalue()


def reading(text: str):
    made = read(io.BytesIO(text.encode()), limits=Limits())
    return made, list(made)


def template(name: str) -> dict:
    """The definition of misp-objects that the library carries, or our own."""
    own = SPEC / name / "definition.json"
    path = own if own.exists() else PLAIN.misp_objects_path / name / "definition.json"
    return json.loads(path.read_text(encoding="utf-8"))


@given(several)
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_what_goes_out_comes_in_equal(subjects):
    made, back = reading(written(subjects))
    assert made.format.name == "misp"
    assert made.faults == []
    assert back == subjects


@given(several)
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_the_library_and_the_templates_accept_what_is_written(subjects):
    event = MISPEvent()
    event.load(written(subjects))
    uuids = [part.uuid for o in event.objects for part in (o, *o.attributes, *o.references)]
    assert len(set(uuids)) == len(uuids)
    for each in event.objects:
        known = template(each.name)
        assert (each.template_uuid, int(each.template_version)) == (known["uuid"], known["version"])
        assert each["meta-category"] == known["meta-category"]
        relations = [a.object_relation for a in each.attributes]
        assert set(known.get("required", [])) <= set(relations)
        assert not known.get("requiredOneOf") or set(known["requiredOneOf"]) & set(relations)
        for attribute in each.attributes:
            allowed = known["attributes"][attribute.object_relation]
            assert attribute.type == allowed["misp-attribute"], attribute.object_relation
            assert allowed.get("multiple") or relations.count(attribute.object_relation) == 1
            assert "values_list" not in allowed or attribute.value in allowed["values_list"]
            assert attribute.category in event.describe_types["categories"]
            assert attribute.type in event.describe_types["category_type_mappings"][attribute.category]


def test_templates_that_are_written_are_those_of_the_library():
    for name, ours in misp.TEMPLATES.items():
        known = template(name)
        assert (ours.uuid, int(ours.version), ours.category) == (
            known["uuid"], known["version"], known["meta-category"]
        )  # fmt: skip
        for relation, (kind, _prop) in ours.attributes.items():
            assert known["attributes"][relation]["misp-attribute"] == kind
        assert {r for r in ours.attributes if known["attributes"][r].get("multiple")} == ours.several
        assert ours.one_of <= {*known.get("requiredOneOf", ()), *known.get("required", ())}
        assert set(misp.ALSO_READ.get(name, {})) <= set(known["attributes"])


def test_our_own_template_is_one_that_misp_takes():
    made = MISPObject(misp.RECORD, strict=True, misp_objects_path_custom=SPEC)
    for relation in ("subject-id", "schema", "statement"):
        made.add_attribute(relation, value="Person")
    made.to_json()
    assert made.template_uuid == misp.RECORD_TEMPLATE


MARKS = Marks(Restriction(frozenset({Handling.H2}), Tlp.AMBER_STRICT, Pap.RED))


def one(**properties) -> Subject:
    plain = Subject.of("a7", Schema.PERSON, Role.SUSPECT, **({"name": "Sok Dara"} | properties))
    return Subject(plain.id, plain.schema, plain.values, plain.role, "", MARKS)


def test_tags_say_tlp_pap_and_handling_on_event_and_attributes():
    event = json.loads(written([one()]))["Event"]
    tags = ["tlp:amber+strict", "PAP:RED", 'comity:handling="H0"', 'comity:handling="H2"']
    assert [t["name"] for t in event["Tag"]] == tags
    person = next(o for o in event["Object"] if o["name"] == "person")
    assert [(a["object_relation"], a["value"]) for a in person["Attribute"]] == [
        ("full-name", "Sok Dara"), ("role", "Suspect")
    ]  # fmt: skip
    assert all([t["name"] for t in a["Tag"]] == tags for a in person["Attribute"])


def changed(change) -> str:
    document = json.loads(written([one(phone="+85512345678")]))
    event = document["Event"]
    record = next(o for o in event["Object"] if o["name"] == misp.RECORD)
    change(event, record)
    return json.dumps(document)


def drop(relation):
    def change(event, record):
        record["Attribute"] = [a for a in record["Attribute"] if a["object_relation"] != relation]

    return change


def weaken(event, record):
    for each in record["Attribute"]:
        each["value"] = each["value"].replace('"H0","H2"', '"H0"')


@pytest.mark.parametrize("change", [drop("marks"), drop("marks-name"), weaken])
def test_marks_that_were_taken_off_or_weakened_become_the_strictest_and_are_reported(change):
    made, (subject,) = reading(changed(change))
    assert subject.marks == STRICTEST
    assert [f.field for f in made.faults] == ["marks"]


def test_a_stricter_tag_of_the_event_tightens():
    def tighten(event, record):
        event["Tag"] = [{"name": "tlp:red"}]

    _made, (subject,) = reading(changed(tighten))
    assert subject.marks.restriction == Restriction(frozenset({Handling.H2}), Tlp.RED, Pap.RED)


def test_tags_that_were_taken_off_do_not_loosen_the_record():
    def untag(event, record):
        event.pop("Tag")

    made, (subject,) = reading(changed(untag))
    assert (made.faults, subject.marks) == ([], MARKS)
