"""E-mail addresses, domains and social handles."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import urlsplit

import idna

from comity.identifiers.characters import folded
from comity.identifiers.model import Identifier, Kind, joined, unreadable
from comity.identifiers.rows import rows

_LOCAL = re.compile(r"[^\s@,;<>()\[\]\\\"]{1,64}")
_HANDLE = re.compile(r"[\w.\-]{1,64}")
_WRAPPED = re.compile(r".*<([^<>]+)>")


def email(text: str, country: str | None = None) -> Identifier:
    """This function reads an e-mail address: domain in ASCII form, local part in small letters.

    Raises:
        InvalidInput: no local part, no domain, or characters that an address cannot have.
    """
    plain = folded(text)
    if match := _WRAPPED.fullmatch(plain):
        plain = match[1]
    if plain.lower().startswith("mailto:"):
        plain = plain[7:].split("?", maxsplit=1)[0]
    local, at, host = plain.rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise unreadable(Kind.EMAIL, text, "an address has a name, @ and a domain", "Check for spaces or missing parts")
    ascii_host, note = _host(Kind.EMAIL, host, text)
    return Identifier(
        Kind.EMAIL, f"{local.lower()}@{ascii_host}", country, None, joined(note, _mixed(local)), "e-mail address"
    )


def domain(text: str, country: str | None = None) -> Identifier:
    """This function reads a domain or the address of a page: ASCII form (IDNA 2008), look-alike letters noted.

    Raises:
        InvalidInput: no domain in it, or labels that IDNA does not allow.
    """
    plain = folded(text)
    host = urlsplit(plain if "://" in plain else f"//{plain}").hostname if " " not in plain else None
    if not host:
        raise unreadable(Kind.DOMAIN, text, "it names no domain", "Write it as example.org")
    value, note = _host(Kind.DOMAIN, host, text)
    return Identifier(Kind.DOMAIN, value.removeprefix("www."), country, None, note, "domain")


def handle(text: str, country: str | None = None) -> Identifier:
    """This function reads an account of a social platform, from its page's address or as ``platform:name``.

    Raises:
        InvalidInput: no name, or characters that a name cannot have.
    """
    plain = folded(text)
    platform, name = _by_address(plain) or _by_prefix(plain)
    name = name.strip().lstrip("@").rstrip("/").lower()
    if not _HANDLE.fullmatch(name):
        raise unreadable(Kind.HANDLE, text, "it names no account", "Write it as telegram:name or as the page's address")
    note = joined("" if platform else "its platform is not known", _mixed(name))
    value = f"{platform}:{name}" if platform else name
    return Identifier(Kind.HANDLE, value, country, None, note, f"account at {platform or 'a platform'}")


def _by_address(plain: str) -> tuple[str, str] | None:
    if "/" not in plain or " " in plain:
        return None
    parts = urlsplit(plain if "://" in plain else f"//{plain}")
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    for platform, hosts, _ in rows("platforms"):
        if host in hosts.split():
            if match := re.search(r"(?:^|&)id=(\d+)", parts.query):
                return platform, match[1]
            steps = [
                s for s in parts.path.split("/") if s and s not in {"in", "user", "channel", "c", "add", "ti", "p"}
            ]
            return platform, steps[0] if steps else ""
    return None


def _by_prefix(plain: str) -> tuple[str, str]:
    before, colon, after = plain.partition(":")
    for platform, _, words in rows("platforms"):
        if colon and before.strip().lower() in {platform, *words.split()}:
            return platform, after
    return "", plain


def _host(kind: Kind, host: str, text: str) -> tuple[str, str]:
    host = host.strip().rstrip(".").lower()
    try:
        value = idna.encode(host, uts46=True).decode()
        shown = idna.decode(value)
    except (idna.IDNAError, UnicodeError) as error:
        raise unreadable(kind, text, "its domain is none", "Check for spaces or missing parts") from error
    if "." not in value:
        raise unreadable(kind, text, "its domain has no dot", "Write it in full, as example.org")
    notes = [f"shown as {shown}"] if shown != value else []
    notes += [_mixed(label) for label in shown.split(".")]
    return value, joined(*notes)


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(row[0]): row[1] for row in rows("lookalikes")}


def _mixed(label: str) -> str:
    """This function notes a label that reads like Latin but has letters of another script, alone or mixed."""
    scripts = {unicodedata.name(c, "?").split(" ", 1)[0] for c in label if c.isalpha()}
    reads = label.translate(_lookalikes())
    if reads != label and reads.isascii():
        return f"letters of another script make it look like {reads}"
    if len(scripts) > 1 and "LATIN" in scripts:
        return "it mixes scripts: " + ", ".join(sorted(s.capitalize() for s in scripts))
    return ""
