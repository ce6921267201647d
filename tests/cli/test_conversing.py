"""Conversations by the command: messages of any type, what is owed, who has it, alerts, deadlines."""

import json
import os

import pytest
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.kernel import ComityError
from comity.node.messaging import delivering
from tests.node.messaging.conftest import asked  # noqa: F401 -- fixture
from tests.node.messaging.said import ALERT
from tests.node.simulated import gate, keys, network, partner, post  # noqa: F401 -- fixtures

NODE = os.environ["COMITY_NODE"]
pytestmark = pytest.mark.django_db


def comity(*words):
    result = CliRunner().invoke(app, [*map(str, words), "--node", NODE])
    if isinstance(result.exception, ComityError):
        return EXIT_CODES[result.exception.kind], str(result.exception)
    return result.exit_code, result.output


def test_an_alert_is_sent_to_several_and_listed(partner, at_work, tmp_path):  # noqa: F811
    vn, th = partner("VN"), partner("TH")
    path = tmp_path / "alert.json"
    path.write_text(json.dumps(ALERT))
    code, said = comity("send", "alert", path, "--to", vn.id, "--to", th.id, "--as", "officer", "--json")
    assert (code, [m["state"] for m in json.loads(said)]) == (0, ["queued", "queued"])
    delivering.deliver()
    assert len(vn.taken) == len(th.taken) == 1
    assert [a["category"] for a in json.loads(comity("alerts", "--as", "officer", "--json")[1])] == ["vehicle"]
    assert "A white lorry" in comity("alerts", "--every", "--as", "officer")[1]


def test_what_is_owed_is_listed_and_a_conversation_handed_over(partner, at_work, asked):  # noqa: F811
    vn = partner("VN")
    message = asked(vn)
    owed = json.loads(comity("owed", "--as", "officer", "--json")[1])
    assert [(o["message"], o["by_us"], o["late"]) for o in owed] == [(message.id, False, False)]
    assert "Agency of VN (VN) owes us: answer" in comity("owed", "--as", "officer")[1]
    given = ("hand-over", message.conversation_id, "--to", "supervisor", "--as", "officer")
    assert comity(*given) == (0, "supervisor has it\n")
    assert comity(*given)[0] == 4


def test_deadlines_are_agreed(partner, at_work):  # noqa: F811
    partner("VN")
    agree = ("deadlines", "--country", "VN", "--hours", 4, 24, 48, "--source", "Protocol 3", "--json")
    assert comity(*agree, "--as", "officer")[0] == 4
    assert json.loads(comity(*agree, "--as", "supervisor")[1])[0]["routine"] == 48
    assert comity("deadlines", "--as", "officer") == (0, "KH VN  4 24 48 hours  (Protocol 3)\n")


def test_a_file_that_is_no_content_is_named(partner, at_work, tmp_path):  # noqa: F811
    path = tmp_path / "wrong.json"
    for text in ("[]", "{"):
        path.write_text(text)
        assert comity("send", "alert", path, "--as", "officer")[0] == 3
    path.write_text("{}")
    code, said = comity("send", "alert", path, "--to", partner("VN").id, "--as", "officer")
    assert code == 2
    assert "category: it is missing" in said
