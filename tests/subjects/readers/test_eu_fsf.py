import io

import pytest

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Schema
from comity.subjects.readers import read

HEAD = '<?xml version="1.0" encoding="UTF-8"?><export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="x">'


def reading(inner, kind="person", own_id="13"):
    text = (
        f'{HEAD}<sanctionEntity logicalId="{own_id}" euReferenceNumber="EU.1.1" unitedNationId="QDi.1">'
        f'<subjectType code="{kind}" classificationCode="P"/><nameAlias wholeName="Sok Dara" strong="true"/>{inner}'
        "</sanctionEntity></export>"
    )
    made = read(io.BytesIO(text.encode()), limits=Limits())
    return made, list(made)


def test_an_entry_becomes_a_subject():
    made, (subject,) = reading(
        '<remark>said</remark><nameAlias firstName="D" lastName="S" wholeName="D S" strong="false" function="Minister" '
        'gender="M"/><nameAlias wholeName="Dara S" strong="true"/><citizenship countryIso2Code="KH" region=""/>'
        '<identification identificationTypeCode="passport" number="N1234567" countryIso2Code="KH" knownExpired="true">'
        '<remark>old</remark></identification><identification identificationTypeCode="id" number="012345678"/>'
        '<address street="Street 1" city="Phnom Penh" countryIso2Code="KH" countryDescription="CAMBODIA">'
        '<contactInfo key="EMAIL" value="a@example.org"/></address><regulation programme="TEST" numberTitle="1/2026"/>'
    )
    assert (made.format.name, made.faults, subject.id, subject.schema) == ("eu", [], "13", Schema.PERSON)
    assert subject.get("name", "weakAlias", "alias") == ("Sok Dara", "D S", "Dara S")
    assert (subject.get("citizenship"), subject.get("country")) == (("KH",), ("KH",))
    assert (subject.get("gender"), subject.get("position")) == (("male",), ("Minister",))
    documents = [(v.property, v.value, v.country) for v in subject.values if v.property.endswith("Number")]
    assert documents == [("passportNumber", "N1234567", "KH"), ("idNumber", "012345678", "")]
    assert "passport; knownExpired; old" in next(v.note for v in subject.values if v.property == "passportNumber")
    assert subject.get("address") == ("Street 1, Phnom Penh, CAMBODIA",)
    assert (subject.get("email"), subject.get("program")) == (("a@example.org",), ("TEST",))
    assert subject.get("unscId") == ("QDi.1",)


@pytest.mark.parametrize(
    ("given", "dates"),
    [
        ('birthdate="1970-05-12" circa="false"', ("1970-05-12",)),
        ('circa="true" year="1970"', ("circa 1970",)),
        ('year="1970" monthOfYear="5"', ("1970-05",)),
        ('yearRangeFrom="1970" yearRangeTo="1972"', ("1970", "1971", "1972")),
        ('calendarType="ISLAMIC" birthdate="1402-06-24"', ()),
    ],
)
def test_dates_of_birth_are_as_partial_as_the_list_says(given, dates):
    made, (subject,) = reading(f'<birthdate {given} city="Vientiane" countryIso2Code="LA"/>')
    assert subject.get("birthDate") == dates
    assert (subject.get("birthPlace"), subject.get("birthCountry")) == (("Vientiane",), ("LA",))
    assert made.warnings == (not dates)


def test_what_nobody_knows_is_reported():
    made, _ = reading('<mood>bad</mood><citizenship countryIso2Code="QQ" colour="red"/>')
    assert [f.field for f in made.faults] == ["mood", "citizenship", "citizenship colour"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + HEAD.split("?>")[1] + "</export>", "document type"),
        (HEAD + '<sanctionEntity logicalId="1">', "no whole XML"),
        (HEAD + "</export>", "no entries"),
        (HEAD + f'<sanctionEntity logicalId="{"1" * 1_100_000}"/></export>', "larger than any real one"),
    ],
)
def test_a_hostile_or_cut_off_file_is_refused_whole(text, words):
    with pytest.raises(UnreadableFile, match=words):
        read(io.BytesIO(text.encode()), format="eu", limits=Limits())


def test_ids_that_are_missing_leave_the_entry_out():
    made, subjects = reading("", own_id="")
    assert (subjects, made.rows, made.left_out) == ([], 1, 1)
