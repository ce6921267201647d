import json
import os

import pytest
from typer.testing import CliRunner

from comity.cli.main import app
from comity.node.holdings.models import Holding

OLD = "id,name\n1,Sok Dara\n2,Chan Thy\n3,Nguyen An\n"
NEW = "id,name\n1,Sok Dara\n2,Chan Thi\n4,Keo Vong\n,Nobody\n"


def run(tmp_path, *options):
    for name, text in (("old.csv", OLD), ("new.csv", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = CliRunner().invoke(
        app, ["holdings", "compare", str(tmp_path / "old.csv"), str(tmp_path / "new.csv"), *options]
    )
    assert result.exit_code == 0
    return result.stdout


def test_what_changed_is_printed_by_id(tmp_path):
    said = json.loads(run(tmp_path, "--json"))
    assert said["counts"] == {"added": 1, "amended": 1, "reworded": 0, "removed": 1, "unchanged": 1}
    assert (said["added"], said["amended"], said["removed"], said["numbered"]) == (["4"], ["2"], ["3"], False)
    assert (said["old"]["entries"], said["new"]["entries"], said["new"]["left_out"]) == (3, 3, 1)


def test_the_words_for_people_say_the_same(tmp_path):
    printed = run(tmp_path)
    assert "Amended by what the entries say." in printed
    assert [line.split()[:3] for line in printed.splitlines() if line.startswith(("added", "removed"))] == [
        ["added", "1", "4"], ["removed", "1", "3"]
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_held_list_is_brought_up_to_date(case, shared_data):
    folder = shared_data / "un_sc"
    who = ["--as", "officer", "--case", "KH-2026-1", "--node", os.environ["COMITY_NODE"], "--json"]
    grounds = [
        "--role",
        "listed",
        "--source",
        "UN",
        "--evaluation",
        "A1",
        "--handling",
        "H0",
        "--retention",
        "2030-01-01",
    ]

    def said(*args):
        result = CliRunner().invoke(app, ["holdings", *map(str, args), *who])
        assert result.exit_code == 0, result.exception
        return json.loads(result.stdout)

    old = said("import", folder / "un_consolidated_2025-04-19.xml", *grounds)
    new = folder / "un_consolidated_2026-02-27.xml"
    counted = said("update", new, "--dry-run")
    done = said("update", new, "--replaces", old["import"])
    assert (done["added"], done["removed"], done["replaces"]) == (136, 10, old["import"])
    assert {**done, "import": None} == counted
    assert Holding.objects.count() == 877 + 136
