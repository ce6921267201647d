import json

from typer.testing import CliRunner

from comity.cli.main import app

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
