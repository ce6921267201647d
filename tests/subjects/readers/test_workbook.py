import datetime as dt
import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Schema
from comity.subjects.readers import read


def workbook(*sheets, **named):
    made = Workbook()
    made.remove(made.active)
    for title, rows in {**{f"S{i}": rows for i, rows in enumerate(sheets)}, **named}.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def changed(data, edit):
    """The same workbook with files inside edited: `edit` takes name and bytes and gives bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, edit(member.filename, old.read(member)))
    return stream.getvalue()


def reading(data, **options):
    made = read(io.BytesIO(data), limits=options.pop("limits", Limits()), **options)
    return made, list(made)


def faults(made):
    return [(f.line, f.field, f.reason.split(";")[0]) for f in made.faults]


def test_rows_of_a_sheet_become_subjects():
    made, subjects = reading(
        workbook([
            ["id", "schema", "name", "birthDate", "phone", "weight"],
            [1, "Person", "Sok Dara;សុខ ដារ៉ា", dt.date(1970, 5, 12), "+85512345678", 70.5],
            [None] * 6,
            ["2", "Company", "A Co.", None, None, None],
        ])
    )  # fmt: skip
    assert (made.format.name, made.rows, made.read, made.faults) == ("xlsx", 2, 2, [])
    assert subjects[0].as_mapping() == {
        "name": ("Sok Dara", "សុខ ដារ៉ា"), "birthDate": ("1970-05-12",), "phone": ("+85512345678",), "weight": ("70.5",)
    }  # fmt: skip
    assert (subjects[1].id, subjects[1].schema) == ("2", Schema.COMPANY)


def test_numbers_in_columns_of_dates_are_years_or_days_since_1900():
    made, subjects = reading(workbook([["id", "name", "birthDate"], [1, "A", 1970], [2, "B", 25569], [3, "C", 2513]]))
    assert [s.get("birthDate") for s in subjects] == [("1970",), ("1970-01-01",), ("1970",)]
    assert faults(made) == [(3, "birthDate", "the number of a day")]


def test_of_formulas_the_stored_result_is_taken_and_the_column_named():
    def stored(name, data):
        return data.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
        )

    rows = [["id", "name", "notes"], ["1", "A", "=1+1"], ["2", "B", "=1+1"], ["3", "C", "=2+2"]]
    made, subjects = reading(changed(workbook(rows), stored))
    assert [s.get("notes") for s in subjects] == [("2",), ("2",), ()]
    assert faults(made) == [(2, "notes", "a formula"), (4, "notes", "a formula without a stored result")]


def test_errors_and_numbers_longer_than_a_spreadsheet_keeps_are_reported():
    made, (subject,) = reading(workbook([["id", "name", "notes", "idNumber"], ["1", "A", "#N/A", 1234567890123456]]))
    assert subject.get("notes") == ()
    assert [f[1] for f in faults(made)] == ["notes", "idNumber"]


def test_every_sheet_with_a_header_is_read_and_faults_name_the_sheet():
    made, subjects = reading(
        workbook(
            People=[["id", "name", "birthDate"], ["1", "A", "never"], ["2", "B", None]],
            Notes=[["hello"], ["world"]], Empty=[], More=[["id", "name"], ["2", "again"], ["3", "C"]],
        )
    )  # fmt: skip
    assert [s.id for s in subjects] == ["1", "2", "3"]
    assert [(f.line, f.field, f.left_out) for f in made.faults] == [
        (2, "People: birthDate", False), (1, "Notes", False), (2, "More: id", True)
    ]  # fmt: skip
    assert (made.rows, made.read, made.left_out) == (4, 3, 1)


def test_a_row_far_below_costs_no_time_and_cells_without_header_leave_the_row_out():
    def far(name, data):
        return data.replace(b'<row r="2"', b'<row r="999999999"').replace(b'r="A2"', b'r="A999999999"')

    with pytest.raises(UnreadableFile):
        reading(changed(workbook([["a"], ["1"]]), far))
    made, subjects = reading(workbook([["id", "name"], ["1", "A", "x"], ["2", "B"]]))
    assert [s.id for s in subjects] == ["2"]
    assert (made.rows, made.left_out) == (2, 1)


GOOD = workbook([["id", "name"], ["1", "A"], ["2", "B"]])


def archive(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        for name, data in members.items():
            made.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (archive(**{"xl/workbook.xml": b" " * 30_000_000}), "grows suspiciously"),
        (archive(**{"xl/../../x.xml": b"<a/>"}), "points outside"),
        (archive(**{"/xl/x.xml": b"<a/>"}), "points outside"),
        (archive(**{f"xl/{i}.xml": b"" for i in range(2001)}), "too many files"),
        (archive(**{"xl/x.xml": b"<a/>"}), "no whole workbook"),
        (GOOD[:-100], "no whole workbook"),
        (GOOD[: len(GOOD) // 2], "no whole workbook"),
        (changed(GOOD, lambda n, d: b'<!DOCTYPE x [<!ENTITY a "b">]>' + d if "sheet1" in n else d), "document type"),
        (changed(GOOD, lambda n, d: d[:-30] if "sheet1" in n else d), "no whole workbook"),
        (workbook([["name"], ["A"]]), "no sheet names a column id"),
        (workbook([["id", "shoeSize"], ["1", "2"]]), "no sheet names"),
        (workbook([]), "no sheet names"),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused_whole(data, words):
    with pytest.raises(UnreadableFile, match=words):
        reading(data)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("comity.subjects.readers.packed.UNPACKED", 1000)
    with pytest.raises(UnreadableFile, match="once unpacked"):
        reading(GOOD)


def test_too_many_rows_are_refused():
    with pytest.raises(UnreadableFile, match="more than 1 rows"):
        reading(GOOD, limits=Limits(rows_per_file=1))


@pytest.mark.parametrize("seed", range(300))
def test_a_workbook_with_changed_bytes_is_read_or_refused_and_never_crashes(seed):
    chance = random.Random(seed)
    data = bytearray(GOOD)
    for _ in range(chance.randint(1, 6)):
        edge = len(data) - 1200 if seed % 2 else 30
        data[chance.randrange(edge, len(data))] = chance.randrange(256)
    try:
        made, _ = reading(bytes(data), format="xlsx")
    except UnreadableFile:
        return
    assert made.rows == made.read + made.left_out
