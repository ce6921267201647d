import json
import os

import pytest
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.kernel import ComityError
from comity.node.holdings.models import Holding, Import
from comity.subjects.mapping import parse

TABLE = "No,Full name,Born,Tel,Mood\n1,Sok Dara,05/06/1970,012 345 678,bad\n2,Chan Thy,07/08/1980,011 223 344,good\n"


def run(*args, answers=None):
    result = CliRunner().invoke(app, [*map(str, args)], input=answers)
    if isinstance(result.exception, ComityError):
        return EXIT_CODES[result.exception.kind], str(result.exception)
    return result.exit_code, result.stdout


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_proposal_is_accepted_and_written_beside_the_file(table):
    code, printed = run("holdings", "map", table, "--yes", "--country", "Cambodia")
    assert code == 0
    made = parse((table.parent / "register.csv.mapping.toml").read_text(encoding="utf-8"))
    assert {c.name: c.property for c in made.columns} == {"Full name": "name", "Born": "birthDate", "Tel": "phone"}
    assert (made.id, made.ignored, made.constants) == ("No", ("Mood",), (("country", "kh"),))
    assert "No date shows whether the day or the month stands first" in printed
    assert run("holdings", "map", table, "--yes")[0] == 2


def test_the_proposal_as_json_writes_nothing_unless_asked(table):
    said = json.loads(run("holdings", "map", table, "--json")[1])
    assert [(c["name"], c["property"]) for c in said["columns"]] == [
        ("No", "id"), ("Full name", "name"), ("Born", "birthDate"), ("Tel", "phone"), ("Mood", None)
    ]  # fmt: skip
    assert said["columns"][1]["examples"] == ["Sok Dara", "Chan Thy"]
    assert parse(said["mapping"]).id == "No"
    assert not list(table.parent.glob("*.toml"))


def test_a_person_answers_for_each_column(table):
    out = table.parent / "mine.toml"
    code, printed = run("holdings", "map", table, "--out", out, answers="\nalias\n\n-\nnonsense\nnotes\nm\ny\n")
    assert code == 0, printed
    made = parse(out.read_text(encoding="utf-8"))
    assert {c.name: c.property for c in made.columns} == {"Full name": "alias", "Born": "birthDate", "Mood": "notes"}
    assert (made.ignored, made.dates.value) == (("Tel",), "month-day-year")
    assert "No property is called 'nonsense'." in printed


def test_nobody_answering_and_declining_write_nothing(table):
    assert run("holdings", "map", table, answers="")[0] == 2
    assert run("holdings", "map", table, answers="\n\n\n\n\n\nn\n")[0] == 2
    assert not list(table.parent.glob("*.toml"))


def test_what_is_no_table_ends_with_3(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"<xml/>")
    assert run("holdings", "map", tmp_path / "x.csv", "--yes")[0] == 3


@pytest.mark.django_db
def test_an_import_takes_the_mapping(table, case):
    run("holdings", "map", table, "--yes", "--country", "KH")
    grounds = [
        "--as", "officer", "--case", "KH-2026-1", "--role", "suspect", "--source", "register", "--evaluation", "B2",
        "--handling", "H0", "--retention", "2030-01-01", "--node", os.environ["COMITY_NODE"],
    ]  # fmt: skip
    mapping = table.parent / "register.csv.mapping.toml"
    code, printed = run("holdings", "import", table, *grounds, "--mapping", mapping, "--json")
    assert code == 0, printed
    said = json.loads(printed)
    assert (said["file"], said["format"], said["read"], said["doubted"]) == ("register.csv", "mapped", 2, 2)
    held = Holding.objects.get(reference="1")
    assert held.statements.get(property="phone").value == "+85512345678"
    assert held.statements.get(property="birthDate").value == "1970-06-05"
    wrong = mapping.with_name("wrong.toml")
    wrong.write_text("format = 1", encoding="utf-8")
    for missing, code in ((mapping.with_name("none.toml"), 2), (wrong, 2)):
        assert run("holdings", "import", table, *grounds, "--mapping", missing)[0] == code
    assert Import.objects.count() == 1
