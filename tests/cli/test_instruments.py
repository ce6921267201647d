"""Legal instruments by the command."""

import json
import os

import pytest
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.cooperation.conventions import conventions
from comity.kernel import ComityError
from comity.node.permissions import Role

NODE = os.environ["COMITY_NODE"]
pytestmark = pytest.mark.django_db


def comity(*words):
    result = CliRunner().invoke(app, ["instruments", *map(str, words), "--node", NODE])
    if isinstance(result.exception, ComityError):
        return EXIT_CODES[result.exception.kind], str(result.exception)
    return result.exit_code, result.output


def test_conventions_are_loaded_once_and_what_is_allowed_is_said(person):
    person(Role.ADMINISTRATOR, "admin")
    code, said = comity("load", "--as", "admin")
    assert code == 0
    assert said.count(": recorded") == len(conventions())
    assert "lawyers" in said
    assert comity("load", "--as", "admin") == (0, "")
    listed = json.loads(comity("list", "--json")[1])
    assert {each["reference"] for each in listed} == {each.reference for each in conventions()}
    assert all(each["to_check"] for each in listed)
    assert "DRUGS-1988" in comity("list")[1]
    asked = ("allowed", "KH", "Viet Nam", "--offence", "drug-trafficking", "--on", "2026-01-01")
    code, said = comity(*asked)
    assert code == 0
    assert "yes  DRUGS-1988 allows this (Article 7)." in said
    assert "no   UNCAC does not cover drug trafficking." in said
    found = json.loads(comity(*asked, "--channel", "police", "--json")[1])
    assert found["allowed"]
    assert {each["article"] for each in found["answers"] if each["reference"] == "DRUGS-1988"} == {"Article 9"}


def test_where_nothing_allows_it_the_command_ends_with_4(person):
    person(Role.ADMINISTRATOR, "admin")
    comity("load", "--as", "admin")
    asked = ("allowed", "KH", "TH", "--kind", "evidence", "--offence", "smuggling-of-migrants", "--channel", "police")
    code, said = comity(*asked)
    assert code == 4
    assert "UNTOC allows this through other channels: judicial." in said
    assert comity("allowed", "KH", "Atlantis")[0] == 2


def test_an_officer_loads_nothing(person):
    person(Role.OFFICER, "dara")
    assert comity("load", "--as", "dara")[0] == 4
