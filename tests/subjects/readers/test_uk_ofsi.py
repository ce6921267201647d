import csv
import io

import pytest

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Schema
from comity.subjects.readers import read

NAMES = ["Name 6", "Name 1", "Name 2", "Title", "Name Non-Latin Script", "DOB", "Town of Birth", "Country of Birth",
         "Nationality", "Passport Number", "Passport Details", "Position", "Address 1", "Country", "Other Information",
         "Group Type", "Alias Type", "Alias Quality", "Regime", "Listed On", "Group ID"]  # fmt: skip


def table(*rows, names=NAMES):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([["Last Updated", "01/02/2026"], names])
    writer.writerows([[row.get(name, "") for name in names] for row in rows])
    return stream.getvalue().encode()


def row(**given):
    return {"Name 6": "SOK", "Name 1": "Dara", "Group Type": "Individual", "Alias Type": "Primary name",
            "Group ID": "7"} | {k.replace("_", " "): v for k, v in given.items()}  # fmt: skip


def reading(data, **options):
    made = read(io.BytesIO(data), limits=options.pop("limits", Limits()), **options)
    return made, list(made)


def test_rows_of_one_group_make_one_subject():
    made, subjects = reading(
        table(
            row(DOB="00/05/1970", Nationality="(1) Cambodia (2) Thailand", Passport_Number="(1) N1234567 (2) A7654321",
                Passport_Details="(1) old (2) new", Regime="Test", Listed_On="01/02/2020", Address_1="Street 1",
                Country="Cambodia", Other_Information="said"),
            row(Group_ID="8", Group_Type="Ship"),
            row(Name_6="S", Alias_Type="AKA", Alias_Quality="Low quality", DOB="1971"),
        )
    )  # fmt: skip
    assert (made.format.name, made.faults, made.rows, made.read) == ("uk", [], 2, 2)
    assert [(s.id, s.schema) for s in subjects] == [("7", Schema.PERSON), ("8", Schema.VESSEL)]
    subject = subjects[0]
    assert (subject.get("name"), subject.get("weakAlias")) == (("Dara SOK",), ("Dara S",))
    assert subject.get("birthDate") == ("1970-05", "1971")
    assert subject.get("nationality") == ("KH", "TH")
    passports = [(v.value, v.note.split(";")[0]) for v in subject.values if v.property == "passportNumber"]
    assert passports == [("N1234567", "old"), ("A7654321", "new")]
    assert (subject.get("address"), subject.get("listingDate")) == (("Street 1, Cambodia",), ("2020-02-01",))


def test_what_cannot_be_read_is_reported():
    made, subjects = reading(table(row(mood="bad", Nationality="Atlantis"), row(Group_ID=""), names=[*NAMES, "mood"]))
    assert [s.id for s in subjects] == ["7"]
    assert [(f.line, f.field, f.left_out) for f in made.faults] == [
        (3, "mood", False), (3, "nationality", False), (4, "id", True)
    ]  # fmt: skip
    assert "Nationality: Atlantis" in subjects[0].get("notes")


@pytest.mark.parametrize(
    ("data", "words"),
    [(table(row())[:-1] + b'x,"y', "never closed"), (b"Last Updated,x\r\nid,name\r\n", "no row names")],
)
def test_a_broken_file_is_refused(data, words):
    with pytest.raises(UnreadableFile, match=words):
        reading(data, format="uk")
