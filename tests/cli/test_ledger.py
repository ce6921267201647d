"""The commands about the ledger, as a person and a program call them."""

import json
import os
import re

import pytest
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.kernel import ComityError
from comity.node.audit.models import LedgerEntry
from comity.node.audit.operations import begin_recovery
from comity.node.permissions import SYSTEM, Role
from tests.node.audit.conftest import partner, partners, write  # noqa: F401 -- fixtures
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
NODE = os.environ["COMITY_NODE"]


def comity(*words: str, **environment: str):
    """The exit code that `run` would give, and what was printed."""
    result = CliRunner().invoke(app, list(words), env=environment)
    if isinstance(result.exception, ComityError):
        return EXIT_CODES[result.exception.kind], result.output, str(result.exception)
    return result.exit_code, result.output, ""


def test_a_proven_ledger(write, partners, partner):  # noqa: F811
    write(3)
    code, out, _ = comity("ledger", "verify", NODE)
    assert code == 0
    assert "The ledger is proven." in out
    assert f"{partner.name}: it keeps no head of this node yet" in out


def test_one_json_document_for_programs(write, partners, partner):  # noqa: F811
    write(3)
    partner.reachable = False
    code, out, _ = comity("ledger", "verify", NODE, "--json")
    document = json.loads(out)
    assert (code, document["verified"], document["findings"]) == (0, True, [])
    assert document["logs"][0]["entries"] == 4
    assert document["partners"][0]["compared"] is False
    assert document["partners"][0]["reason"] == "it does not answer"


def test_a_proof_that_fails_names_what_was_done_and_refuses(write):  # noqa: F811
    index = write(3)
    LedgerEntry.objects.filter(index=index).update(event="test.other")
    code, out, error = comity("ledger", "verify", NODE)
    assert code == 4
    assert f"EDITED: entry {index} (test.other" in out
    assert "1 finding" in error
    code, out, _ = comity("ledger", "verify", NODE, "--json")
    assert code == 4
    assert json.loads(out)["findings"][0] | {"log": "", "text": ""} == {
        "kind": "edited", "log": "", "first": index, "last": index, "text": "",
    }  # fmt: skip


def test_no_node_is_no_file_that_can_be_read(tmp_path):
    assert comity("ledger", "verify", str(tmp_path))[0] == 3


def test_an_auditor_is_shown_entries_and_nobody_else(write, person):  # noqa: F811
    write(3)
    auditor, officer = person(Role.AUDITOR), person(Role.OFFICER)
    code, out, _ = comity("ledger", "show", "--node", NODE, "--as", auditor.name, "--event", "test.", "--json")
    assert code == 0
    assert [entry["details"]["n"] for entry in json.loads(out)] == [2, 1, 0]
    assert comity("ledger", "show", "--node", NODE, "--as", officer.name)[0] == 4


def test_two_people_end_recovery_with_their_passwords(write, person):  # noqa: F811
    write(2)
    first, second = person(Role.SUPERVISOR), person(Role.ADMINISTRATOR)
    words = ["ledger", "recover", "--node", NODE, "--reason", "the disk failed"]
    words += ["--first", first.name, "--second", second.name, "--json"]
    given = {"COMITY_PASSWORD": PASSWORD, "COMITY_SECOND_PASSWORD": PASSWORD}
    assert comity(*words, **given)[0] == 4
    begin_recovery(actor=SYSTEM, reason="a partner knows more")
    assert comity(*words, **given | {"COMITY_SECOND_PASSWORD": "wrong"})[0] == 4
    code, out, _ = comity(*words, **given)
    assert code == 0
    assert json.loads(out)["people"] == [first.user_id, second.user_id]
    assert re.search(r"proven", comity("ledger", "verify", NODE)[1])
