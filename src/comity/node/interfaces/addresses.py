"""Where a webhook may go: https, or http on this machine; public addresses, and the networks that node.toml names.

A name is looked up once, every address of it is judged, and the connection goes to an address that was judged: what
the name means a moment later does not count.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from comity.kernel import InvalidInput, Refused, Unreachable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[tuple[Any, ...]]]
LONGEST = 500
_PORTS = {"https": 443, "http": 80}
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be called.

    Args:
        url: with the address in the place of the name.
        host: the name, for the certificate and the header Host.
        header: the header Host.
    """

    url: str
    host: str
    header: str


def look_up(host: str, port: int) -> list[tuple[Any, ...]]:
    """This function asks the system what a name means."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def target(url: str, networks: Iterable[str], resolve: Resolve = look_up) -> Target:
    """This function returns where a webhook's address leads, if it may be called.

    Args:
        url: as an administrator wrote it.
        networks: that may be called beside public addresses.
        resolve: what a name means.

    Raises:
        InvalidInput: it is no address of the web, or names a user.
        Refused: it leads into a network that is not named in node.toml, or is not encrypted.
        Unreachable: the name means nothing now.
    """
    parts, host, port = _parts(url)
    try:
        found = [ipaddress.ip_address(row[4][0].split("%")[0]) for row in resolve(host, port)]
    except (OSError, UnicodeError, ValueError) as error:
        raise Unreachable(host, "the name cannot be looked up", "Check it", code="interfaces.address.name") from error
    allowed = [ipaddress.ip_network(each) for each in networks]
    if not found or not all(_may(each, allowed) for each in found):
        raise Refused(
            host, "it lies in a network that is not public", "Name the network as webhook_networks in node.toml",
            code="interfaces.address.private",
        )  # fmt: skip
    if parts.scheme == "http" and not all(each.is_loopback for each in found):
        raise Refused(
            host, "without https anybody on the way reads along", "Use https", code="interfaces.address.plain"
        )
    chosen = found[0]
    literal = f"[{chosen}]" if chosen.version == 6 else str(chosen)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    named = f"[{host}]" if ":" in host else host
    header = named if port == _PORTS[parts.scheme] else f"{named}:{port}"
    return Target(f"{parts.scheme}://{literal}:{port}{path}", host, header)


def _parts(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        plain = url.isascii() and url.isprintable() and " " not in url
    except ValueError:
        plain, host, port = False, "", 0
    if not (plain and host and port and len(url) <= LONGEST):
        raise InvalidInput("address", "it is no address of the web", "Write https://…", code="interfaces.address.form")
    if parts.username or parts.password or parts.fragment:
        raise InvalidInput(
            "address", "it names a user or a part of a page", "Leave that out", code="interfaces.address.form"
        )
    return parts, host, port


def _may(address: Address, allowed: list[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    plain: Address = address
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if inside is None and address in _TRANSLATED:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        plain = inside or address
    if any(plain.version == network.version and plain in network for network in allowed):
        return True
    return plain.is_global and not plain.is_multicast
