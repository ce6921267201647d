import io
import json

import pytest

from comity.kernel import Limits, Tlp, UnreadableFile
from comity.subjects import Schema
from comity.subjects.marks import STRICTEST
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
    assert sorted(f.field for f in made.faults) == ["object_marking_refs", "revoked", "x_mood"]
    assert subject.marks == STRICTEST


def test_published_examples_are_read_or_refused(shared_data):
    folder = shared_data / "schemas" / "stix" / "examples"
    identities = 0
    for path in sorted(folder.rglob("*.json")):
        objects = json.loads(path.read_text(encoding="utf-8")).get("objects", [])
        count = sum(each["type"] == "identity" for each in objects)
        if not count:
            continue
        made = read(path, format="stix", limits=Limits())
        read_ones = [s for s in made if s.id.startswith("identity--")]
        authors = [f for f in made.faults if "author" in f.reason]
        assert len(read_ones) + len(authors) == count
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


ACCOUNT = {"type": "user-account", "id": "user-account--1", "account_login": "dara99", "display_name": "Dara"}
SITE = {"type": "domain-name", "id": "domain-name--1", "value": "Example.org"}
NUMBER = {"type": "phone-number", "id": "phone-number--1", "value": "+85512345678"}


def test_what_is_tied_to_a_subject_is_its_value_and_what_is_tied_to_none_stands_alone():
    ties = [
        {"type": "relationship", "id": f"relationship--{i}", "relationship_type": "uses", "source_ref": "identity--1",
         "target_ref": each["id"]} for i, each in enumerate((ACCOUNT, SITE))
    ]  # fmt: skip
    made, (person, alone) = reading(ONE, ACCOUNT, SITE, NUMBER, *ties)
    assert made.faults == []
    assert (person.get("username"), person.get("alias"), person.get("website")) == (
        ("dara99",), ("Dara",), ("example.org",)
    )  # fmt: skip
    assert (alone.schema, alone.as_mapping()) == (Schema.UNKNOWN, {"phone": ("+85512345678",)})


def test_wallets_accounts_and_vehicles_of_others_are_read():
    made, subjects = reading(
        {"type": "cryptocurrency-wallet", "id": "cryptocurrency-wallet--1",
         "value": "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"},
        {"type": "bank-account", "id": "bank-account--1", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX"},
        {"type": "vehicle", "id": "vehicle--1", "registration_number": "2A-1234", "make": "Toyota", "wheels": 3},
    )  # fmt: skip
    assert [(s.schema, list(s.as_mapping())) for s in subjects] == [
        (Schema.WALLET, ["publicKey"]), (Schema.ACCOUNT, ["iban", "bic"]),
        (Schema.VEHICLE, ["registrationNumber", "make"]),
    ]  # fmt: skip
    assert [f.field for f in made.faults] == ["wheels"]


def test_notes_and_reports_are_kept_with_their_own_marks():
    note = {"type": "note", "id": "note--1", "content": "Seen again.", "object_refs": ["identity--1"],
            "object_marking_refs": ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"]}  # fmt: skip
    report = {"type": "report", "id": "report--1", "name": "Weekly", "published": "2026-05-01T00:00:00Z",
              "description": "Three boats.", "object_refs": ["identity--1", "identity--2"]}  # fmt: skip
    made, (first, second) = reading(ONE, TWO, note, report)
    assert made.faults == []
    assert first.get("notes")[-2:] == ("Seen again.", "Report Weekly 2026-05-01: Three boats.")
    assert second.get("notes") == ("Report Weekly 2026-05-01: Three boats.",)
    marks = {v.value: m for v, m in first.marked()}
    assert marks["Seen again."].restriction.tlp is Tlp.RED
    assert marks["Sok Dara"] is None


def test_an_author_is_no_subject_and_the_newest_version_counts():
    author = {"type": "identity", "id": "identity--9", "name": "A Feed", "identity_class": "organization"}
    mine = {**ONE, "created_by_ref": "identity--9"}
    made, (subject,) = reading(author, mine, {**mine, "modified": "2026-03-01T00:00:00Z", "name": "Sok Daravuth"})
    assert subject.get("name") == ("Sok Daravuth",)
    assert [f.reason for f in made.faults if f.left_out] == [
        "a newer object with its id is in the bundle", "it is the author of other objects, and no subject"
    ]  # fmt: skip


def test_a_marked_property_is_marked_alone_and_statements_bind_in_words():
    statement = {"type": "marking-definition", "id": "marking-definition--5", "definition_type": "statement",
                 "definition": {"statement": "Ask us first"}}  # fmt: skip
    granular = [{"marking_ref": "marking-definition--5", "selectors": ["description"]}]
    green = ["marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"]
    made, (subject,) = reading({**ONE, "object_marking_refs": green, "granular_markings": granular}, statement)
    assert made.faults == []
    assert subject.marks.restriction.tlp is Tlp.GREEN
    marks = {v.property: m for v, m in subject.marked() if m}
    assert marks["description"].restriction.words == "Ask us first"
    assert set(marks) == {"description"}


def test_subjects_without_any_marking_are_counted_as_such():
    made, _subjects = reading(ONE, TWO)
    assert [(f.field, f.count) for f in made.findings] == [("marks", 2)]


def test_deep_and_large_bundles_are_refused():
    deep = json.dumps(ONE)[:-1] + ', "x": ' + "[" * 40 + "]" * 40 + "}"
    with pytest.raises(UnreadableFile, match="nested deeper"):
        read(io.BytesIO(f'{{"type": "bundle", "objects": [{deep}]}}'.encode()), limits=Limits())
    many = json.dumps({"type": "bundle", "objects": [TWO] * 12}).encode()
    with pytest.raises(UnreadableFile, match="too many objects"):
        read(io.BytesIO(many), limits=Limits(rows_per_file=10))


@pytest.mark.parametrize("name", ["id", "type", "created_by_ref", "object_marking_refs", "granular_markings", "name"])
@pytest.mark.parametrize("junk", [[], {}, [[]], [{}], None, 7, True])
def test_junk_where_a_text_belongs_is_no_fault_of_the_reader(name, junk):
    made, subjects = reading({**ONE, name: junk}, TWO)
    assert "identity--2" in {s.id for s in subjects}
    assert made.rows == made.read + made.left_out
