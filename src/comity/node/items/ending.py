"""What is kept no longer: an item's text goes, everywhere, and its row remembers that it was here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from comity.node.audit.operations import erase_details, record
from comity.node.chores import chore
from comity.node.items.models import STANDING, Item, ItemState
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock

AT_ONCE = 200
Forgetting = Callable[[Item], None]
FORGETTING: list[Forgetting] = []
"""What else has to go with an item: slices that keep its words register themselves."""
EXPIRING: list[Forgetting] = []
"""What follows when an item's time is over."""


def forgets(work: Forgetting) -> Forgetting:
    """This function registers what erases an item's words in another place, in the transaction that ends the item."""
    FORGETTING.append(work)
    return work


def expires(work: Forgetting) -> Forgetting:
    """This function registers what follows when an item's time is over, in the transaction that ends it."""
    EXPIRING.append(work)
    return work


def forget(item: Item) -> None:
    """This function erases an item's words wherever is registered; call it in a transaction."""
    for work in FORGETTING:
        work(item)


def end(item: Item, state: ItemState) -> None:
    """This function takes an item's words away, here and wherever is registered; call it in a transaction."""
    forget(item)
    item.state, item.text, item.subject, item.ended = state, "", None, clock().now()
    item.permitted_use, item.owner_token, item.owner_consents = "", "", []
    item.save(update_fields=["state", "text", "subject", "permitted_use", "owner_token", "owner_consents", "ended"])


@chore("items.retention", every=timedelta(minutes=1))
def end_expired() -> int:
    """This function ends the items whose retention has passed, and returns how many."""
    today = clock().now().date()
    with transaction.atomic():
        rows = Item.objects.filter(state__in=STANDING, retention_until__lt=today)
        expired = list(rows.order_by("retention_until")[:AT_ONCE])
        for item in expired:
            end(item, ItemState.EXPIRED)
            for work in EXPIRING:
                work(item)
        if expired:
            names = [name for item in expired for name in (item.id, item.wire_id)]
            erase_details(actor=SYSTEM, object_ids=names)
            record(actor=SYSTEM, event="items.retention.ended", objects=names, frees_space=True)
    return len(expired)
