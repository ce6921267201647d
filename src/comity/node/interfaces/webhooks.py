"""Webhooks are made, tested and stopped by an administrator; what they may be told of is a table."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from contextlib import suppress

from django.db import transaction

from comity.kernel import Conflicting, InvalidInput, Missing, Unreachable
from comity.node.audit.models import LedgerEntry
from comity.node.audit.operations import record
from comity.node.interfaces.addresses import target
from comity.node.interfaces.models import Delivery, DeliveryState, Webhook
from comity.node.interfaces.posting import attempt
from comity.node.interfaces.words import STOPPED
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, config, keyring, make_id

WRAPPED = "interfaces/webhook"
TEST = "interfaces.webhook.tested"
TOLD = (
    "messaging.message.received", "messaging.message.delivered", "messaging.message.expired",
    "messaging.reply.written", "matching.check.done", "matching.live.changed",
    "matching.hit.confirmed", "holdings.holding.recorded", "holdings.import.done", "holdings.retention.ended",
    "partners.partner.accepted", "partners.partner.frozen", "audit.alarm.raised",
)  # fmt: skip
"""Events of the ledger that a webhook may be told of; none of them says anything of a person by itself."""


@transaction.atomic
def make_webhook(*, actor: Actor, name: str, url: str, kinds: Collection[str]) -> tuple[Webhook, str]:
    """This function makes a webhook, and returns it with its secret, which is shown once.

    Args:
        actor: an administrator.
        name: of the system.
        url: where it listens.
        kinds: events of `TOLD`.

    Raises:
        Refused: the actor may not, or the address is one that may not be called.
        InvalidInput: something is missing or wrong.
    """
    require(actor, Action.INTERFACE_MANAGE)
    chosen = [kind for kind in TOLD if kind in set(kinds)]
    if not 1 <= len(name.strip()) <= 80 or "\x00" in name or not chosen or len(chosen) < len(set(kinds)):
        raise InvalidInput(
            "webhook", "it has a name of 1 to 80 characters, and is told of at least one thing of the list",
            "Mend these fields", code="interfaces.webhook.invalid",
        )  # fmt: skip
    with suppress(Unreachable):  # the name may mean something later; each delivery looks it up again
        target(url, config().webhook_networks)
    secret = secrets.token_urlsafe(32)
    last = LedgerEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    made = Webhook.objects.create(
        id=make_id(), name=name.strip(), url=url, kinds=chosen, secret=keyring().wrap(WRAPPED, secret.encode()),
        made=clock().now(), made_by=actor.user_id, seen=last,
    )  # fmt: skip
    record(actor=actor, event="interfaces.webhook.made", objects=[made.id], details={"url": url, "kinds": chosen})
    return made, secret


@transaction.atomic
def stop_webhook(*, actor: Actor, webhook_id: str) -> None:
    """This function ends a webhook; what still waited is not sent.

    Raises:
        Refused: the actor may not.
        Missing: no such webhook, or it was stopped already.
    """
    require(actor, Action.INTERFACE_MANAGE)
    found = webhook_of(webhook_id)
    found.stopped = clock().now()
    found.save(update_fields=["stopped"])
    found.deliveries.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.DEAD, due=None, fault=STOPPED)
    record(actor=actor, event="interfaces.webhook.stopped", objects=[found.id])


def test_webhook(*, actor: Actor, webhook_id: str) -> Delivery:
    """This function sends a webhook a test at once, and returns what became of it.

    Raises:
        Refused: the actor may not.
        Missing: no such webhook.
    """
    require(actor, Action.INTERFACE_MANAGE)
    found = webhook_of(webhook_id)
    now = clock().now()
    with transaction.atomic():
        made = Delivery.objects.create(
            id=make_id(), webhook=found, kind=TEST, body={"objects": [found.id]}, made=now, due=None
        )
        record(actor=actor, event=TEST, objects=[found.id])
    attempt(made, secret_of(found), last=True)
    return made


@transaction.atomic
def send_again(*, actor: Actor, delivery_id: str) -> Delivery:
    """This function lets the worker try again what it gave up, and returns it.

    Raises:
        Refused: the actor may not.
        Missing: no such delivery.
        Conflicting: it was not given up, or its webhook was stopped.
    """
    require(actor, Action.INTERFACE_MANAGE)
    found = Delivery.objects.select_for_update().select_related("webhook").filter(id=delivery_id).first()
    if found is None:
        raise Missing("delivery", "there is none with this id", code="interfaces.delivery.missing")
    if found.state != DeliveryState.DEAD or found.webhook.stopped:
        raise Conflicting("delivery", "it is not one that was given up", code="interfaces.delivery.state")
    found.state, found.due, found.attempts, found.fault = DeliveryState.QUEUED, clock().now(), 0, ""
    found.save(update_fields=["state", "due", "attempts", "fault"])
    record(actor=actor, event="interfaces.delivery.again", objects=[found.id, found.webhook_id])
    return found


def webhook_of(webhook_id: str) -> Webhook:
    """This function returns a webhook that was not stopped.

    Raises:
        Missing: there is none.
    """
    found = Webhook.objects.filter(id=webhook_id, stopped=None).first()
    if found is None:
        raise Missing("webhook", "there is none with this id that runs", code="interfaces.webhook.missing")
    return found


def secret_of(webhook: Webhook) -> bytes:
    """This function returns the secret of a webhook."""
    return keyring().unwrap(WRAPPED, bytes(webhook.secret))
