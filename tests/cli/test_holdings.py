import csv
import json
import os

import pytest
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.kernel import ComityError
from comity.node.holdings.models import Holding, Import

pytestmark = pytest.mark.django_db

FILE = "id,name,birthDate\nr1,Sok Dara,1970\nr2,Chan Thy,1970-02-30\n,Nobody,\n"
GROUNDS = [
    "--as", "officer", "--case", "KH-2026-1", "--role", "suspect", "--source", "register", "--evaluation", "B2",
    "--handling", "H0 H2", "--retention", "2030-01-01", "--releasable-to", "VN",
]  # fmt: skip


def run(*args):
    """What the command printed, and the exit code that the program would end with."""
    result = CliRunner().invoke(app, [*args, "--node", os.environ["COMITY_NODE"]])
    if isinstance(result.exception, ComityError):
        return EXIT_CODES[result.exception.kind], str(result.exception)
    return result.exit_code, result.stdout


@pytest.fixture
def file(tmp_path, case):
    path = tmp_path / "register.csv"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def test_a_file_is_imported_and_its_report_kept(file, tmp_path):
    report = tmp_path / "report.csv"
    code, printed = run("holdings", "import", file, *GROUNDS, "--report", str(report), "--json")
    assert code == 0
    said = json.loads(printed)
    assert (said["rows"], said["read"], said["left_out"], said["warnings"]) == (3, 2, 1, 1)
    assert [f["line"] for f in said["faults"]] == [3, 4]
    rows = list(csv.DictReader(report.open(encoding="utf-8")))
    assert [(r["line"], r["field"], r["row_left_out"]) for r in rows] == [("3", "birthDate", "no"), ("4", "id", "yes")]
    assert set(Holding.objects.values_list("handling", flat=True)) == {"H0 H2"}


def test_the_words_for_people_say_the_same(file):
    code, printed = run("holdings", "import", file, *GROUNDS)
    assert code == 0
    assert "3 rows, 2 imported, 1 left out" in printed
    assert "line 4: id the row has no id (row left out)" in printed


def test_strict_ends_with_3_keeps_the_list_and_changes_nothing(file, tmp_path):
    report = tmp_path / "report.csv"
    code, printed = run("holdings", "import", file, *GROUNDS, "--strict", "--report", str(report))
    assert (code, "line 3" in printed) == (3, True)
    assert [r["line"] for r in csv.DictReader(report.open(encoding="utf-8"))] == ["3", "4"]
    assert not Holding.objects.exists()


def test_a_dry_run_imports_nothing(file):
    code, printed = run("holdings", "import", file, *GROUNDS, "--dry-run")
    assert (code, "nothing imported" in printed) == (0, True)
    assert not Holding.objects.exists()
    assert Import.objects.get().state == "checked"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [(["--evaluation", "Z9"], 2), (["--handling", "H9"], 2), (["--case", "none"], 4), (["--as", "nobody"], 4)],
)
def test_wrong_use_and_refusals_have_their_codes(file, wrong, code):
    assert run("holdings", "import", file, *GROUNDS, *wrong)[0] == code
    assert not Holding.objects.exists()


def test_a_missing_file_ends_with_3(case):
    assert run("holdings", "import", "none.csv", *GROUNDS)[0] == 3


def test_what_is_held_is_listed_under_a_purpose(file):
    run("holdings", "import", file, *GROUNDS)
    code, printed = run("holdings", "list", "dara sok", "--as", "officer", "--case", "KH-2026-1", "--json")
    assert code == 0
    said = json.loads(printed)
    assert (said["count"], said["holdings"][0]["names"]) == (1, ["Sok Dara"])
    code, printed = run("holdings", "list", "--as", "officer", "--case", "KH-2026-1")
    assert "2 records." in printed
