"""Tokens and webhooks by the command."""

import json
import os

import pytest
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.kernel import ComityError
from comity.kernel.purposes import Purpose
from comity.node.cases.operations import record_duty
from comity.node.interfaces.entering import enter
from comity.node.interfaces.scopes import Scope
from comity.node.permissions import Role

NODE = os.environ["COMITY_NODE"]
pytestmark = pytest.mark.django_db


def comity(*words):
    result = CliRunner().invoke(app, ["interfaces", *map(str, words), "--node", NODE])
    if isinstance(result.exception, ComityError):
        return EXIT_CODES[result.exception.kind], str(result.exception)
    return result.exit_code, result.stdout


@pytest.fixture
def admin(person):
    person(Role.ADMINISTRATOR, "admin")
    record_duty(
        actor=person(Role.SUPERVISOR), reference="DUTY-1", title="Systems", purpose=Purpose.DETECTION, members=[]
    )
    return ("--as", "admin")


def test_a_token_is_made_listed_and_revoked(admin):
    code, said = comity("token", "Case system", "--duty", "DUTY-1", "--scope", "holdings:read", *admin)
    text = said.strip().splitlines()[0]
    assert code == 0
    assert enter(text, Scope.HOLDINGS_READ, "GET holdings") is not None
    (row,) = json.loads(comity("tokens", "--json", *admin)[1])
    assert (row["name"], row["state"], row["scopes"], row["duty"], row["purpose"]) == (
        "Case system", "live", ["holdings:read"], "DUTY-1", "detection"
    )  # fmt: skip
    assert text not in comity("tokens", *admin)[1]
    assert comity("revoke", row["id"], *admin) == (0, f"Token {row['id']} is revoked.\n")
    assert enter(text, Scope.HOLDINGS_READ, "GET holdings") is None
    assert comity("revoke", row["id"], *admin)[0] == 4


def test_a_webhook_is_made_listed_and_stopped(admin):
    made = ("webhook", "Case system", "https://203.0.114.7/in", "--kind", "holdings.import.done")
    code, said = comity(*made, "--json", *admin)
    assert code == 0
    own_id = json.loads(said)["id"]
    assert "waiting 0, given up 0" in comity("webhooks", *admin)[1]
    assert comity("stop", own_id, *admin)[0] == 0
    assert json.loads(comity("webhooks", "--json", *admin)[1]) == []
    assert comity("webhook", "x", "https://10.0.0.1/", "--kind", "holdings.import.done", *admin)[0] == 4


def test_what_is_not_there_is_said(admin, person):
    assert comity("token", "x", "--duty", "DUTY-9", "--scope", "holdings:read", *admin)[0] == 4
    assert comity("token", "x", "--duty", "DUTY-1", "--scope", "everything", *admin)[0] == 2
    person(Role.OFFICER, "dara")
    assert comity("token", "x", "--duty", "DUTY-1", "--scope", "holdings:read", "--as", "dara")[0] == 4
