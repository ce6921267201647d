import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Schema
from comity.subjects.readers import read
from tests.subjects.readers.advanced import Advanced

NAME = [("Last Name", "TESTER"), ("First Name", "Sok")]


def reading(data, **options):
    made = read(io.BytesIO(data if isinstance(data, bytes) else data.written()), limits=options.pop("limits", Limits()))
    return made, list(made)


def one(*features, **options):
    file = options.pop("file", None) or Advanced()
    file.party("7", [file.alias(NAME)], [f(file) for f in features], **options)
    made, (subject,) = reading(file)
    return made, subject


def values(subject, *properties):
    return [(v.value, v.note, v.country) for v in subject.values if v.property in properties]


def test_a_person_with_everything_that_the_file_keeps_apart():
    file = Advanced()
    file.party(
        "7",
        [
            file.alias([*NAME, ("Middle Name", "Dara")], [("First Name", "ដារ៉ា"), "Khmer"]),
            file.alias([("First Name", "Old"), ("Last Name", "NAME")], kind="F.K.A.", primary=False),
            file.alias([("Nickname", "THE WEAK")], kind="A.K.A.", primary=False, low=True),
        ],
        [
            file.feature("Birthdate", file.period("1970-05-12")),
            file.feature("Place of Birth", file.location("Cambodia", CITY="Phnom Penh")),
            file.feature("Gender", file.detail(reference="Female")),
            file.feature("Nationality Country", file.location("Cambodia")),
            file.feature("Citizenship Country", file.location("Thailand")),
            file.feature("Location", file.location("Viet Nam", ADDRESS1="Street 1", CITY="Hanoi")),
            file.feature("Title", file.detail("Minister")),
            file.feature("Digital Currency Address - XBT", file.detail("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")),
            file.feature("Additional Sanctions Information -", file.detail("Secondary")),
        ],
        identity="70",
    )  # fmt: skip
    file.document("70", "Passport", "N1234567", "Cambodia", issued="2001-02-03")
    file.document("70", "SSN", "123-45-6789")
    file.entry("7", "TESTPROG")
    file.party("8", [file.alias([("Entity Name", "ACME")])], subtype="Unknown Entity")
    file.relation("7", "8")
    made, subjects = reading(file)
    subject = subjects[0]
    assert (made.format.name, made.faults, made.rows, made.read) == ("ofac-advanced", [], 2, 2)
    assert [(s.id, s.schema) for s in subjects] == [("7", Schema.PERSON), ("8", Schema.ORGANIZATION)]
    assert subject.get("name") == ("Sok Dara TESTER", "ដារ៉ា")
    assert (subject.get("firstName"), subject.get("lastName")) == (("Sok",), ("TESTER",))
    assert (subject.get("previousName"), subject.get("weakAlias")) == (("Old NAME",), ("THE WEAK",))
    assert (subject.get("birthDate"), subject.get("gender")) == (("1970-05-12",), ("female",))
    assert (subject.get("birthPlace"), subject.get("birthCountry")) == (("Phnom Penh, Cambodia",), ("KH",))
    assert (subject.get("nationality"), subject.get("citizenship")) == (("KH",), ("TH",))
    assert (subject.get("address"), subject.get("country")) == (("Street 1, Hanoi, Viet Nam",), ("VN",))
    assert values(subject, "passportNumber") == [("N1234567", "Passport; issue date 2001-02-03", "KH")]
    assert subject.get("publicKey") == ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",)
    assert (subject.get("program"), subject.get("listingDate"), subject.get("listName")) == (
        ("TESTPROG",), ("2020-01-31",), ("SDN List",)
    )  # fmt: skip
    assert set(subject.get("notes")) == {
        "Additional Sanctions Information: Secondary", "Legal basis: Executive Order 1",
        "Acting for or on behalf of: ACME",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "circa", "dates"),
    [
        ("1970-05-12", "", False, ["1970-05-12"]),
        ("1970-01-01", "1970-12-31", False, ["1970"]),
        ("1970-01-01", "1970-12-31", True, ["circa 1970"]),
        ("1970-05-01", "1970-05-31", False, ["1970-05"]),
        ("1970-03-01", "1970-08-31", False, ["1970"]),
        ("1970-01-01", "1972-12-31", False, ["1970", "1971", "1972"]),
        ("1950-01-01", "1980-12-31", True, ["circa 1950", "circa 1980"]),
    ],
)
def test_a_birth_date_is_as_exact_as_its_two_ends(first, last, circa, dates):
    made, subject = one(lambda file: file.feature("Birthdate", file.period(first, last, circa=circa)))
    assert list(subject.get("birthDate")) == dates
    assert made.faults == []
    assert made.doubted == len(dates) * circa


def test_a_date_of_another_calendar_and_what_the_file_lacks_are_reported():
    made, subject = one(
        lambda file: file.feature("Birthdate", file.period("1402-06-24", calendar="Islamic")),
        lambda file: file.feature("Location", '<VersionLocation LocationID="nowhere"/>'),
        lambda _: "<Mood>bad</Mood>",
    )  # fmt: skip
    assert subject.get("birthDate") == ()
    assert subject.get("notes") == ("Birthdate: Islamic; 1402-06-24",)
    assert [f.field for f in made.faults] == ["Birthdate", "Location", "Mood"]


def test_numbers_mean_what_this_file_says_they_mean():
    file = Advanced()
    other = Advanced(first=500)
    for each in (file, other):
        each.party("7", [each.alias(NAME)], [each.feature("Gender", each.detail(reference="Male"))])
    assert [s.as_mapping() for s in reading(file)[1]] == [s.as_mapping() for s in reading(other)[1]]
    wrong = file.written().replace(
        b'<FeatureType ID="' + file.ref("FeatureType", "Gender").encode(), b'<FeatureType ID="0'
    )
    made, (subject,) = reading(wrong)
    assert subject.get("gender") == ()
    assert [(f.field, f.reason) for f in made.faults] == [
        ("FeatureType", "the file has no reference value with this number")
    ]


def test_vessels_and_family_names_first():
    file = Advanced()
    file.party("1", [file.alias([("Vessel Name", "STAR")])], [file.feature("Vessel Flag", file.location("Cambodia")),
               file.feature("VESSEL TYPE", file.detail("Tanker"))], subtype="Vessel", identity="5")  # fmt: skip
    file.document("5", "Vessel Registration Identification", "IMO 9074729")
    file.party("2", [file.alias([("Last Name", "王"), ("First Name", "小明"), "Chinese - Simplified"])])
    _, (vessel, person) = reading(file)
    assert (vessel.schema, vessel.get("imoNumber"), vessel.get("flag"), vessel.get("type")) == (
        Schema.VESSEL, ("9074729",), ("KH",), ("Tanker",)
    )  # fmt: skip
    assert person.get("name") == ("王 小明",)


def test_the_order_of_the_sections_does_not_matter():
    file = Advanced()
    file.party("7", [file.alias(NAME)], [file.feature("Nationality Country", file.location("Thailand"))])
    text = file.written().decode()
    sets = text[text.index("<ReferenceValueSets>") : text.index("</ReferenceValueSets>") + len("</ReferenceValueSets>")]
    moved = text.replace(sets, "").replace("</Sanctions>", f"{sets}</Sanctions>")
    assert reading(moved.encode())[1] == reading(file)[1]


WHOLE = Advanced()
WHOLE.party("7", [WHOLE.alias(NAME)])
TEXT = WHOLE.written()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (TEXT[:-20], "no whole XML"),
        (TEXT.replace(b"<Sanctions ", b'<!DOCTYPE x [<!ENTITY a "b">]><Sanctions '), "document type"),
        (TEXT.replace(b"<DistinctParty ", b"<Other ").replace(b"</DistinctParty>", b"</Other>"), "no parties"),
        (TEXT.replace(b"TESTER", b"x" * 1_100_000), "larger than any real one"),
        (TEXT.replace(b"TESTER", b"<a>" * 20 + b"</a>" * 20), "nested deeper"),
    ],
)
def test_a_hostile_or_cut_off_file_is_refused_whole(data, words):
    with pytest.raises(UnreadableFile, match=words):
        reading(data)


def test_a_party_without_a_number_or_a_name_is_left_out():
    file = Advanced()
    file.party("", [file.alias(NAME)])
    file.party("9", [])
    made, subjects = reading(file)
    assert (subjects, made.rows, made.left_out) == ([], 2, 2)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.text("abcXYZ ກខកâ", min_size=1).filter(str.strip)), max_size=8,
                unique_by=lambda pair: pair[0]))  # fmt: skip
def test_every_party_is_read_with_its_number_and_name(pairs):
    if not pairs:
        return
    file = Advanced()
    for own_id, name in pairs:
        file.party(own_id, [file.alias([("Entity Name", name)])], subtype="Unknown Entity")
    made, subjects = reading(file)
    assert [(s.id, s.get("name")) for s in subjects] == [(str(i), (" ".join(n.split()),)) for i, n in pairs]
    assert made.faults == []
