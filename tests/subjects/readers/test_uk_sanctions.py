import io

import pytest

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Schema
from comity.subjects.readers import read

NAMES = ("<Names><Name><Name1>Sok</Name1><Name6>TESTER</Name6><NameType>Primary Name</NameType></Name>"
         "<Name><Name6>Dara</Name6><NameType>ALias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>"
         "<Name><Name6>Sok T</Name6><NameType>Primary name variation</NameType></Name></Names>")  # fmt: skip


def entry(inner="", kind="Individual", own_id="TST0001"):
    return f"<Designation><UniqueID>{own_id}</UniqueID>{NAMES}<IndividualEntityShip>{kind}</IndividualEntityShip>{inner}</Designation>"  # noqa: E501


def reading(*entries):
    text = (
        f'<?xml version="1.0"?><Designations><DateGenerated>01/02/2026</DateGenerated>{"".join(entries)}</Designations>'
    )
    made = read(io.BytesIO(text.encode()), limits=Limits())
    return made, list(made)


def test_a_person():
    made, (subject,) = reading(entry(
        "<LastUpdated>14/04/2026</LastUpdated><DateDesignated>03/02/2001</DateDesignated><OFSIGroupID>7</OFSIGroupID>"
        "<UNReferenceNumber>TAi.1</UNReferenceNumber><RegimeName>Regulations</RegimeName>"
        "<SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed><DesignationSource>UN</DesignationSource>"
        "<SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze></SanctionsImposedIndicators>"
        "<NonLatinNames><NonLatinName><NameNonLatinScript>សុខ</NameNonLatinScript></NonLatinName></NonLatinNames>"
        "<Addresses><Address><AddressLine1>Street 1</AddressLine1><AddressCountry>Cambodia</AddressCountry></Address>"
        "</Addresses><EmailAddresses><EmailAddress>a@example.org; b@example.org</EmailAddress></EmailAddresses>"
        "<IndividualDetails><Individual><DOBs><DOB>dd/mm/1957</DOB><DOB>02/03/1958</DOB></DOBs>"
        "<Nationalities><Nationality>Cambodia</Nationality></Nationalities><Genders><Gender>Male</Gender></Genders>"
        "<PassportDetails><Passport><PassportNumber>N1234567</PassportNumber>"
        "<PassportAdditionalInformation>old</PassportAdditionalInformation></Passport></PassportDetails>"
        "<BirthDetails><Location><TownOfBirth>Takeo</TownOfBirth><CountryOfBirth>Cambodia</CountryOfBirth></Location>"
        "</BirthDetails></Individual></IndividualDetails>"
    ))  # fmt: skip
    assert (made.format.name, made.faults, subject.id, subject.schema) == ("uk-sanctions", [], "TST0001", Schema.PERSON)
    assert subject.get("name") == ("Sok TESTER", "សុខ")
    assert (subject.get("weakAlias"), subject.get("alias")) == (("Dara",), ("Sok T",))
    assert subject.get("birthDate") == ("1957", "1958-03-02")
    assert (subject.get("listingDate"), subject.get("modifiedAt")) == (("2001-02-03",), ("2026-04-14",))
    assert (subject.get("address"), subject.get("country")) == (("Street 1, Cambodia",), ("KH",))
    assert subject.get("email") == ("a@example.org", "b@example.org")
    assert [(v.value, v.note) for v in subject.values if v.property == "passportNumber"] == [("N1234567", "old")]
    assert (subject.get("birthPlace"), subject.get("birthCountry")) == (("Takeo, Cambodia",), ("KH",))
    assert subject.get("notes") == ("OFSI group: 7", "Sanctions imposed: Asset freeze, Travel Ban")
    assert made.doubted == 0


def test_a_ship_and_an_entity():
    _, (ship, firm) = reading(
        entry("<ShipDetails><Ship><IMONumbers><IMONumber>IMO9074729</IMONumber></IMONumbers><YearsBuilt><YearBuilt>2011"
              "</YearBuilt></YearsBuilt><PreviousFlags><PreviousFlag>Thailand</PreviousFlag></PreviousFlags></Ship>"
              "</ShipDetails>", "Ship"),
        entry("<EntityDetails><Entity><BusinessRegistrationNumbers><BusinessRegistrationNumber>BR-99"
              "</BusinessRegistrationNumber></BusinessRegistrationNumbers><ParentCompanies><ParentCompany>Holding"
              "</ParentCompany></ParentCompanies></Entity></EntityDetails>", "Entity", "TST0002"),
    )  # fmt: skip
    assert (ship.schema, ship.get("imoNumber"), ship.get("buildDate"), ship.get("pastFlags")) == (
        Schema.VESSEL, ("9074729",), ("2011",), ("TH",)
    )  # fmt: skip
    assert (firm.schema, firm.get("registrationNumber")) == (Schema.ORGANIZATION, ("BR99",))
    assert firm.get("notes") == ("Parent company: Holding",)


def test_what_nobody_knows_is_reported_once_and_kept():
    made, subjects = reading(entry("<Mood>bad</Mood>"), entry("<Mood>worse</Mood>", own_id="2"), entry(own_id=""))
    assert [s.get("notes") for s in subjects] == [("Mood: bad",), ("Mood: worse",)]
    assert [(f.field, f.left_out) for f in made.faults] == [("Mood", False), ("id", True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<Designations><Designation>", "no whole XML"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><Designations></Designations>", "document type"),
        ("<Designations></Designations>", "no entries"),
        ("<Designations><Designation>" + "<a>" * 20 + "</a>" * 20 + "</Designation></Designations>", "nested deeper"),
    ],
)
def test_a_hostile_or_cut_off_file_is_refused_whole(text, words):
    with pytest.raises(UnreadableFile, match=words):
        read(io.BytesIO(text.encode()), limits=Limits())
