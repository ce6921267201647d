import csv
import json
import os

import pytest
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.kernel import ComityError
from comity.node.seizures.models import Intake, Seizure

pytestmark = pytest.mark.django_db

FILE = (
    "COUNTRY,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT,DEPARTURE_COUNTRY,DESTINATION_COUNTRY\n"
    "Cambodia,2016-05-12,Methamphetamine,1.5,Kilogram,Lao PDR,Australia\n"
    "Cambodia,2016-06,Yaba,200,Tablet,,\n"
    "Cambodia,2016-07-03,Heroin,-3,Gram,Narnia,\n"
    "Atlantis,soon,zzz,,,,\n"
)
WHO = ["--as", "officer", "--case", "KH-2026-1"]
GROUNDS = [
    *WHO, "--source", "UNODC", "--evaluation", "B2", "--handling", "H0", "--retention", "2030-01-01",
]  # fmt: skip


def run(*args):
    """What the command printed, and the exit code that the program would end with."""
    result = CliRunner().invoke(app, ["seizures", *args, "--node", os.environ["COMITY_NODE"]])
    if isinstance(result.exception, ComityError):
        return EXIT_CODES[result.exception.kind], str(result.exception)
    return result.exit_code, result.stdout


@pytest.fixture
def file(tmp_path, case):
    path = tmp_path / "seizures.csv"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def test_a_file_is_imported_listed_and_known_when_it_comes_again(file, tmp_path):
    report = tmp_path / "report.csv"
    code, printed = run("import", file, *GROUNDS, "--report", str(report), "--json")
    assert code == 0, printed
    said = json.loads(printed)
    assert (said["state"], said["rows"], said["new"], said["left_out"]) == ("done", 4, 3, 1)
    assert said["with_route"] == 1
    with report.open(encoding="utf-8", newline="") as out:
        rows = [(row["row"], row["column"], row["row_left_out"]) for row in csv.DictReader(out)]
    assert ("4", "AMOUNT", "no") in rows
    assert ("4", "DEPARTURE_COUNTRY", "no") in rows
    assert ("5", "", "yes") in rows
    code, printed = run("list", "--drug", "methamphetamine", *WHO, "--json")
    assert code == 0, printed
    found = json.loads(printed)
    assert found["count"] == 2
    goods = {good["words"]: (good["kilograms"], good["imputed"]) for row in found["seizures"] for good in row["goods"]}
    assert goods == {"Methamphetamine": (1.5, False), "Yaba": (pytest.approx(0.018), True)}
    assert "1 seizures; page 1 of 1." in run("list", "--departure", "la", *WHO)[1]
    again = json.loads(run("import", file, *GROUNDS, "--json")[1])
    assert (again["new"], again["known"]) == (0, 3)


def test_strict_and_dry_runs_import_nothing(file):
    code, printed = run("import", file, *GROUNDS, "--strict")
    assert (code, "row 4" in printed, "Nothing was imported" in printed) == (3, True, True)
    code, printed = run("import", file, *GROUNDS, "--dry-run")
    assert (code, "nothing imported" in printed) == (0, True)
    assert not Seizure.objects.exists()
    assert set(Intake.objects.values_list("state", flat=True)) == {"checked"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [(["--evaluation", "Z9"], 2), (["--handling", "H9"], 2), (["--case", "none"], 4), (["--as", "nobody"], 4)],
)
def test_wrong_use_and_refusals_have_their_codes(file, wrong, code):
    assert run("import", file, *GROUNDS, *wrong)[0] == code
    assert not Seizure.objects.exists()


def test_a_file_that_is_none_ends_with_3(case, tmp_path):
    assert run("import", str(tmp_path / "none.csv"), *GROUNDS)[0] == 3
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert run("import", str(tmp_path / "other.csv"), *GROUNDS)[0] == 3
