"""One node's part of a story, as a command writes it."""

import json
import os

import pytest
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.kernel import ComityError
from comity.node.audit.models import LedgerEntry
from comity.node.stories.reading import read
from tests.node.messaging.conftest import asked, vn  # noqa: F401 -- fixtures
from tests.node.simulated import gate, keys, network, partner, post  # noqa: F401 -- fixtures

NODE = os.environ["COMITY_NODE"]


def comity(*words):
    result = CliRunner().invoke(app, ["audit", *map(str, words)])
    if isinstance(result.exception, ComityError):
        return EXIT_CODES[result.exception.kind], result.output, str(result.exception)
    return result.exit_code, result.output, ""


@pytest.mark.django_db
def test_the_command_makes_an_extract_of_this_node(asked, vn, tmp_path):  # noqa: F811
    conversation, out = asked(vn).conversation, tmp_path / "extract.json"
    code, said, error = comity("extract", conversation.id, "--dir", NODE, "--out", out)
    assert (code, error) == (0, "")
    assert "signed: 1 entries, 1 messages" in said
    assert read(json.loads(out.read_text())).conversations == (conversation.wire_id,)
    assert LedgerEntry.objects.get(event="stories.extract.made").actor == "system"
    assert comity("extract", conversation.id, "--dir", NODE, "--out", tmp_path)[0] == 3
    assert comity("extract", "nowhere", "--dir", NODE, "--out", out)[0] == 4
