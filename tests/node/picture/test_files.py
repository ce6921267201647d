import csv
import io

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from comity.flows import brief
from comity.node.picture import files, reporting
from comity.node.picture.presenting import Told, presented
from comity.node.picture.statistics import figures
from comity.node.picture.tables import Asked
from tests.node.picture.counted import counted, rows

pytestmark = pytest.mark.django_db
pytest.importorskip("statsmodels", reason="needs the extra analysis")
typst = pytest.importorskip("typst", reason="needs the extra analysis")


@pytest.fixture
def found():
    return figures(Asked(), counted(rows(ratio=0.5)))


def test_the_workbook_has_tables_method_and_marks_on_every_sheet(found):
    book = load_workbook(io.BytesIO(files.workbook(presented(found))))
    assert book.sheetnames == [
        "Summary", "By drug seizures", "By drug kilograms", "By province seizures", "By province kilograms",
        "Not known", "Method",
    ]  # fmt: skip
    for sheet in book:
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert "H0 TLP:AMBER PAP:AMBER" in texts
    heads = [cell.value for cell in book["By drug seizures"][3]]
    assert heads == ["Drug", "2021", "2022", "2023", "2024", "2025", "Verdict", "How sure it is"]
    assert all(isinstance(cell.value, int) for cell in book["By drug seizures"][4][1:6])
    assert [cell.value for cell in book["By province seizures"][3]] == ["Province", *heads[1:6]]


def test_no_text_runs_as_a_formula(found):
    told = presented(found)
    sheet = told.sheets[0]
    evil = Told("x", '=HYPERLINK("http://x")', ("@SUM(1)", "+1", "-1\x0b\x01", 4, 5))
    changed = type(sheet)(sheet.key, "=1+1", sheet.head, sheet.heads, (evil,), "=note")
    made = type(told)(**{name: getattr(told, name) for name in told.__slots__} | {"sheets": (changed,)})
    book = load_workbook(io.BytesIO(files.workbook(made)))
    assert not [cell for each in book for row in each.iter_rows() for cell in row if cell.data_type == "f"]


def test_every_row_of_the_csv_says_its_form_and_its_marks(found):
    lines = list(csv.DictReader(io.StringIO(files.table_of_all(found, presented(found)).decode("utf-8-sig"))))
    assert {(each["handling"], each["tlp"], each["pap"], each["form"]) for each in lines} == {
        ("H0", "AMBER", "AMBER", "published")
    }
    total = [each for each in lines if each["table"] == "total"]
    assert [each["year"] for each in total] == ["2021", "2022", "2023", "2024", "2025"]
    assert total[-1]["verdict"] == "fewer recorded"
    assert float(total[-1]["ratio_low"]) < float(total[-1]["ratio"]) < float(total[-1]["ratio_high"]) < 1
    hidden = [each for each in lines if each["shown"] in {"merged", "fewer"}]
    assert all(int(each["count"]) <= int(each["count_at_most"]) for each in hidden)


def test_the_whole_form_says_so():
    whole = figures(Asked(whole=True), counted(rows()))
    told = presented(whole)
    assert "TLP:AMBER+STRICT" in files.marks_of(told)
    assert b",whole\r\n" in files.table_of_all(whole, told)


@pytest.mark.parametrize("language", ["en", "km", "vi"])
def test_the_brief_is_of_two_pages_at_most_in_every_language(found, language):
    with override(language):
        told = presented(found)
        content = files.content(found, told, [])
        made = files.paper(found, told, [])
    assert made.startswith(b"%PDF-")
    assert len(brief.pages(content, ppi=30)) <= 2
    assert content.language == language
    assert content.marks == ("H0", "TLP:AMBER", "PAP:AMBER")


def test_what_the_brief_says_is_not_evaluated(person):
    from comity.node.permissions import Role

    reporting.state_closure(
        actor=person(Role.ANALYST), title='#panic("x") $1/0$ *bold*', begins=figures_day(), ends=None, source="x"
    )  # fmt: skip
    found = figures(Asked(whole=True), counted(rows(ratio=0.5)))
    told = presented(found)
    assert any("#panic" in each for each in told.verdict.reasons)
    assert files.paper(found, told, []).startswith(b"%PDF-")


def figures_day():
    from datetime import date

    return date(2025, 3, 1)
