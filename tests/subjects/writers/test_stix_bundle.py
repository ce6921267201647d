import io
import json
from itertools import pairwise

import pytest
import stix2
from hypothesis import HealthCheck, given, settings
from stix2 import v21

from comity.kernel import Handling, Limits, Pap, Restriction, Tlp
from comity.subjects import Schema, Subject, stix
from comity.subjects.marks import STRICTEST, Marks, combined
from comity.subjects.readers import read
from comity.subjects.writers import write_stix
from tests.subjects.marked import COVER, several


def _kinds() -> None:
    """Registers our kinds of object with the library, so that it checks every property of them."""
    text = stix2.properties.StringProperty
    for kind, names in stix.OBJECTS.items():
        listed = [("name", text(required=True)), ("description", text()), *((name, text()) for name in names)]
        listed.append(("labels", stix2.properties.ListProperty(text)))
        v21.CustomObject(kind, listed)(type(kind.title().replace("-", ""), (), {}))
    v21.CustomObservable("phone-number", [("value", text(required=True))], ["value"])(type("PhoneNumber", (), {}))


_kinds()


def written(subjects) -> str:
    stream = io.StringIO()
    assert write_stix(subjects, stream, COVER) == len(subjects)
    return stream.getvalue()


def reading(text: str):
    made = read(io.BytesIO(text.encode()), limits=Limits())
    return made, list(made)


@given(several)
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_what_goes_out_comes_in_equal(subjects):
    made, back = reading(written(subjects))
    assert made.format.name == "stix"
    assert made.faults == []
    assert back == subjects


@given(several)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_the_library_reads_strictly_what_is_written(subjects):
    parsed = stix2.parse(written(subjects), allow_custom=False)
    assert isinstance(parsed, v21.Bundle)
    assert [each["type"] for each in parsed.objects if isinstance(each, dict)] == []
    assert {each["id"] for each in parsed.objects if each["type"] == "identity" and "created_by_ref" in each} == {
        stix.object_id("identity", s.id) for s in subjects if stix.TYPES[s.schema] == "identity"
    }


def one(marks=None, own=(), **properties) -> Subject:
    plain = Subject.of("a7", Schema.PERSON, **({"name": "Sok Dara"} | properties))
    return Subject(plain.id, plain.schema, plain.values, None, "", marks or Marks(), own)


def objects(subject) -> dict[str, dict]:
    return {each["id"]: each for each in json.loads(written([subject]))["objects"]}


def test_tlp_is_the_published_definition_and_the_strictest_of_the_object():
    red = Marks(Restriction(tlp=Tlp.RED))
    found = objects(one(own=(None, red), phone="+85512345678"))
    main = found[stix.object_id("identity", "a7")]
    assert main["object_marking_refs"][0] == "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
    assert found[main["object_marking_refs"][0]]["extensions"] == {
        "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
            "extension_type": "property-extension", "tlp_2_0": "red",
        }
    }  # fmt: skip
    statement = found[main["object_marking_refs"][1]]
    assert statement["definition"]["statement"].startswith("Handling H0: for the prevention")
    (number,) = (each for each in found.values() if each["type"] == "phone-number")
    assert stix.marking_id(red) in number["object_marking_refs"]


def test_two_subjects_with_one_number_share_its_object_under_both_markings():
    first, second = Marks(Restriction(tlp=Tlp.GREEN)), Marks(Restriction(frozenset({Handling.H2}), Tlp.AMBER_STRICT))
    both = [
        Subject(name, s.schema, s.values, None, "", marks)
        for name, marks in (("1", first), ("2", second))
        if (s := one(phone="+85512345678"))
    ]
    text = written(both)
    (number,) = (each for each in json.loads(text)["objects"] if each["type"] == "phone-number")
    refs = number["object_marking_refs"]
    assert stix.TLP_MARKINGS[Tlp.AMBER_STRICT] in refs
    assert stix.TLP_MARKINGS[Tlp.GREEN] not in refs
    assert {stix.marking_id(first), stix.marking_id(second)} <= set(refs)
    assert reading(text)[1] == both


def changed(change, marks=None) -> str:
    bundle = json.loads(written([one(marks or Marks(Restriction(frozenset({Handling.H2}), Tlp.AMBER, Pap.RED)))]))
    for each in list(bundle["objects"]):
        change(each, bundle["objects"])
    return json.dumps(bundle)


def strip(each, every):
    each.pop("object_marking_refs", None)


def strip_definitions(each, every):
    if each["type"] == "marking-definition":
        every.remove(each)


def weaken(each, every):
    marks = each.get("extensions", {}).get(stix.RECORD, {}).get("marks")
    if marks and each["type"] == "marking-definition":
        marks["handling"] = ["H0"]


def weaken_twice(each, every):
    if each["type"] == "marking-definition" and stix.RECORD in each.get("extensions", {}):
        every.append(json.loads(json.dumps(each)) | {"extensions": {stix.RECORD: {"marks": {"handling": ["H0"]}}}})


def forget(each, every):
    each.get("extensions", {}).get(stix.RECORD, {}).pop("marking_ref", None)


@pytest.mark.parametrize("change", [strip_definitions, weaken, weaken_twice, forget])
def test_marks_that_were_taken_off_or_weakened_become_the_strictest_and_are_reported(change):
    made, (subject,) = reading(changed(change))
    assert subject.marks == STRICTEST
    assert made.faults


def test_a_record_whose_references_were_taken_off_keeps_its_own_marks_and_says_so():
    made, (subject,) = reading(changed(strip))
    assert subject.marks == Marks(Restriction(frozenset({Handling.H2}), Tlp.AMBER, Pap.RED))
    assert [f.reason for f in made.faults] == ["a marking was taken off on the way; its own marks hold"]


def test_what_was_tightened_on_the_way_is_tightened():
    def tighten(each, every):
        if stix.RECORD in each.get("extensions", {}) and each["type"] == "identity":
            each["object_marking_refs"] = [
                *each.get("object_marking_refs", []), stix.TLP_MARKINGS[Tlp.RED], "marking-definition--9",
            ]  # fmt: skip
            every.append({"type": "marking-definition", "id": "marking-definition--9", "definition_type": "statement",
                          "definition": {"statement": "Only for the ministry"}})  # fmt: skip

    _made, (subject,) = reading(changed(tighten))
    assert subject.marks.restriction == Restriction(
        frozenset({Handling.H2, Handling.H3}), Tlp.RED, Pap.RED, "Only for the ministry"
    )


def test_a_name_that_was_changed_beside_the_record_is_reported():
    def rename(each, every):
        if each.get("name") == "Sok Dara":
            each["name"] = "Another"

    made, (subject,) = reading(changed(rename))
    assert subject.get("name") == ("Sok Dara",)
    assert [f.field for f in made.faults] == ["name"]


@given(several)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_combining_is_never_looser_than_any_part(subjects):
    for first, second in pairwise([s.marks for s in subjects]):
        both = combined(first, second)
        assert both.restriction.covers(first.restriction)
        assert both.restriction.covers(second.restriction)
        if first.permitted_purposes and second.permitted_purposes:
            shared = set(first.permitted_purposes) & set(second.permitted_purposes)
            assert set(both.permitted_purposes) - {"none"} == shared
