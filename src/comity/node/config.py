"""What a node is told by its folder: ``node.toml``, beside ``keys/``, ``db.sqlite3``, ``files/`` and ``indexes/``."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from comity.cooperation.instruments import Channel
from comity.kernel import Limits, UnreadableFile
from comity.kernel.countries import Names

FORMAT = 1
LANGUAGES = ("en", "km", "vi")
LONGEST_NAME = 60
FOLDERS = ("keys", "keys/epochs", "files", "indexes")
_KINDS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "bool": (bool,),
    "tuple[str, ...]": (list,),
    "bool | tuple[str, ...]": (bool, list),
}


@dataclass(frozen=True, slots=True)
class NodeConfig:
    """The settings of one node.

    Args:
        folder: where the node lives.
        node: the node's id; empty before the node is founded.
        agency: who runs it, as partners will read it.
        country: ISO 3166-1 alpha-2.
        address: the URL under which partners reach it.
        contact: whom a partner calls, round the clock.
        host: where the web server listens.
        port: on which port.
        database_url: ``sqlite:///PATH`` or ``postgresql://…``.
        passphrase_file: file with the passphrase of the keys; else the systemd credential ``comity-passphrase``.
        language: of the pages until a person chooses: en, km or vi.
        time_zone: of the pages.
        channel: between which authorities this node exchanges: police, judicial, financial-intelligence-unit, customs
            or border-liaison; empty: legal instruments are not asked about it.
        four_eyes: whether outgoing requests need a supervisor's approval; or the types of messages that do.
        behind_tls: whether a TLS proxy stands in front, so that cookies are sent over TLS only.
        allowed_hosts: names under which officers reach the pages.
        webhook_networks: networks such as 10.1.0.0/16 in which webhooks may lie beside public addresses.
        countries: names of countries and territories that this node shows instead of the usual ones: language (en, km,
            vi) to name, by alpha-2 code; ``[countries.TW]`` in the file.
        limits: what the node accepts and how long things last.
    """

    folder: Path
    node: str = ""
    agency: str = ""
    country: str = ""
    address: str = ""
    contact: str = ""
    host: str = "127.0.0.1"
    port: int = 8800
    database_url: str = ""
    passphrase_file: str = ""
    language: str = "en"
    time_zone: str = "Asia/Phnom_Penh"
    channel: str = ""
    four_eyes: bool | tuple[str, ...] = False
    behind_tls: bool = True
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    webhook_networks: tuple[str, ...] = ()
    countries: Names = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    @property
    def database(self) -> str:
        """This function returns the database URL: the environment's, the file's, or SQLite in the folder."""
        return os.environ.get("DATABASE_URL") or self.database_url or f"sqlite:///{self.folder / 'db.sqlite3'}"

    def passphrase(self) -> str:
        """This function reads the passphrase of the keys from its file or systemd credential.

        Raises:
            UnreadableFile: neither is there.
        """
        credentials = os.environ.get("CREDENTIALS_DIRECTORY")
        paths = [self.folder / self.passphrase_file] if self.passphrase_file else []
        if credentials:
            paths.append(Path(credentials) / "comity-passphrase")
        for path in paths:
            if path.is_file():
                return path.read_text(encoding="utf-8").strip()
        raise UnreadableFile(
            "the passphrase of the node's keys",
            "no file holds it" if not paths else f"there is no file {paths[0]}",
            "Name its file as passphrase_file in node.toml, or give the systemd credential comity-passphrase",
            code="node.passphrase.missing",
        )


def load(folder: Path) -> NodeConfig:
    """This function reads a node's ``node.toml``.

    Raises:
        UnreadableFile: there is none, it is no TOML, or it has a key or value that no node knows.
    """
    path = folder / "node.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnreadableFile(
            str(path), "there is no node here", "Make one with: comity init", code="node.config.missing"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableFile(str(path), str(error), "Mend the line that is named", code="node.config.toml") from error
    if raw.pop("format", FORMAT) != FORMAT:
        raise UnreadableFile(
            str(path), "the file is of another version", "Run: comity upgrade", code="node.config.format"
        )
    limits = _typed(path, Limits, raw.pop("limits", {}))
    countries = _named(path, raw.pop("countries", {}))
    values = _typed(path, NodeConfig, raw)
    values |= {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    _check_types(path, values.get("four_eyes"))
    _check_channel(path, values.get("channel", ""))
    return NodeConfig(folder=folder.resolve(), limits=replace(Limits(), **limits), countries=countries, **values)


def _check_types(path: Path, four_eyes: object) -> None:
    if not isinstance(four_eyes, tuple):
        return
    # Only where types are named: reading them takes longer than the whole file.
    from comity.exchange.contents import CONTENTS

    if unknown := [name for name in four_eyes if name not in CONTENTS]:
        raise UnreadableFile(
            str(path),
            f"four_eyes names types of messages that no node knows: {', '.join(unknown)}",
            f"These are known: {', '.join(CONTENTS)}",
            code="node.config.value",
        )


def _check_channel(path: Path, channel: str) -> None:
    known = {each.value for each in Channel}
    if channel and channel not in known:
        raise UnreadableFile(
            str(path),
            f"channel is {channel!r}, which no instrument names",
            f"These are known: {', '.join(sorted(known))}",
            code="node.config.value",
        )


def _named(path: Path, raw: object) -> Names:
    table: dict[str, Any] = raw if isinstance(raw, dict) else {"": raw}
    wrong = [
        code
        for code, said in table.items()
        if not re.fullmatch("[A-Z]{2}", code)
        or not isinstance(said, dict)
        or not set(said) <= set(LANGUAGES)
        or not all(isinstance(name, str) and 0 < len(name.strip()) <= LONGEST_NAME for name in said.values())
    ]
    if wrong:
        raise UnreadableFile(
            str(path),
            f"the names of these countries cannot be read: {', '.join(wrong)}",
            'Write them as [countries.TW], with lines such as en = "Taiwan"; languages are en, km and vi',
            code="node.config.value",
        )
    return {code: dict(said) for code, said in table.items()}


def _texts(value: object) -> bool:
    return not isinstance(value, list) or all(isinstance(each, str) for each in value)


def _typed(path: Path, record: type[Any], raw: dict[str, Any]) -> dict[str, Any]:
    known = {f.name: _KINDS[str(f.type)] for f in fields(record) if str(f.type) in _KINDS}
    wrong = [
        f"{name} is not known"
        if name not in known
        else f"{name} must be {' or '.join(kind.__name__ for kind in known[name])}"
        for name, value in raw.items()
        if name not in known or type(value) not in known[name] or not _texts(value)
    ]
    if wrong:
        raise UnreadableFile(str(path), "; ".join(wrong), "Mend these settings", code="node.config.value")
    return raw


def write(config: NodeConfig) -> None:
    """This function writes a node's ``node.toml`` with every setting that differs from the default."""
    plain = NodeConfig(folder=config.folder)
    lines = ["# Settings of this Comity node. Restart the node after a change.", f"format = {FORMAT}"]
    lines += [
        f"{f.name} = {_toml(getattr(config, f.name))}"
        for f in fields(NodeConfig)
        if f.name not in {"folder", "limits", "countries"} and getattr(config, f.name) != getattr(plain, f.name)
    ]
    changed = [f for f in fields(Limits) if getattr(config.limits, f.name) != getattr(plain.limits, f.name)]
    if changed:
        lines += ["", "[limits]", *(f"{f.name} = {getattr(config.limits, f.name)}" for f in changed)]
    for code, said in sorted(config.countries.items()):
        lines += ["", f"[countries.{code}]", *(f"{language} = {_toml(name)}" for language, name in said.items())]
    path = config.folder / "node.toml"
    fresh = path.with_suffix(".new")
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(path)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    escaped = re.sub(r'[\\"\x00-\x1f\x7f]', lambda m: f"\\u{ord(m[0]):04x}", str(value))
    return f'"{escaped}"'


def current() -> NodeConfig:
    """This function returns the settings of the node that ``COMITY_NODE`` names, or of no node where it is unset.

    Without a node the code can be imported and checked, but no key is there and the database is empty memory.
    """
    folder = os.environ.get("COMITY_NODE")
    return load(Path(folder)) if folder else NodeConfig(folder=Path(), database_url="sqlite://:memory:")
