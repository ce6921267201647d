from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Limits, UnreadableFile
from comity.node.config import NodeConfig, load, write

TEXTS = st.text(max_size=40)


@given(
    agency=TEXTS, contact=TEXTS, port=st.integers(1, 65535), four_eyes=st.booleans(), hosts=st.lists(TEXTS, max_size=3)
)
def test_settings_are_read_as_they_are_written(tmp_path_factory, agency, contact, port, four_eyes, hosts):
    folder = tmp_path_factory.mktemp("node")
    made = NodeConfig(
        folder=folder.resolve(), node="n", agency=agency, contact=contact, port=port, four_eyes=four_eyes,
        allowed_hosts=tuple(hosts), limits=replace(Limits(), delta_minutes=5),
        countries={"TW": {"en": agency[:60] or "x", "km": "តៃវ៉ាន់"}} if agency.strip() else {},
    )  # fmt: skip
    write(made)
    assert load(folder) == made


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("agency = ", "Invalid value"),
        ("agenzy = 'x'", "agenzy is not known"),
        ("port = 'x'", "port must be int"),
        ("four_eyes = 1", "four_eyes must be bool"),
        ("[limits]\nepoch_weeks = 1", "epoch_weeks is not known"),
        ("format = 9", "another version"),
        ("countries = 'TW'", "names of these countries"),
        ("[countries]\nTW = 'Taiwan'", "names of these countries cannot be read: TW"),
        ("[countries.TW]\nfr = 'Taïwan'", "TW"),
        ("[countries.taiwan]\nen = 'Taiwan'", "taiwan"),
        ("[countries.TW]\nen = ' '", "TW"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, reason: str):
    (tmp_path / "node.toml").write_text(text)
    with pytest.raises(UnreadableFile, match=reason):
        load(tmp_path)


def test_a_folder_without_a_node_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="comity init"):
        load(tmp_path)


def test_the_passphrase_comes_from_its_file_or_the_credential(tmp_path: Path, monkeypatch):
    config = NodeConfig(folder=tmp_path)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(UnreadableFile, match="passphrase_file"):
        config.passphrase()
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "comity-passphrase").write_text("from systemd\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert config.passphrase() == "from systemd"
    (tmp_path / "own").write_text("own\n")
    assert replace(config, passphrase_file="own").passphrase() == "own"


def test_the_environment_s_database_url_comes_first(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = NodeConfig(folder=tmp_path, database_url="postgresql://file/x")
    assert config.database == "postgresql://file/x"
    monkeypatch.setenv("DATABASE_URL", "postgresql://environment/x")
    assert config.database == "postgresql://environment/x"
    monkeypatch.delenv("DATABASE_URL")
    assert NodeConfig(folder=tmp_path).database == f"sqlite:///{tmp_path / 'db.sqlite3'}"
