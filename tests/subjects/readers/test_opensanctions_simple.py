import io

import pytest

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Schema
from comity.subjects.readers import read

HEADER = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,"
    "first_seen,last_seen\n"
)


def reading(rows, header=HEADER, **options):
    made = read(io.BytesIO((header + rows).encode()), limits=options.pop("limits", Limits()), **options)
    return made, list(made)


def test_a_row_becomes_a_subject():
    made, (subject,) = reading(
        '"Q1","Person","Sok Dara","A;""B; C""","1970-05;1971","kh","Street 1","N123","US","012 345 678",'
        '"a@example.org","P-1","d","2026","2026"\n'
    )
    assert (made.format.name, made.faults) == ("opensanctions", [])
    assert subject.as_mapping() == {
        "name": ("Sok Dara",), "country": ("KH",), "birthDate": ("1970-05", "1971"), "alias": ("A", "B; C"),
        "address": ("Street 1",), "phone": ("+85512345678",), "email": ("a@example.org",), "programId": ("P-1",),
        "notes": ("Identifier: N123", "Sanctions: US"),
    }  # fmt: skip


def test_schemata_are_taken_over_and_others_reported():
    made, subjects = reading(
        "1,Company,A,,1990" + "," * 10 + "\n2,Airplane,B" + "," * 12 + "\n3,Song,C" + "," * 12 + "\n"
    )
    assert [s.schema for s in subjects] == [Schema.COMPANY, Schema.VEHICLE, Schema.UNKNOWN]
    assert subjects[0].get("incorporationDate") == ("1990",)
    assert subjects[1].get("notes") == ("Schema: Airplane",)
    assert [(f.line, f.field) for f in made.faults] == [(4, "schema")]


def test_unknown_columns_bad_values_and_short_rows_are_reported():
    header = "id,schema,name,aliases,birth_date,countries,mood\n"
    made, subjects = reading("1,Person,A,,never,zz,x\n2,Person\n", header)
    assert [s.id for s in subjects] == ["1"]
    assert subjects[0].get("notes") == ("Country: zz", "Date of birth: never")
    assert [(f.line, f.field, f.left_out) for f in made.faults] == [
        (1, "mood", False), (2, "country", False), (2, "birthDate", False), (3, "", True)
    ]  # fmt: skip
    assert (made.rows, made.read, made.left_out) == (2, 1, 1)


def test_another_table_or_one_cut_off_is_refused():
    with pytest.raises(UnreadableFile, match="do not begin with"):
        reading("1,A\n", "id,name\n", format="opensanctions")
    with pytest.raises(UnreadableFile, match="never closed"):
        reading('1,Person,"A')
