"""Making a node: its folder, its keys, its database and its first administrator."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from comity.crypto.keyring import Keyring
from comity.kernel import Clock, Conflicting, InvalidInput
from comity.kernel.countries import country
from comity.node.config import FOLDERS, NodeConfig, write

OWN_FILE = "keys/passphrase"
"""Where the passphrase of the keys rests when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Founded:
    """What the person who made a node is told once.

    Args:
        config: the node's settings.
        administrator: user name of the first account.
        password: its first password.
    """

    config: NodeConfig
    administrator: str
    password: str


def found(
    config: NodeConfig, *, clock: Clock, administrator: str = "administrator", password: str | None = None
) -> Founded:
    """This function makes a node in an empty or missing folder; when it fails, it leaves nothing behind.

    Args:
        config: agency, country, address and the rest; the node's id comes from its keys.
        clock: the time of founding.
        administrator: user name of the first account.
        password: its password; made up where None.

    Raises:
        Conflicting: the folder is not empty.
        InvalidInput: the agency, country or address is missing or wrong.
    """
    folder = config.folder
    _check(config)
    existed = folder.exists()
    if existed and any(folder.iterdir()):
        raise Conflicting(str(folder), "the folder is not empty", "Choose another", code="node.folder.taken")
    try:
        made = make_folder(config, clock)
        password = password or secrets.token_urlsafe(12)
        _make_database(made, administrator, password)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if existed:
            folder.mkdir()
        raise
    return Founded(made, administrator, password)


def _check(config: NodeConfig) -> None:
    if not config.agency.strip():
        raise InvalidInput("agency", "it has no name", "Give --agency", code="node.agency")
    if country(config.country) != config.country:
        raise InvalidInput(
            f"country {config.country!r}", "this is no ISO code", "Give one such as KH", code="node.country"
        )
    if not config.address.startswith(("http://", "https://")):
        raise InvalidInput(
            f"address {config.address!r}",
            "this is no URL",
            "Give one such as https://comity.example",
            code="node.address",
        )


def make_folder(config: NodeConfig, clock: Clock) -> NodeConfig:
    """This function makes the folder with the node's keys and settings, without a database."""
    folder = config.folder
    for name in ("", *FOLDERS):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    keyring = Keyring.generate(clock.now())
    values = {name: getattr(config, name) for name in NodeConfig.__slots__}
    if not config.passphrase_file and "CREDENTIALS_DIRECTORY" not in os.environ:
        values["passphrase_file"] = OWN_FILE
        _write_secret(folder / OWN_FILE, secrets.token_urlsafe(32))
    made = NodeConfig(**(values | {"node": keyring.node_id, "folder": folder.resolve()}))
    _write_secret(folder / "keys" / "web.secret", secrets.token_urlsafe(48))
    (folder / "keys" / "node.keys").touch(mode=0o600)
    (folder / "keys" / "node.keys").write_bytes(keyring.to_bytes(made.passphrase()))
    write(made)
    return made


def _write_secret(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text + "\n", encoding="ascii")


def _make_database(config: NodeConfig, administrator: str, password: str) -> None:
    # Django can be set up for one node in a process only, and not before its folder is there.
    os.environ["COMITY_NODE"] = str(config.folder)
    from comity.node.upgrades import set_up, upgrade

    set_up()
    upgrade()
    from comity.node.accounts.operations import create_user
    from comity.node.permissions import SYSTEM, Role

    create_user(actor=SYSTEM, username=administrator, name=administrator, role=Role.ADMINISTRATOR, password=password)
