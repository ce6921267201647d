import io
import json

import pytest
from pymisp import MISPEvent, MISPObject

from comity.kernel import Evaluation, Handling, Limits, Tlp, UnreadableFile
from comity.subjects import Role, Schema
from comity.subjects.marks import STRICTEST
from comity.subjects.readers import read


def reading(event, **options):
    text = event.to_json() if isinstance(event, MISPEvent) else json.dumps(event)
    data = text if '"Event"' in text else f'{{"Event": {text}}}'
    made = read(io.BytesIO(data.encode()), limits=Limits(), **options)
    return made, list(made)


def event(*tags) -> MISPEvent:
    made = MISPEvent()
    made.info = "Somebody else's"
    for tag in tags:
        made.add_tag(tag)
    return made


def an_object(name, *attributes) -> MISPObject:
    made = MISPObject(name, strict=True)
    for relation, value in attributes:
        made.add_attribute(relation, value=value)
    return made


def test_objects_of_others_become_subjects_with_the_marks_of_their_tags():
    theirs = event("tlp:green", "PAP:AMBER", 'comity:handling="H2"', 'comity:evaluation="B2"', "misp-galaxy:x")
    person = an_object(
        "person", ("full-name", "Sok Dara"), ("date-of-birth", "1970-05-12"), ("gender", "Male"),
        ("nationality", "KH"), ("role", "Accused"), ("role", "Target"), ("passport-number", "N1234567"),
    )  # fmt: skip
    phone = an_object("phone-number", ("phone-number", "+85512345678"))
    person.add_reference(phone.uuid, "uses")
    account = an_object("bank-account", ("iban", "DE89370400440532013000"), ("swift", "COBADEFFXXX"))
    wallet = an_object("coin-address", ("address", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"), ("symbol", "BTC"))
    car = an_object("vehicle", ("license-plate-number", "2A-1234"), ("make", "Toyota"))
    site = an_object("domain-ip", ("domain", "example.org"), ("ip", "192.0.2.1"))
    for each in (person, phone, account, wallet, car, site):
        theirs.add_object(each)
    made, found = reading(theirs)
    assert made.faults == []
    assert [s.schema for s in found] == [
        Schema.PERSON, Schema.ACCOUNT, Schema.WALLET, Schema.VEHICLE, Schema.UNKNOWN
    ]  # fmt: skip
    dara = found[0]
    assert (dara.role, dara.get("phone"), dara.get("birthDate"), dara.get("notes")) == (
        Role.SUSPECT, ("+85512345678",), ("1970-05-12",), ("Role: Target",)
    )  # fmt: skip
    assert found[-1].as_mapping() == {"website": ("example.org",), "notes": ("ip: 192.0.2.1",)}
    assert {s.marks.restriction.tlp for s in found} == {Tlp.GREEN}
    assert dara.marks.restriction.handling == {Handling.H0, Handling.H2}
    assert dara.marks.evaluation == Evaluation("B", "2")


def test_a_tag_on_an_attribute_marks_it_alone_and_an_unknown_one_strictly():
    theirs = event("tlp:green")
    person = an_object("person", ("full-name", "Sok Dara"), ("phone-number", "+85512345678"))
    person.attributes[1].add_tag("tlp:red")
    theirs.add_object(person)
    made, (subject,) = reading(theirs)
    marks = {v.property: m for v, m in subject.marked()}
    assert marks["name"] is None
    assert marks["phone"].restriction.tlp is Tlp.RED
    theirs.add_tag("tlp:ex:chr")
    made, (subject,) = reading(theirs)
    assert subject.marks.restriction.covers(STRICTEST.restriction)
    assert "the tag is not known; the strictest marks hold" in {f.reason for f in made.faults}


def test_reports_are_told_of_who_they_are_tied_to_and_the_rest_is_left_out():
    theirs = event("tlp:amber")
    person = an_object("person", ("full-name", "Sok Dara"))
    report = an_object("report", ("title", "Weekly"), ("summary", "Three boats."))
    report.add_reference(person.uuid, "mentions")
    for each in (person, report, an_object("file", ("filename", "a.exe"))):
        theirs.add_object(each)
    theirs.add_attribute("iban", "DE89370400440532013000")
    theirs.add_attribute("md5", "d41d8cd98f00b204e9800998ecf8427e")
    made, (dara, account) = reading(theirs)
    assert dara.get("notes") == ("report title: Weekly", "report summary: Three boats.")
    assert (account.schema, account.get("iban")) == (Schema.ACCOUNT, ("DE89370400440532013000",))
    assert [f.field for f in made.faults if f.left_out] == ["file", "md5"]


def test_events_without_tags_are_counted_as_such_and_several_are_read():
    parts = {"Object": [{"name": "person", "uuid": "1", "Attribute": [
        {"object_relation": "full-name", "value": "A"}, {"object_relation": "mood", "value": "bad"},
        {"object_relation": "alias", "value": "B", "deleted": True},
    ]}, {"name": "person", "uuid": "2", "deleted": True}]}  # fmt: skip
    more = {"Object": [{"name": "person", "uuid": "3", "Attribute": [{"object_relation": "alias", "value": "C"}]}]}
    made, subjects = reading({"response": [{"Event": parts}, {"Event": more}]})
    assert [s.get("name") or s.get("alias") for s in subjects] == [("A",), ("C",)]
    assert [(f.line, f.field) for f in made.faults] == [(2, "person"), (1, "mood"), (1, "alias")]
    assert [(f.field, f.count) for f in made.findings] == [("marks", 2)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"Event": {', "no whole JSON"),
        (b'{"Event": {"info": "nothing"}}', "no objects and no attributes"),
        (b'{"Event": {"a": 1, "a": 2}}', "name twice"),
        (b'{"Event": {"a": ' + b"[" * 40 + b"]" * 40 + b"}}", "nested deeper"),
    ],
)
def test_hostile_or_broken_files_are_refused(data, words):
    with pytest.raises(UnreadableFile, match=words):
        read(io.BytesIO(data), format="misp", limits=Limits())
