"""``comity places``: finding without a node, loading and taking back at one."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from comity.cli.main import app

RUN = CliRunner()


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
