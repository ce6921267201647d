"""Making a node by the command, as a person does, in a process of its own."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

COMITY = [sys.executable, "-c", "from comity.cli.main import run; run()"]
INIT = ["--agency", "Test Agency", "--country", "KH", "--address", "http://127.0.0.1:8899", "--no-behind-tls"]


def plain() -> dict[str, str]:
    """The environment without what points to the node of this run."""
    return {k: v for k, v in os.environ.items() if k not in {"COMITY_NODE", "DATABASE_URL"}}


def comity(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMITY, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=plain() | environment,
    )


@pytest.fixture(scope="module")
def node(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("nodes") / "kh"
    made = comity("init", folder, *INIT, "--json")
    assert made.returncode == 0, made.stderr
    assert set(json.loads(made.stdout)) == {"node", "administrator", "password"}
    return folder


def test_a_node_has_its_folder_and_its_secrets_are_its_owner_s_alone(node: Path):
    assert {p.name for p in node.iterdir()} >= {"node.toml", "keys", "db.sqlite3", "files", "indexes"}
    for secret in ("keys/node.keys", "keys/web.secret", "keys/passphrase"):
        assert stat.S_IMODE((node / secret).stat().st_mode) == 0o600
    assert stat.S_IMODE(node.stat().st_mode) == 0o700


def test_a_second_node_is_not_made_on_top_of_the_first(node: Path):
    before = (node / "node.toml").read_bytes()
    again = comity("init", node, *INIT)
    assert again.returncode == 4
    assert "not empty" in again.stderr
    assert (node / "node.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"--country": "Cambodia"}, "no ISO code"),
        ({"--address": "comity.example"}, "no URL"),
        ({"--agency": " "}, "no name"),
    ],
)
def test_wrong_words_are_named_and_leave_nothing_behind(tmp_path: Path, wrong: dict[str, str], reason: str):
    given = dict(zip(INIT[0:6:2], INIT[1:6:2], strict=True)) | wrong
    made = comity("init", tmp_path / "x", *(part for pair in given.items() for part in pair))
    assert made.returncode == 2
    assert reason in made.stderr
    assert not (tmp_path / "x").exists()


def test_a_founding_that_fails_in_the_middle_leaves_nothing_behind(tmp_path: Path):
    made = comity("init", tmp_path / "x", *INIT, "--database", "postgresql://nobody@127.0.0.1:1/none")
    assert made.returncode != 0
    assert not (tmp_path / "x").exists()


def test_a_command_in_a_folder_without_a_node_says_what_to_do(tmp_path: Path):
    answer = comity("users", "list", "--node", tmp_path, "--as", "administrator")
    assert answer.returncode == 3
    assert "comity init" in answer.stderr


def test_an_account_that_is_not_there_is_named(node: Path):
    answer = comity("users", "list", "--node", node, "--as", "nobody")
    assert answer.returncode == 4
    assert "nobody" in answer.stderr


def test_accounts_are_made_and_listed(node: Path):
    made = comity(
        "users", "add", "sok", "--role", "officer", "--node", node, "--as", "administrator",
        COMITY_PASSWORD="four-plain-words-here",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    listed = comity("users", "list", "--node", node, "--as", "administrator", "--json")
    assert {u["username"] for u in json.loads(listed.stdout)} == {"administrator", "sok"}


def test_the_wrong_passphrase_opens_nothing(node: Path, tmp_path: Path):
    other = tmp_path / "other"
    other.write_text("something else\n")
    script = "from comity.node.runtime import keyring; keyring()"
    toml = (node / "node.toml").read_text()
    try:
        (node / "node.toml").write_text(toml.replace('"keys/passphrase"', f'"{other}"'))
        opened = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=plain() | {"COMITY_NODE": str(node)},
        )
    finally:
        (node / "node.toml").write_text(toml)
    assert opened.returncode != 0
    assert "passphrase" in opened.stderr.lower()


def test_an_upgrade_that_is_not_needed_says_so_and_a_first_version_has_none_before_it(node: Path):
    assert "Nothing to do" in comity("upgrade", "--node", node).stdout
    back = comity("upgrade", "--node", node, "--back")
    assert back.returncode == 4
    assert "none to go back to" in back.stderr


def test_a_node_of_an_earlier_version_is_not_opened_but_upgraded_and_brought_back(node: Path):
    def django(*arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            check=True,
            capture_output=True,
            timeout=60,
            env=plain() | {"COMITY_NODE": str(node), "DJANGO_SETTINGS_MODULE": "comity.node.settings"},
        )

    def users() -> subprocess.CompletedProcess[str]:
        return comity("users", "list", "--node", node, "--as", "administrator")

    django("migrate", "django_tasks_database", "0020", "--skip-checks")
    earlier = users()
    assert earlier.returncode == 4
    assert "comity upgrade" in earlier.stderr
    assert "Upgraded" in comity("upgrade", "--node", node).stdout
    assert users().returncode == 0
    assert "Went back" in comity("upgrade", "--node", node, "--back").stdout
    assert users().returncode == 4
    assert "Upgraded" in comity("upgrade", "--node", node).stdout
    assert users().returncode == 0
