"""Bytes over HTTP to a partner, and errors as what may be told to one."""

from __future__ import annotations

import functools
import time

import httpx
import structlog

from comity.kernel import ComityError, InvalidInput, Unreachable
from comity.node.runtime import limits

log = structlog.get_logger()
TYPE = "application/vnd.comity.packet"
_transport: list[httpx.BaseTransport] = []


def set_transport(transport: httpx.BaseTransport | None) -> None:
    """This function replaces the network, for tests with simulated partners; None brings it back."""
    _transport[:] = [transport] if transport else []
    _client.cache_clear()


@functools.cache
def _client() -> httpx.Client:
    # trust_env off: no proxy, certificate or credential of the environment gets between two nodes.
    return httpx.Client(
        follow_redirects=False,
        trust_env=False,
        transport=_transport[0] if _transport else None,
        limits=httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=30),
    )


def post(url: str, data: bytes, timeout: float) -> bytes | None:
    """This function posts a packet and returns the packet that came back, or None where it was not admitted.

    Each part of the answer has to come within the timeout, and all of it within `Limits.answer_seconds`.

    Raises:
        Unreachable: no connection, no answer in time, another status, or more than this node reads.
    """
    if not url.startswith(("http://", "https://")):
        raise InvalidInput("Address", "it is no http or https URL", code="partners.address")
    most, end = limits().answer_bytes, time.monotonic() + max(timeout, limits().answer_seconds)
    try:
        with _client().stream("POST", url, content=data, headers={"Content-Type": TYPE}, timeout=timeout) as response:
            if response.status_code == httpx.codes.FORBIDDEN:
                return None
            if response.status_code != httpx.codes.OK:
                raise _unreachable(f"it answered with status {response.status_code}", "status")
            parts, size = [], 0
            for part in response.iter_raw():
                size += len(part)
                if size > most:
                    raise _unreachable(f"its answer is larger than {most} bytes", "size")
                if time.monotonic() > end:
                    raise _unreachable(f"its answer took more than {limits().answer_seconds} seconds", "slow")
                parts.append(part)
            return b"".join(parts)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise _unreachable(f"there is no connection ({type(error).__name__})", "connection") from error


def as_refusal(error: Exception, partner_id: str, packet_id: str) -> ComityError:
    """This function turns what a handler raised into what the partner is told."""
    if isinstance(error, ComityError):
        log.info("partners.peer.refused", partner=partner_id, id=packet_id, code=error.code)
        return error
    log.error("partners.peer.failed", partner=partner_id, id=packet_id, exc_info=error)
    return Unreachable("This node", "it cannot answer now", "Try again later", code="partners.peer.failed")


def _unreachable(reason: str, part: str) -> Unreachable:
    return Unreachable("The partner's node", reason, "It is tried again", code=f"partners.peer.{part}")
