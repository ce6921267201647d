"""What the worker does for webhooks: it looks through the ledger for what they are told of, and delivers it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Subquery

from comity.node.audit.models import LedgerEntry
from comity.node.chores import chore
from comity.node.interfaces.models import Delivery, DeliveryState, Webhook
from comity.node.interfaces.posting import attempt
from comity.node.interfaces.webhooks import secret_of
from comity.node.runtime import clock, make_id

MOST_ENTRIES = 5_000
MOST_AT_ONCE = 50
KEPT = timedelta(days=30)
"""How long what was delivered or given up is shown."""


@chore("interfaces.gather", every=timedelta(seconds=5))
def gather() -> int:
    """This function makes deliveries of the ledger's entries since the last look, and returns how many."""
    newest = LedgerEntry.objects.order_by("-id").values("id")[:1]
    behind = Webhook.objects.filter(stopped=None, seen__lt=Subquery(newest))
    return sum(_gather(webhook_id) for webhook_id in list(behind.values_list("id", flat=True)))


def _gather(webhook_id: str) -> int:
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().get(id=webhook_id)
        entries = LedgerEntry.objects.filter(id__gt=webhook.seen).order_by("id").only("event", "time", "objects_text")
        found = list(entries[:MOST_ENTRIES])
        if not found:
            return 0
        now, wanted = clock().now(), set(webhook.kinds)
        made = [
            Delivery(
                id=make_id(), webhook=webhook, kind=each.event, body={"objects": list(each.object_ids)},
                made=each.time, due=now,
            )
            for each in found if each.event in wanted
        ]  # fmt: skip
        Delivery.objects.bulk_create(made)
        webhook.seen = found[-1].id
        webhook.save(update_fields=["seen"])
    return len(made)


@chore("interfaces.deliver", every=timedelta(seconds=5))
def deliver() -> int:
    """This function tries what is due, and returns how many webhooks took something; one that fails waits."""
    done = 0
    waiting = Delivery.objects.filter(state=DeliveryState.QUEUED, webhook__stopped=None).select_related("webhook")
    asked = waiting.filter(due__lte=clock().now()).order_by("-webhook__made", "-webhook_id")
    for webhook_id in list(asked.values_list("webhook_id", flat=True).distinct()):
        due = waiting.filter(webhook_id=webhook_id, due__lte=clock().now()).order_by("made", "id")[:MOST_AT_ONCE]
        for each in due:
            if not attempt(each, secret_of(each.webhook)):
                break
            done += 1
    return done


@chore("interfaces.forget", every=timedelta(hours=6))
def forget() -> int:
    """This function forgets old deliveries, and returns how many."""
    old = Delivery.objects.exclude(state=DeliveryState.QUEUED).filter(made__lt=clock().now() - KEPT)
    return old.delete()[0]
