"""One attempt at a delivery: signed, to an address that was judged, without following where it points."""

from __future__ import annotations

import functools
import hashlib
import hmac
import json
import ssl
from datetime import timedelta

import httpx
import structlog
from django.db import transaction

from comity.kernel import ComityError
from comity.node.audit.operations import record
from comity.node.interfaces.addresses import target
from comity.node.interfaces.models import Delivery, DeliveryState
from comity.node.interfaces.words import CONNECTION, STATUS
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, config, node_id

log = structlog.get_logger()
FORMAT = 1
SECONDS = 5.0
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=6)
MOST_ATTEMPTS = 16
"""With waits that double from a minute to six hours: about two days."""
SIGNATURE = "Comity-Signature"


@functools.cache
def _client() -> httpx.Client:
    # The system's own authorities, since another system of an agency often has a certificate of the agency's.
    return httpx.Client(
        follow_redirects=False, trust_env=False, timeout=SECONDS, verify=ssl.create_default_context(),
        limits=httpx.Limits(max_keepalive_connections=0),
    )  # fmt: skip


def body_of(delivery: Delivery) -> bytes:
    """This function returns what a webhook is told: ids and kinds."""
    said = {
        "format": FORMAT, "id": delivery.id, "node": node_id(), "kind": delivery.kind,
        "at": delivery.made.isoformat(), **delivery.body,
    }  # fmt: skip
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def signature(secret: bytes, moment: int, body: bytes) -> str:
    """This function returns the header by which the receiver knows that this node sent a body, and when.

    HMAC-SHA-256 under the webhook's secret over the moment in seconds, a full stop, and the body.
    """
    made = hmac.new(secret, b"%d." % moment + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={made}"


def attempt(delivery: Delivery, secret: bytes, *, last: bool = False) -> bool:
    """This function tries a delivery once, keeps what became of it, and returns whether it was taken.

    Args:
        delivery: which.
        secret: of its webhook.
        last: whether it is given up where this attempt fails.
    """
    fault = _post(delivery, secret)
    delivery.attempts += 1
    now = clock().now()
    if not fault:
        delivery.state, delivery.due, delivery.done, delivery.fault = DeliveryState.DELIVERED, None, now, ""
    else:
        delivery.fault = fault
        if last or delivery.attempts >= MOST_ATTEMPTS:
            delivery.state, delivery.due = DeliveryState.DEAD, None
        else:
            delivery.due = now + min(FIRST * 2 ** (delivery.attempts - 1), LONGEST)
    with transaction.atomic():
        delivery.save(update_fields=["attempts", "state", "due", "done", "fault"])
        if delivery.state != DeliveryState.QUEUED:
            event = "interfaces.delivery.done" if not fault else "interfaces.delivery.given-up"
            record(actor=SYSTEM, event=event, objects=[delivery.id, delivery.webhook_id])
    log.info("interfaces.delivery.tried", delivery=delivery.id, state=delivery.state)
    return not fault


def _post(delivery: Delivery, secret: bytes) -> str:
    """This function sends a delivery and returns why it was not taken (`words.fault_in_words`), or nothing."""
    body = body_of(delivery)
    try:
        where = target(delivery.webhook.url, config().webhook_networks)
        headers = {
            "Host": where.header, "Content-Type": "application/json", "User-Agent": "Comity",
            SIGNATURE: signature(secret, int(clock().now().timestamp()), body),
        }  # fmt: skip
        extensions = {"sni_hostname": where.host}
        with _client().stream("POST", where.url, content=body, headers=headers, extensions=extensions) as answer:
            return "" if answer.is_success else f"{STATUS}{answer.status_code}"
    except ComityError as error:
        return error.code
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        log.info("interfaces.delivery.unreachable", delivery=delivery.id, error=type(error).__name__)
        return CONNECTION
