"""``comity places``: finding without a node, loading and taking back at one."""

from __future__ import annotations

import json
import os

import pytest
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.kernel import ComityError
from comity.node.permissions import Role
from comity.node.places import queries

NODE = os.environ["COMITY_NODE"]
RUN = CliRunner()
OWN = "code,country,level,name:vi\nKH-0110,KH,2,Poi Pết\n"


@pytest.fixture
def _fresh():
    queries.forget()
    yield
    queries.forget()


def test_a_place_is_found_without_a_node():
    told = RUN.invoke(app, ["places", "find", "Poi Pet, Banteay Meanchey", "--country", "Cambodia", "--json"])
    assert told.exit_code == 0
    best = json.loads(told.stdout)[0]
    assert (best["code"], best["parent"], best["position_of"]) == ("KH-0110", "KH-1", "KH-1")
    assert "within" in best["why"]


def test_answers_are_lines_with_what_lies_above():
    told = RUN.invoke(app, ["places", "find", "จังหวัดเชียงราย", "--country", "TH", "--top", "1"])
    assert told.stdout == "1.00  TH-57        เชียงราย · Chiang Rai (Thailand)\n"


def test_what_is_not_there_is_said():
    assert "No place of this name" in RUN.invoke(app, ["places", "find", "Copenhagen", "--within", "KH-1"]).stdout


@pytest.mark.django_db
@pytest.mark.usefixtures("_fresh")
def test_a_list_is_loaded_listed_and_taken_back(person, tmp_path):
    person(Role.ADMINISTRATOR, "admin")
    at, path = ("--node", NODE, "--as", "admin"), tmp_path / "own.csv"
    path.write_text(OWN.replace("KH,2", "TH,9"), encoding="utf-8")
    told = RUN.invoke(app, ["places", "load", str(path), *at])
    assert isinstance(told.exception, ComityError)
    assert EXIT_CODES[told.exception.kind] == 2
    assert {line.partition(":")[0] for line in told.stderr.splitlines()} >= {"line 2, country", "line 2, level"}
    path.write_text(OWN, encoding="utf-8")
    told = RUN.invoke(app, ["places", "load", str(path), *at])
    assert told.exit_code == 0, told.output
    listed = json.loads(RUN.invoke(app, ["places", "lists", *at, "--json"]).stdout)
    assert [(row["file"], row["places"], row["undone"]) for row in listed] == [("own.csv", 1, False)]
    queries.forget()
    assert queries.name("KH-0110", "vi") == "Poi Pết"
    assert RUN.invoke(app, ["places", "undo", listed[0]["id"], *at]).stdout == "own.csv: taken back\n"
    assert "(taken back)" in RUN.invoke(app, ["places", "lists", *at]).stdout
