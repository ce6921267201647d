"""Telling partners that their items were read here."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

import structlog
from django.db import transaction

from comity.exchange.contents import ItemName, Read
from comity.exchange.contents.notices import MOST_READ
from comity.kernel import ComityError
from comity.kernel.clock import timestamp
from comity.node.chores import chore
from comity.node.items.models import ItemRead
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.sending import send
from comity.node.messaging.terms import Grounds
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, node_id

log = structlog.get_logger()
MOST_AT_ONCE = 1000


@chore("messaging.tell-reads", every=timedelta(minutes=5))
def tell_reads() -> int:
    """This function tells partners which of their items were read since it last did, and returns in how many messages.

    Who of this agency read it stays here; the partner learns that it was read, when and for which purpose.
    """
    rows = ItemRead.objects.filter(told=None).exclude(item__owner=node_id()).exclude(item__message_id="")
    waiting = rows.select_related("item").order_by("item__message_id", "purpose", "at")[:MOST_AT_ONCE]
    told = 0
    for (message_id, purpose), reads in groupby(waiting, key=lambda each: (each.item.message_id, each.purpose)):
        try:
            told += _tell(message_id, purpose, list(reads))
        except ComityError as error:
            log.info("messaging.reads.untold", message=message_id, code=error.code)
    return told


@transaction.atomic
def _tell(message_id: str, purpose: str, reads: list[ItemRead]) -> int:
    message = Message.objects.select_related("conversation", "partner").filter(id=message_id, direction=THEIRS).first()
    if message is None:
        return 0
    names = list(dict.fromkeys((each.item.owner, each.item.wire_id) for each in reads))
    send(
        actor=SYSTEM,
        message_type="read",
        content=Read(
            message=message.message_id,
            at=timestamp(max(each.at for each in reads)),
            items=[ItemName(owner=owner, id=item) for owner, item in names[:MOST_READ]],
            purpose=purpose or None,
        ),
        partner_ids=[message.partner_id],
        conversation=message.conversation,
        grounds=Grounds.of(message),
        in_reply_to=message,
        event="messaging.items.told",
        objects=list(dict.fromkeys(each.item_id for each in reads)),
    )
    ItemRead.objects.filter(pk__in=[each.pk for each in reads]).update(told=clock().now())
    return 1
