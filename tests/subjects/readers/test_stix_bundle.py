import io
import json

import pytest

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Schema
from comity.subjects.readers import read

ONE = {
    "type": "identity", "spec_version": "2.1", "id": "identity--1", "created": "2026-01-01T00:00:00Z",
    "modified": "2026-01-01T00:00:00Z", "name": "Sok Dara", "identity_class": "individual",
    "description": "seen", "roles": ["driver"], "contact_information": "mail dara@example.org",
    "external_references": [{"source_name": "case", "external_id": "7"}],
}  # fmt: skip
TWO = {
    "type": "identity",
    "id": "identity--2",
    "name": "A Co.",
    "identity_class": "organization",
    "sectors": ["retail"],
}


def reading(*objects, **options):
    bundle = {"type": "bundle", "id": "bundle--1", "objects": list(objects)}
    made = read(io.BytesIO(json.dumps(bundle).encode()), limits=Limits(), **options)
    return made, list(made)


def test_identities_become_subjects():
    made, subjects = reading(ONE, TWO)
    assert (made.format.name, made.faults) == ("stix", [])
    assert [(s.id, s.schema) for s in subjects] == [
        ("identity--1", Schema.PERSON), ("identity--2", Schema.ORGANIZATION)
    ]  # fmt: skip
    assert subjects[0].as_mapping() == {
        "name": ("Sok Dara",), "description": ("seen",), "position": ("driver",), "email": ("dara@example.org",),
        "notes": ("Contact: mail dara@example.org", "Reference: source_name case; external_id 7"),
    }  # fmt: skip
    assert subjects[1].get("sector") == ("retail",)


def test_relations_become_notes_of_both_ends_and_other_objects_are_left_out():
    relation = {"type": "relationship", "id": "relationship--1", "relationship_type": "works-for",
                "source_ref": "identity--1", "target_ref": "identity--2"}  # fmt: skip
    made, subjects = reading(ONE, TWO, relation, {"type": "malware", "id": "malware--1"}, 7)
    assert [s.get("notes")[-1] for s in subjects] == ["Sok Dara works-for A Co.."] * 2
    assert (made.rows, made.read, made.left_out) == (4, 2, 2)
    assert [(f.line, f.field) for f in made.faults if f.left_out] == [(4, "malware"), (5, "")]


def test_markings_revocations_and_unknown_properties_are_reported():
    made, (subject,) = reading(
        {**ONE, "object_marking_refs": ["marking-definition--1"], "revoked": True, "x_mood": "bad"}
    )
    assert subject.get("name") == ("Sok Dara",)
    assert [f.field for f in made.faults] == ["revoked", "object_marking_refs", "x_mood"]


def test_published_examples_are_read_or_refused(shared_data):
    folder = shared_data / "schemas" / "stix" / "examples"
    identities = 0
    for path in sorted(folder.rglob("*.json")):
        objects = json.loads(path.read_text(encoding="utf-8")).get("objects", [])
        count = sum(each["type"] == "identity" for each in objects)
        if not count:
            continue
        made = read(path, format="stix", limits=Limits())
        assert len(list(made)) == count
        identities += count
    assert identities > 5


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"type": "bundle", "objects": [', "no whole JSON"),
        (b'{"type": "bundle", "objects": [{"type": "malware"}]}', "no identities"),
        (b'{"type": "bundle", "type": "bundle"}', "name twice"),
        (b'{"type": "report", "objects": [{"type": "identity"}]}', "no identities"),
    ],
)
def test_hostile_or_broken_files_are_refused(data, words):
    with pytest.raises(UnreadableFile, match=words):
        read(io.BytesIO(data), format="stix", limits=Limits())
